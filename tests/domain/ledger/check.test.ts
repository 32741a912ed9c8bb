import { describe, expect, test } from 'vitest';
import { entryDigest, type JournalEntry } from '#domain/journal.ts';
import { rebuild, type WrittenEntry } from '#src/stabilize/ledger/check.ts';
import { amendments } from '#src/stabilize/ledger/reconcile.ts';
import { type OrderAsSold, projectionFlaws, type Projected, tieOrders } from '#src/stabilize/ledger/tie.ts';
import { booksOf, chargeOf, goods, invoiced, paid } from '#tests/support/course.ts';
import { at, eur, orderLane, transactionId } from '#tests/support/order-facts.ts';

const gross = eur('119.00');
const invoice = invoiced(1, 10, { lines: [goods(1, { gross: '100.00', tax: '19.00' })] });
const books = booksOf({
  course: {
    payments: [paid(1, 5, { amount: eur('100.00') })],
    invoices: [invoice],
    applications: [
      {
        from: { deposit: transactionId(1) },
        invoice: invoice.anchor,
        happenedAt: at(10),
        amount: eur('100.00'),
      },
    ],
  },
});

/** As the database writes it, unless `forged` says otherwise. */
function written(entry: JournalEntry, forged: Partial<WrittenEntry> = {}): WrittenEntry {
  return {
    ...entry,
    digest: entryDigest(entry),
    lane: orderLane,
    recordedAt: at(60),
    lineCount: entry.lines.length,
    controlTotal: entry.lines.reduce((sum, { minor }) => (minor > 0n ? sum + minor : sum), 0n),
    currencies: [entry.currency],
    ...forged,
  };
}

function read(...pages: readonly (readonly WrittenEntry[])[]) {
  const reading = rebuild();
  for (const page of pages) reading.add(page);
  return reading.end();
}

const sound = books.map((one) => written(one));
const { rebuilt } = read(sound);

/** The rules that a journal breaks when one of its entries is forged. */
function broken(forged: (entry: WrittenEntry) => Partial<WrittenEntry>): string[] {
  const [first, ...rest] = sound;
  if (first === undefined) throw new Error('the books hold entries');
  const { violations } = read([{ ...first, ...forged(first) }, ...rest]);
  return [...new Set(violations.map(({ rule }) => rule))].toSorted();
}

describe('a journal that is read again', () => {
  test('has no violation when nobody touched it, in however many pages it is read', () => {
    expect(read(sound)).toMatchObject({ violations: [], rebuilt: { entries: 3 } });
    expect(read(sound.slice(0, 1), sound.slice(1))).toEqual(read(sound));
  });

  test.each<[string, (entry: WrittenEntry) => Partial<WrittenEntry>, string[]]>([
    [
      'an amount that was changed',
      ({ lines }) => ({
        lines: lines.map((line, n) => (n === 0 ? { ...line, minor: line.minor + 1n } : line)),
      }),
      ['balance', 'control total', 'digest', 'trial balance'],
    ],
    [
      'two amounts that were changed alike',
      ({ lines }) => ({ lines: lines.map((line) => ({ ...line, minor: line.minor * 2n })) }),
      ['control total', 'digest'],
    ],
    [
      'an account that was changed',
      ({ lines }) => ({ lines: lines.map((line, n) => (n === 0 ? { ...line, account: '1000' } : line)) }),
      ['digest'],
    ],
    ['a day that was changed', () => ({ effectiveOn: '2026-11-01' }), ['digest']],
    ['a day of posting before its effect', () => ({ postingDate: '2026-11-01' }), ['period']],
    ['a line of another currency', () => ({ currencies: ['EUR', 'USD'] }), ['currency']],
    [
      'a line that is gone',
      ({ lines }) => ({ lines: lines.slice(1) }),
      ['balance', 'control total', 'digest', 'trial balance'],
    ],
    ['a key that is written twice', () => ({ key: sound[1]?.key ?? '' }), ['digest', 'key']],
  ])('%s is found', (_, forged, rules) => {
    expect(broken(forged)).toEqual(rules);
  });

  test('a reversal that does not mirror, comes twice or takes back nothing is found', () => {
    const [reversal] = amendments([], sound.slice(0, 1), []);
    if (reversal === undefined) throw new Error('what is not due is reversed');
    expect(read([...sound, written(reversal)]).violations).toEqual([]);
    const again = { ...reversal, key: `${reversal.key}0` };
    expect(read([...sound, written(reversal), written(again)]).violations).toMatchObject([
      { rule: 'reversal' },
    ]);
    const other = { ...reversal, lines: reversal.lines.map((line) => ({ ...line, minor: line.minor * 2n })) };
    expect(read([...sound, written(other)]).violations).toMatchObject([{ rule: 'reversal' }]);
    expect(read([written(reversal)]).violations).toMatchObject([{ rule: 'reversal' }]);
  });

  test('what lies in suspense is listed item by item', () => {
    const odd = booksOf({
      course: { invoices: [invoiced(2, 9, { charges: [chargeOf('unknown', { gross: '4.00' })] })] },
    });
    expect(read(odd.map((one) => written(one))).rebuilt.suspense).toEqual([
      { key: 'invoice/72', item: 'unknown', amount: '-4.00 EUR' },
    ]);
  });
});

