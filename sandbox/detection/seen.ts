/** What the product has found in a life, as its database tells it, and which documents belong to which order. */
import { type BreakCause, tolerated } from '#domain/break.ts';
import type { World } from '../world.ts';

/** A difference that stands, or one that was closed because it lies within tolerance. */
export type SeenBreak = {
  readonly lane: string;
  readonly key: string;
  readonly leg: string;
  readonly cause: BreakCause;
  readonly minor: bigint | null;
  readonly currency: string | null;
  readonly about: string;
  readonly name: string | null;
  readonly sentence: string;
  readonly isOpen: boolean;
};

/** A delivery that never came, and when a sweep brought what it would have told. */
export type CaughtUp = { readonly lane: string; readonly at: number };

export type Seen = {
  readonly breaks: readonly SeenBreak[];
  readonly caughtUp: readonly CaughtUp[];
  /** Of a document's number: the lanes in which it may be told of. */
  readonly lanesOf: ReadonlyMap<string, readonly string[]>;
};

type Row = Omit<SeenBreak, 'minor'> & { readonly minor: string | null };

export async function seenIn(world: World): Promise<Seen> {
  const { shopId, erp } = world;
  const rows = await world.ask<Row>(
    `select lane, key, leg, cause, minor::text, currency::text, about, order_name as name, sentence, closed_at is null as "isOpen"
     from break where shop_id = $1 and (closed_at is null or closed_how = $2) order by lane, key`,
    [shopId, tolerated],
  );
  const caughtUp = await world.ask<{ lane: string; at: string }>(
    `select lane, min(iso(decided_at)) as at from decision where shop_id = $1 and kind = 'caught up' group by lane`,
    [shopId],
  );
  return {
    breaks: rows.map((row) => ({ ...row, minor: row.minor === null ? null : BigInt(row.minor) })),
    caughtUp: caughtUp.map(({ lane, at }) => ({ lane, at: Date.parse(at) })),
    lanesOf: new Map(
      erp.documents.map(({ number, id, order }) => [
        number,
        [`erp/${id}`, ...(order === null ? [] : [laneOf(order)])],
      ]),
    ),
  };
}

export function laneOf(order: string): string {
  return `order/${order.slice(order.lastIndexOf('/') + 1)}`;
}
