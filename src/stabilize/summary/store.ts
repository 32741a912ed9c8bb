/** SQL of daily summaries: what the ledger has of one, which of them sum an order, and waking either. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { posting } from '#drizzle/schema/automate.ts';
import { lane } from '#drizzle/schema/inbox.ts';
import { journalEntry, journalLine } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Json } from '#domain/canonical.ts';
import type { JournalBody } from '#domain/document.ts';
import { decode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { summaryDay, summedFrom } from '#domain/summary.ts';
import type { KnownSummary, SummaryPart } from './known.ts';
import type { SummedIn } from './summed.ts';

export type SummaryRow = {
  readonly lane: Lane;
  readonly through: string;
  readonly open_since: Instant | null;
  readonly sums: readonly { readonly account: string; readonly tax: string | null; readonly minor: string }[];
  readonly parts: readonly (Omit<SummaryPart, 'body'> & { readonly body: Json })[];
};

/** What the ledger has for each of these lanes that is of a summary, with all that was planned of it. */
export function summariesOf(scope: LaneScope): Statement<SummaryRow> {
  return statement(sql`
    with of as (
      select key from unnest(array${lanesOf(scope)}) key where starts_with(key, 'summary/')
    )
    select of.key as lane, coalesce(e.through, 0)::text as through, iso(o.since) as open_since,
      coalesce(s.sums, '[]') as sums, coalesce(p.parts, '[]') as parts
    from of
    left join lateral (
      select jsonb_agg(jsonb_build_object('key', p.key, 'n', p.n, 'state', p.state, 'frozen', p.frozen_at is not null,
        'body', p.body) order by p.n) as parts, max(p.sums_through) filter (where p.frozen_at is not null) as fixed
      from ${posting} p where p.shop_id = current_shop() and p.lane = of.key
    ) p on true
    left join lateral (
      select max(e.id) as through from ${journalEntry} e where e.shop_id = current_shop() and e.summary_lane = of.key
    ) e on true
    left join lateral (
      select min(e.recorded_at) as since from ${journalEntry} e
      where e.shop_id = current_shop() and e.summary_lane = of.key and e.id > coalesce(p.fixed, 0)
    ) o on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('account', g.account, 'tax', g.tax, 'minor', g.minor::text)) as sums from (
        select l.account, l.dimensions ->> 'tax' as tax, sum(l.minor) as minor
        from ${journalEntry} e join ${journalLine} l on l.shop_id = e.shop_id and l.entry_id = e.id
        where e.shop_id = current_shop() and e.summary_lane = of.key group by 1, 2) g
    ) s on true`);
}

export function summaryOf({ through, open_since: openSince, sums, parts }: SummaryRow): KnownSummary {
  return {
    through,
    openSince,
    sums: sums.map(({ account, tax: taxKey, minor }) => ({ account, taxKey, minor: BigInt(minor) })),
    parts: parts.map((one) => ({ ...one, body: decode<JournalBody>(one.body) })),
  };
}

export type SummedRow = { readonly lane: Lane; readonly summary: Lane; readonly is_posted: boolean };

export function summedInOf({ summary, is_posted: isPosted }: SummedRow): SummedIn {
  return { lane: summary, isPosted };
}

/**
 * The summaries that sum entries of these lanes. One counts as posted where its newest receipt goes as far as the
 * lane's entries, or where all that is beyond comes to nothing and so is in no document. Of a day that nobody looked
 * at yet, that is not asked: its entries are many.
 */
