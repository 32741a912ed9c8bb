/** SQL of the backfill: whose turn it is, and how far it has come. */
import { sql, type SQL } from 'drizzle-orm';
import { backfill } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Backfill, Resource } from './step.ts';

export type BackfillRow = {
  readonly resource: Resource;
  readonly state: Backfill['state'];
  readonly since: Instant;
  readonly operation_id: string | null;
  readonly started_at: Instant | null;
  readonly roots: string;
  readonly roots_read: string;
  readonly bytes_read: string;
  readonly attempts: number;
  readonly reason: string | null;
  readonly due_at: Instant | null;
};

const columns = sql`resource, state, iso(since) as since, operation_id, iso(started_at) as started_at, roots::text,
  roots_read::text, bytes_read::text, attempts, reason, iso(due_at) as due_at`;

export function backfillOf(row: BackfillRow): Backfill {
  return {
    resource: row.resource,
    state: row.state,
    since: row.since,
    operationId: row.operation_id,
    startedAt: row.started_at,
    roots: Number(row.roots),
    rootsRead: Number(row.roots_read),
    bytesRead: Number(row.bytes_read),
    attempts: row.attempts,
    reason: row.reason,
    dueAt: row.due_at,
  };
}

/** Every resource of the shop, for whoever wants to know how far it is. */
export function backfills(): Statement<BackfillRow> {
  return statement(sql`select ${columns} from ${backfill} where shop_id = current_shop() order by resource`);
}

/** Takes the turn of the shop's whole backfill, for a while; an operation that runs may be looked at any time. */
export function takeBackfillTurn(now: Instant, until: Instant): Statement<{ resource: string }> {
  return statement(sql`
    update ${backfill} set held_until = ${until}::timestamptz
    where shop_id = current_shop() and state in ('wanted', 'running', 'reading')
      and coalesce(held_until, ${now}::timestamptz) <= ${now}::timestamptz
      and exists (select from ${backfill} b where b.shop_id = current_shop()
        and (b.due_at <= ${now}::timestamptz or b.state = 'running'))
    returning resource`);
}

/** Writes how far a resource has come, while the turn is still ours. */
export function saveBackfill(
  of: Backfill,
  turn: { until: Instant; now: Instant },
): Statement<{ resource: string }> {
  return statement(sql`
    update ${backfill} set state = ${of.state}, operation_id = ${of.operationId},
      started_at = ${of.startedAt}::timestamptz, roots = ${of.roots}::bigint, roots_read = ${of.rootsRead}::bigint,
      bytes_read = ${of.bytesRead}::bigint, attempts = ${of.attempts}::integer, reason = ${of.reason},
      due_at = ${of.dueAt}::timestamptz,
      ended_at = case when ${of.state} in ('done', 'failed') then ${turn.now}::timestamptz end
    where shop_id = current_shop() and resource = ${of.resource} and held_until = ${turn.until}::timestamptz
    returning resource`);
}

export function giveBackTurn(until: Instant): Statement<unknown> {
  return statement(sql`
    update ${backfill} set held_until = null
    where shop_id = current_shop() and held_until = ${until}::timestamptz`);
}

/** Whether the shop's backfill has something to do by now. */
export function backfillDue(now: Instant): Statement<{ due: boolean }> {
  return statement(sql`
    select exists (select from ${backfill} where shop_id = current_shop() and due_at <= ${now}::timestamptz
      and coalesce(held_until, ${now}::timestamptz) <= ${now}::timestamptz) as due`);
}

/** True inside a batch while the turn is still ours. */
export function turnHolds(until: Instant): SQL {
  return sql`exists (select from ${backfill} b where b.shop_id = current_shop() and b.held_until = ${until}::timestamptz)`;
}
