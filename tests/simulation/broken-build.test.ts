import { expect, test } from 'vitest';

import { breakages } from '#sandbox/simulation/breakage.ts';
import type { Outcome } from '#sandbox/simulation/outcome.ts';
import { termsOf } from '#sandbox/simulation/term.ts';
import { crewOfTwo } from './life.ts';

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);

/** By what a build without its safeguard ought to be caught: the number of an invariant in DESIGN §11. */
const fitting: Readonly<Record<string, readonly number[]>> = {
  'dedupe off': [1],
  'version check off': [2, 10],
  'lease off': [4],
};

test.each(breakages.map(({ name, missing }) => ({ name, missing })))(
  'a build with its $name is caught within 25 seeds: $missing',
  { timeout: 10 * 60_000 },
  async ({ name }) => {
    await using crew = crewOfTwo();
    const isCaught = ({ violations }: Outcome) =>
      violations.some(({ number }) => fitting[name]?.includes(number) === true);
    // One workflow is enough to be caught by, and one day of it too.
    const auto = ['invoice posting'] as const;
    const lives = seeds.map((seed) => termsOf(seed, { breakage: name, auto, days: 1 }));
    const outcomes = await crew.live(lives, { outcome: isCaught });
    expect(outcomes.filter(isCaught)).not.toEqual([]);
    // Caught for what it lacks, and not because it could not be lived at all.
    expect(outcomes.filter(({ figures }) => figures === null)).toEqual([]);
  },
);
