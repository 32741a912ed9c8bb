/** SQL of differences: each opens, changes and closes under one name in its lane, with one row in the log for each. */
import { sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { breaks } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import { type Break, tolerated } from '#domain/break.ts';
import { byRule } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Proof } from '#domain/proof.ts';
import { agreedAgain, closingsOf } from './closing.ts';

/** All differences that one lane has now. */
export type LaneBreaks = {
  readonly lane: Lane;
  readonly proof: Proof | null;
  readonly breaks: readonly Break[];
};

/**
 * Makes the differences on record those of the lanes now: new ones open, those no longer there close and say how.
 * One that opens again is as old as its new opening; the log keeps the earlier one. What stands closed as tolerated
 * stays so while its amount does.
 */
export function keepBreaks(shopId: string, lanes: readonly LaneBreaks[], now: Instant): Statement<unknown> {
  const { given, about } = rowsOf(lanes);
  return statement(sql`
    with about as (
      select * from jsonb_to_recordset(${JSON.stringify(about)}::jsonb) as a (lane text, order_name text, how jsonb)
    ), known as (
      select b.*, b.closed_at is null or b.closed_how = ${tolerated} as stands from ${breaks} b
      where b.shop_id = current_shop() and b.lane in (select lane from about)
    ), given as (
      select distinct on (lane, key) * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (lane text, key text,
        leg text, cause text, minor bigint, currency text, about text, sentence text, evidence jsonb)
      order by lane, key
    ), judged as (
      select g.*, a.order_name, k.closed_at as earlier,
        case when k.stands then k.first_seen_at else ${now}::timestamptz end as first_seen_at,
        k.stands and (k.minor, k.currency) is not distinct from (g.minor, g.currency) as same,
        case when k.stands is not true then 'break opened'
          when (k.minor, k.currency, k.sentence) is distinct from (g.minor, g.currency, g.sentence) then 'break changed'
        end as change, k.closed_how
      from given g join about a on a.lane = g.lane left join known k on k.lane = g.lane and k.key = g.key
    ), written as (
      insert into ${breaks} (shop_id, lane, key, leg, cause, minor, currency, about, sentence, evidence, order_name,
        first_seen_at, last_seen_at, closed_at, closed_how)
      select ${shopId}::bigint, lane, key, leg, cause, minor, currency, about, sentence, evidence, order_name,
        first_seen_at, ${now}::timestamptz, case when same then earlier end, case when same then closed_how end
      from judged order by lane, key
      on conflict (shop_id, lane, key) do update set minor = excluded.minor, currency = excluded.currency,
        sentence = excluded.sentence, evidence = excluded.evidence, order_name = excluded.order_name,
        first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, closed_at = excluded.closed_at,
        closed_how = excluded.closed_how
    ), closed as (
      update ${breaks} b set closed_at = ${now}::timestamptz, closed_how = coalesce(
        (select 'it reads as ' || g.cause || ' now' from given g
          where g.lane = k.lane and g.leg = k.leg and g.about = k.about order by g.cause limit 1),
        a.how ->> k.leg, ${agreedAgain})
      from known k join about a on a.lane = k.lane
      where b.shop_id = k.shop_id and b.lane = k.lane and b.key = k.key and k.stands
        and not exists (select from given g where g.lane = k.lane and g.key = k.key)
      returning b.lane, b.key, b.cause, b.closed_how
    ), changes as (
      select lane, key, change as kind, jsonb_build_object('cause', cause, 'sentence', sentence, 'minor', minor::text,
        'currency', currency, 'earlierClosedAt', iso(earlier)) as detail from judged where change is not null
      union all
      select lane, key, 'break closed', jsonb_build_object('cause', cause, 'how', closed_how) from closed
    )
    insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
    select ${shopId}::bigint, lane, ${now}::timestamptz, kind, 'break/' || key, 'proof', ${breakRuleVersion}::integer,
      detail, ${byRule}
    from changes order by lane, kind = 'break closed' desc, key`);
}

/** Raised when it changes which differences are seen in the same facts. */
const breakRuleVersion = 1;

function rowsOf(lanes: readonly LaneBreaks[]) {
  const given = lanes.flatMap(({ lane, breaks: some }) =>
    some.map(({ amount, ...one }) => ({
      lane,
      ...one,
      minor: amount === null ? null : String(amount.minor),
      currency: amount?.currency ?? null,
    })),
  );
  const about = lanes.map(({ lane, proof }) => ({
    lane,
    order_name: proof?.name ?? null,
    how: closingsOf(proof),
  }));
  return { given, about };
}
