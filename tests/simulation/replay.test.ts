import { expect, test } from 'vitest';

import { remains } from './life.ts';

/** Each life takes seconds on an idle machine, and the machine is seldom idle while tests run. */
const timeout = 5 * 60_000;

test(
  'a hostile life repeats by its seed, power failures and slow wires and all: the same deliveries in the same order, the same final database',
  { timeout },
  async () => {
    const terms = { seed: 7, days: 1 };
    const first = await remains(terms);
    const second = await remains(terms);
    expect(first.failures).toBeGreaterThan(2);
    expect(first.late).toBeGreaterThan(5);
    expect(first.slow).toBeGreaterThan(10);
    expect(first.truth.planted.length).toBeGreaterThan(10);
    expect(second.deliveries).toEqual(first.deliveries);
    expect(second.dump).toBe(first.dump);
    expect(second).toEqual(first);
    expect(first.dump).toMatch(/^journal_line /m);
    expect(first.dump).toMatch(/^posting .*"state":"posted"/m);
  },
);

test('another seed is another life', { timeout }, async () => {
  const quiet = { days: 1, faults: 'none' } as const;
  const [one, other] = [await remains({ ...quiet, seed: 7 }), await remains({ ...quiet, seed: 8 })];
  expect(other.dump).not.toBe(one.dump);
});

test('a hostile life in our own process is the life that workerd would have lived', { timeout }, async () => {
  // Over workerd's real wire nobody can say whether an answer comes before a crash of the work that it left behind.
  const terms = { seed: 9, days: 1, rate: 8, weather: ['wake'] } as const;
  const [here, there] = [await remains(terms), await remains(terms, 'workerd')];
  expect(here.failures).toBe(0);
  expect(there.deliveries).toEqual(here.deliveries);
  expect(there.dump).toBe(here.dump);
  expect(there).toEqual(here);
});
