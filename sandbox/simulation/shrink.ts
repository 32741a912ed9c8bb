/** Looks for the smallest life that still breaks the same promise: whatever can be left out of it is left out. */
import type { Crew } from './crew.ts';
import type { Violation } from './invariant.ts';
import type { Outcome } from './outcome.ts';
import type { Terms } from './term.ts';

export type Shrunk = { readonly outcome: Outcome; readonly lives: number };

export type ShrinkOptions = {
  readonly crew: Pick<Crew, 'live'>;
  /** Lives that are tried at once. */
  readonly width: number;
  readonly livesMax: number;
  /** Asked before each round; false ends the search with what was found. */
  readonly mayGoOn: () => boolean;
  readonly tried: (lives: number, smallest: Terms) => void;
};

export async function shrink(found: Outcome, options: ShrinkOptions): Promise<Shrunk> {
  const [violation] = found.violations;
  if (violation === undefined) throw new Error('only a life that breaks a promise can be shrunk');
  let smallest = found;
  let lives = 0;
  // A change that did not keep the violation is not tried again on a smaller life: the search ends, and soon.
  const refuted = new Set<string>();
  for (;;) {
    const round = candidates(smallest)
      .filter((one) => !refuted.has(nameOf(one)))
      .slice(0, options.width);
    if (round.length === 0 || lives >= options.livesMax || !options.mayGoOn())
      return { outcome: smallest, lives };
    const outcomes = await options.crew.live(round);
    lives += round.length;
    const kept = outcomes.find((one) => isSame(one, violation));
    for (const one of outcomes) if (!isSame(one, violation)) refuted.add(nameOf(one.terms));
    smallest = kept ?? smallest;
    options.tried(lives, smallest.terms);
  }
}

function isSame({ violations }: Outcome, { number, promise }: Violation): boolean {
  return violations.some((one) => one.number === number && one.promise === promise);
}

function nameOf(terms: Terms): string {
  return JSON.stringify(terms);
}

/** Smaller lives, the boldest first. */
function candidates({ terms, kinds, struck }: Outcome): Terms[] {
  const { days, rate, weather, faults } = terms;
  const less = (changes: Partial<Terms>): Terms => ({ ...terms, ...changes });
  const listed = terms.kinds ?? kinds;
  return [
    ...(faults === 'none' ? [] : [less({ faults: 'none', kinds: null })]),
    ...(weather.length === 0 ? [] : [less({ weather: [], strikes: null })]),
    ...[1, 2].filter((fewer) => fewer < days).map((fewer) => less({ days: fewer })),
    ...[1, 3, 6].filter((fewer) => fewer < rate).map((fewer) => less({ rate: fewer })),
    ...(terms.repertoire === 'whole' ? [less({ repertoire: 'plain' })] : []),
    ...(faults === 'hostile' ? [less({ faults: 'usual' })] : []),
    ...(weather.length > 1 ? weather.map((one) => less({ weather: [one], strikes: null })) : []),
    ...(weather.length > 1
      ? weather.map((one) => less({ weather: weather.filter((other) => other !== one), strikes: null }))
      : []),
    ...(faults === 'none' ? [] : parts(listed, terms.kinds === null).map((some) => less({ kinds: some }))),
    ...(struck.length === 0
      ? []
      : parts(struck, terms.strikes === null).map((some) => less({ strikes: some }))),
  ];
}

/** None, each half, and of few ones all but one; the whole list too where it is not what stands. */
function parts<One>(list: readonly One[], isWhole: boolean): (readonly One[])[] {
  const half = Math.ceil(list.length / 2);
  return [
    ...(list.length > 0 ? [[]] : []),
    ...(list.length > 1 ? [list.slice(0, half), list.slice(half)] : []),
    ...(list.length > 2 && list.length <= 8
      ? list.map((_, place) => list.filter((__, other) => other !== place))
      : []),
    ...(isWhole && list.length > 0 ? [list] : []),
  ];
}
