/** An evening in a shop whose days are summed, and what ledger, postings and ERP then say of a day. */
import { virtualClock } from '#sandbox/clock.ts';
import { accountOfErp, accountOfOurs } from '#sandbox/simulation/books/account.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import type { World } from '#sandbox/world.ts';
import { minute, testWorld, type TestWorldOptions } from './world.ts';

/** Nine in the evening in Berlin, on a Monday. */
export const evening = Date.parse('2026-11-23T20:00:00.000Z');
/** From then until its day is over, swept twice and summed. */
export const untilSummed = 4 * 60 * minute + 2 * minute;
export const monday = 'summary/2026-11-23/EUR';
export const tuesday = 'summary/2026-11-24/EUR';

export async function eveningWorld({
  shop,
  clock = virtualClock(evening),
}: Pick<TestWorldOptions, 'shop' | 'clock'> = {}): Promise<World & AsyncDisposable> {
  const granularity = 'daily summary';
  const world = await testWorld({ runtime: 'process', clock, shop: { policy: { granularity }, ...shop } });
  await world.worker.scheduled('*/5 * * * *');
  return world;
}

export function journalsOf(world: World): readonly ErpDocument[] {
  return world.erp.documents.filter(({ kind }) => kind === 'journal');
}

/** A summary's postings, oldest first: `1 posted`, `2 held: why`. */
export async function summariesOf(world: World, lane = monday): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select n || ' ' || state || coalesce(': ' || reason, '') as line from posting where lane = $1 order by n`,
    [lane],
  );
  return rows.map(({ line }) => line);
}

/** What is wrong with a summary: `MISSING_ERP 11900`, with ` closed` behind it once it is gone. */
export async function summaryBreaksOf(world: World, lane = monday): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select concat_ws(' ', cause, minor, case when closed_at is not null then 'closed' end) as line
     from break where lane = $1 order by first_seen_at, key`,
    [lane],
  );
  return rows.map(({ line }) => line);
}

/** Σ of the ledger's entries that a summary sums, as `account tax minor`. */
export async function ledgerOf(world: World, lane = monday): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select concat_ws(' ', l.account, l.dimensions ->> 'tax', sum(l.minor)) as line
     from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
     where e.summary_lane = $1 group by l.account, l.dimensions ->> 'tax' having sum(l.minor) <> 0 order by 1`,
    [lane],
  );
  return rows.map(({ line }) => line);
}

/** Σ of what its postings said to the ERP, in the same words. */
export async function saidOf(world: World, lane = monday): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select concat_ws(' ', e ->> 'account', e ->> 'taxKey', sum((e #>> '{amount,minor}')::bigint)) as line
     from posting p cross join jsonb_array_elements(p.body -> 'entries') e
     where p.lane = $1 and p.state = 'posted' group by e ->> 'account', e ->> 'taxKey'
     having sum((e #>> '{amount,minor}')::bigint) <> 0 order by 1`,
    [lane],
  );
  return rows.map(({ line }) => line);
}

/** ERP − ledger, by account and day, of all that orders booked: nothing where both say the same. */
export async function offOf(world: World): Promise<string[]> {
  const rows = await world.ask<{ account: string; tax: string | null; day: string; minor: string }>(
    `select l.account, l.dimensions ->> 'tax' as tax, e.posting_date::text as day, l.minor::text as minor
     from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
     where e.key !~ '^(reversal/)?(balance|clearing|dispute|card-opening|gift-card)/'`,
  );
  const sums = new Map<string, bigint>();
  const add = (place: string, minor: bigint) => sums.set(place, (sums.get(place) ?? 0n) + minor);
  for (const { account, tax, day, minor } of rows)
    add(`${day} ${accountOfOurs(account, tax)}`, -BigInt(minor));
  for (const line of world.erp.documents.flatMap((one) => world.erp.look(one)?.glLines ?? [])) {
    const account = accountOfErp(line);
    if (account !== null) add(`${line.date} ${account}`, BigInt(line.amount.minor));
  }
  return [...sums].flatMap(([place, minor]) => (minor === 0n ? [] : [`${place} ${minor}`])).toSorted();
}
