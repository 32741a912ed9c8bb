/** What a simulation says to people when it is over. */
import { counted, tableLines } from '../run/terminal.ts';
import { type Figures, sumOf } from './figure.ts';
import type { Violation } from './invariant.ts';
import type { Outcome } from './outcome.ts';
import { commandOf, type Terms } from './term.ts';

export type Report = {
  readonly outcomes: readonly Outcome[];
  readonly seconds: number;
};

const rows: readonly (readonly [words: string, figure: keyof Figures])[] = [
  ['orders', 'orders'],
  ['deliveries sent', 'deliveriesSent'],
  ['  kept', 'deliveriesKept'],
  ['  doubled on the way', 'deliveriesDoubled'],
  ['  lost for ever', 'deliveriesLost'],
  ['  refused', 'deliveriesRefused'],
  ['  parked as unreadable', 'deliveriesParked'],
  ['faults in deliveries', 'faultsInDeliveries'],
  ['faults in data', 'faultsInData'],
  ['faults by people', 'faultsByPeople'],
  ['faults of machines', 'faultsOfMachines'],
  ['power failures', 'crashes'],
  ['requests that came late', 'lateRequests'],
  ['requests that were slow', 'slowRequests'],
  ['ledger entries', 'entries'],
  ['postings', 'postings'],
  ['told to the store', 'toldToStore'],
  ['documents in the ERP', 'documents'],
  ['  of ours made twice', 'duplicates'],
];

export function summaryLines({ outcomes, seconds }: Report): string[] {
  const lived = outcomes.flatMap(({ figures }) => figures ?? []);
  const sum = sumOf(lived);
  const each = (name: keyof Figures): string =>
    lived.length === 0 ? '–' : counted(Math.round((10 * (sum[name] ?? 0)) / lived.length) / 10);
  return tableLines(
    ['', 'in all', 'a life'],
    rows.map(([words, name]) => [words, sum[name] ?? 0, each(name)]),
  ).concat('', rateLine(sum), ...touchLines(outcomes), '', verdictOf({ outcomes, seconds }));
}

/** One is what is promised: a document for each obligation that has any, and no second one. */
function rateLine({ discharged = 0, duplicates = 0 }: ReturnType<typeof sumOf>): string {
  const rate = discharged === 0 ? 1 : (discharged + duplicates) / discharged;
  return `${rate.toFixed(3)} documents of ours for each of ${counted(discharged)} obligations`;
}

/** Which share of the orders went through by itself, and what the others wait for. */
export function touchLines(outcomes: readonly Outcome[]): string[] {
  const touches = touchesIn(outcomes);
  const orders = Object.values(touches).reduce((sum, count) => sum + count, 0);
  if (orders === 0) return [];
  const share = (count: number): string => `${((100 * count) / orders).toFixed(1)} %`;
  const named = Object.entries(touches).toSorted(([, one], [, other]) => other - one);
  return [
    '',
    ...tableLines(
      ['Orders', 'in all', 'share'],
      named.map(([touch, count]) => [touch, count, share(count)]),
    ),
  ];
}

function touchesIn(outcomes: readonly Outcome[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { touches } of outcomes)
    for (const [touch, count] of Object.entries(touches)) sum[touch] = (sum[touch] ?? 0) + count;
  return sum;
}

/** The one line that stays when nothing else may be said. */
export function verdictOf({ outcomes, seconds }: Report): string {
  const broken = outcomes.filter((one) => one.violations.length > 0);
  const pace = `${seconds.toFixed(1)} s, ${((outcomes.length / seconds) * 60).toFixed(1)} lives a minute`;
  const lives = outcomes.length === 1 ? '1 life' : `${counted(outcomes.length)} lives`;
  const verdict = broken.length === 0 ? 'no promise broken' : `a promise broken in ${counted(broken.length)}`;
  return `${lives}, ${verdict} (${pace})`;
}

const findingsMax = 5;

/** Each promise once, with the first of its findings, and how to see it again. */
export function violationLines({ terms, violations }: Outcome): string[] {
  const byPromise = Map.groupBy(violations, promiseOf);
  return [
    `Seed ${terms.seed} broke ${byPromise.size === 1 ? 'a promise' : `${byPromise.size} promises`}:`,
    ...[...byPromise].flatMap(([promise, found]) => [
      `  ${promise}`,
      ...found.slice(0, findingsMax).map((one) => `    ${one.finding}`),
      ...(found.length > findingsMax ? [`    and ${found.length - findingsMax} more`] : []),
    ]),
    `  ${commandOf(terms)}`,
  ];
}

function promiseOf({ number, promise }: Violation): string {
  return `invariant ${number}: ${promise}`;
}

/** What is left of a life that was made smaller. */
export function shrunkLines({ terms, violations, struck, figures }: Outcome, lives: number): string[] {
  const [violation] = violations;
  return [
    `The smallest life that still shows it, of ${lives} tried: ${wordsOf(terms)}`,
    `  ${figures?.orders ?? 0} orders, ${struck.length} mishaps of requests`,
    ...(violation === undefined ? [] : [`  ${promiseOf(violation)}`, `    ${violation.finding}`]),
    `  ${commandOf(terms)}`,
  ];
}

export function wordsOf({ days, rate, faults, kinds, weather }: Terms): string {
  const what = kinds === null ? `${faults} faults` : `${kinds.length} kinds of ${faults} faults`;
  const sky = weather.length === 0 ? 'still machines' : weather.join(', ');
  return `${days} ${days === 1 ? 'day' : 'days'}, ${rate} orders a day, ${what}, ${sky}`;
}

export function jsonOf({ outcomes, seconds }: Report, smallest: Outcome | null): string {
  return JSON.stringify({
    lives: outcomes.length,
    seconds,
    livesPerMinute: (outcomes.length / seconds) * 60,
    figures: sumOf(outcomes.flatMap(({ figures }) => figures ?? [])),
    touches: touchesIn(outcomes),
    violations: outcomes.flatMap(({ terms, violations }) =>
      violations.map((one) => ({ seed: terms.seed, ...one, command: commandOf(terms) })),
    ),
    ...(smallest === null ? {} : { smallest: { ...smallest, command: commandOf(smallest.terms) } }),
  });
}
