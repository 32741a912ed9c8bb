/** Closed hours, and what store and facts have of the orders made in them. */
import { type Instant, later } from '#domain/instant.ts';

export type Hour = { readonly from: Instant; readonly to: Instant };

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** An hour is closed for so long before it is counted, for what was made in it may still be on its way. */
const closedForMs = 15 * 60_000;
/** Shopify shows an app the orders of the last sixty days; an hour at its edge is left alone. */
const windowMs = 60 * dayMs - hourMs;
/** Hours of which deliveries may still come, and so are counted again each day. */
const recheckedMs = 2 * dayMs;

export function hourOf(at: Instant): Instant {
  return new Date(Math.floor(Date.parse(at) / hourMs) * hourMs).toISOString();
}

/** The end of the last hour that is closed by now. */
export function closedThrough(now: Instant): Instant {
  return hourOf(later(now, -closedForMs));
}

/** When the next hour is closed. */
export function nextClosing(now: Instant): Instant {
  return later(closedThrough(now), hourMs + closedForMs);
}

/** Where the counting of a pass begins: hours that are counted again, else those not counted yet. */
export function countedFrom(
  { since, readThrough }: { readonly since: Instant; readonly readThrough: Instant | null },
  again: { readonly now: Instant; readonly isRecheck: boolean; readonly differingFrom: Instant | null },
): Instant {
  const { now, isRecheck, differingFrom } = again;
  const recheckFrom = later(now, -recheckedMs);
  const wanted = [
    readThrough ?? since,
    ...(isRecheck ? [recheckFrom] : []),
    ...(differingFrom === null ? [] : [latest(differingFrom, recheckFrom)]),
  ];
  return hourOf(latest(wanted.toSorted()[0] ?? since, since, later(now, -windowMs)));
}

function latest(...instants: readonly Instant[]): Instant {
  return instants.toSorted().at(-1) ?? '';
}

/** The hours from one instant to another, so many at most. */
export function hoursBetween(from: Instant, to: Instant, max: number): readonly Hour[] {
  const count = Math.min(max, Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / hourMs)));
  return Array.from({ length: count }, (_, at) => ({
    from: later(from, at * hourMs),
    to: later(from, (at + 1) * hourMs),
  }));
}

/** How many of these hours, from the first on, one listing can hold: one at least. */
export function listable(counts: readonly number[], rowsMax: number): number {
  let rows = 0;
  const end = counts.findIndex((count) => (rows += count) > rowsMax);
  return end < 0 ? counts.length : Math.max(1, end);
}
