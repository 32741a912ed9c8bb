import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readProjectFile } from '#tests/shape/support/tree.ts';

const whole = z.int().nonnegative();
const Tally = z.strictObject({
  deliveries: z.strictObject({ sent: whole, kept: whole, duplicates: whole, refused: whole, parked: whole }),
  orders: whole,
  postings: z.strictObject({ planned: whole, posted: whole, held: whole }),
  erpDocuments: z.strictObject({ salesOrders: whole, deposits: whole, invoices: whole, duplicates: whole }),
  lost: whole,
});

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npm start -- --once --json', () => {
  test('ends by itself with the output that the README shows, nothing lost and nothing doubled', async () => {
    const run = await promisify(execFile)(process.execPath, ['sandbox/start.ts', '--once', '--json'], {
      cwd: root,
    });
    expect(run.stderr.trimEnd()).toBe(shownInReadme());

    const tally = Tally.parse(JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? ''));
    expect(tally.lost).toBe(0);
    expect(tally.erpDocuments.duplicates).toBe(0);
    expect(tally.postings.posted).toBe(tally.postings.planned);
    const { sent, kept, duplicates, refused } = tally.deliveries;
    expect(kept + duplicates + refused).toBe(sent);
  }, 180_000);
});

function shownInReadme(): string {
  const [, block = ''] = /```text\n([\s\S]*?)\n```/.exec(readProjectFile('README.md')) ?? [];
  return block;
}
