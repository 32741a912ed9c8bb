import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The repository's root. */
export const root = join(import.meta.dirname, '..', '..', '..');

const generated = new Set(['node_modules', '.git', '.build', '.sandbox']);

/** Every file of the repository, as a path from the root with forward slashes; nothing that is generated. */
export function projectFiles(folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (generated.has(entry.name)) return [];
    return entry.isDirectory() ? projectFiles(path) : [path];
  });
}

export function readProjectFile(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The product: what is deployed, and so must know nothing of what surrounds it here. */
export function productFiles(): readonly string[] {
  return projectFiles().filter((path) => /^(?:src|webhooks)\/.+\.tsx?$/.test(path));
}

/** Lends a folder under the system's temporary one, and removes it afterwards. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-shape-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Lends a tree with this repository's configuration and packages but other files. It lies below a folder called
 * `src`, as a clone may: a check that takes that folder for ours judges every file wrongly.
 */
export async function withTree<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  return withFolder((outer) => {
    const folder = join(outer, 'src', 'plumbline (copy)');
    mkdirSync(folder, { recursive: true });
    for (const name of ['.config', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  });
}
