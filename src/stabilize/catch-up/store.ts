/** SQL of catching up: whose turn a sweep is, how far it has come, and what waits for it. */
import { sql, type SQL } from 'drizzle-orm';
import { inbox, lane } from '#drizzle/schema/inbox.ts';
import { backfill, completeness, fact, proof, sweep } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Counted, HourCount } from './complete.ts';
import type { Hour } from './hour.ts';
import type { Resource, Sweep } from './step.ts';

export type SweepRow = {
  readonly resource: Resource;
  readonly since: Instant;
  readonly whole_at: Instant | null;
  readonly read_through: Instant | null;
  readonly pass_since: Instant | null;
  readonly pass_started_at: Instant | null;
  readonly pass_cursor: string | null;
  readonly pass_read: boolean;
  readonly pass_rows: string;
  readonly rows_read: string;
  readonly due_at: Instant | null;
  readonly failures: number;
  readonly reason: string | null;
};

export function sweepOf(row: SweepRow): Sweep {
  const { pass_since: since, pass_started_at: startedAt } = row;
  return {
    resource: row.resource,
    since: row.since,
    wholeAt: row.whole_at,
    readThrough: row.read_through,
    pass:
      since === null || startedAt === null
        ? null
        : {
            since,
            startedAt,
            cursor: row.pass_cursor,
            rows: Number(row.pass_rows),
            isRead: row.pass_read,
          },
    rowsRead: Number(row.rows_read),
    dueAt: row.due_at,
    failures: row.failures,
    reason: row.reason,
  };
}

/** Whether a sweep of the shop is due and nobody is at it. */
export function sweepsDue(now: Instant): Statement<{ due: boolean }> {
  return statement(sql`
    select exists (select from ${sweep} where shop_id = current_shop() and due_at <= ${now}::timestamptz
      and coalesce(held_until, ${now}::timestamptz) <= ${now}::timestamptz) as due`);
}

/** Takes the turn of every sweep that is due, for a while. */
export function takeSweepTurns(now: Instant, until: Instant): Statement<SweepRow> {
  return statement(sql`
    update ${sweep} set held_until = ${until}::timestamptz
    where shop_id = current_shop() and due_at <= ${now}::timestamptz
      and coalesce(held_until, ${now}::timestamptz) <= ${now}::timestamptz
    returning resource, iso(since) as since, iso(whole_at) as whole_at, iso(read_through) as read_through,
      iso(pass_since) as pass_since, iso(pass_started_at) as pass_started_at, pass_cursor, pass_read,
      pass_rows::text, rows_read::text, iso(due_at) as due_at, failures, reason`);
}

/** Whose turn it is by `until`, and until when it is to be held; null gives it back. */
export type Turn = { readonly until: Instant; readonly next: Instant | null };

/** Writes how far a sweep has come, while the turn is still ours. */
export function saveSweep(of: Sweep, { until, next }: Turn): Statement<{ resource: string }> {
  return statement(sql`
    update ${sweep} set whole_at = ${of.wholeAt}::timestamptz, read_through = ${of.readThrough}::timestamptz,
      pass_since = ${of.pass?.since ?? null}::timestamptz, pass_started_at = ${of.pass?.startedAt ?? null}::timestamptz,
      pass_cursor = ${of.pass?.cursor ?? null}, pass_read = ${of.pass?.isRead ?? false},
      pass_rows = ${of.pass?.rows ?? 0}::bigint, rows_read = ${of.rowsRead}::bigint,
      due_at = ${of.dueAt}::timestamptz, failures = ${of.failures}::integer, reason = ${of.reason},
      held_until = ${next}::timestamptz
    where shop_id = current_shop() and resource = ${of.resource} and held_until = ${until}::timestamptz
    returning resource`);
}

/** True inside a batch while the sweep's turn is still ours. */
export function sweepTurnHolds(resource: Resource, until: Instant): SQL {
  return sql`exists (select from ${sweep} w where w.shop_id = current_shop() and w.resource = ${resource}
    and w.held_until = ${until}::timestamptz)`;
}

export type AroundRow = {
  /** What the pages of the sweeps brought and nobody has read yet, by lane. */
  readonly unread: readonly Lane[];
  readonly past: 'none' | 'unread' | 'failed' | 'read';
  /** When the reading of the past began, so that what changed meanwhile is asked for. */
  readonly past_started_at: Instant | null;
  /** The first hour of which store and facts did not have the same. */
  readonly differing_from: Instant | null;
};

