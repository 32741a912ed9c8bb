/** The lane of one day's summary in one currency, and the names of its documents. */
import { type Instant, later, localDate } from './instant.ts';
import { lane, type Lane, laneKind } from './lane.ts';
import type { Policy } from './policy.ts';
import { postingKey } from './posting.ts';

export type SummaryDay = { readonly day: string; readonly currency: string };

/** What of a shop says when a day is over for it. */
type Calendar = { readonly timeZone: string; readonly policy: Pick<Policy, 'sweepMs'> };

export function summaryLane({ day, currency }: SummaryDay): Lane {
  return lane('summary', `${day}/${currency}`);
}

export function isSummary(of: Lane): boolean {
  return laneKind(of) === 'summary';
}

/** Throws for a lane of something else. */
export function summaryDay(of: Lane): SummaryDay {
  const [, day, currency] = /^summary\/(\d{4}-\d{2}-\d{2})\/([A-Z]{3})$/.exec(of) ?? [];
  if (day === undefined || currency === undefined) throw new Error(`${of} is no lane of a summary`);
  return { day, currency };
}

export function summaryAnchor({ day, currency }: SummaryDay): string {
  return `summary-${day}-${currency.toLowerCase()}`;
}

export function summaryKey(store: string, of: SummaryDay, part: number): string {
  return postingKey({ store, kind: 'journal', anchor: summaryAnchor(of), n: part });
}

/** Where a document of the ERP belongs that has this key; undefined for a key that names no summary. */
export function summaryLaneOfKey(key: string): Lane | undefined {
  const [, day, currency] = /-journal-summary-(\d{4}-\d{2}-\d{2})-([a-z]{3})-\d+$/.exec(key) ?? [];
  if (day === undefined || currency === undefined) return undefined;
  return summaryLane({ day, currency: currency.toUpperCase() });
}

/**
 * When a day is summed: once it is over where the legal entity is, and the store was swept twice since, so that what
 * deliveries lost is known too.
 */
export function summedFrom({ day }: Pick<SummaryDay, 'day'>, { timeZone, policy }: Calendar): Instant {
  return later(endOf(day, timeZone), 2 * policy.sweepMs);
}

const quarterMs = 15 * 60_000;

/** The first instant after a day of that zone, found among the quarters of an hour at which zones change their date. */
function endOf(day: string, timeZone: string): Instant {
  const noon = `${day}T12:00:00.000Z`;
  // Wherever it is, its end is more than two hours behind us before that, and past within two days.
  let [before, after] = [-96, 192];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(later(noon, middle * quarterMs), timeZone) > day) after = middle;
    else before = middle;
  }
  return later(noon, after * quarterMs);
}
