import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { reach } from '#sandbox/command/connect.ts';
import { checkLedger, ledgerSentences } from '#sandbox/command/ledger-check.ts';
import { readJournal } from '#sandbox/command/journal.ts';
import { StoreRefused } from '#src/client/database.ts';
import { exportedEntryOf } from '#src/stabilize/ledger/audit/store.ts';
import { exporter } from '#src/stabilize/ledger/export.ts';
import { bookEntries, type NewEntry } from '#src/stabilize/ledger/store.ts';
import { account } from '#tests/support/accounting-program.ts';
import { booksOf, chargeOf, invoiced } from '#tests/support/course.ts';
import { at, eur } from '#tests/support/order-facts.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { paid } from './support/order.ts';

const world = await testWorld();
const url = new URL(world.server.url(world.database));
const connection = reach({
  postgres: { host: url.hostname, port: Number(url.port) },
  database: world.database,
  shopId: world.shopId,
});
const { db, shopId } = connection;
world.store.fulfill(world.store.placeOrder(paid));
world.store.placeOrder(paid);
await live(world, 20 * minute);

const owner = new pg.Client({ connectionString: world.server.url(world.database) });
await owner.connect();
afterAll(async () => {
  await owner.end();
  await connection[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

/** The check as of so many days later, in which nothing happened. */
async function check(days = 0) {
  const now = new Date(world.clock.now() + days * 1440 * minute).toISOString();
  return checkLedger(db, shopId, now);
}

/** What no product can do: a change past the triggers. */
async function forge(...statements: readonly string[]): Promise<void> {
  for (const table of ['journal_entry', 'journal_line'])
    await owner.query(`alter table ${table} disable trigger user`);
  for (const statement of statements) await owner.query(statement);
  for (const table of ['journal_entry', 'journal_line'])
    await owner.query(`alter table ${table} enable trigger user`);
}

describe('the check of a ledger', () => {
  test('finds no violation in what the product wrote, and ties every order to the store', async () => {
    const checked = await check();
    expect(checked.violations).toEqual([]);
    expect(checked.tied).toEqual({ orders: 2, waiting: 0, broken: 0, opened: 0 });
    expect(checked.entries).toBe(4);
    expect(checked.balances).toContainEqual({
      account: '1020.shopify_payments',
      balance: '238.00 EUR',
    });
    expect(ledgerSentences(checked).at(-1)).toMatch(/^No violation/);
  });

  test('finds an amount that someone changed, by its entry and by the balances that no longer agree', async () => {
    const [before] = await world.ask<{ minor: string }>(
      `select minor::text from journal_line where account = '4000' limit 1`,
    );
    await forge(`update journal_line set minor = minor - 100 where account = '4000'`);
    const { violations } = await check();
    await forge(`update journal_line set minor = ${before?.minor ?? 0} where account = '4000'`);
    expect(new Set(violations.map(({ rule }) => rule))).toEqual(
      new Set(['balance', 'digest', 'trial balance']),
    );
    expect((await check()).violations).toEqual([]);
  });

  test('finds a projection that someone changed, on a day that is projected no more', async () => {
    await check(3);
    await owner.query(
      'update balance_day set debit = debit + 1 where recorded_on = (select min(recorded_on) from balance_day)',
    );
    const { violations } = await check(3);
    expect(violations[0]?.rule).toBe('projection');
    await owner.query(
      'update balance_day set debit = debit - 1 where recorded_on = (select min(recorded_on) from balance_day)',
    );
    expect((await check(3)).violations).toEqual([]);
  });

  test('shows what was posted into a later period than its own, and what lies in suspense', async () => {
    const [entry] = booksOf({
      course: { invoices: [invoiced(5, 9, { charges: [chargeOf('unknown', { gross: '4.00' })] })] },
    });
    if (entry === undefined) throw new Error('an invoice is booked');
    const late = { ...entry, postingDate: '2026-12-01' };
    await db.trip(shopId, [], [bookEntries(shopId, [{ lane: 'order/none', entry: late }], at(0))]);
    const { cutOff, suspense } = await check();
    expect(cutOff).toEqual([
      { key: 'invoice/75', effectiveOn: '2026-11-02', postingDate: '2026-12-01', amount: '4.00 EUR' },
    ]);
    expect(suspense).toEqual([{ key: 'invoice/75', item: 'unknown', amount: '-4.00 EUR' }]);
  });
});

describe('an entry is booked under its key', () => {
  const entryOf = (gross: string): NewEntry[] =>
    booksOf({
      course: { invoices: [invoiced(6, 9, { charges: [chargeOf('tip', { gross })] })] },
    }).map((entry) => ({ lane: 'order/twice', entry }));
  const book = async (gross: string) => db.trip(shopId, [], [bookEntries(shopId, entryOf(gross), at(0))]);
  const lines = async () =>
    world.ask(`select l.minor::text from journal_line l join journal_entry e on e.id = l.entry_id
      where e.key = 'invoice/76' order by l.line`);

  test('once: the same again is the first result, and another one is refused', async () => {
    await book('3.00');
    await book('3.00');
    expect(await lines()).toEqual([{ minor: '300' }, { minor: '-300' }]);
    await expect(book('4.00')).rejects.toThrow(StoreRefused);
    await expect(book('4.00')).rejects.toThrow('entry_key_is_for_ever');
    expect(await lines()).toEqual([{ minor: String(eur('3.00').minor) }, { minor: '-300' }]);
  });
});

test('the export holds every entry of the shop, and hledger finds no error in it', async () => {
  const render = exporter('hledger');
  let text = render([]);
  for await (const page of readJournal(db, shopId)) text += render(page.map(exportedEntryOf));
  const { entries } = await check();
  expect(text.match(/^\d{4}-\d{2}-\d{2}=/gm)).toHaveLength(entries);
  await expect(account('hledger', ['check', '--strict'], text)).resolves.toBe('');
}, 120_000);
