/** SQL of the ledger: what is booked, in sets, and never changed. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { journalEntry, journalLine } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import { type Dimensions, entryDigest, type JournalEntry } from '#domain/journal.ts';
import type { Lane } from '#domain/lane.ts';
import type { BookedEntry } from './reconcile.ts';

export type EntryRow = {
  readonly id: string;
  readonly lane: Lane;
  readonly key: string;
  readonly digest: string;
  readonly order_gid: string;
  readonly source: string;
  readonly happened_at: Instant;
  readonly effective_on: string;
  readonly posting_date: string;
  readonly recorded_at: Instant;
  readonly currency: string;
  readonly rule_version: number;
  readonly reverses: string | null;
  readonly line_count: number;
  readonly control_total: string;
  readonly lines: readonly {
    readonly account: string;
    readonly currency: string;
    readonly minor: string;
    readonly item: string;
    readonly dimensions: Dimensions;
  }[];
};

/** Every entry as an `EntryRow`, whoever asks: the product in its shop's scope, or a test as the owner. */
export const selectEntries = `
  select e.id::text as id, e.lane, e.key, e.digest, e.order_gid, e.source, iso(e.happened_at) as happened_at,
    e.effective_on::text as effective_on, e.posting_date::text as posting_date, iso(e.recorded_at) as recorded_at,
    e.currency, e.rule_version, e.line_count, e.control_total::text as control_total,
    (select r.key from journal_entry r where r.shop_id = e.shop_id and r.id = e.reverses) as reverses,
    coalesce((select jsonb_agg(jsonb_build_object('account', l.account, 'currency', l.currency, 'minor', l.minor::text,
      'item', l.item, 'dimensions', l.dimensions) order by l.line)
      from journal_line l where l.shop_id = e.shop_id and l.entry_id = e.id), '[]') as lines
  from journal_entry e`;

/** What is booked for these lanes, oldest first. */
export function entriesOf(scope: LaneScope): Statement<EntryRow> {
  return statement(sql`
    ${sql.raw(selectEntries)}
    where e.shop_id = current_shop() and e.lane = any (array${lanesOf(scope)}) order by e.id`);
}

export function entryOf(row: EntryRow): BookedEntry {
  return {
    key: row.key,
    digest: row.digest,
    order: row.order_gid,
    source: row.source,
    happenedAt: row.happened_at,
    effectiveOn: row.effective_on,
    postingDate: row.posting_date,
    currency: row.currency,
    ruleVersion: row.rule_version,
    reverses: row.reverses,
    lines: row.lines.map(({ account, minor, item, dimensions }) => ({
      account,
      minor: BigInt(minor),
      item,
      dimensions,
    })),
  };
}

/** `summary`: the lane of the day's summary that sums it, where one does. */
export type NewEntry = { readonly lane: Lane; readonly entry: JournalEntry; readonly summary?: Lane | null };

/**
 * Books many entries with their lines in one statement; the database checks each when the statement ends. One that is
 * written already, to the letter, is the first result; another one under its key is refused.
 */
export function bookEntries(shopId: string, entries: readonly NewEntry[], now: Instant): Statement<unknown> {
  const rows = entries.map(({ lane: of, entry, summary = null }, position) => ({
    position,
    key: entry.key,
    digest: entryDigest(entry),
    lane: of,
    summary_lane: summary,
    order_gid: entry.order,
    source: entry.source,
    happened_at: entry.happenedAt,
    effective_on: entry.effectiveOn,
    posting_date: entry.postingDate,
    currency: entry.currency,
    rule_version: entry.ruleVersion,
    reverses: entry.reverses,
    control_total: String(entry.lines.reduce((sum, line) => (line.minor > 0n ? sum + line.minor : sum), 0n)),
    lines: entry.lines.map(({ dimensions = {}, ...line }, at) => ({
      ...line,
      dimensions,
      minor: String(line.minor),
      line: at + 1,
    })),
  }));
  // What is reversed was booked by an earlier commit. Where nothing has that key, 0 makes the foreign key refuse.
  return statement(sql`
    with given as (
      select g.*, case when g.reverses is null then null else coalesce((select r.id from ${journalEntry} r
          where r.shop_id = ${shopId}::bigint and r.key = g.reverses), 0) end as reversed_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (position integer, key text, digest text, lane text, summary_lane text,
        order_gid text, source text, happened_at timestamptz, effective_on date, posting_date date, currency text,
        rule_version integer, reverses text, control_total bigint, lines jsonb)
      where not exists (select from ${journalEntry} e
        where e.shop_id = ${shopId}::bigint and e.key = g.key and e.digest = g.digest)
    ), booked as (
      insert into ${journalEntry} (shop_id, key, digest, lane, order_gid, source, happened_at, effective_on,
        posting_date, recorded_at, currency, rule_version, reverses, line_count, control_total, summary_lane)
      select ${shopId}::bigint, key, digest, lane, order_gid, source, happened_at, effective_on, posting_date,
        ${now}::timestamptz, currency, rule_version, reversed_id, jsonb_array_length(lines), control_total, summary_lane
      from given order by position
      returning id, key, currency
    )
    insert into ${journalLine} (shop_id, entry_id, line, account, currency, minor, item, dimensions)
    select ${shopId}::bigint, b.id, l.line, l.account, b.currency, l.minor, l.item, l.dimensions
    from booked b join given g on g.key = b.key
    cross join lateral jsonb_to_recordset(g.lines) as l (line integer, account text, minor bigint, item text,
      dimensions jsonb)`);
}
