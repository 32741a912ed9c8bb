/** What a life is asked to be: equal terms give equal lives, and each term can be taken away to see whether it matters. */
import type { FaultKind } from '#sandbox/traffic/fault/catalog.ts';
import type { FaultMode } from '#sandbox/traffic/fault/planter.ts';
import type { Granularity } from '#domain/policy.ts';
import type { WorkflowName } from '#domain/workflow.ts';
import { usuallyAuto } from '../mode.ts';

/** What befalls the machines of a life beyond the faults of its catalog. */
export const weathers = ['crash', 'late', 'slow', 'wake'] as const;
export type Weather = (typeof weathers)[number];

export type Terms = {
  readonly seed: number;
  readonly days: number;
  /** Orders of an average day. */
  readonly rate: number;
  readonly faults: FaultMode;
  /** Only these kinds of faults are planted; all when null. */
  readonly kinds: readonly FaultKind[] | null;
  readonly weather: readonly Weather[];
  /** Only the requests of these numbers have a mishap; all that the weather strikes when null. */
  readonly strikes: readonly number[] | null;
  readonly repertoire: 'plain' | 'whole';
  /** These workflows post by themselves, the others not at all. */
  readonly auto: readonly WorkflowName[];
  /** Whether every order has documents of its own, or each day one journal. */
  readonly granularity: Granularity;
  /** The name of a safeguard that the build is to lack. */
  readonly breakage: string | null;
};

/** A life of three days and twelve orders a day, in which everything goes wrong that can. */
export function termsOf(seed: number, changes: Partial<Omit<Terms, 'seed'>> = {}): Terms {
  const { faults = 'hostile' } = changes;
  return {
    seed,
    days: 3,
    rate: 12,
    faults,
    kinds: null,
    weather: faults === 'hostile' ? weathers : [],
    strikes: null,
    repertoire: 'whole',
    auto: usuallyAuto,
    granularity: 'order',
    breakage: null,
    ...changes,
  };
}

/** The command that lives exactly this life again. */
export function commandOf(terms: Terms): string {
  const usual = termsOf(terms.seed, { faults: terms.faults });
  const words = [
    `--seed ${terms.seed}`,
    ...(terms.days === usual.days ? [] : [`--days ${terms.days}`]),
    ...(terms.rate === usual.rate ? [] : [`--rate ${terms.rate}`]),
    ...(terms.faults === 'hostile' ? [] : [`--faults ${terms.faults}`]),
    ...(terms.kinds === null ? [] : [`--kinds ${listed(terms.kinds)}`]),
    ...(listed(terms.weather) === listed(usual.weather) ? [] : [`--weather ${listed(terms.weather)}`]),
    ...(terms.strikes === null ? [] : [`--strikes ${listed(terms.strikes.map(String))}`]),
    ...(terms.repertoire === 'whole' ? [] : ['--repertoire plain']),
    ...(listed(terms.auto) === listed(usual.auto) ? [] : [`--auto "${listed(terms.auto)}"`]),
    ...(terms.granularity === 'order' ? [] : [`--granularity "${terms.granularity}"`]),
    ...(terms.breakage === null ? [] : [`--broken "${terms.breakage}"`]),
  ];
  return `npm run sim -- ${words.join(' ')}`;
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(',');
}
