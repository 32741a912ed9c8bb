import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import {
  balances,
  type BooksStory,
  booksOf,
  chargeOf,
  goods,
  invoiced,
  paid,
  recognized,
  takenBack,
  under,
} from '#tests/support/course.ts';
import { at, eur, line, transactionId } from '#tests/support/order-facts.ts';

const lamp = goods(1, { gross: '100.00', tax: '19.00' });
const card = goods(2, { gross: '50.00' }, { giftCard: true });
const gross = eur('119.00');
/** Every row of the table of entries: what happened, and what it comes to by account. */
const rows: readonly [name: string, story: BooksStory, expected: Record<string, bigint>][] = [
  [
    'a payment before its invoice is a deposit',
    { course: { payments: [paid(1, 5, { amount: gross })] } },
    { '1020.shopify_payments': 11900n, '2120': -11900n },
  ],
  [
    'cash at the till lies in the drawer',
    { course: { payments: [paid(1, 5, { amount: gross, gateway: 'cash' })] } },
    { '1025': 11900n, '2120': -11900n },
  ],
  [
    'an invoice credits revenue and tax',
    { course: { invoices: [invoiced(1, 9, { lines: [lamp] })] } },
    { '1100': 11900n, '4000': -10000n, '2000.DE MwSt@0.19': -1900n },
  ],
  [
    '119 with tax inside and 10 % off debits the discount without tax',
    {
      course: {
        invoices: [
          invoiced(1, 9, { lines: [goods(1, { gross: '100.00', discount: '10.00', tax: '17.10' })] }),
        ],
      },
    },
    { '1100': 10710n, '4910': 1000n, '4000': -10000n, '2000.DE MwSt@0.19': -1710n },
  ],
  [
    'an invoice before its revenue defers it, discount and shipping too',
    {
      course: {
        invoices: [
          invoiced(1, 9, {
            lines: [goods(1, { gross: '100.00', discount: '10.00', tax: '17.10' })],
            charges: [chargeOf('shipping', { gross: '5.00' })],
            earned: false,
          }),
        ],
      },
    },
    { '1100': 11210n, '2110': 1000n, '2100': -10500n, '2000.DE MwSt@0.19': -1710n },
  ],
  [
    'an application uses the deposit on the invoice',
    {
      course: {
        invoices: [invoiced(1, 9, { lines: [lamp] })],
        payments: [paid(1, 5, { amount: gross })],
        applications: [
          {
            from: { deposit: transactionId(1) },
            invoice: gid('Fulfillment', '71'),
            happenedAt: at(9),
            amount: gross,
          },
        ],
      },
    },
    { '1020.shopify_payments': 11900n, '4000': -10000n, '2000.DE MwSt@0.19': -1900n },
  ],
  [
    'using a credit memo on an invoice moves nothing',
    {
      course: {
        invoices: [invoiced(1, 9, { lines: [lamp] })],
        applications: [
          {
            from: { credit: gid('SalesAgreement', '81') },
            invoice: gid('Fulfillment', '71'),
            happenedAt: at(9),
            amount: eur('50.00'),
          },
        ],
      },
    },
    { '1100': 11900n, '4000': -10000n, '2000.DE MwSt@0.19': -1900n },
  ],
  [
    'a payment after its invoice settles the receivable',
    { course: { payments: [paid(1, 15, { amount: gross, settled: gross, gateway: 'Bank Deposit' })] } },
    { '1020.bank_deposit': 11900n, '1100': -11900n },
  ],
  [
    'a gift card is a tender that ends a liability',
    { course: { payments: [paid(1, 5, { amount: eur('30.00'), gateway: 'gift_card' })] } },
    { '2200': 3000n, '2120': -3000n },
  ],
  [
    'store credit is one, too',
    {
      course: {
        payments: [
          paid(1, 5, { amount: eur('30.00'), settled: eur('30.00'), gateway: 'shopify_store_credit' }),
        ],
      },
    },
    { '2210': 3000n, '1100': -3000n },
  ],
  [
    'what cash rounding adds lies in the drawer and pays nothing',
    {
      course: {
        payments: [
          paid(1, 9, { amount: eur('19.98'), settled: eur('19.98'), gateway: 'cash', rounding: eur('0.02') }),
        ],
      },
    },
    { '1025': 2000n, '1100': -1998n, '7110': -2n },
  ],
  [
    'what cash rounding takes was never in the drawer',
    {
      course: {
        payments: [
          paid(1, 9, {
            amount: eur('20.02'),
            settled: eur('20.02'),
            gateway: 'cash',
            rounding: eur('-0.02'),
          }),
        ],
      },
    },
    { '1025': 2000n, '1100': -2002n, '7110': 2n },
  ],
  [
    'recognition turns deferred revenue and discount into their own',
    {
      course: {
        recognitions: [
          recognized(30, {
            lines: [goods(1, { gross: '100.00', discount: '10.00', tax: '17.10' })],
            charges: [chargeOf('shipping', { gross: '5.00' })],
          }),
        ],
      },
    },
    { '2100': 10500n, '4000': -10000n, '4010': -500n, '4910': 1000n, '2110': -1000n },
  ],
  [
    'what was never deferred is not recognized',
    {
      course: {
        recognitions: [
          recognized(30, { lines: [lamp, card], charges: [chargeOf('tip', { gross: '3.00' })] }),
        ],
      },
    },
    { '2100': 10000n, '4000': -10000n },
  ],
  [
    'a gift card sold is a liability and no revenue, even where revenue waits',
    { course: { invoices: [invoiced(1, 9, { lines: [card], earned: false })] } },
    { '1100': 5000n, '2200': -5000n },
  ],
  [
    'a tip is owed to the staff',
    { course: { invoices: [invoiced(1, 9, { charges: [chargeOf('tip', { gross: '3.00' })] })] } },
    { '1100': 300n, '2300': -300n },
  ],
  [
    'or income, where policy says so',
    {
      course: { invoices: [invoiced(1, 9, { charges: [chargeOf('tip', { gross: '3.00' })] })] },
      shop: under({ tips: 'income' }),
    },
    { '1100': 300n, '4040': -300n },
  ],
  [
    'duties are owed',
    { course: { invoices: [invoiced(1, 9, { charges: [chargeOf('duty', { gross: '7.00' })] })] } },
    { '1100': 700n, '2050': -700n },
  ],
  [
    'tax that the channel owes passes through an account of its own',
    {
      course: {
        invoices: [invoiced(1, 9, { lines: [goods(1, { gross: '100.00', tax: '19.00', channel: true })] })],
      },
    },
    { '1100': 11900n, '4000': -10000n, '2060': -1900n },
  ],
  [
    'so does all tax of an order whose merchant of record is an app',
    {
      course: { invoices: [invoiced(1, 9, { lines: [lamp] })] },
      story: { header: { merchantOfRecord: true } },
    },
    { '1100': 11900n, '4000': -10000n, '2060': -1900n },
  ],
  [
    'a charge of an unknown type waits in suspense',
    { course: { invoices: [invoiced(1, 9, { charges: [chargeOf('unknown', { gross: '4.00' })] })] } },
    { '1100': 400n, '9999': -400n },
  ],
];

