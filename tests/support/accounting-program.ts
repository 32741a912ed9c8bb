/** The real hledger and ledger, as judges of the journal that we export. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../.config/hledger.mjs', import.meta.url));

/** Runs the accounting program on a journal; fetched once from the system's packages where the machine has none. */
export async function account(
  name: 'hledger' | 'ledger',
  args: readonly string[],
  input: string,
): Promise<string> {
  const child = spawn(process.execPath, [program, name, '-f', '-', ...args]);
  child.stdin.end(input);
  let said = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${String(code)}: ${complaint}`);
  return said;
}