/** What a sweep has to know of the rest of the shop. */
export function around(): Statement<AroundRow> {
  return statement(sql`
    select
      coalesce((select jsonb_agg(distinct i.lane) from ${inbox} i
        where i.shop_id = current_shop() and i.state = 'kept' and i.lane like 'sweep/%'), '[]') as unread,
      (select case when count(*) = 0 then 'none'
        when bool_or(b.state in ('wanted', 'running', 'reading')) then 'unread'
        when bool_or(b.state = 'failed') then 'failed' else 'read' end
        from ${backfill} b where b.shop_id = current_shop()) as past,
      (select iso(min(b.started_at)) from ${backfill} b where b.shop_id = current_shop()) as past_started_at,
      (select iso(min(c.hour)) from ${completeness} c
        where c.shop_id = current_shop() and c.differs) as differing_from`);
}

const pastIsRead = sql`not exists (select from ${backfill} b where b.shop_id = current_shop() and b.state <> 'done')`;

/** Lets the sweeps begin that wait for the past, if all of it is read. */
export function endWaiting(resources: readonly Resource[], now: Instant): Statement<unknown> {
  return statement(sql`
    update ${sweep} set due_at = least(due_at, ${now}::timestamptz)
    where shop_id = current_shop() and ${pastIsRead}
      and resource in (select jsonb_array_elements_text(${JSON.stringify(resources)}::jsonb))`);
}

/**
 * The ERP is read through a new instant: orders whose proof waits for that are proven again. Those that wait for a
 * later time of their own are left to it.
 */
export function stirPending(before: Instant): Statement<unknown> {
  return stirWhere(sql`d.prove_due_at <= ${before}::timestamptz
    and exists (select from ${proof} p where p.shop_id = d.shop_id and p.lane = d.key
      and 'pending' in (p.erp_state, p.refund_state))`);
}

/** A period was opened or closed: whatever has documents dated in it is proven again. */
export function stirDated(spans: readonly { from: string; to: string }[]): Statement<unknown> {
  return stirWhere(sql`d.key in (
    select f.home from ${fact} f
    join jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as s ("from" text, "to" text)
      on f.body ->> 'date' between s."from" and s."to"
    where f.shop_id = current_shop() and f.kind = 'erp_document')`);
}

/** If all of the past is read, documents that name an order which nobody told of are looked at again. */
export function stirGhosts(): Statement<unknown> {
  return stirWhere(sql`d.key like 'order/%' and ${pastIsRead}
    and exists (select from ${fact} f where f.shop_id = d.shop_id and f.home = d.key and f.kind = 'erp_document')
    and not exists (select from ${fact} f where f.shop_id = d.shop_id and f.home = d.key and f.kind = 'order')`);
}

/** Rows are taken in key order, so two commits cannot deadlock. */
function stirWhere(condition: SQL): Statement<unknown> {
  return statement(sql`
    update ${lane} l set stirred = l.stirred + 1
    from (select d.key from ${lane} d where d.shop_id = current_shop() and ${condition} order by d.key for update) due
    where l.shop_id = current_shop() and l.key = due.key`);
}

/** Has the store asked about these subjects soon, also about those we never heard of. */
export function askSoon(shopId: string, lanes: readonly Lane[], now: Instant): Statement<unknown> {
  return statement(sql`
    insert into ${lane} (shop_id, key, read_due_at)
    select ${shopId}::bigint, key, ${now}::timestamptz
    from jsonb_array_elements_text(${JSON.stringify(lanes.toSorted())}::jsonb) key
    on conflict on constraint lane_pkey do update set read_due_at = least(lane.read_due_at, excluded.read_due_at)`);
}

/** Documents of the ERP whose newest known state changed in that span, and that are not known to be gone. */
export function documentsKnown(
  connectionId: string,
  { after, upTo }: { after: Instant | null; upTo: Instant },
): Statement<KnownDocumentRow> {
  // What is told of one document by its receipt, its callbacks and sweeps is kept under keys that begin alike. The
  // keys are made first: row-level security keeps whatever is computed in a join from the index.
  return statement(sql`
    with span as materialized (
      select f.body ->> 'kind' as kind, f.body ->> 'documentId' as id, f.happened_at, f.home, f.also,
        concat_ws('/', ${connectionId}::text, f.body ->> 'kind', f.body ->> 'documentId') as name
      from ${fact} f
      where f.shop_id = current_shop() and f.kind = 'erp_document' and f.body ->> 'connectionId' = ${connectionId}
        and f.happened_at <= ${upTo}::timestamptz and f.happened_at > coalesce(${after}::timestamptz, '-infinity')
    ), rival as materialized (
      select s.name, s.happened_at, 'erp_document' as kind, s.name || told as key, false as is_gone
      from span s cross join unnest(array['', '/told', '/seen']) told
      union all select s.name, s.happened_at, 'erp_document_gone', s.name || '/gone', true from span s
    ), passed as materialized (
      select r.name, r.happened_at from rival r join ${fact} n
        on n.shop_id = current_shop() and n.kind = r.kind and n.key = r.key
      where n.happened_at > r.happened_at or (r.is_gone and n.happened_at = r.happened_at)
    )
    select distinct s.kind, s.id, iso(s.happened_at) as modified_at, s.home,
      to_jsonb(s.also) as also from span s
    where not exists (select from passed p where p.name = s.name and p.happened_at = s.happened_at)
    order by modified_at, kind, id`);
}