describe('projections', () => {
  const open = new Map([[`${orderLane} 1100 EUR`, 1900n]]);

  test('agree when they are the sums of the lines', () => {
    expect(projectionFlaws(rebuilt, { days: rebuilt.days, open })).toEqual([]);
  });

  test.each<[string, Projected]>([
    ['a balance that is gone', { days: new Map([...rebuilt.days].slice(1)), open }],
    [
      'a balance that nothing explains',
      {
        days: new Map([
          ...rebuilt.days,
          ['1000 EUR 2026-11-02 2026-11-02', { debit: 1n, credit: 0n, lines: 1 }],
        ]),
        open,
      },
    ],
    [
      'an open balance of another amount',
      { days: rebuilt.days, open: new Map([[`${orderLane} 1100 EUR`, 1n]]) },
    ],
    ['an open balance that is gone', { days: rebuilt.days, open: new Map() }],
  ])('%s is found', (_, projected) => {
    expect(projectionFlaws(rebuilt, projected)).toMatchObject([{ rule: 'projection' }]);
  });
});

describe('control accounts against what the store says', () => {
  const sold: OrderAsSold = {
    lane: orderLane,
    name: '#1001',
    total: gross.minor,
    outstanding: 1900n,
    taxes: 1900n,
    isForeign: false,
    conversions: 0,
    atRest: true,
    isBroken: false,
    isOlder: false,
  };

  test('tie when what is open is what the store says is outstanding', () => {
    expect(tieOrders(rebuilt, [sold])).toEqual({
      orders: 1,
      waiting: 0,
      broken: 0,
      opened: 0,
      violations: [],
    });
  });

  test.each<[string, Partial<OrderAsSold>]>([
    ['another outstanding', { outstanding: 1901n }],
    ['another total', { total: gross.minor + 100n }],
    ['other taxes', { taxes: 1800n }],
  ])('%s is found', (_, other) => {
    const { violations } = tieOrders(rebuilt, [{ ...sold, ...other }]);
    expect(violations).toMatchObject([{ rule: 'control account' }]);
  });

  test('an order in another currency may be off by a unit for each conversion, and no more', () => {
    const off = (minor: bigint) =>
      tieOrders(rebuilt, [{ ...sold, isForeign: true, conversions: 1, outstanding: 1900n + minor }])
        .violations;
    expect([off(2n).length, off(3n).length]).toEqual([0, 1]);
  });

  test('an order that waits, or has a break of its own, is not tied and is counted', () => {
    const off = { ...sold, outstanding: 0n };
    expect(tieOrders(rebuilt, [{ ...off, atRest: false }])).toMatchObject({
      orders: 0,
      waiting: 1,
      violations: [],
    });
    expect(tieOrders(rebuilt, [{ ...off, isBroken: true }])).toMatchObject({
      orders: 0,
      broken: 1,
      violations: [],
    });
  });

  test('what is paid and not invoiced stands in deposits', () => {
    const deposit = booksOf({ course: { payments: [paid(1, 5, { amount: gross })] } });
    const paidOnly = read(deposit.map((one) => written(one))).rebuilt;
    expect(tieOrders(paidOnly, [{ ...sold, outstanding: 0n }])).toMatchObject({ orders: 1, violations: [] });
  });
});
