/** SQL by which the ledger is read whole: pages of the journal, its projections, and what the store says of its orders. */
import { sql } from 'drizzle-orm';
import {
  balanceDay,
  breaks,
  fact,
  journalEntry,
  journalLine,
  openBalance,
  sweep,
} from '#drizzle/schema/stabilize.ts';
import { lane, workflow } from '#drizzle/schema/inbox.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import { type Balance, dayKey, type WrittenEntry } from '#src/stabilize/ledger/check.ts';
import type { ExportedEntry } from '#src/stabilize/ledger/export.ts';
import { type EntryRow, entryOf, selectEntries } from '#src/stabilize/ledger/store.ts';
import type { OrderAsSold, Projected } from '#src/stabilize/ledger/tie.ts';

/** A page of the whole journal, in the order in which it was written; `upTo` bounds a reading while others write. */
export function journalPage(page: {
  readonly after: string;
  readonly upTo: string;
  readonly limit: number;
}): Statement<EntryRow> {
  return statement(sql`
    ${sql.raw(selectEntries)}
    where e.shop_id = current_shop() and e.id > ${page.after}::bigint and e.id <= ${page.upTo}::bigint
    order by e.id limit ${page.limit}`);
}

export function exportedEntryOf(row: EntryRow): ExportedEntry {
  return { ...entryOf(row), recordedAt: row.recorded_at };
}

export function writtenEntryOf(row: EntryRow): WrittenEntry {
  return {
    ...entryOf(row),
    lane: row.lane,
    recordedAt: row.recorded_at,
    lineCount: row.line_count,
    controlTotal: BigInt(row.control_total),
    currencies: [...new Set(row.lines.map(({ currency }) => currency))],
  };
}

/** Brings the projections to now, unless they are younger than that many milliseconds. */
export function projectLedger(now: Instant, staleMs: number): Statement<unknown> {
  return statement(sql`select project_ledger(${now}::timestamptz, make_interval(secs => ${staleMs / 1000}))`);
}

/** The newest entry, up to which a reading goes. */
export function newestEntry(): Statement<{ readonly id: string }> {
  return statement(sql`
    select coalesce(max(e.id), 0)::text as id from ${journalEntry} e where e.shop_id = current_shop()`);
}

export type BalanceRow = {
  readonly account: string;
  readonly currency: string;
  readonly effective_on: string;
  readonly recorded_on: string;
  readonly debit: string;
  readonly credit: string;
  readonly lines: number;
};

export function balanceDays(): Statement<BalanceRow> {
  return statement(sql`
    select b.account, b.currency, b.effective_on::text as effective_on, b.recorded_on::text as recorded_on,
      b.debit::text as debit, b.credit::text as credit, b.lines
    from ${balanceDay} b where b.shop_id = current_shop()`);
}

export type OpenRow = {
  readonly lane: string;
  readonly account: string;
  readonly currency: string;
  readonly minor: string;
};

export function openBalances(): Statement<OpenRow> {
  return statement(sql`
    select o.lane, o.account, o.currency, o.minor::text as minor from ${openBalance} o
    where o.shop_id = current_shop()`);
}

export function projectedOf(days: readonly BalanceRow[], open: readonly OpenRow[]): Projected {
  const balance = (row: BalanceRow): Balance => ({
    debit: BigInt(row.debit),
    credit: BigInt(row.credit),
    lines: row.lines,
  });
  return {
    days: new Map(
      days.map((row) => [
        dayKey(row.account, {
          currency: row.currency,
          effectiveOn: row.effective_on,
          recordedAt: row.recorded_on,
        }),
        balance(row),
      ]),
    ),
    open: new Map(open.map((row) => [`${row.lane} ${row.account} ${row.currency}`, BigInt(row.minor)])),
  };
}

export type SoldRow = {
  readonly lane: string;
  readonly name: string;
  readonly total: string;
  readonly outstanding: string | null;
  readonly taxes: string;
  readonly is_foreign: boolean;
  readonly conversions: number;
  readonly at_rest: boolean;
  readonly is_broken: boolean;
  readonly is_older: boolean;
};

/** Orders as the store showed them last. One at rest was read after all news of it, and nothing waits in its lane. */
export function ordersAsSold(): Statement<SoldRow> {
  return statement(sql`
    select f.home as lane, f.body ->> 'name' as name, f.body #>> '{total,minor}' as total,
      f.body #>> '{outstanding,minor}' as outstanding,
      coalesce((select sum((s #>> '{tax,minor}')::bigint) from ${fact} a
        cross join lateral jsonb_array_elements(a.body -> 'sales') s
        where a.shop_id = f.shop_id and a.home = f.home and a.kind = 'agreement'), 0)::text as taxes,
      f.body ->> 'currency' <> f.body ->> 'presentmentCurrency' as is_foreign,
      (select count(*)::int from ${fact} t
        where t.shop_id = f.shop_id and t.home = f.home and t.kind = 'transaction') as conversions,
      f.authority and l.stirred = l.settled and l.read_due_at is null as at_rest,
      exists (select from ${breaks} b where b.shop_id = f.shop_id and b.lane = f.home and b.closed_at is null
        and b.leg in ('store', 'cash', 'refund')) as is_broken,
      exists (select from ${workflow} w where w.shop_id = f.shop_id
        and (f.body ->> 'placedAt')::timestamptz < w.cut_over_at) as is_older
    from ${fact} f join ${lane} l on l.shop_id = f.shop_id and l.key = f.home
    where f.shop_id = current_shop() and f.kind = 'order'`);
}

