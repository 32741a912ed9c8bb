/** What may be said after `npm start --`, and how whoever says something else is told. */
import { parseArgs } from 'node:util';
import { faultRates } from '../traffic/habit.ts';
import type { FaultMode } from '../traffic/fault/planter.ts';
import { namesOf } from '../traffic/spread.ts';

export type Flags = {
  readonly once: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly seed: number;
  /** Days to live with `--once`; without it, days of the past that the new shop brings. */
  readonly days: number;
  /** Orders of an average day. */
  readonly rate: number;
  readonly faults: FaultMode;
  readonly port: number;
};

type Asked =
  | { readonly kind: 'run'; readonly flags: Flags }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string };

const modes = namesOf(faultRates);

export const usage = `Usage: npm start                 the whole world, until Ctrl-C; prints one address, with the panel inside
       npm start -- --once       one day to its end; exits 0 only if nothing was lost or doubled
       npm start -- --once --days N   N - 1 days of a past that the app reads, and one that it hears of

  --seed N        which life is lived (1)
  --days N        with --once the days to live (1), else the days of the past that the shop brings (60)
  --rate N        orders of an average day (40)
  --faults KIND   none, usual or hostile (usual)
  --quiet         no progress, only what came of it
  --json          with --once: the last line is JSON, and everything else goes to the error stream
  --port N        where the panel is; not with --once (8787)
  --help          this`;

const options = {
  once: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
  seed: { type: 'string' },
  days: { type: 'string' },
  rate: { type: 'string' },
  faults: { type: 'string' },
  port: { type: 'string' },
} as const;

class Wrong extends Error {}

export function readFlags(args: readonly string[]): Asked {
  try {
    const { values, tokens } = parseArgs({
      args: [...args],
      options,
      strict: false,
      allowPositionals: true,
      tokens: true,
    });
    if (values.help === true) return { kind: 'help' };
    for (const token of tokens) refuse(token);
    const once = values.once === true;
    if (values.json === true && !once) throw new Wrong('--json goes with --once.');
    if (values.port !== undefined && once) throw new Wrong('--port does not go with --once.');
    const flags = {
      once,
      json: values.json === true,
      quiet: values.quiet === true,
      seed: whole('seed', values.seed, { usual: 1, most: 2_147_483_647 }),
      days: whole('days', values.days, { usual: once ? 1 : 60, most: 366 }),
      rate: whole('rate', values.rate, { usual: 40, most: 10_000 }),
      faults: modeOf(values.faults),
      // The Worker itself listens at the next port.
      port: whole('port', values.port, { usual: 8787, most: 65_534 }),
    };
    return { kind: 'run', flags };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { kind: 'wrong', sentence: `${error.message} \`npm start -- --help\` says what is allowed.` };
  }
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function refuse(token: Token): void {
  if (token.kind === 'positional') throw new Wrong(`"${token.value}" is not a flag.`);
  if (token.kind === 'option-terminator') return;
  const known = Object.entries(options).find(([name]) => name === token.name);
  if (known === undefined) {
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new Wrong(`${token.rawName} is not known; there are ${names.join(', ')}.`);
  }
  if (known[1].type === 'boolean' && token.value !== undefined)
    throw new Wrong(`${token.rawName} takes no value.`);
}

type Value = string | boolean | undefined | readonly (string | boolean)[];

function whole(
  name: string,
  value: Value,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  if (value === undefined) return usual;
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= most) return number;
  throw new Wrong(`--${name} takes a whole number from 1 to ${most}${instead(value)}.`);
}

function modeOf(value: Value): FaultMode {
  if (value === undefined) return 'usual';
  const mode = modes.find((one) => one === value);
  if (mode !== undefined) return mode;
  throw new Wrong(`--faults takes one of ${modes.join(', ')}${instead(value)}.`);
}

function instead(value: Value): string {
  return typeof value === 'string' ? `, not "${value}"` : '';
}
