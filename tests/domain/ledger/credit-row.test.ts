import { describe, expect, test } from 'vitest';
import {
  balances,
  type BooksStory,
  booksOf,
  chargeOf,
  credited,
  goods,
  invoiced,
  recognized,
  refunded,
  takenBack,
  under,
} from '#tests/support/course.ts';
import { eur, line } from '#tests/support/order-facts.ts';

const lamp = goods(1, { gross: '100.00', tax: '19.00' });
const card = goods(2, { gross: '50.00' }, { giftCard: true });
const gross = eur('119.00');

/** The rows of the table of entries by which money or goods go back. */
const rows: readonly [name: string, story: BooksStory, expected: Record<string, bigint>][] = [
  [
    'cancelled before its invoice and paid: the deposit goes back when the money does',
    { course: { refunds: [refunded(2, 20, { amount: gross, fromDeposits: gross })] } },
    { '2120': 11900n, '1020.shopify_payments': -11900n },
  ],
  [
    'a credit memo of goods that had left is an allowance without tax',
    { course: { credits: [credited(1, 20, { lines: [lamp], shipped: [line(1)] })] } },
    { '4900': 10000n, '2000.DE MwSt@0.19': 1900n, '1100': -11900n },
  ],
  [
    'an allowance is net of the discount',
    {
      course: {
        credits: [
          credited(1, 20, {
            lines: [goods(1, { gross: '100.00', discount: '10.00', tax: '17.10' })],
            shipped: [line(1)],
          }),
        ],
      },
    },
    { '4900': 9000n, '2000.DE MwSt@0.19': 1710n, '1100': -10710n },
  ],
  [
    'a credit memo gives shipping, duty and tip back where they came from',
    {
      course: {
        credits: [
          credited(1, 20, {
            charges: [
              chargeOf('shipping', { gross: '5.00' }),
              chargeOf('duty', { gross: '7.00' }),
              chargeOf('tip', { gross: '3.00' }),
            ],
          }),
        ],
      },
    },
    { '4010': 500n, '2050': 700n, '2300': 300n, '1100': -1500n },
  ],
  [
    'a credit memo of goods that never left takes their revenue back',
    { course: { credits: [credited(1, 20, { lines: [lamp] })] } },
    { '4000': 10000n, '2000.DE MwSt@0.19': 1900n, '1100': -11900n },
  ],
  [
    'and their deferral, where they were invoiced before their revenue',
    {
      course: {
        invoices: [invoiced(1, 9, { lines: [lamp], earned: false })],
        credits: [credited(1, 20, { lines: [lamp] })],
      },
    },
    {},
  ],
  [
    'shipping that was recognized is revenue when it is credited',
    {
      course: {
        invoices: [invoiced(1, 9, { charges: [chargeOf('shipping', { gross: '5.00' })], earned: false })],
        recognitions: [recognized(10, { charges: [chargeOf('shipping', { gross: '5.00' })] })],
        credits: [credited(1, 20, { charges: [chargeOf('shipping', { gross: '5.00' })] })],
      },
    },
    {},
  ],
  [
    'a gift card taken back is owed no more',
    { course: { credits: [credited(1, 20, { lines: [card] })] } },
    { '2200': 5000n, '1100': -5000n },
  ],
  [
    'a restocking fee is charged',
    { course: { invoices: [invoiced(1, 20, { charges: [chargeOf('fee', { gross: '8.00' })] })] } },
    { '1100': 800n, '4020': -800n },
  ],
  [
    'an amount without goods is an allowance with its own tax',
    {
      course: {
        credits: [
          credited(1, 20, {
            charges: [chargeOf('unknown', { gross: '10.00', tax: '1.90' })],
            discrepancy: 'DAMAGE',
          }),
        ],
      },
    },
    { '4900': 1000n, '2000.DE MwSt@0.19': 190n, '1100': -1190n },
  ],
  [
    'or goodwill, where policy says so',
    {
      course: {
        credits: [
          credited(1, 20, { charges: [chargeOf('unknown', { gross: '10.00' })], discrepancy: 'CUSTOMER' }),
        ],
      },
      shop: under({ goodwill: 'expense' }),
    },
    { '6030': 1000n, '1100': -1000n },
  ],
  [
    'a refund payment of what is owed to the customer',
    { course: { refunds: [refunded(2, 20, { amount: gross })] } },
    { '1100': 11900n, '1020.shopify_payments': -11900n },
  ],
  [
    'a refund onto a gift card is owed on the card',
    { course: { refunds: [refunded(2, 20, { amount: gross, gateway: 'gift_card' })] } },
    { '1100': 11900n, '2200': -11900n },
  ],
  [
    'a refund as store credit is owed as store credit',
    { course: { refunds: [refunded(2, 20, { amount: gross, gateway: 'shopify_store_credit' })] } },
    { '1100': 11900n, '2210': -11900n },
  ],
];

describe('the table of entries, of what goes back', () => {
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
