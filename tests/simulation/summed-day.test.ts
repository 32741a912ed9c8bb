import { expect, test } from 'vitest';

import { termsOf } from '#sandbox/simulation/term.ts';
import { crewOfTwo } from './life.ts';

/** A minute on two idle cores; the limit is for a machine that has other things to do as well. */
const timeout = 10 * 60_000;

test(
  'a shop whose days are summed keeps every promise in hostile lives, with one journal a day or a correction of it',
  { timeout },
  async () => {
    await using crew = crewOfTwo();
    const summed = { days: 2, granularity: 'daily summary' } as const;
    const outcomes = await crew.live([1, 2].map((seed) => termsOf(seed, summed)));
    expect(outcomes.flatMap(({ violations }) => violations)).toEqual([]);
    for (const { figures } of outcomes) {
      expect(figures?.discharged).toBeGreaterThanOrEqual(summed.days);
      expect(figures?.discharged).toBeLessThan((figures?.orders ?? 0) / 2);
    }
  },
);
