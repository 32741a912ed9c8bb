/** What the page of one day's summary reads, in one trip: its postings, and which entries of which orders they sum. */
import { sql } from 'drizzle-orm';
import { posting } from '#drizzle/schema/automate.ts';
import { journalEntry, proof } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import type { Lane } from '#domain/lane.ts';
import { breaksOf } from './breaks.ts';

export type SummaryPosting = {
  readonly key: string;
  readonly n: number;
  readonly state: string;
  readonly reason: string | null;
  readonly document_number: string | null;
  readonly total: { readonly minor: string; readonly currency: string };
};

/** An order with its entries of the day; `part` is the summary that sums the entry, null before there is one. */
export type SummedOrder = {
  readonly lane: Lane;
  readonly order_name: string | null;
  readonly entries: readonly {
    readonly what: string;
    readonly debit: string;
    readonly part: number | null;
  }[];
};

/** How many orders a page shows; one more is read to know whether there is a next. */
export const summedPageSize = 50;

export async function readSummary(
  db: Database,
  { domain, of, after }: { readonly domain: string; readonly of: Lane; readonly after: string },
) {
  const [settings, parts, [whole], orders, breaks] = await db.trip({ domain }, [
    shopSettings(),
    statement<SummaryPosting>(sql`
      select p.key, p.n, p.state, p.reason, p.document_number, p.body -> 'total' as total from ${posting} p
      where p.shop_id = current_shop() and p.lane = ${of} order by p.n`),
    statement<{ orders: number; entries: number }>(sql`
      select count(distinct e.lane)::int as orders, count(*)::int as entries from ${journalEntry} e
      where e.shop_id = current_shop() and e.summary_lane = ${of}`),
    statement<SummedOrder>(sql`
      with page as (
        select distinct e.lane from ${journalEntry} e
        where e.shop_id = current_shop() and e.summary_lane = ${of} and e.lane > ${after}
        order by e.lane limit ${summedPageSize + 1}::integer
      )
      select g.lane, o.order_name, (
        select jsonb_agg(jsonb_build_object('what', split_part(e.key, '/', 1), 'debit', e.control_total::text, 'part', (
          select min(p.n) from ${posting} p where p.shop_id = current_shop() and p.lane = ${of}
            and p.state <> 'withdrawn' and p.sums_through >= e.id)) order by e.id)
        from ${journalEntry} e where e.shop_id = current_shop() and e.lane = g.lane and e.summary_lane = ${of}) as entries
      from page g left join ${proof} o on o.shop_id = current_shop() and o.lane = g.lane order by g.lane`),
    breaksOf(of),
  ]);
  return { settings: settings[0], parts, whole, orders, breaks };
}

export type SummaryRows = Awaited<ReturnType<typeof readSummary>>;
