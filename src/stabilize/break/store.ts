/** SQL of differences: each opens, changes and closes under one name in its lane, with one row in the log for each. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { decision } from '#drizzle/schema/govern.ts';
import { lane as laneTable } from '#drizzle/schema/inbox.ts';
import { breaks } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import { type Break, tolerated } from '#domain/break.ts';
import { byRule } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Policy } from '#domain/policy.ts';
import type { Proof } from '#domain/proof.ts';
import { agreedAgain, closingsOf } from './closing.ts';
import { roundingCauses } from './rounding.ts';

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

/**
 * Closes the rounding differences that policy tolerates, and opens again what it no longer does: no single one may
 * exceed its limit, and those of one month (of the general ledger, by tax key and currency) share a budget, in the
 * order of their days. So which of them stand open does not depend on which was found first.
 */
export function tolerateRounding(policy: Policy, now: Instant): Statement<unknown> {
  const most = sql`${policy.roundingMinorMax}::bigint`;
  return statement(sql`
    with standing as (
      select b.*, coalesce(b.evidence ->> 'on', iso(b.first_seen_at)) as day from ${breaks} b
      where b.shop_id = current_shop() and b.minor is not null
        and b.cause in (select jsonb_array_elements_text(${JSON.stringify(roundingCauses)}::jsonb))
        and (b.closed_at is null or b.closed_how = ${tolerated})
    ), judged as (
      select s.*, abs(s.minor) <= ${most} and sum(abs(s.minor)) filter (where abs(s.minor) <= ${most}) over (
        partition by left(s.day, 7), s.currency, coalesce(s.evidence ->> 'taxKey', '')
        order by left(s.day, 10), s.lane, s.key) <= ${policy.roundingMonthMinorMax}::bigint as within
      from standing s
    ), changed as (
      update ${breaks} b set closed_at = case when j.within then ${now}::timestamptz end,
        closed_how = case when j.within then ${tolerated} end
      from judged j where b.shop_id = j.shop_id and b.lane = j.lane and b.key = j.key
        and j.within = (j.closed_at is null)
        -- Another commit may have judged it meanwhile.
        and b.minor = j.minor and b.closed_at is not distinct from j.closed_at
      returning b.*
    ), stirred as (
      -- What is tolerated is booked, and what no longer is is taken back, when the lane is drained again.
      update ${laneTable} l set stirred = l.stirred + 1
      from (select d.key from ${laneTable} d where d.shop_id = current_shop() and d.key in (select lane from changed)
        order by d.key for update) due
      where l.shop_id = current_shop() and l.key = due.key
    )
    insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
    select c.shop_id, c.lane, ${now}::timestamptz, case when c.closed_at is null then 'break opened' else 'break closed' end,
      'break/' || c.key, 'rounding tolerance', ${breakRuleVersion}::integer, jsonb_build_object('cause', c.cause,
        'sentence', c.sentence, 'minor', c.minor::text, 'currency', c.currency, 'how', c.closed_how), ${byRule}
    from changed c order by c.lane, c.key`);
}

/** Which differences of these lanes are closed as within tolerance. */
export function toleratedOf(scope: LaneScope): Statement<{ readonly lane: Lane; readonly key: string }> {
  return statement(sql`
    select b.lane, b.key from ${breaks} b where b.shop_id = current_shop() and b.lane in ${lanesOf(scope)}
      and b.closed_how = ${tolerated} order by b.lane, b.key`);
}

/**
 * Has store or ERP looked at again, once a day, for what one of them lacks: the store by its own question about the
 * order, the ERP for the orders that are the answer.
 */
export function lookAgain(now: Instant, before: Instant): Statement<{ lane: Lane }> {
  return statement(sql`
    with due as (
      select b.lane, b.key, b.cause from ${breaks} b where b.shop_id = current_shop() and b.closed_at is null
        and b.cause in ('MISSING_ERP', 'MISSING_STORE') and starts_with(b.lane, 'order/')
        and (b.looked_at is null or b.looked_at <= ${before}::timestamptz)
      order by b.looked_at nulls first, b.lane, b.key limit ${looksMax}::integer for update skip locked
    ), looked as (
      update ${breaks} b set looked_at = ${now}::timestamptz from due
      where b.shop_id = current_shop() and b.lane = due.lane and b.key = due.key
    ), asked as (
      update ${laneTable} l set read_due_at = ${now}::timestamptz
      where l.shop_id = current_shop() and l.read_due_at is null
        and l.key in (select due.lane from due where due.cause = 'MISSING_STORE')
    )
    select distinct due.lane from due where due.cause = 'MISSING_ERP' order by due.lane`);
}

/** So many a call: whoever lacks more has another trouble, and its sweep finds what there is. */
const looksMax = 20;

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