export function summedOf(scope: LaneScope): Statement<SummedRow> {
  const rest = (of: ReturnType<typeof sql>) => sql`not exists (
    select from ${journalEntry} e join ${journalLine} l on l.shop_id = e.shop_id and l.entry_id = e.id
    where e.shop_id = current_shop() and ${of} and e.id > coalesce(q.through, 0)
    group by l.account, l.dimensions ->> 'tax' having sum(l.minor) <> 0)`;
  return statement(sql`
    with mine as (
      select distinct e.lane, e.summary_lane as summary from ${journalEntry} e
      where e.shop_id = current_shop() and e.lane = any (array${lanesOf(scope)}) and e.summary_lane is not null
    )
    select m.lane, m.summary, case when ${rest(sql`e.lane = m.lane and e.summary_lane = m.summary`)} then true
      when q.through is null and not exists (
        select from ${lane} d where d.shop_id = current_shop() and d.key = m.summary and d.version > 0) then false else ${rest(sql`e.summary_lane = m.summary`)} end as is_posted
    from mine m left join lateral (
      select max(p.sums_through) as through from ${posting} p
      where p.shop_id = current_shop() and p.lane = m.summary and p.state = 'posted'
    ) q on true order by m.lane, m.summary`);
}

/**
 * Before entries are written, in their commit: a summary whose day is still open is waited for by its time alone, so
 * that a day's orders do not queue for one row; one that is closed is stirred, and held until the entries are there.
 */
export function awaitSummaries(
  shop: { readonly id: string; readonly settings: ShopSettings },
  summaries: readonly Lane[],
  now: Instant,
): readonly Statement<unknown>[] {
  const rows = [...new Set(summaries)]
    .toSorted()
    .map((key) => ({ key, at: summedFrom(summaryDay(key), shop.settings) }));
  const given = (some: typeof rows) =>
    sql`jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r (key text, at timestamptz)`;
  const open = rows.filter(({ at }) => at > now);
  const closed = rows.filter(({ at }) => at <= now);
  return [
    ...(open.length === 0
      ? []
      : [
          statement(sql`insert into ${lane} (shop_id, key, prove_due_at) select ${shop.id}::bigint, r.key, r.at from ${given(open)}
            on conflict on constraint lane_pkey do nothing`),
        ]),
    ...(closed.length === 0
      ? []
      : [
          statement(sql`insert into ${lane} (shop_id, key, stirred) select ${shop.id}::bigint, r.key, 1 from ${given(closed)}
            order by r.key on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1`),
        ]),
  ];
}

/** A summary was posted: the orders that it sums are proven again. Rows are taken in key order. */
export function stirSummed(summaries: readonly Lane[]): Statement<unknown> {
  return statement(sql`
    update ${lane} l set stirred = l.stirred + 1
    from (select d.key from ${lane} d where d.shop_id = current_shop() and d.key = any (array(
      select distinct e.lane from ${journalEntry} e where e.shop_id = current_shop() and e.summary_lane = any (array(
        select jsonb_array_elements_text(${JSON.stringify(summaries)}::jsonb)))))
      order by d.key for update) summed
    where l.shop_id = current_shop() and l.key = summed.key`);
}

export type SummaryOffRow = {
  readonly key: string;
  readonly account: string;
  readonly tax: string | null;
  readonly currency: string;
  readonly minor: string;
};

/** Where a summary says something else than the entries that it sums: nothing, or somebody changed one of the two. */
export function summariesOff(): Statement<SummaryOffRow> {
  return statement(sql`
    with part as (
      select p.key, p.lane, p.body, p.sums_through as up_to,
        lag(p.sums_through, 1, 0::bigint) over (partition by p.lane order by p.n) as after
      from ${posting} p where p.shop_id = current_shop() and p.sums_through is not null and p.frozen_at is not null
    ), told as (
      select part.key, e ->> 'account' as account, e ->> 'taxKey' as tax, e #>> '{amount,currency}' as currency,
        (e #>> '{amount,minor}')::bigint as minor
      from part cross join jsonb_array_elements(part.body -> 'entries') e
      union all
      select part.key, l.account, l.dimensions ->> 'tax', l.currency, -l.minor
      from part join ${journalEntry} e on e.shop_id = current_shop() and e.summary_lane = part.lane
        and e.id > part.after and e.id <= part.up_to
      join ${journalLine} l on l.shop_id = e.shop_id and l.entry_id = e.id
    )
    select key, account, tax, currency, sum(minor)::text as minor from told
    group by key, account, tax, currency having sum(minor) <> 0 order by key, account, tax`);
}
