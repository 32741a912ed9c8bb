/** SQL of the rules of routing: each change writes the whole book anew, with who changed what. */
import { sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { lane, shop } from '#drizzle/schema/inbox.ts';
import { routingBook } from '#drizzle/schema/routing.ts';
import { fact } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import { shopLane } from '#domain/lane.ts';
import { encode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { RoutingBook } from '#domain/routing.ts';

export type BookChange = {
  /** With the version that the book it replaces had. */
  readonly book: RoutingBook;
  readonly change: string;
  readonly by: string;
  readonly now: Instant;
};

/**
 * Writes the next version and logs it, unless somebody wrote one meanwhile: then no row comes back and nothing is
 * written. Orders whose routing is known are planned anew by it.
 */
export function writeBook({ book, change, by, now }: BookChange): Statement<{ version: number }> {
  const version = book.version + 1;
  const body = JSON.stringify(encode({ ...book, version }));
  return statement(sql`
    with written as (
      insert into ${routingBook} (shop_id, version, body, change, changed_at, changed_by)
      select s.id, ${version}::integer, ${body}::jsonb, ${change}, ${now}::timestamptz, ${by} from ${shop} s
      where s.id = current_shop() and s.state = 'installed' and ${book.version}::integer
        = coalesce((select max(r.version) from ${routingBook} r where r.shop_id = s.id), 0)
      on conflict do nothing
      returning shop_id, version
    ), logged as (
      insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, inputs_digest, detail, actor)
      select w.shop_id, ${shopLane}, ${now}::timestamptz, 'routing changed', 'order routing', 'order routing', w.version, null,
        jsonb_build_object('version', w.version, 'change', ${change}::text), ${by} from written w
    ), concerned as (
      select l.key from ${lane} l where l.shop_id = current_shop() and exists (select from written)
        and l.key in (select f.home from ${fact} f where f.shop_id = current_shop() and f.kind = 'fulfillment_order'
          and f.body ->> 'status' in ('open', 'scheduled', 'on_hold'))
      order by l.key for update
    ), stirred as (
      update ${lane} l set stirred = l.stirred + 1 from concerned c where l.shop_id = current_shop() and l.key = c.key
    )
    select version from written`);
}

/** What was told of a fulfillment order, and when we heard it. */
export type Mention = { readonly fulfillmentOrder: string; readonly at: Instant };

/** News of a fulfillment order is news of its order, which it does not name: whoever knows the one knows the other. */
export function hearOfOrders(mentions: readonly Mention[]): Statement<unknown> {
  return statement(sql`
    with told as (
      select f.home as key, max(m.at) as at
      from jsonb_to_recordset(${JSON.stringify(mentions)}::jsonb) as m ("fulfillmentOrder" text, at timestamptz)
      join ${fact} f on f.shop_id = current_shop() and f.kind = 'fulfillment_order' and f.key = m."fulfillmentOrder"
      group by f.home
    ), concerned as (
      select l.key, t.at from ${lane} l join told t on t.key = l.key where l.shop_id = current_shop()
      order by l.key for update of l
    )
    update ${lane} l set heard_at = greatest(l.heard_at, c.at), stirred = l.stirred + 1
    from concerned c where l.shop_id = current_shop() and l.key = c.key`);
}