export type KnownDocumentRow = {
  readonly kind: string;
  readonly id: string;
  readonly modified_at: Instant;
  readonly home: Lane;
  readonly also: readonly Lane[];
};

/** The accounting periods as they are known. */
export function periodsKnown(): Statement<{ period: string; status: string }> {
  return statement(sql`
    select f.body ->> 'period' as period, f.body ->> 'status' as status from ${fact} f
    where f.shop_id = current_shop() and f.home = 'erp/periods' and f.kind = 'erp_period'`);
}

/** The newest state of these orders that anybody told us of. */
export function orderStates(lanes: readonly Lane[]): Statement<{ lane: Lane; updated_at: Instant }> {
  return statement(sql`
    select f.home as lane, iso(max(f.happened_at)) as updated_at from ${fact} f
    where f.shop_id = current_shop() and f.kind in ('order', 'order_seen')
      and f.home in (select jsonb_array_elements_text(${JSON.stringify(lanes)}::jsonb))
    group by f.home`);
}

/** The orders that we know to have been made in a span, and that the store is not known to have lost. */
export function ordersMade({ from, to }: Hour): Statement<Counted> {
  const count = (kind: string) =>
    sql`count(distinct p.body ->> ${kind}::text) filter (where p.kind = ${kind}::text)`;
  return statement(sql`
    with made as materialized (
      select f.home, f.body ->> 'order' as id, f.body ->> 'createdAt' as "createdAt" from ${fact} f
      where f.shop_id = current_shop() and f.made_at >= ${from}::timestamptz and f.made_at < ${to}::timestamptz
    )
    select m.id, m."createdAt", jsonb_build_object(
      'transactions', ${count('transaction')}, 'fulfillments', ${count('fulfillment')},
      'refunds', ${count('refund')}, 'returns', ${count('return')}) as parts
    from made m
    join ${fact} p on p.shop_id = current_shop() and p.home = any (array(select home from made)) and p.home = m.home
    group by m.home, m.id, m."createdAt"
    having not bool_or(p.kind = 'order_deleted' or (p.kind = 'order_read' and p.body -> 'found' = 'false'))`);
}

/** Keeps the counts of these hours; the newest check of an hour stands. */
export function writeCompleteness(
  shopId: string,
  counts: readonly HourCount[],
  now: Instant,
): Statement<unknown> {
  return statement(sql`
    insert into ${completeness} (shop_id, resource, hour, theirs, ours, missing, checked_at)
    select ${shopId}::bigint, c.resource, c.hour, c.theirs, c.ours, c.missing, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      as c (resource text, hour timestamptz, theirs bigint, ours bigint, missing jsonb)
    on conflict (shop_id, resource, hour) do update set theirs = excluded.theirs, ours = excluded.ours,
      missing = excluded.missing, checked_at = excluded.checked_at`);
}

export type KnownFactRow = {
  readonly key: string;
  readonly happened_at: Instant;
  readonly status: string | null;
};

/** Which of these things are known, since when, and in which state. */
export function factsKnown(
  kind: 'balance_transaction' | 'payout' | 'gift_card',
  keys: readonly string[],
): Statement<KnownFactRow> {
  return statement(sql`
    select f.key, iso(f.happened_at) as happened_at, f.body ->> 'status' as status from ${fact} f
    where f.shop_id = current_shop() and f.kind = ${kind}
      and f.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`);
}

export type KnownBalanceRow = {
  readonly kind: 'clearing_balance' | 'clearing_opening';
  readonly currency: string;
  readonly minor: string;
};

/** Balances of a gateway as they were last told, and as they were when the books began. */
export function balancesKnown(): Statement<KnownBalanceRow> {
  return statement(sql`
    select f.kind, f.body #>> '{balance,currency}' as currency, f.body #>> '{balance,minor}' as minor from ${fact} f
    where f.shop_id = current_shop() and f.kind in ('clearing_balance', 'clearing_opening')`);
}
