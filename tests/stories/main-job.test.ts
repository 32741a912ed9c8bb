import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readProjectFile } from '#tests/shape/support/tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npm start -- --once --json', () => {
  test('ends by itself with the output that the README shows, nothing lost and nothing doubled', async () => {
    const run = await promisify(execFile)(process.execPath, ['sandbox/start.ts', '--once', '--json'], {
      cwd: root,
    });
    expect(run.stderr.trimEnd()).toBe(shownInReadme());

    const tally: unknown = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(tally).toEqual({
      deliveries: {
        sent: expect.any(Number),
        kept: expect.any(Number),
        duplicates: expect.any(Number),
        refused: expect.any(Number),
        parked: expect.any(Number),
      },
      orders: expect.any(Number),
      postings: { planned: expect.any(Number), posted: expect.any(Number), held: 0 },
      erpDocuments: {
        salesOrders: expect.any(Number),
        deposits: expect.any(Number),
        invoices: expect.any(Number),
        duplicates: 0,
      },
      lost: 0,
    });
  }, 180_000);
});

function shownInReadme(): string {
  const [, block = ''] = /```text\n([\s\S]*?)\n```/.exec(readProjectFile('README.md')) ?? [];
  return block;
}
