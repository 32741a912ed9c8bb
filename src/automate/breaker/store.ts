/** SQL of the breakers: one row a connection, for all isolates, changed only by who has seen its last version. */
import { type SQL, sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { breaker, posting } from '#drizzle/schema/automate.ts';
import { connection } from '#drizzle/schema/inbox.ts';
import { statement, type Statement } from '#src/client/database.ts';
import { byRule } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import { type Breaker, untouched } from './breaker.ts';

/** Raised when the rule of the breaker changes. */
const ruleVersion = 1;

export type BreakerRow = {
  readonly state: Breaker['state'];
  readonly recent: Breaker['recent'];
  readonly openings: number;
  readonly shut_until: Instant | null;
  readonly version: string;
};

/** A breaker with the version that whoever changes it must have seen. */
export type KnownBreaker = { readonly breaker: Breaker; readonly version: string };

/** A connection that never failed has no row. */
export function knownBreaker(row: BreakerRow | null | undefined): KnownBreaker {
  if (row === null || row === undefined) return { breaker: untouched, version: '0' };
  const { state, recent, openings, shut_until: shutUntil, version } = row;
  return { breaker: { state, recent, openings, shutUntil }, version };
}

/** A row of `breaker`, aliased b, as one value. */
export const breakerJson = sql`jsonb_build_object('state', b.state, 'recent', b.recent, 'openings', b.openings,
  'shut_until', iso(b.shut_until), 'version', b.version::text)`;

export function breakerOf(connectionId: string): Statement<BreakerRow> {
  return statement(sql`
    select state, recent, openings, iso(shut_until) as shut_until, version::text from ${breaker}
    where shop_id = current_shop() and connection_id = ${connectionId}::bigint`);
}

type Change = {
  readonly connectionId: string;
  readonly from: KnownBreaker;
  readonly to: Breaker;
  readonly reason: string;
  readonly now: Instant;
};

/** No row: somebody else has changed it since it was read. */
export function saveBreaker({ connectionId, from, to, reason, now }: Change): Statement<{ version: string }> {
  const kind = changeOf(from.breaker, to);
  return statement(sql`
    with saved as (
      insert into ${breaker} (shop_id, connection_id, state, recent, openings, shut_until, version, reason, changed_at)
      values (current_shop(), ${connectionId}::bigint, ${to.state}, ${JSON.stringify(to.recent)}::jsonb, ${to.openings}::integer,
        ${to.shutUntil}::timestamptz, 1, ${reason}, ${now}::timestamptz)
      on conflict (shop_id, connection_id) do update set state = excluded.state, recent = excluded.recent,
        openings = excluded.openings, shut_until = excluded.shut_until, version = ${breaker}.version + 1,
        reason = excluded.reason, changed_at = excluded.changed_at
      where ${breaker}.version = ${from.version}::bigint
      returning shop_id, connection_id, shut_until, version
    ), logged as (
      insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
      select s.shop_id, 'connection/' || s.connection_id, ${now}::timestamptz, ${kind}, 'connection/' || s.connection_id,
        'circuit breaker', ${ruleVersion}::integer, jsonb_build_object('connection', c.kind, 'reason', ${reason}::text,
          'until', iso(s.shut_until)), ${byRule}
      from saved s join ${connection} c on c.shop_id = s.shop_id and c.id = s.connection_id where ${kind}::text is not null
    )
    select version::text from saved`);
}

/** Logs that a posting tries a connection which was left alone; stands in the statement that takes its lease. */
export function logProbe({ from, key, now }: { from: SQL; key: string; now: Instant }): SQL {
  return sql`insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
    select p.shop_id, 'connection/' || p.connection_id, ${now}::timestamptz, 'connection probed', 'connection/' || p.connection_id,
      'circuit breaker', ${ruleVersion}::integer, jsonb_build_object('connection', c.kind, 'posting', ${key}::text), ${byRule}
    from ${from} join ${connection} c on c.shop_id = p.shop_id and c.id = p.connection_id`;
}

/** What the log calls a change of state; null where the state stays. */
export function changeOf(from: Breaker, to: Breaker): 'connection shut' | 'connection reopened' | null {
  if (to.state === 'open' && from !== to) return 'connection shut';
  return to.state === 'closed' && from.state !== 'closed' ? 'connection reopened' : null;
}

/** Once the other side serves again, nothing of this connection waits for the next try or for an earlier wake-up. */
export function hurryPostings(connectionId: string): Statement<unknown> {
  return statement(sql`
    update ${posting} set not_before = null, woken_at = null where shop_id = current_shop() and key = any (array(
      select p.key from ${posting} p where p.shop_id = current_shop() and p.connection_id = ${connectionId}::bigint
        and p.state = 'planned' and (p.not_before is not null or p.woken_at is not null)
      order by p.key for update skip locked))`);
}
