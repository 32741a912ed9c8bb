/** What the page of completeness reads: hours whose counts differ, how far was swept, and what was caught up. */
import { sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { completeness } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import { backfills } from '#src/stabilize/backfill/store.ts';
import type { DecisionDetail } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { sweeps } from './sweep.ts';

export type CountedResource = {
  readonly resource: string;
  readonly hours: number;
  readonly theirs: string;
  readonly ours: string;
  readonly checked_at: Instant;
};

export type DifferingHour = {
  readonly resource: string;
  readonly hour: Instant;
  readonly theirs: string;
  readonly ours: string;
  readonly missing: readonly string[];
  readonly checked_at: Instant;
};

export type CaughtUp = { readonly lane: Lane; readonly at: Instant; readonly detail: DecisionDetail };

const shownMax = 50;

export async function readCompleteness(db: Database, domain: string) {
  const [settings, resources, hours, caught, swept, past] = await db.trip({ domain }, [
    shopSettings(),
    countedResources,
    differingHours,
    caughtUp,
    sweeps,
    backfills(),
  ]);
  return { settings: settings[0], resources, hours, caught, swept, past };
}

const countedResources = statement<CountedResource>(sql`
  select resource, count(*)::integer as hours, sum(theirs)::text as theirs,
    sum(least(ours, theirs - jsonb_array_length(missing)))::text as ours, iso(max(checked_at)) as checked_at
  from ${completeness} where shop_id = current_shop() group by resource order by resource`);

const differingHours = statement<DifferingHour>(sql`
  select resource, iso(hour) as hour, theirs::text, ours::text, missing, iso(checked_at) as checked_at
  from ${completeness} where shop_id = current_shop() and differs
  order by hour desc, resource limit ${shownMax}`);

const caughtUp = statement<CaughtUp>(sql`
  select lane, iso(decided_at) as at, detail from ${decision}
  where shop_id = current_shop() and kind = 'caught up' order by id desc limit ${shownMax}`);