describe('the table of entries, of what is sold and paid', () => {
  test.each(rows)('%s', (_, story, expected) => {
    expect(balances(booksOf(story))).toEqual(expected);
  });

  test.each(rows)('%s; and taken back it comes to nothing, on the same days', (_, story) => {
    const written = booksOf(story);
    const { reversals, left } = takenBack(written);
    expect(reversals.map(({ reverses, effectiveOn }) => [reverses, effectiveOn])).toEqual(
      written.map(({ key, effectiveOn }) => [key, effectiveOn]),
    );
    expect(left).toEqual({});
  });
});

describe('what is booked says what it is about', () => {
  const at1 = { location: gid('Location', '1'), channel: 'pos' };
  const [entry] = booksOf({
    course: { invoices: [invoiced(1, 9, { lines: [lamp] })] },
    story: { header: { ...at1, taxPlace: 'US-CA' } },
  });

  test('every line has the channel and the location, a tax line its key', () => {
    expect(entry?.lines.map(({ account, dimensions }) => [account, dimensions])).toEqual([
      ['1100', at1],
      ['4000', at1],
      ['2000.US-CA MwSt@0.19', { ...at1, tax: 'MwSt@0.19' }],
    ]);
  });

  test('each amount is one of its line', () => {
    expect(entry?.lines.map(({ item }) => item)).toEqual(['', line(1), line(1)]);
  });

  test('an invoice of an agreement and one of a fulfillment have two keys, though their numbers be one', () => {
    const ofAgreement = { ...invoiced(1, 9, { lines: [lamp] }), anchor: gid('SalesAgreement', '71') };
    const entries = booksOf({ course: { invoices: [invoiced(1, 9, { lines: [lamp] }), ofAgreement] } });
    expect(entries.map(({ key }) => key)).toEqual(['invoice/71', 'invoice/SalesAgreement-71']);
  });

  test('an invoice that stands though its shipment was cancelled is in the books, as it is in the ERP', () => {
    const stands = { ...invoiced(1, 9, { lines: [lamp] }), force: 'stands' as const };
    expect(balances(booksOf({ course: { invoices: [stands] } }))).toMatchObject({ '1100': 11900n });
  });

  test('tax of which the store does not say who owes it waits in suspense, where the order has channel tax', () => {
    const share = (channelLiable: boolean | null) => ({
      title: 'MwSt',
      rate: '0.19',
      channelLiable,
      amount: eur('19.00'),
    });
    const sold = (taxes: ReturnType<typeof share>[]) => ({
      course: { invoices: [invoiced(1, 9, { lines: [lamp] })] },
      story: { sales: [{ ...oneSale, taxes }] },
    });
    expect(balances(booksOf(sold([share(null), share(true)])))).toMatchObject({ '9999': -1900n });
    expect(balances(booksOf(sold([share(null)])))).toMatchObject({ '2000.DE MwSt@0.19': -1900n });
  });

  test('0.190 and 0.19 are one rate', () => {
    const taxes = [{ key: 'MwSt@0.190', title: 'MwSt', rate: '0.190', amount: eur('19.00') }];
    const of = { course: { invoices: [invoiced(1, 9, { lines: [{ ...lamp, taxes }] })] } };
    expect(balances(booksOf(of))).toMatchObject({ '2000.DE MwSt@0.19': -1900n });
  });
});

const oneSale = {
  sale: gid('Sale', '1'),
  lineType: 'PRODUCT',
  lineItem: line(1),
  quantity: 1,
  total: gross,
  tax: eur('19.00'),
  discount: eur('0'),
};
