/** Compares what the store has of closed hours with what is known of them, per resource. */
import type { Instant } from '#domain/instant.ts';
import { type Hour, hourOf } from './hour.ts';

/** How much of everything one side has of an order; null where that is not known for certain. */
export type Parts = {
  readonly transactions: number | null;
  readonly fulfillments: number | null;
  readonly refunds: number | null;
  readonly returns: number | null;
};

export type Counted = { readonly id: string; readonly createdAt: Instant; readonly parts: Parts };

export type Both = {
  readonly hours: readonly Hour[];
  /** The store's own count of each hour. */
  readonly counts: readonly number[];
  readonly theirs: readonly (Counted & { readonly updatedAt: Instant })[];
  readonly ours: readonly Counted[];
  /** What changed later may still be on its way to us. */
  readonly settledBefore: Instant;
};

/** One hour of one resource. `missing` names the orders of which we lack something. */
export type HourCount = {
  readonly resource: 'orders' | keyof Parts;
  readonly hour: Instant;
  readonly theirs: number;
  readonly ours: number;
  readonly missing: readonly string[];
};

export type Completeness = {
  readonly counts: readonly HourCount[];
  /** Orders that we never heard of. */
  readonly unknown: readonly string[];
  /** Orders that the store does not list, and orders of which we lack parts: the store is to be asked about them. */
  readonly doubtful: readonly string[];
};

const partNames = ['transactions', 'fulfillments', 'refunds', 'returns'] as const;

export function compareHours({ hours, counts, theirs, ours, settledBefore }: Both): Completeness {
  const known = new Map(ours.map((one) => [one.id, one]));
  const shown = new Map(theirs.map((one) => [one.id, one]));
  const unknown = theirs.filter(({ id }) => !known.has(id));
  const unlisted = ours.filter(({ id }) => !shown.has(id));
  const settled = theirs.filter(({ id, updatedAt }) => known.has(id) && updatedAt < settledBefore);
  const lacking = new Map(
    partNames.map((part) => [part, settled.filter((one) => lacks(part, one, known.get(one.id)))]),
  );
  const hourly = { unknown: byHour(unknown), ours: byHour(ours), settled: byHour(settled) };
  const orders = hours.map(({ from }, at): HourCount => {
    return {
      resource: 'orders',
      hour: from,
      theirs: counts[at] ?? 0,
      ours: hourly.ours.get(from)?.length ?? 0,
      missing: (hourly.unknown.get(from) ?? []).map(({ id }) => id),
    };
  });
  const parts = partNames.flatMap((part) => {
    const lackingByHour = byHour(lacking.get(part) ?? []);
    const sum = (some: readonly Counted[]) =>
      some.reduce((total, { id, parts: of }) => total + (comparable(part, id) ? (of[part] ?? 0) : 0), 0);
    return hours.map(({ from }): HourCount => {
      const ofHour = hourly.settled.get(from) ?? [];
      return {
        resource: part,
        hour: from,
        theirs: sum(ofHour),
        ours: sum(ofHour.flatMap(({ id }) => known.get(id) ?? [])),
        missing: (lackingByHour.get(from) ?? []).map(({ id }) => id),
      };
    });
  });
  function comparable(part: keyof Parts, id: string): boolean {
    return shown.get(id)?.parts[part] !== null;
  }
  const doubtful = [...unlisted, ...[...lacking.values()].flat()].map(({ id }) => id);
  return {
    counts: [...orders, ...parts],
    unknown: unknown.map(({ id }) => id),
    doubtful: [...new Set(doubtful)],
  };
}

function lacks(part: keyof Parts, their: Counted, our: Counted | undefined): boolean {
  const [wanted, had] = [their.parts[part], our?.parts[part]];
  return wanted !== null && had !== null && had !== undefined && had < wanted;
}

function byHour<One extends Counted>(some: readonly One[]): ReadonlyMap<Instant, readonly One[]> {
  return Map.groupBy(some, ({ createdAt }) => hourOf(createdAt));
}
