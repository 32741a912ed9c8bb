import { expect, test } from 'vitest';

import { touchLines } from '#sandbox/simulation/report.ts';
import { termsOf } from '#sandbox/simulation/term.ts';
import { isTouchlessOrWaits } from '#sandbox/simulation/touch.ts';
import { crewOfTwo } from './life.ts';

const timeout = 10 * 60_000;

test(
  'with every workflow in auto and no fault, each order goes through without a hand, but for reasons of a fixed list',
  { timeout },
  async () => {
    await using crew = crewOfTwo();
    const lives = [1, 2, 3].map((seed) => termsOf(seed, { faults: 'none', rate: 16 }));
    const outcomes = await crew.live(lives);
    console.info(touchLines(outcomes).join('\n'));
    expect(outcomes.flatMap(({ violations }) => violations)).toEqual([]);
    const touches = outcomes.flatMap((one) => Object.entries(one.touches));
    expect(touches.filter(([touch]) => !isTouchlessOrWaits(touch))).toEqual([]);
    const sum = (of: typeof touches): number => of.reduce((whole, [, count]) => whole + count, 0);
    const touchless = touches.filter(([touch]) => touch === 'touchless');
    expect(sum(touches)).toBeGreaterThan(120);
    expect(sum(touchless) / sum(touches)).toBeGreaterThan(0.5);
  },
);
