import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanced, entryDigest, type JournalEntry } from '#domain/journal.ts';
import { tenderAccount } from '#src/stabilize/ledger/tender.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import {
  at,
  charge,
  eur,
  known,
  lamp,
  line,
  orderId,
  type OrderStory,
  payment,
  sale,
  shipment,
  shopSettings,
  threeUnits,
} from '#tests/support/order-facts.ts';

const booked = (story: OrderStory) => expectOrder(known(story), shopSettings()).entries;

/** Account → minor units; a debit is positive. */
function accounts(entry: JournalEntry | undefined): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { account, minor } of entry?.lines ?? []) sums[account] = (sums[account] ?? 0n) + minor;
  return sums;
}

const invoiceOf = (story: OrderStory) =>
  accounts(
    booked({ fulfillments: [shipment(1, 9)], ...story }).find((one) => one.key.startsWith('invoice/')),
  );

describe('invoice entries', () => {
  test('119.00 with 19 % tax and 10 % off: receivable and discount against revenue and tax', () => {
    expect(invoiceOf({ sales: [sale({ total: '107.10', tax: '17.10', discount: '10.00' })] })).toEqual({
      '1100': 10710n,
      '4910': 1000n,
      '4000': -10000n,
      '2000.DE DE MwSt@0.19': -1710n,
    });
  });

  test.each([
    ['SHIPPING', '4010'],
    ['TIP', '2300'],
    ['DUTY', '2050'],
    ['FEE', '4020'],
    ['ADDITIONAL_FEE', '4020'],
    ['ADJUSTMENT', '9999'],
    ['A_TYPE_OF_TOMORROW', '9999'],
  ])('a charge of type %s is credited to %s', (lineType, account) => {
    expect(invoiceOf({ sales: [lamp, charge(lineType, '5.00')] })).toMatchObject({
      '1100': 12400n,
      [account]: -500n,
    });
  });

  test('a gift card sold is a liability, no revenue', () => {
    expect(invoiceOf({ sales: [sale({ total: '50.00' }, { lineType: 'GIFT_CARD' })] })).toEqual({
      '1100': 5000n,
      '2200': -5000n,
    });
  });

  test('tax that the channel owes is not owed by the merchant', () => {
    const taxes = [{ title: 'DE MwSt', rate: '0.19', channelLiable: true, amount: eur('19.00') }];
    expect(invoiceOf({ sales: [{ ...lamp, taxes }] })).toEqual({
      '1100': 11900n,
      '2060': -1900n,
      '4000': -10000n,
    });
  });

  test('an invoice of zero books nothing', () => {
    const free = sale({ total: '0', tax: '0' });
    expect(booked({ sales: [free], fulfillments: [shipment(1, 9)] })).toEqual([]);
  });

  test('an invoice of zero with a discount shows what was given away', () => {
    expect(invoiceOf({ sales: [sale({ total: '0', discount: '100.00' })] })).toEqual({
      '4000': -10000n,
      '4910': 10000n,
    });
  });
});

describe('payment and application entries', () => {
  test('a payment before the invoice: gateway against deposits, then deposits against the receivable', () => {
    const [paid, , applied] = booked({ transactions: [payment(1, 1)], fulfillments: [shipment(1, 9)] });
    expect(accounts(paid)).toEqual({ '1020.shopify_payments': 11900n, '2120': -11900n });
    expect(accounts(applied)).toEqual({ '2120': 11900n, '1100': -11900n });
  });

  test('a payment after the invoice: gateway against the receivable', () => {
    const [paid] = booked({ transactions: [payment(1, 9)], fulfillments: [shipment(1, 1)] });
    expect(accounts(paid)).toEqual({ '1020.shopify_payments': 11900n, '1100': -11900n });
  });

  test.each([
    ['gift_card', '2200'],
    ['shopify_store_credit', '2210'],
    ['cash', '1025'],
    ['shopify_payments', '1020.shopify_payments'],
    ['Cash on Delivery (COD)', '1020.cash_on_delivery_cod_'],
  ])('the tender %s lands in %s', (gateway, account) => {
    expect(tenderAccount(gateway)).toBe(account);
  });

  test('the effective day is that of the legal entity, not that of UTC', () => {
    const lateEvening = payment(1, 0, { processedAt: '2026-11-02T23:30:00.000Z' });
    expect(booked({ transactions: [lateEvening] })[0]).toMatchObject({
      happenedAt: '2026-11-02T23:30:00.000Z',
      effectiveOn: '2026-11-03',
    });
  });
});

