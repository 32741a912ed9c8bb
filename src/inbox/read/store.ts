/** SQL of asking a shop's store: which subjects it is to be asked about, whose turn that is, and by which access. */
import { sql } from 'drizzle-orm';
import { connection, lane, shop, workflow } from '#drizzle/schema/inbox.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';

/** A store is asked only while the app is installed; after a new installation the tick finds what was left. */
const installed = sql`exists (select from ${shop} where id = current_shop() and state = 'installed')`;

/** Subjects whose store is to be asked by now. */
export function readsDue(now: Instant): Statement<{ key: Lane }> {
  return statement(sql`
    select key from ${lane} where shop_id = current_shop() and read_due_at <= ${now}::timestamptz and ${installed}
    order by read_due_at limit 200`);
}

export type ReadTurn = { readonly read_due_at: Instant; readonly mine: boolean };

/** Takes the turn to ask the store about a subject, for a while; a turn not due yet says when it is. */
export function takeReadTurn(key: Lane, now: Instant, until: Instant): Statement<ReadTurn> {
  return statement(sql`
    with due as (
      select l.key, l.read_due_at from ${lane} l
      where l.shop_id = current_shop() and l.key = ${key} and l.read_due_at is not null and ${installed} for update
    ), taken as (
      update ${lane} l set read_due_at = ${until}::timestamptz from due
      where l.shop_id = current_shop() and l.key = due.key and due.read_due_at <= ${now}::timestamptz
      returning l.key
    )
    select iso(due.read_due_at) as read_due_at, exists (select from taken) as mine from due`);
}

/** Puts off the question to the store, unless newer news has already set another time. */
export function postponeRead(key: Lane, turn: { until: Instant; at: Instant }): Statement<unknown> {
  return statement(sql`
    update ${lane} set read_due_at = ${turn.at}::timestamptz
    where shop_id = current_shop() and key = ${key} and read_due_at = ${turn.until}::timestamptz`);
}

export type StoreConnectionRow = {
  readonly id: string;
  readonly domain: string;
  readonly sealed_credentials: string;
  readonly data_key: string | null;
  /** Whether orders are routed, so that it has to be known where they leave from. */
  readonly routes: boolean;
};

/** The sealed access to the shop's own store, while the app is installed. */
export function storeConnection(): Statement<StoreConnectionRow> {
  return connectionTo('store');
}

/** The sealed access to the shop's ERP, while the app is installed. */
export function erpConnection(): Statement<StoreConnectionRow & { readonly base_url: string }> {
  return connectionTo('erp');
}

function connectionTo(kind: 'store' | 'erp'): Statement<StoreConnectionRow & { readonly base_url: string }> {
  return statement(sql`
    select c.id::text, s.domain, c.base_url, c.sealed_credentials, s.data_key,
      exists (select from ${workflow} w where w.shop_id = s.id and w.name = 'order routing' and w.mode <> 'off') as routes
    from ${connection} c join ${shop} s on s.id = c.shop_id
    where c.shop_id = current_shop() and c.kind = ${kind} and s.state = 'installed'`);
}
