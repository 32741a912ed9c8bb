import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readProjectFile } from '#tests/shape/support/tree.ts';

const whole = z.int().nonnegative();
const planted = z.strictObject({
  total: whole,
  lasting: whole,
  found: whole,
  exactAmount: whole,
  fittingCause: whole,
  exactCause: whole,
  oneCause: whole,
  healed: whole,
  false: whole,
  unmeasured: whole,
  families: z.record(z.string(), whole),
});
const Tally = z.strictObject({
  deliveries: z.strictObject({
    sent: whole,
    kept: whole,
    duplicates: whole,
    refused: whole,
    failed: whole,
    parked: whole,
    vanished: whole,
  }),
  orders: whole,
  proofs: z.record(z.string(), whole),
  postings: z.strictObject({ planned: whole, posted: whole, held: whole }),
  erpDocuments: z.strictObject({ salesOrders: whole, deposits: whole, invoices: whole, duplicates: whole }),
  leftToProof: whole,
  planted,
  unexplained: z.strictObject({ found: whole, planted: whole }),
  lost: whole,
  doubled: whole,
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
    expect(tally.doubled).toBe(0);
    expect(tally.planted.total).toBeGreaterThan(5);
    expect(tally.postings.posted).toBe(tally.postings.planned);
    const { sent, kept, duplicates, refused, failed } = tally.deliveries;
    expect(kept + duplicates + refused + failed).toBe(sent);
  }, 180_000);
});

describe('npm start -- --once --days N --json', () => {
  test('reads a past, lives a day, and finds every lasting fault of both with its amount and a cause that fits', async () => {
    const run = await promisify(execFile)(
      process.execPath,
      [
        'sandbox/start.ts',
        '--once',
        '--json',
        '--days',
        '6',
        '--rate',
        '12',
        '--faults',
        'hostile',
        '--quiet',
      ],
      { cwd: root },
    );
    const {
      planted: score,
      lost,
      doubled,
    } = Tally.parse(JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? ''));
    expect({ lost, doubled, false: score.false }).toEqual({ lost: 0, doubled: 0, false: 0 });
    const { lasting, found, exactAmount, fittingCause } = score;
    expect(lasting).toBeGreaterThan(2);
    expect({ found, exactAmount, fittingCause }).toEqual({
      found: lasting,
      exactAmount: lasting,
      fittingCause: lasting,
    });
  }, 240_000);
});

function shownInReadme(): string {
  const [, block = ''] = /```text\n([\s\S]*?)\n```/.exec(readProjectFile('README.md')) ?? [];
  return block;
}
