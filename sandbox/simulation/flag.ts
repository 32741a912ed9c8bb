/** What may be said after `npm run sim --`, read into the lives that are to be lived. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { workflowNames } from '#domain/workflow.ts';
import { type FaultKind, faultKinds } from '#sandbox/traffic/fault/catalog.ts';
import type { FaultMode } from '#sandbox/traffic/fault/planter.ts';
import { breakageNamed } from './breakage.ts';
import { type Terms, termsOf, type Weather, weathers } from './term.ts';

export const usage = `npm run sim -- [--seeds N] [--from S] [--seed S] [--days 3] [--rate 12] [--faults none|usual|hostile]
                 [--quiet] [--json] [--processes P]

Lives N seeded lives side by side, each in its own database, and checks what must be true whatever happens.
  --seeds N          so many lives, of seeds one after another (25)
  --from S           the first seed (1)
  --seed S           one life, of this seed
  --days D           days of a life (3)
  --rate R           orders of an average day (12)
  --faults MODE      none, usual or hostile (hostile)
  --quiet            only the verdict, and what was broken
  --json             the last line is JSON
  --processes P      how many lives at once (one a core)
A violation prints a command with more of these, which live exactly that life again:
  --kinds a,b|none   only these kinds of faults
  --weather a,b|none of ${weathers.join(', ')}
  --strikes 1,2|none only these requests of the Worker have a mishap
  --repertoire plain nothing is edited, refunded or returned
  --auto a,b|none    only these workflows post by themselves, of ${workflowNames.join(', ')}
  --granularity G    order, or "daily summary": one journal a day instead of the documents of each order
  --broken NAME      a build without one of its safeguards`;

export type Flags = {
  readonly lives: readonly Terms[];
  readonly processes: number;
  readonly quiet: boolean;
  readonly json: boolean;
};

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string }
  | { readonly kind: 'lives'; readonly flags: Flags };

export function readFlags(words: readonly string[]): Asked {
  try {
    return read(words);
  } catch (error) {
    return { kind: 'wrong', sentence: error instanceof Error ? error.message : String(error) };
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

function read(words: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seeds: { ...text, default: '25' },
      from: { ...text, default: '1' },
      seed: text,
      days: { ...text, default: '3' },
      rate: { ...text, default: '12' },
      faults: { ...text, default: 'hostile' },
      processes: { ...text, default: String(availableParallelism()) },
      kinds: text,
      weather: text,
      strikes: text,
      repertoire: { ...text, default: 'whole' },
      auto: text,
      granularity: { ...text, default: 'order' },
      broken: text,
      quiet: flag,
      json: flag,
      help: flag,
    },
  });
  if (values.help) return { kind: 'help' };
  const faults = oneOf('faults', values.faults, ['none', 'usual', 'hostile'] satisfies FaultMode[]);
  // Fails with the names there are.
  breakageNamed(values.broken ?? null);
  const terms = {
    days: whole('days', values.days),
    rate: whole('rate', values.rate),
    faults,
    kinds: values.kinds === undefined ? null : listOf(values.kinds).map(kindNamed),
    strikes:
      values.strikes === undefined ? null : listOf(values.strikes).map((one) => whole('strikes', one, 0)),
    granularity: oneOf('granularity', values.granularity, ['order', 'daily summary']),
    repertoire: oneOf('repertoire', values.repertoire, ['whole', 'plain']),
    breakage: values.broken ?? null,
    ...(values.auto === undefined
      ? {}
      : { auto: listOf(values.auto).map((one) => oneOf('auto', one, workflowNames)) }),
    ...(values.weather === undefined
      ? {}
      : { weather: listOf(values.weather).map((one): Weather => oneOf('weather', one, weathers)) }),
  };
  const from = whole('seed', values.seed ?? values.from, 0);
  const count = values.seed === undefined ? whole('seeds', values.seeds) : 1;
  const lives = Array.from({ length: count }, (_, index) => termsOf(from + index, terms));
  const processes = Math.min(whole('processes', values.processes), count);
  return { kind: 'lives', flags: { lives, processes, quiet: values.quiet, json: values.json } };
}

function whole(name: string, said: string, least = 1): number {
  if (/^\d+$/.test(said) && Number(said) >= least) return Number(said);
  throw new Error(`--${name} takes a whole number of at least ${least}, not "${said}".`);
}

function oneOf<const Name extends string>(flagName: string, said: string, names: readonly Name[]): Name {
  const found = names.find((one) => one === said);
  if (found === undefined) throw new Error(`--${flagName} takes ${names.join(', ')}, not "${said}".`);
  return found;
}

function listOf(said: string): string[] {
  return said === 'none' ? [] : said.split(',');
}

function kindNamed(said: string): FaultKind {
  const isKind = (name: string): name is FaultKind => name in faultKinds;
  if (isKind(said)) return said;
  throw new Error(`no fault is called "${said}".`);
}
