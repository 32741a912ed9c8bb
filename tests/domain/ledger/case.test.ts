import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { parseMoney } from '#domain/money.ts';
import { amendments } from '#src/stabilize/ledger/reconcile.ts';
import { documentRoundingEntry } from '#src/stabilize/ledger/settlement.ts';
import { balances, booksOf, credited, goods, invoiced, paid, refunded } from '#tests/support/course.ts';
import { at, eur, line, orderId, transactionId } from '#tests/support/order-facts.ts';

const tax = '2000.DE MwSt@0.19';

describe('worked cases of the books', () => {
  test('three units in three shipments are 33.33, 33.34 and 33.33; an ERP that recomputes is a cent off in tax', () => {
    const parts = [
      ['33.33', '6.33'],
      ['33.34', '6.34'],
      ['33.33', '6.33'],
    ] as const;
    const entries = booksOf({
      course: {
        invoices: parts.map(([gross, vat], n) =>
          invoiced(n + 1, 10 * n, { lines: [goods(1, { gross, tax: vat })] }),
        ),
      },
    });
    expect(balances(entries)).toEqual({ '1100': 11900n, '4000': -10000n, [tax]: -1900n });
    const rounding = documentRoundingEntry(
      { timeZone: 'Europe/Berlin' },
      { document: 'INV-2', order: orderId, difference: eur('-0.01'), documentAt: at(10) },
    );
    expect(balances(rounding)).toEqual({ '1100': -1n, '7100': 1n });
  });

  test('an edit after the invoice: 238.00, of it 119.00 swapped for 142.80, leaves 261.80 owed', () => {
    const entries = booksOf({
      course: {
        invoices: [
          invoiced(1, 10, { lines: [goods(1, { gross: '200.00', tax: '38.00' }, { quantity: 2 })] }),
          invoiced(2, 30, { lines: [goods(2, { gross: '120.00', tax: '22.80' })] }),
        ],
        credits: [credited(1, 20, { lines: [goods(1, { gross: '100.00', tax: '19.00' })] })],
      },
    });
    expect(balances(entries)).toEqual({ '1100': 26180n, '4000': -22000n, [tax]: -4180n });
  });

  describe('NO_RESTOCK of one of three at 40.00, one shipped', () => {
    const unit = goods(1, { gross: '40.00' });
    const invoices = [
      invoiced(1, 10, { lines: [goods(1, { gross: '120.00' }, { quantity: 3 })], earned: false }),
    ];
    const shipped = {
      fulfillment: gid('Fulfillment', '71'),
      happenedAt: at(15),
      lines: [unit],
      charges: [],
    };

    test('read as a unit that had left: an allowance, and two units still deferred', () => {
      const entries = booksOf({
        course: {
          invoices,
          recognitions: [shipped],
          credits: [credited(1, 20, { lines: [unit], shipped: [line(1)] })],
        },
      });
      expect(balances(entries)).toEqual({ '1100': 8000n, '4900': 4000n, '4000': -4000n, '2100': -8000n });
    });

    test('read as a unit that never left: no allowance, and one unit still deferred', () => {
      const entries = booksOf({
        course: { invoices, recognitions: [shipped], credits: [credited(1, 20, { lines: [unit] })] },
      });
      expect(balances(entries)).toEqual({ '1100': 8000n, '4000': -4000n, '2100': -4000n });
    });
  });

  test('a late shipment of a closed month is posted on the first open day and keeps its own', () => {
    const due = booksOf({
      course: {
        invoices: [
          {
            ...invoiced(1, 0, { lines: [goods(1, { gross: '100.00' })] }),
            happenedAt: '2026-10-30T12:00:00.000Z',
          },
        ],
      },
      shop: { workflows: [] },
    });
    const closed = (period: string, from: string, to: string) =>
      ({ period, from, to, status: 'closed' }) as const;
    const september = closed('2026-09', '2026-09-01', '2026-09-30');
    const october = closed('2026-10', '2026-10-01', '2026-10-31');
    const november = closed('2026-11', '2026-11-01', '2026-11-30');
    const posted = (...periods: (typeof october)[]) =>
      amendments(due, [], periods).map(({ effectiveOn, postingDate }) => [effectiveOn, postingDate]);
    expect(posted()).toEqual([['2026-10-30', '2026-10-30']]);
    expect(posted(september)).toEqual([['2026-10-30', '2026-10-30']]);
    expect(posted(october)).toEqual([['2026-10-30', '2026-11-01']]);
    expect(posted(november, october)).toEqual([['2026-10-30', '2026-12-01']]);
  });

  test('a gift card bought and used in one order: product 119, card 50, paid 30 by card and 139', () => {
    const total = eur('169.00');
    const invoice = invoiced(1, 10, {
      lines: [goods(1, { gross: '100.00', tax: '19.00' }), goods(2, { gross: '50.00' }, { giftCard: true })],
    });
    const entries = booksOf({
      course: {
        payments: [
          paid(1, 5, { amount: eur('30.00'), gateway: 'gift_card' }),
          paid(2, 5, { amount: eur('139.00') }),
        ],
        invoices: [invoice],
        applications: [
          {
            from: { deposit: transactionId(1) },
            invoice: invoice.anchor,
            happenedAt: at(10),
            amount: eur('30.00'),
          },
          {
            from: { deposit: transactionId(2) },
            invoice: invoice.anchor,
            happenedAt: at(10),
            amount: eur('139.00'),
          },
        ],
      },
    });
    expect(invoice.total).toEqual(total);
    expect(balances(entries)).toEqual({
      '1020.shopify_payments': 13900n,
      '2200': 3000n - 5000n,
      '4000': -10000n,
      [tax]: -1900n,
    });
  });

  test('net 30: the receivable stands until the money comes, a month later', () => {
    const gross = eur('119.00');
    const invoices = [invoiced(1, 10, { lines: [goods(1, { gross: '100.00', tax: '19.00' })] })];
    expect(balances(booksOf({ course: { invoices } }))).toMatchObject({ '1100': 11900n });
    const payments = [paid(1, 10 + 30 * 1440, { amount: gross, settled: gross, gateway: 'Bank Deposit' })];
    expect(balances(booksOf({ course: { invoices, payments } }))).toEqual({
      '1020.bank_deposit': 11900n,
      '4000': -10000n,
      [tax]: -1900n,
    });
  });

  describe('EUR 85 in as USD 100 where the books had 100.30', () => {
    const usd = (decimal: string) => parseMoney(decimal, 'USD');
    const sold = goods(1, { gross: '100.30', currency: 'USD' });
    const invoices = [invoiced(1, 10, { lines: [sold], currency: 'USD' })];
    const payments = [paid(1, 20, { amount: usd('100.00'), settled: usd('100.00') })];
    const header = {
      currency: 'USD',
      presentmentCurrency: 'EUR',
      total: usd('100.30'),
      outstanding: usd('0'),
    };

    test('a loss of 0.30 is realized when the customer owes nothing any more', () => {
      const settled = booksOf({ course: { invoices, payments }, story: { header, sales: [] } });
      expect(balances(settled)).toEqual({ '1020.shopify_payments': 10000n, '7000': 30n, '4000': -10030n });
      const owing = { ...header, outstanding: usd('0.30') };
      expect(
        balances(booksOf({ course: { invoices, payments }, story: { header: owing, sales: [] } })),
      ).toEqual({
        '1020.shopify_payments': 10000n,
        '1100': 30n,
        '4000': -10030n,
      });
    });

    test('and 10.00 in all when it is refunded as USD 110', () => {
      const entries = booksOf({
        course: {
          invoices,
          payments,
          credits: [credited(1, 30, { lines: [sold], shipped: [line(1)], currency: 'USD' })],
          refunds: [refunded(2, 30, { amount: usd('110.00') })],
        },
        story: { header: { ...header, total: usd('0') }, sales: [] },
      });
      expect(balances(entries)).toEqual({
        '1020.shopify_payments': -1000n,
        '7000': 1000n,
        '4000': -10030n,
        '4900': 10030n,
      });
    });

    test('a deposit for goods that are not invoiced yet is no difference of rates', () => {
      const deposit = [paid(1, 20, { amount: usd('100.00') })];
      expect(balances(booksOf({ course: { payments: deposit }, story: { header, sales: [] } }))).toEqual({
        '1020.shopify_payments': 10000n,
        '2120': -10000n,
      });
    });
  });

  test('an exchange of 100 for 250: credit memo, invoice and a payment of 150 leave nothing owed', () => {
    const before = {
      invoices: [invoiced(1, 10, { lines: [goods(1, { gross: '100.00' })] })],
      payments: [paid(1, 11, { amount: eur('100.00'), settled: eur('100.00') })],
    };
    const entries = booksOf({
      course: {
        invoices: [...before.invoices, invoiced(2, 40, { lines: [goods(2, { gross: '250.00' })] })],
        credits: [credited(1, 30, { lines: [goods(1, { gross: '100.00' })], shipped: [line(1)] })],
        payments: [...before.payments, paid(2, 41, { amount: eur('150.00'), settled: eur('150.00') })],
      },
    });
    expect(balances(entries)).toEqual({ '1020.shopify_payments': 25000n, '4000': -35000n, '4900': 10000n });
  });

  test('cash rounding 19.98 to 20.00, and change of 1.00 on a note of 20.00', () => {
    const invoices = [invoiced(1, 9, { lines: [goods(1, { gross: '19.98' })] })];
    const rounded = { amount: eur('19.98'), settled: eur('19.98'), gateway: 'cash', rounding: eur('0.02') };
    expect(balances(booksOf({ course: { invoices, payments: [paid(1, 9, rounded)] } }))).toEqual({
      '1025': 2000n,
      '7110': -2n,
      '4000': -1998n,
    });
    const change = { amount: eur('19.00'), settled: eur('19.00'), gateway: 'cash' };
    const nineteen = [invoiced(1, 9, { lines: [goods(1, { gross: '19.00' })] })];
    expect(balances(booksOf({ course: { invoices: nineteen, payments: [paid(1, 9, change)] } }))).toEqual({
      '1025': 1900n,
      '4000': -1900n,
    });
  });

  test('an exchange whose difference goes back in cash is rounded on the way out, too', () => {
    const refund = refunded(2, 20, { amount: eur('4.98'), gateway: 'cash', rounding: eur('0.02') });
    expect(balances(booksOf({ course: { refunds: [refund] } }))).toEqual({
      '1100': 498n,
      '7110': 2n,
      '1025': -500n,
    });
  });
});
