/** What disagrees, and how far the past is read, in words for the terminal. */
import { formatMoney } from '#domain/money.ts';
import type { Progress } from '#src/panel/progress.ts';
import type { BreakRow, CauseCount } from '#src/panel/query/breaks.ts';

/** Causes with their count and money, then each difference with its subject, amount, age and sentence. */
export function breakLines(found: {
  readonly causes: readonly CauseCount[];
  readonly rows: readonly BreakRow[];
}): string[] {
  if (found.rows.length === 0) return ['Nothing disagrees.'];
  const shown = found.causes.map(
    (one) =>
      `  ${one.cause.padEnd(17)} ${String(one.count).padStart(6)}  ${money(one).padStart(16)}  since ${one.oldest}`,
  );
  return ['By cause', ...shown, '', 'Open', ...found.rows.map(breakLine)];
}

/** One difference, open or closed. */
export function breakLine(row: BreakRow): string {
  const { order_name: order, about, cause, leg, first_seen_at: since, closed_at: closedAt } = row;
  const closed = closedAt === null ? '' : `  closed ${closedAt}: ${row.closed_how ?? ''}`;
  return `  ${(order ?? about).padEnd(10)} ${cause.padEnd(17)} ${leg.padEnd(6)} ${money(row).padStart(16)}  since ${since}  ${row.sentence}${closed}`;
}

function money({
  minor,
  currency,
}: {
  readonly minor: string | null;
  readonly currency: string | null;
}): string {
  if (minor === null || currency === null) return '–';
  return `${formatMoney({ minor: BigInt(minor), currency })} ${currency}`;
}

/** How far the past is read: percent, time left, and each resource with its counts and its trouble. */
export function progressLines({ state, percent, secondsLeft, resources }: Progress): string[] {
  if (state === 'none') return ['No past is read for this shop.'];
  const left = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft / 60)} min left`;
  return [
    `${state}: ${percent} % read${left}`,
    ...resources.map((one) => {
      const of = one.of === null ? '' : ` of ${one.state === 'done' ? '' : 'about '}${one.of}`;
      return `  ${one.resource.padEnd(16)} ${one.state.padEnd(10)} ${one.read}${of}${one.reason === null ? '' : `: ${one.reason}`}`;
    }),
  ];
}
