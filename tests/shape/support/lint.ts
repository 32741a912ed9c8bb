import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from './tree.ts';

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      help: z.string().optional(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.number() }) })),
    }),
  ),
});

/** What the linter says of one line. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly text: string;
}

/** Lints the folders of a tree in one run, with the configuration that lies in that tree. */
export async function lint(tree: string, folders: readonly string[]): Promise<readonly Complaint[]> {
  const config = join(tree, '.config', 'oxlint.config.ts');
  const args = [
    '--config',
    config,
    '--disable-nested-config',
    '--type-aware',
    '--format',
    'json',
    ...folders,
  ];
  const report = reportSchema.parse(JSON.parse(await outputOf(tree, args)));
  return report.diagnostics.map(({ code, message, help, filename, labels }) => ({
    file: filename.replaceAll('\\', '/'),
    line: labels[0]?.span.line ?? 0,
    rule: code,
    text: `${message} ${help ?? ''}`,
  }));
}

/** oxlint exits with 1 when it has found something, which is what these tests are after. */
async function outputOf(tree: string, args: readonly string[]): Promise<string> {
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  return new Promise((resolve) => {
    execFile(process.execPath, [oxlint, ...args], { cwd: tree, maxBuffer: 64e6 }, (_failure, stdout) =>
      resolve(stdout),
    );
  });
}
