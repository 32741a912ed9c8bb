import { expect, test } from 'vitest';

import { sumOf } from '#sandbox/simulation/figure.ts';
import { termsOf } from '#sandbox/simulation/term.ts';
import { crewOfTwo } from './life.ts';

/** Minutes on two idle cores; the limit is for a machine that has other things to do as well. */
const timeout = 20 * 60_000;

test(
  'the build as it is keeps every promise in 25 hostile lives, in which all went wrong that can',
  { timeout },
  async () => {
    await using crew = crewOfTwo();
    const outcomes = await crew.live(Array.from({ length: 25 }, (_, index) => termsOf(index + 1)));
    expect(
      outcomes.flatMap(({ terms: { seed }, violations }) => violations.map((one) => ({ seed, ...one }))),
    ).toEqual([]);
    const sum = sumOf(outcomes.flatMap(({ figures }) => figures ?? []));
    for (const name of [
      'deliveriesDoubled',
      'deliveriesLost',
      'crashes',
      'lateRequests',
      'slowRequests',
      'toldToStore',
    ] as const)
      expect({ name, isThere: (sum[name] ?? 0) > outcomes.length }).toEqual({ name, isThere: true });
    expect(sum.duplicates).toBe(0);
  },
);
