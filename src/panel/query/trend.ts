/** How the proofs stand by the day on which their orders were placed: the figures of Home and their 60 days. */
import { sql } from 'drizzle-orm';
import { shop } from '#drizzle/schema/inbox.ts';
import { breaks, completeness, proof } from '#drizzle/schema/stabilize.ts';
import { type Statement, statement } from '#src/client/database.ts';
import { unexplainedCauses } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';

export const trendDays = 60;

/** One day of placement; `day` is null for all that lies before the trend. */
export type DayRow = {
  readonly day: string | null;
  readonly erp_matched: number;
  readonly erp_broken: number;
  readonly erp_pending: number;
  readonly cash_matched: number;
  readonly cash_broken: number;
  readonly cash_pending: number;
  readonly refund_matched: number;
  readonly refund_broken: number;
  readonly refund_pending: number;
  /** What the orders come to and what of it nobody can explain, both in the shop's currency. */
  readonly gross: string;
  readonly unexplained: string;
};

/** Our count of a day's closed hours against the store's own, over all resources that are counted. */
export type CountedDay = { readonly day: string | null; readonly theirs: string; readonly ours: string };

const local = (column: ReturnType<typeof sql>, now: Instant) => sql`
  case when ${column} >= ${now}::timestamptz - ${`${trendDays} days`}::interval
    then ((${column}) at time zone s.time_zone)::date::text end`;

const legs = ['erp', 'cash', 'refund'] as const;
const states = ['matched', 'broken', 'pending'] as const;

const tallies = sql.join(
  legs.flatMap((leg) =>
    states.map(
      (state) =>
        sql`(count(*) filter (where ${sql.identifier(`${leg}_state`)} = ${state}))::integer as ${sql.identifier(`${leg}_${state}`)}`,
    ),
  ),
  sql`, `,
);

const unexplained = sql.join(
  [...unexplainedCauses].map((cause) => sql`${cause}`),
  sql`, `,
);

/** Test orders move no money and are in no figure. */
export function provenDays(now: Instant): Statement<DayRow> {
  return statement(sql`
    with residue as (
      select b.lane, b.currency, sum(abs(b.minor)) as minor from ${breaks} b
      where b.shop_id = current_shop() and b.closed_at is null and b.minor is not null and b.cause in (${unexplained})
      group by b.lane, b.currency
    )
    select ${local(sql`p.placed_at`, now)} as day, ${tallies},
      coalesce(sum(p.total_minor) filter (where p.currency = s.currency), 0)::text as gross,
      coalesce(sum(r.minor), 0)::text as unexplained
    from ${shop} s join ${proof} p on p.shop_id = s.id
    left join residue r on r.lane = p.lane and r.currency = s.currency
    where s.id = current_shop() and p.state <> 'test' group by 1 order by 1 nulls first`);
}

export function countedDays(now: Instant): Statement<CountedDay> {
  return statement(sql`
    select ${local(sql`c.hour`, now)} as day, sum(c.theirs)::text as theirs,
      sum(least(c.ours, c.theirs - jsonb_array_length(c.missing)))::text as ours
    from ${shop} s join ${completeness} c on c.shop_id = s.id
    where s.id = current_shop() group by 1 order by 1 nulls first`);
}
