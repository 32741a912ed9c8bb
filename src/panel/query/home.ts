/** What Home reads, in one trip: how the proofs stand, what waits for a person, and the shop's day so far. */
import { sql } from 'drizzle-orm';
import { posting } from '#drizzle/schema/automate.ts';
import { inbox, shop } from '#drizzle/schema/inbox.ts';
import { breaks, fact, proof } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import { backfills } from '#src/stabilize/backfill/store.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { grossSales, openCauses, worstBreaks } from './breaks.ts';
import { sweeps } from './sweep.ts';
import { countedDays, provenDays } from './trend.ts';

export type States = {
  readonly agreed: number;
  readonly pending: number;
  readonly broken: number;
  readonly aside: number;
  readonly last_at: Instant | null;
};

/** Subjects with an open difference, and since when the oldest is. */
export type Differing = { readonly subjects: number; readonly oldest: Instant | null };
export type Risk = { readonly currency: string; readonly minor: string };

export type Parked = {
  readonly topic: string;
  readonly reason: string;
  readonly count: number;
  readonly since: Instant;
};

export type Stuck = {
  readonly kind: string;
  readonly state: string;
  readonly reason: string;
  readonly count: number;
  readonly lane: Lane;
};

export type Today = {
  readonly orders: number;
  readonly invoiced: number;
  readonly posted: number;
  readonly deliveries: number;
  readonly parked: number;
  readonly median_seconds: number | null;
};

const shownMax = 8;

/** In one trip, for the shop of that domain. */
export async function readHome(db: Database, domain: string, now: Instant) {
  const [
    settings,
    states,
    days,
    counted,
    open,
    gross,
    worst,
    differ,
    risks,
    parked,
    stuck,
    today,
    past,
    swept,
  ] = await db.trip({ domain }, [
    shopSettings(),
    proofStates,
    provenDays(now),
    countedDays(now),
    openCauses,
    grossSales,
    worstBreaks(shownMax),
    differing,
    moneyAtRisk,
    parkedDeliveries,
    stuckPostings,
    dayOf(now),
    backfills(),
    sweeps,
  ]);
  return {
    settings: settings[0],
    states: states[0],
    days,
    counted,
    open,
    gross,
    worst,
    differ: differ[0],
    risks,
    parked,
    stuck,
    today: today[0],
    past,
    swept,
  };
}

export type HomeRows = Awaited<ReturnType<typeof readHome>>;

const proofStates = statement<States>(sql`
  select count(*) filter (where state in ('matched', 'cancelled'))::integer as agreed,
    count(*) filter (where state = 'pending')::integer as pending,
    count(*) filter (where state = 'broken')::integer as broken,
    count(*) filter (where state = 'test')::integer as aside, iso(max(as_of)) as last_at
  from ${proof} where shop_id = current_shop()`);

const differing = statement<Differing>(sql`
  select count(distinct lane)::integer as subjects, iso(min(first_seen_at)) as oldest from ${breaks}
  where shop_id = current_shop() and closed_at is null`);

// One cause often shows on several sides, so a subject counts with its widest difference only.
const moneyAtRisk = statement<Risk>(sql`
  select currency, sum(minor)::text as minor
  from (select lane, currency, max(abs(minor)) as minor from ${breaks}
    where shop_id = current_shop() and closed_at is null and minor <> 0 group by lane, currency) widest
  group by currency order by currency`);

const parkedDeliveries = statement<Parked>(sql`
  select topic, reason, count(*)::integer as count, iso(min(received_at)) as since
  from ${inbox} where shop_id = current_shop() and state = 'parked'
  group by topic, reason order by count(*) desc, topic, reason limit ${shownMax}`);

const stuckPostings = statement<Stuck>(sql`
  select kind, state, reason, count(*)::integer as count, min(lane) as lane
  from ${posting} where shop_id = current_shop() and state in ('held', 'rejected')
  group by kind, state, reason order by state desc, count(*) desc, kind, reason limit ${shownMax}`);

/** The shop's own day, from its midnight on. */
function dayOf(now: Instant) {
  return statement<Today>(sql`
    with day as materialized (
      select date_trunc('day', ${now}::timestamptz at time zone time_zone) at time zone time_zone as began
      from ${shop} where id = current_shop()
    ), posted as materialized (
      select p.lane, p.kind, extract(epoch from p.posted_at - p.happened_at) as seconds from ${posting} p, day
      where p.shop_id = current_shop() and p.state = 'posted' and p.posted_at >= day.began
    ), kept as materialized (
      select i.state from ${inbox} i, day where i.shop_id = current_shop() and i.received_at >= day.began
    )
    select (select count(*) from ${fact} f, day where f.shop_id = current_shop() and f.kind = 'order'
        and f.happened_at >= day.began and (f.body ->> 'placedAt')::timestamptz >= day.began
        and f.body ->> 'test' = 'false')::integer as orders,
      (select count(distinct lane) from posted where kind = 'invoice')::integer as invoiced,
      (select count(*) from posted)::integer as posted,
      (select count(*) from kept)::integer as deliveries,
      (select count(*) from kept where state = 'parked')::integer as parked,
      (select round((percentile_cont(0.5) within group (order by seconds))::numeric)::integer from posted) as median_seconds`);
}
