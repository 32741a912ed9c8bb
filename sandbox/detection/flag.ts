/** What may be said after `npm run detect --`, read into the lives that are to be measured. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { FaultMode } from '../traffic/fault/planter.ts';
import type { MeasuredTerms } from './life.ts';
import { countries } from './term.ts';

export const usage = `npm run detect -- [--seeds N] [--from S] [--days 60] [--rate 36] [--faults none|usual|hostile] [--quiet] [--json]

Lives N seeded lives side by side: all days but the last are read by bulk operation, the last comes as webhooks. Holds
what was found against what was planted; exits 1 where a lasting fault was missed or a break is false.
  --seeds N          so many lives, of seeds one after another (2)
  --from S           the first seed (1)
  --days D           days of a life (60)
  --rate R           orders of an average day (36)
  --faults MODE      none, usual or hostile (hostile)
  --country C        ${countries.join(', ')}; one after another when left out
  --quiet            only the tables
  --json             the last line is JSON
  --processes P      how many lives at once (one a core)`;

export type Flags = {
  readonly lives: readonly MeasuredTerms[];
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
      seeds: { ...text, default: '2' },
      from: { ...text, default: '1' },
      days: { ...text, default: '60' },
      rate: { ...text, default: '36' },
      faults: { ...text, default: 'hostile' },
      country: text,
      processes: { ...text, default: String(availableParallelism()) },
      quiet: flag,
      json: flag,
      help: flag,
    },
  });
  if (values.help) return { kind: 'help' };
  const modes: readonly FaultMode[] = ['none', 'usual', 'hostile'];
  const faults = oneOf('faults', values.faults, modes);
  const country = values.country === undefined ? null : oneOf('country', values.country, countries);
  const [from, count] = [whole('from', values.from), whole('seeds', values.seeds)];
  const [days, rate] = [whole('days', values.days), whole('rate', values.rate)];
  const lives = Array.from({ length: count }, (_, index): MeasuredTerms => {
    const seed = from + index;
    return { seed, days, rate, faults, country: country ?? countries[(seed - 1) % countries.length] ?? 'DE' };
  });
  const processes = Math.min(whole('processes', values.processes), count);
  return { kind: 'lives', flags: { lives, processes, quiet: values.quiet, json: values.json } };
}

function whole(name: string, said: string): number {
  if (/^\d{1,9}$/.test(said) && Number(said) >= 1) return Number(said);
  throw new Error(`--${name} takes a whole number of at least 1, not "${said}".`);
}

function oneOf<const Name extends string>(flagName: string, said: string, names: readonly Name[]): Name {
  const found = names.find((one) => one === said);
  if (found === undefined) throw new Error(`--${flagName} takes ${names.join(', ')}, not "${said}".`);
  return found;
}
