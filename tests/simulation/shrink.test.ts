import { describe, expect, test } from 'vitest';

import type { Crew } from '#sandbox/simulation/crew.ts';
import { readFlags } from '#sandbox/simulation/flag.ts';
import type { Outcome } from '#sandbox/simulation/outcome.ts';
import { shrink } from '#sandbox/simulation/shrink.ts';
import { commandOf, type Terms, termsOf } from '#sandbox/simulation/term.ts';

const violation = { number: 4, promise: 'one key has one document', finding: 'it has two' };

/** A life of which is known by which terms alone it breaks its promise. */
function outcomeOf(terms: Terms, isBroken: (terms: Terms) => boolean): Outcome {
  const struck = terms.weather.length === 0 ? [] : (terms.strikes ?? [3, 17, 40, 77, 102]);
  const kinds =
    terms.faults === 'none' ? [] : (terms.kinds ?? ['delivery-doubled', 'erp-error', 'delivery-lost']);
  return { terms, violations: isBroken(terms) ? [violation] : [], figures: null, touches: {}, kinds, struck };
}

async function smallest(isBroken: (terms: Terms) => boolean, livesMax = 200) {
  const crew: Pick<Crew, 'live'> = {
    live: async (all) => all.map((terms) => outcomeOf(terms, isBroken)),
  };
  return shrink(outcomeOf(termsOf(5), isBroken), {
    crew,
    width: 2,
    livesMax,
    mayGoOn: () => true,
    tried: () => undefined,
  });
}

describe('a life that breaks a promise', () => {
  test('loses all that the breach does not need', async () => {
    const { outcome } = await smallest(() => true);
    expect(outcome.terms).toMatchObject({
      days: 1,
      rate: 1,
      faults: 'none',
      weather: [],
      repertoire: 'plain',
    });
  });

  test('keeps the one mishap, the one kind of fault and the days that the breach needs', async () => {
    const needs = ({ days, weather, strikes, kinds, faults }: Terms) =>
      days >= 2 &&
      weather.includes('late') &&
      strikes?.includes(40) !== false &&
      faults !== 'none' &&
      kinds?.includes('erp-error') !== false;
    const { outcome } = await smallest(needs);
    expect(outcome.terms).toMatchObject({ days: 2, rate: 1, strikes: [40], kinds: ['erp-error'] });
    expect(outcome.violations).toEqual([violation]);
  });

  test('is what it was when nothing can be left out, after a bounded number of lives', async () => {
    const whole = termsOf(5);
    const { outcome, lives } = await smallest((terms) => JSON.stringify(terms) === JSON.stringify(whole), 10);
    expect(outcome.terms).toEqual(whole);
    expect(lives).toBe(10);
  });
});

describe('the command that is printed', () => {
  test.each<Terms>([
    termsOf(7),
    termsOf(7, { faults: 'usual', days: 1, rate: 4, repertoire: 'plain' }),
    termsOf(0, { kinds: ['delivery-doubled', 'erp-error'], weather: ['late'], strikes: [812] }),
    termsOf(3, { kinds: [], weather: [], strikes: [], breakage: 'lease off' }),
  ])('lives the very life again: %#', (terms) => {
    const words = [...commandOf(terms).matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    );
    expect(words.slice(0, 4)).toEqual(['npm', 'run', 'sim', '--']);
    expect(readFlags(words.slice(4))).toMatchObject({ kind: 'lives', flags: { lives: [terms] } });
  });

  test.each([
    ['--faults', 'some'],
    ['--days', '0'],
    ['--kinds', 'moonlight'],
    ['--broken', 'everything'],
    ['--unknown', 'word'],
  ])('is refused when it says %s %s', (...words) => {
    expect(readFlags(words).kind).toBe('wrong');
  });
});