describe('the whole order', () => {
  test('paid and shipped, nothing is left of receivable and deposits', () => {
    const story = {
      sales: [threeUnits, charge('SHIPPING', '4.90')],
      transactions: [payment(1, 1, { amount: eur('123.90') })],
      fulfillments: [shipment(1, 10), shipment(2, 20), shipment(3, 30)],
    };
    const all = booked(story).flatMap((entry) => entry.lines);
    const left = Map.groupBy(all, (each) => each.account);
    const sumOf = (account: string) => left.get(account)?.reduce((total, each) => total + each.minor, 0n);
    expect(['1100', '2120', '4000', '4010', '2000.DE DE MwSt@0.19'].map(sumOf)).toEqual([
      0n,
      0n,
      -10000n,
      -490n,
      -1900n,
    ]);
  });

  test('every entry balances and has two lines or more, none of zero, whatever was sold, paid and shipped', () => {
    const cents = fc
      .integer({ min: 0, max: 100_000 })
      .map((minor) => ({ minor: BigInt(minor), currency: 'EUR' }));
    const oneSale = fc.record({
      net: cents,
      tax: cents,
      discount: cents,
      quantity: fc.integer({ min: 1, max: 4 }),
    });
    const stories = fc.record({
      sales: fc.array(oneSale, { minLength: 1, maxLength: 3 }),
      paid: fc.array(fc.tuple(fc.nat(50), cents), { maxLength: 3 }),
      shipped: fc.array(fc.tuple(fc.nat(50), fc.nat(2), fc.integer({ min: 1, max: 2 })), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(stories, ({ sales, paid, shipped }) => {
        const entries = booked({
          sales: sales.map(({ net, tax, discount, quantity }, n) => ({
            ...sale({ total: '0' }, { lineItem: line(n), quantity }),
            total: { ...net, minor: net.minor + tax.minor },
            tax,
            discount,
            taxes: [{ title: 'T', rate: '0.1', channelLiable: false, amount: tax }],
          })),
          transactions: paid.map(([minutes, amount], n) => payment(n, minutes, { amount })),
          fulfillments: shipped.map(([minutes, n, quantity], nth) =>
            shipment(nth, minutes, { lines: [{ lineItem: line(n), quantity }] }),
          ),
        });
        for (const { lines } of entries) {
          expect(lines.length).toBeGreaterThanOrEqual(2);
          expect(lines.every((each) => each.minor !== 0n)).toBe(true);
          expect(lines.reduce((total, each) => total + each.minor, 0n)).toBe(0n);
        }
        expect(new Set(entries.map((one) => one.key)).size).toBe(entries.length);
      }),
    );
  });
});

describe('a balanced entry', () => {
  const entry: JournalEntry = {
    key: 'payment/1',
    order: orderId,
    source: 'gid://shopify/OrderTransaction/1',
    happenedAt: at(0),
    effectiveOn: '2026-11-02',
    postingDate: '2026-11-02',
    reverses: null,
    currency: 'EUR',
    ruleVersion: 1,
    lines: [
      { account: '1100', minor: 5n, item: '' },
      { account: '2120', minor: -5n, item: '' },
      { account: '4910', minor: 0n, item: '' },
    ],
  };

  test('loses its lines of zero', () => {
    expect(balanced(entry).lines).toHaveLength(2);
  });

  test('that does not balance is thrown, with its key and by how much', () => {
    const lines = entry.lines.slice(0, 1);
    expect(() => balanced({ ...entry, lines })).toThrow('the entry payment/1 is out of balance by 5 EUR');
  });

  test('has one digest, and another as soon as anything of it differs', () => {
    expect(entryDigest({ ...entry })).toBe(entryDigest(entry));
    expect(entryDigest({ ...entry, effectiveOn: '2026-11-03' })).not.toBe(entryDigest(entry));
  });
});
