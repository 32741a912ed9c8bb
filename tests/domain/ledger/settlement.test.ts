import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import type { JournalEntry } from '#domain/journal.ts';
import { money } from '#domain/money.ts';
import type { BalanceTransaction } from '#domain/settlement.ts';
import {
  balanceTransactionEntry,
  channelStatementEntry,
  clearingOpeningEntry,
  disputeLostEntry,
  giftCardChangeEntry,
  giftCardOpeningEntry,
  type OtherSide,
  payoutSeenEntry,
} from '#src/stabilize/ledger/settlement.ts';
import { balances, takenBack } from '#tests/support/course.ts';
import { at, eur, orderId } from '#tests/support/order-facts.ts';

const entity = { timeZone: 'Europe/Berlin' };
const payout = gid('ShopifyPaymentsPayout', '5');
const clearing = '1020.shopify_payments';
const card = { giftCard: gid('GiftCard', '1'), movement: 'issued-1', at: at(9) };

/** Net is what is left of the amount after the fee. */
function moved(
  type: string,
  amount: string,
  {
    fee = '0',
    side,
    ...rest
  }: { fee?: string; side?: OtherSide } & Partial<Pick<BalanceTransaction, 'test'>> = {},
) {
  const net = money(eur(amount).minor - eur(fee).minor, 'EUR');
  const movement: BalanceTransaction = {
    balanceTransaction: gid('ShopifyPaymentsBalanceTransaction', '1'),
    type,
    amount: eur(amount),
    fee: eur(fee),
    net,
    transactionDate: at(5),
    gateway: 'shopify_payments',
    associatedOrder: orderId,
    associatedPayout: payout,
    payoutStatus: null,
    sourceOrderTransaction: null,
    dispute: null,
    adjustmentReason: null,
    test: false,
    ...rest,
  };
  return balanceTransactionEntry(entity, movement, side ?? null);
}

