import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waitMs } from '#src/automate/ladder.ts';

const tries = [1, 2, 3, 4, 5, 6, 7, 8, 20];

test('each wait is longer than the one before, up to six hours and a fifth', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      const waits = tries.map((count) => waitMs(key, count));
      for (const [index, wait] of waits.slice(0, 8).entries())
        expect(wait).toBeGreaterThan(waits[index - 1] ?? 9_999);
      expect(Math.max(...waits)).toBeLessThanOrEqual(6 * 3_600_000 * 1.2);
    }),
  );
});

test('eight tries take less than a day', () => {
  const whole = [1, 2, 3, 4, 5, 6, 7].reduce((sum, count) => sum + waitMs('any', count), 0);
  expect(whole).toBeLessThan(86_400_000);
  expect(whole).toBeGreaterThan(4 * 3_600_000);
});

test('the same posting waits the same each time it is asked, and another one not quite as long', () => {
  expect(waitMs('plumb-demo-invoice-1-1', 3)).toBe(waitMs('plumb-demo-invoice-1-1', 3));
  const waits = new Set(Array.from({ length: 50 }, (_, n) => waitMs(`plumb-demo-invoice-${n}-1`, 3)));
  expect(waits.size).toBeGreaterThan(45);
});
