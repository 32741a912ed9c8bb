/** What people read of a score: what was not found as it was planted, what was found though nobody planted it, and what healed. */
import { formatMoney } from '#domain/money.ts';
import { counted, tableLines } from '../run/terminal.ts';
import { namesOf } from '../traffic/spread.ts';
import type { ByKind, PlantedFigures } from './figure.ts';
import type { Finding, Score } from './score.ts';
import type { SeenBreak } from './seen.ts';

type Amount = { readonly minor: bigint; readonly currency: string };

/** Each fault that was missed, or found with another amount or cause; each false break; each delivery that was caught up. */
export function scoreLines({ findings, falseBreaks, healed, unhealed, unexplained }: Score): string[] {
  const caught = healed.flatMap(({ fault, afterMs }) =>
    afterMs === null ? [] : [`  ${fault.note} found by a sweep ${spanOf(afterMs)} after it was lost`],
  );
  return [
    ...findings.flatMap(missLine),
    ...falseBreaks.map((one) => `false: ${breakWords(one)}  ${one.sentence}`),
    ...unhealed.map((one) => `not healed: ${one.kind}  ${one.note}`),
    ...(unexplained.found > unexplained.planted
      ? [
          `${counted(unexplained.found)} breaks nobody can explain, of which ${counted(unexplained.planted)} were planted so`,
        ]
      : []),
    ...(caught.length > 0 ? [`${counted(caught.length)} lost deliveries were caught up`, ...caught] : []),
  ];
}

export function figureLines(figures: PlantedFigures): string[] {
  const { lasting, found, exactAmount, fittingCause, exactCause, oneCause } = figures;
  return tableLines(
    ['Lasting faults in orders', 'planted', 'found', 'exact amount', 'fitting cause', 'the only cause'],
    [['by its breaks', lasting, found, exactAmount, fittingCause, `${exactCause} of ${oneCause}`]],
  );
}

/** One row a kind of fault. */
export function kindLines(kinds: ByKind): string[] {
  const rows = namesOf(kinds).flatMap((kind) => {
    const one = kinds[kind];
    return one === undefined
      ? []
      : [[kind, one.planted, one.found, one.exactAmount, one.fittingCause, one.trueCause] as const];
  });
  const sorted = rows.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return tableLines(['Fault', 'planted', 'found', 'exact amount', 'fitting cause', 'true cause'], sorted);
}

function missLine({ fault, breaks, isFound, hasExactAmount, hasFittingCause }: Finding): string[] {
  if (isFound && hasExactAmount && hasFittingCause) return [];
  const what = !isFound ? 'not found' : !hasExactAmount ? 'other amount' : 'other cause';
  const seen = breaks.slice(0, 3).map(breakWords).join('; ');
  const wanted = `${amountWords(fault.amount)} ${fault.causes.join(' or ')}`;
  return [`${what}: ${fault.kind}  ${fault.note} (${wanted})${seen === '' ? '' : `, seen as ${seen}`}`];
}

function breakWords({ name, lane, leg, cause, minor, currency }: SeenBreak): string {
  const amount = minor === null || currency === null ? null : { minor, currency };
  return `${name ?? lane} ${leg} ${cause} ${amountWords(amount)}`;
}

function amountWords(amount: Amount | null): string {
  return amount === null ? 'without an amount' : `${formatMoney(amount)} ${amount.currency}`;
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