const rows: readonly [name: string, entries: readonly JournalEntry[], expected: Record<string, bigint>][] = [
  [
    'of a charge only the fee is new',
    moved('CHARGE', '119.00', { fee: '2.40' }),
    { '6000': 240n, [clearing]: -240n },
  ],
  ['a refund without a fee moves nothing that its transaction has not moved', moved('REFUND', '-119.00'), {}],
  [
    'a fee given back with a refund is less of an expense',
    moved('REFUND', '-119.00', { fee: '-2.40' }),
    { '6000': -240n, [clearing]: 240n },
  ],
  [
    'a dispute takes its money and its fee',
    moved('DISPUTE_WITHDRAWAL', '-119.00', { fee: '15.00' }),
    { '1150': 11900n, '6020': 1500n, [clearing]: -13400n },
  ],
  [
    'a dispute that is won gives both back',
    moved('DISPUTE_REVERSAL', '119.00', { fee: '-15.00' }),
    { '1150': -11900n, '6020': -1500n, [clearing]: 13400n },
  ],
  [
    'a dispute that is lost is a loss',
    disputeLostEntry(entity, {
      dispute: gid('ShopifyPaymentsDispute', '1'),
      order: orderId,
      amount: eur('119.00'),
      finalizedAt: at(9),
    }),
    { '6010': 11900n, '1150': -11900n },
  ],
  ['a reserve is withheld', moved('RESERVED_FUNDS', '-100.00'), { '1030': 10000n, [clearing]: -10000n }],
  [
    'a reserve is released',
    moved('RESERVED_FUNDS_REVERSAL', '100.00'),
    { '1030': -10000n, [clearing]: 10000n },
  ],
  ['a payout is issued', moved('TRANSFER', '-88.00'), { '1010': 8800n, [clearing]: -8800n }],
  [
    'a payout is seen at the bank',
    payoutSeenEntry(entity, { payout, net: eur('88.00'), seenAt: at(99) }),
    { '1000': 8800n, '1010': -8800n },
  ],
  [
    'a payout fails and comes back',
    moved('TRANSFER_FAILURE', '88.00'),
    { '1010': -8800n, [clearing]: 8800n },
  ],
  [
    'a channel keeps 19 of tax and a fee of 12 from 119, and pays out 88',
    channelStatementEntry(entity, {
      statement: 'march',
      gateway: 'marketplace',
      tax: eur('19.00'),
      fee: eur('12.00'),
      statedAt: at(9),
    }),
    { '2060': 1900n, '6000': 1200n, '1020.marketplace': -3100n },
  ],
  [
    'a gift card given away is an allowance',
    giftCardChangeEntry(entity, { ...card, amount: eur('25.00') }, 'allowance'),
    { '4900': 2500n, '2200': -2500n },
  ],
  [
    'a gift card given away costs goodwill where policy says so',
    giftCardChangeEntry(entity, { ...card, amount: eur('25.00') }, 'expense'),
    { '6030': 2500n, '2200': -2500n },
  ],
  [
    'what a person takes off a card goes the other way',
    giftCardChangeEntry(entity, { ...card, amount: eur('-12.50') }, 'allowance'),
    { '4900': -1250n, '2200': 1250n },
  ],
  [
    'a card is opened with what it is worth',
    giftCardOpeningEntry(entity, { giftCard: card.giftCard, balance: eur('40.00'), at: at(0) }),
    { '3000': 4000n, '2200': -4000n },
  ],
  [
    "a gateway's balance is opened with what it was",
    clearingOpeningEntry(entity, { gateway: 'shopify_payments', balance: eur('500.00'), at: at(0) }),
    { '3000': -50000n, [clearing]: 50000n },
  ],
  [
    'what the rate of a settlement adds to a tender is realized',
    moved('CHARGE', '100.00', {
      fee: '2.00',
      side: { is: 'booked', amount: eur('100.30'), isForeign: true },
    }),
    { '6000': 200n, '7000': 30n, [clearing]: -230n },
  ],
  [
    'a charge that is off by what no rate explains waits in suspense',
    moved('CHARGE', '118.00', { side: { is: 'booked', amount: eur('119.00'), isForeign: false } }),
    { '9999': 100n, [clearing]: -100n },
  ],
  [
    'a charge of a tender from before the books belongs to the opening',
    moved('CHARGE', '119.00', { fee: '2.40', side: { is: 'before' } }),
    { '6000': 240n, '3000': -11900n, [clearing]: 11660n },
  ],
  [
    'a refund of an order that nobody shows waits in suspense',
    moved('REFUND', '-119.00', { side: { is: 'unknown' } }),
    { '9999': 11900n, [clearing]: -11900n },
  ],
  [
    'a type that the chart does not know waits in suspense',
    moved('A_TYPE_OF_TOMORROW', '-3.00'),
    { '9999': 300n, [clearing]: -300n },
  ],
];

describe('money between gateway, dispute, reserve, payout and bank', () => {
  test.each(rows)('%s', (_, entries, expected) => {
    expect(balances(entries)).toEqual(expected);
  });

  test.each(rows)('%s; and taken back it comes to nothing', (_, written) => {
    const { reversals, left } = takenBack(written);
    expect(reversals).toHaveLength(written.length);
    expect(left).toEqual({});
  });

  test('a charge of 119, its fee, its payout and the bank leave nothing in clearing or in transit', () => {
    const taken = { lines: [{ account: clearing, minor: 11900n, item: '' }] };
    const bank = payoutSeenEntry(entity, { payout, net: eur('116.60'), seenAt: at(99) });
    const entries = [
      taken,
      ...moved('CHARGE', '119.00', { fee: '2.40' }),
      ...moved('TRANSFER', '-116.60'),
      ...bank,
    ];
    expect(balances(entries)).toEqual({ '6000': 240n, '1000': 11660n });
  });

  test('a test transaction moves nothing', () => {
    expect(moved('CHARGE', '119.00', { fee: '2.40', test: true })).toEqual([]);
  });

  test('the lines of a payout name it', () => {
    const [entry] = moved('TRANSFER', '-88.00');
    expect(entry?.order).toBe(orderId);
    expect(entry?.lines.map(({ dimensions }) => dimensions?.['payout'])).toEqual([payout, payout]);
  });
});