export function orderAsSoldOf(row: SoldRow): OrderAsSold {
  return {
    lane: row.lane,
    name: row.name,
    total: BigInt(row.total),
    outstanding: row.outstanding === null ? null : BigInt(row.outstanding),
    taxes: BigInt(row.taxes),
    isForeign: row.is_foreign,
    conversions: row.conversions,
    atRest: row.at_rest,
    isBroken: row.is_broken,
    isOlder: row.is_older,
  };
}

export type LateRow = {
  readonly key: string;
  readonly effective_on: string;
  readonly posting_date: string;
  readonly control_total: string;
  readonly currency: string;
};

/** The cut-off list: what took effect in a period that was closed, and is posted in a later one. */
export function cutOffList(): Statement<LateRow> {
  return statement(sql`
    select e.key, e.effective_on::text as effective_on, e.posting_date::text as posting_date,
      e.control_total::text as control_total, e.currency
    from ${journalEntry} e where e.shop_id = current_shop() and e.posting_date > e.effective_on
    order by e.effective_on, e.id`);
}

export type ClearingRow = {
  readonly gateway: string;
  readonly currency: string;
  readonly balance: string;
  readonly read_at: Instant;
  readonly booked: string;
  readonly on_its_way: string;
  readonly opened: boolean;
};

/**
 * What each gateway says of its balance, beside what the books had of it at that instant. A tender of which the
 * gateway has not told yet is on its way into the balance.
 */
export function clearingBalances(): Statement<ClearingRow> {
  return statement(sql`
    select f.body ->> 'gateway' as gateway, f.body #>> '{balance,currency}' as currency,
      f.body #>> '{balance,minor}' as balance, f.body ->> 'readAt' as read_at,
      coalesce(b.booked, 0)::text as booked, coalesce(b.on_its_way, 0)::text as on_its_way,
      exists (select from ${fact} o where o.shop_id = f.shop_id and o.home = f.home and o.kind = 'clearing_opening'
        and o.key = f.key) as opened
    from ${fact} f cross join lateral (
      select sum(l.minor) as booked, sum(l.minor) filter (where e.source like 'gid://shopify/OrderTransaction/%'
        and not exists (select from ${fact} m where m.shop_id = e.shop_id and m.home = e.lane
          and m.kind = 'balance_transaction' and m.body ->> 'sourceOrderTransaction' = e.source)) as on_its_way
      from ${journalLine} l join ${journalEntry} e on e.shop_id = l.shop_id and e.id = l.entry_id
      where l.shop_id = f.shop_id and l.account = '1020.' || (f.body ->> 'gateway')
        and l.currency = f.body #>> '{balance,currency}' and e.happened_at <= (f.body ->> 'readAt')::timestamptz
    ) b
    where f.shop_id = current_shop() and f.kind = 'clearing_balance' order by 1, 2`);
}

export type CardsRow = {
  readonly currency: string;
  readonly worth: string;
  /** What cards were issued with that orders sold since the books began: their invoices owe it, whenever they come. */
  readonly sold: string;
  /** What the books owe on cards, the invoices and credit memos of sold cards left out. */
  readonly booked: string;
  readonly cards: number;
  /** Cards of which not every movement is known, changes that are not judged yet, and orders paid by card not at rest. */
  readonly waiting: number;
};

/** Gift cards as the store had them when all of them were last read, beside what the books owed on them then. */
export function cardBalances(): Statement<CardsRow> {
  return statement(sql`
    with at as (
      select w.read_through as through, (select min(c.cut_over_at) from ${workflow} c where c.shop_id = w.shop_id) as since
      from ${sweep} w where w.shop_id = current_shop() and w.resource = 'gift-cards' and w.read_through is not null
    ), card as (
      select f.body, f.body #>> '{balance,currency}' as currency, (f.body #>> '{initialValue,minor}')::bigint as issued,
        (f.body ->> 'createdAt')::timestamptz as created_at, coalesce((select sum((m #>> '{amount,minor}')::bigint)
          from jsonb_array_elements(f.body -> 'movements') m where (m ->> 'at')::timestamptz <= at.through), 0) as moved
      from ${fact} f cross join at where f.shop_id = current_shop() and f.kind = 'gift_card'
        and (f.body ->> 'createdAt')::timestamptz <= at.through
    )
    select c.currency, sum(c.issued + c.moved)::text as worth, count(*)::int as cards,
      coalesce(sum(c.issued) filter (where c.body ->> 'soldBy' is not null and c.created_at >= at.since), 0)::text as sold,
      coalesce((select -sum(l.minor) from ${journalLine} l
        join ${journalEntry} e on e.shop_id = l.shop_id and e.id = l.entry_id
        where l.shop_id = current_shop() and l.account = '2200' and l.currency = c.currency
          and e.happened_at <= at.through and e.key !~ '^(reversal/)?(invoice|credit)/'), 0)::text as booked,
      count(*) filter (where c.body -> 'whole' = 'false')::int + (select count(*)::int from ${lane} d
        where d.shop_id = current_shop() and ((d.key like 'gift_card_change/%'
            and (d.prove_due_at is not null or d.stirred <> d.settled))
          or (d.key like 'order/%' and (d.stirred <> d.settled or d.read_due_at is not null)
            and exists (select from ${fact} t where t.shop_id = d.shop_id and t.home = d.key and t.kind = 'transaction'
              and t.body ->> 'gateway' = 'gift_card')))) as waiting
    from card c cross join at group by c.currency, at.through, at.since order by c.currency`);
}
