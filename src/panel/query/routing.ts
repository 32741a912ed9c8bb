/** What the page of routing reads: the rules, the locations that they can name, and one order to try them on. */
import { sql } from 'drizzle-orm';
import { fact, proof } from '#drizzle/schema/stabilize.ts';
import { writeBook, type BookChange } from '#src/automate/routing/store.ts';
import { type Database, type Statement, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import { type FactRow, factOf } from '#src/stabilize/store.ts';
import type { Json } from '#domain/canonical.ts';
import { decode } from '#domain/encode.ts';
import type { OrderSupply } from '#domain/fulfillment-order.ts';
import type { Lane } from '#domain/lane.ts';

/** A location that orders could leave from lately. */
export type Place = OrderSupply['places'][number];

const recentMax = 100;

function places(): Statement<{ place: Json }> {
  return statement(sql`
    with recent as (
      select f.body from ${fact} f where f.shop_id = current_shop() and f.kind = 'order_supply'
      order by f.recorded_at desc limit ${recentMax}
    )
    select distinct on (p ->> 'location') p as place from recent, jsonb_array_elements(recent.body -> 'places') p
    order by p ->> 'location', p::text`);
}

/** All that is known of where an order leaves from, by the order's name. */
function routingOf(order: string): Statement<FactRow & { readonly lane: Lane }> {
  return statement(sql`
    with named as (
      select p.lane from ${proof} p where p.shop_id = current_shop() and p.order_name = ${order}
      order by p.placed_at desc limit 1
    )
    select n.lane, f.kind, f.key, f.home, to_jsonb(f.also) as also, iso(f.happened_at) as happened_at, f.authority, f.digest, f.body
    from named n join ${fact} f on f.shop_id = current_shop() and f.home = n.lane
    where f.kind in ('order', 'order_supply', 'fulfillment_order') order by f.kind, f.key`);
}

/** In one trip, for the shop of that domain; a change is written first. */
export async function readRouting(db: Database, ask: { domain: string; order: string; change?: BookChange }) {
  const { domain, order, change } = ask;
  const [written, settings, known, tried] = await db.trip({ domain }, [
    change === undefined ? unchanged() : writeBook(change),
    shopSettings(),
    places(),
    routingOf(order),
  ]);
  return {
    /** Whether the change was written, which it was not where somebody else's came first. */
    isWritten: written.length > 0,
    settings: settings[0],
    places: known
      .map((row) => decode<Place>(row.place))
      .toSorted((left, right) => left.name.localeCompare(right.name, 'en')),
    lane: tried[0]?.lane ?? null,
    facts: tried.map((row) => factOf(row).fact),
  };
}

export type RoutingRead = Awaited<ReturnType<typeof readRouting>>;

function unchanged(): Statement<{ version: number }> {
  return statement(sql`select 0 as version where false`);
}
