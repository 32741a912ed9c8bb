import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact, FactBodies } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { giftCardChangeLane, type Lane, lane } from '#domain/lane.ts';
import { money } from '#domain/money.ts';
import { nothingKnown } from '#domain/shop.ts';
import type { BalanceTransaction, GiftCardMovement, Payout } from '#domain/settlement.ts';
import { settleLane } from '#src/stabilize/settlement/settle-lane.ts';
import { balances } from '#tests/support/course.ts';
import {
  at,
  eur,
  known,
  orderId,
  orderLane,
  type OrderStory,
  payment,
  readFact,
  shopSettings,
  transactionFact,
  transactionId,
} from '#tests/support/order-facts.ts';

const clearing = '1020.shopify_payments';
const booksFrom = at(0);

function told<Kind extends 'balance_transaction' | 'payout' | 'gift_card' | 'gift_card_movement'>(
  kind: Kind,
  { key, lanes, body }: { key: string; lanes: readonly [Lane, ...Lane[]]; body: FactBodies[Kind] },
) {
  return { kind, key, lanes, happenedAt: at(5), authority: true, body };
}

function moved(rest: Partial<BalanceTransaction> = {}): Fact {
  const amount = rest.amount ?? eur('119.00');
  const fee = eur('0');
  const body: BalanceTransaction = {
    balanceTransaction: gid('ShopifyPaymentsBalanceTransaction', '1'),
    type: 'CHARGE',
    amount,
    fee,
    net: money(amount.minor - fee.minor, amount.currency),
    transactionDate: at(5),
    gateway: 'shopify_payments',
    associatedOrder: orderId,
    associatedPayout: null,
    payoutStatus: null,
    sourceOrderTransaction: transactionId(1),
    dispute: null,
    adjustmentReason: null,
    test: false,
    ...rest,
  };
  return told('balance_transaction', { key: body.balanceTransaction, lanes: [orderLane], body });
}

/** What is settled in a lane a day later, when the ERP was looked at since. */
function settled(
  of: Lane,
  facts: readonly Fact[],
  {
    story,
    now = at(1440),
    erpReadThrough = now,
  }: { story?: OrderStory; now?: string; erpReadThrough?: string } = {},
) {
  const reading = {
    now,
    shop: shopSettings(),
    shopFacts: { ...nothingKnown, erpReadThrough },
    claims: [],
    posts: true,
  };
  const order = story === undefined ? null : known(story);
  const { breaks, ...rest } = settleLane({ lane: of, facts, order, reading, booksFrom });
  const found = breaks.map(({ cause, amount, about }) => `${cause} ${String(amount?.minor)} ${about}`);
  return { ...rest, found, books: balances(rest.entries) };
}

const one: OrderStory = { transactions: [payment(1, 5)] };

describe('what moved the balance for an order', () => {
  test('repeats its tender, so that nothing is booked twice', () => {
    expect(settled(orderLane, [moved()], { story: one })).toMatchObject({ books: {}, found: [] });
  });

  test('differs by the rate where the customer paid in another currency, and that is realized', () => {
    const story = { ...one, header: { presentmentCurrency: 'USD' } };
    const { books, found } = settled(orderLane, [moved({ amount: eur('118.20') })], { story });
    expect({ books, found }).toEqual({ books: { [clearing]: -80n, '7000': 80n }, found: [] });
  });

  test('differs by what nothing explains where no rate lies between them', () => {
    const { books, found } = settled(orderLane, [moved({ amount: eur('118.20') })], { story: one });
    expect(books).toEqual({ [clearing]: -80n, '9999': 80n });
    expect(found).toEqual(['AMOUNT -80 gid://shopify/ShopifyPaymentsBalanceTransaction/1']);
  });

  test('of an order that nobody told of has the store asked, and is in suspense once it does not show it', () => {
    expect(settled(orderLane, [moved()])).toMatchObject({
      entries: [],
      found: [],
      askAt: at(1441),
    });
    const { books, found } = settled(orderLane, [moved(), readFact(at(10), false)]);
    expect(books).toEqual({ [clearing]: 11900n, '9999': -11900n });
    expect(found).toEqual(['OUT_OF_WINDOW 11900 gid://shopify/ShopifyPaymentsBalanceTransaction/1']);
  });

  test('for a tender from before the books belongs to their opening', () => {
    const story = { transactions: [payment(1, -5)] };
    expect(settled(orderLane, [moved()], { story })).toMatchObject({
      books: { [clearing]: 11900n, '3000': -11900n },
      found: [],
    });
  });

  test('of a type that the chart does not know is in suspense, named as that', () => {
    const rest = { type: 'TOMORROWS_TYPE', associatedOrder: null, sourceOrderTransaction: null };
    const { books, found } = settled(lane('balance', '1'), [moved(rest)]);
    expect(books).toEqual({ [clearing]: 11900n, '9999': -11900n });
    expect(found).toEqual(['UNKNOWN_TYPE 11900 gid://shopify/ShopifyPaymentsBalanceTransaction/1']);
  });

  test('in another currency than the books is not booked, for no rate is known', () => {
    const amount = money(13000n, 'USD');
    expect(
      settled(orderLane, [moved({ amount, fee: money(0n, 'USD'), net: amount })], { story: one }),
    ).toMatchObject({
      entries: [],
      found: [],
    });
  });
});

describe('a payout', () => {
  const payout = gid('ShopifyPaymentsPayout', '5');
  const paidOut = (net: string, rest: Partial<Payout> = {}) =>
    settled(lane('payout', '5'), [
      told('payout', {
        key: payout,
        lanes: [lane('payout', '5')],
        body: {
          payout,
          issuedAt: at(5),
          net: eur(net),
          status: 'paid',
          parts: [
            { balanceTransaction: '1', type: 'CHARGE', net: eur('100.00') },
            { balanceTransaction: '2', type: 'REFUND', net: eur('-12.00') },
          ],
          ...rest,
        },
      }),
    ]).found;

  test('is what it took along, and a unit off is named', () => {
    expect(paidOut('88.00')).toEqual([]);
    expect(paidOut('87.99')).toEqual([`AMOUNT -1 ${payout}`]);
  });

  test('that the bank sent back is named with its amount', () => {
    expect(paidOut('88.00', { status: 'failed' })).toEqual([`STATUS 8800 ${payout}`]);
  });
});

describe('changes of gift cards by one amount', () => {
  const change = eur('-25.00');
  const home = giftCardChangeLane(change);
  const movement = (n: number, minutes: number): Fact => {
    const body: GiftCardMovement = {
      giftCard: gid('GiftCard', `${n}`),
      movement: `changed-${n}`,
      amount: change,
      at: at(minutes),
    };
    return told('gift_card_movement', { key: body.movement, lanes: [home], body });
  };
  const tender = (n: number, minutes: number): Fact =>
    transactionFact(payment(n, minutes, { gateway: 'gift_card', amount: eur('25.00') }));
  const journal = (n: number, minutes: number): Fact => ({
    kind: 'erp_document',
    key: `1/journal/journal_${n}/seen`,
    lanes: [lane('erp', `journal_${n}`), home],
    happenedAt: at(minutes),
    authority: true,
    body: {
      connectionId: '1',
      kind: 'journal',
      documentId: `journal_${n}`,
      number: `JRN-${n}`,
      postingKey: null,
      adopted: false,
      told: 'sweep',
      status: 'posted',
      total: change,
      createdAt: at(minutes),
      date: '2026-11-02',
      ledgerLines: null,
    },
  });

  test('by a tender of the same time are an order’s and book nothing of their own', () => {
    expect(settled(home, [movement(1, 5), tender(1, 5)])).toMatchObject({ entries: [], found: [] });
  });

  test('by people are booked, and a journal of the ERP makes them good', () => {
    const { books, found } = settled(home, [movement(1, 5), journal(1, 60)]);
    expect({ books, found }).toEqual({ books: { '2200': 2500n, '4900': -2500n }, found: [] });
  });

  test('of which one has no journal are a break about the card that lies furthest from any', () => {
    const { found } = settled(home, [movement(1, 5), movement(2, 300), journal(1, 10)]);
    expect(found).toEqual(['MISSING_ERP -2500 gid://shopify/GiftCard/2']);
  });

  test('wait for their hour, and for the ERP to be looked at after it', () => {
    expect(settled(home, [movement(1, 5)], { now: at(30) })).toMatchObject({ entries: [], found: [] });
    expect(settled(home, [movement(1, 5)], { erpReadThrough: at(30) })).toMatchObject({
      entries: [],
      found: [],
      againAt: at(1470),
    });
    expect(settled(home, [movement(1, 5)]).found).toHaveLength(1);
  });

  test('from before a shop’s past as it is read are not judged', () => {
    expect(settled(home, [movement(1, -70 * 1440)])).toMatchObject({ entries: [], found: [] });
  });

  test('read the same whatever order the facts came in', () => {
    const facts = [
      movement(1, 5),
      movement(2, 5),
      movement(3, 90),
      tender(1, 5),
      journal(1, 20),
      journal(2, 6 * 1440),
    ];
    const plain = settled(home, facts);
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        const { found, books } = settled(home, shuffled);
        expect({ found: found.toSorted(), books }).toEqual({
          found: plain.found.toSorted(),
          books: plain.books,
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('a gift card', () => {
  const giftCard = gid('GiftCard', '7');
  const home = lane('gift_card', '7');
  const card = (balance: string, rest: Partial<FactBodies['gift_card']> = {}) =>
    settled(home, [
      told('gift_card', {
        key: giftCard,
        lanes: [home],
        body: {
          giftCard,
          balance: eur(balance),
          initialValue: eur('50.00'),
          createdAt: at(-60),
          soldBy: null,
          movements: [
            { id: '1', amount: eur('-10.00'), at: at(-30) },
            { id: '2', amount: eur('-5.00'), at: at(30) },
          ],
          whole: true,
          ...rest,
        },
      }),
    ]);

  test('is opened with what it was worth when the books began', () => {
    expect(card('35.00')).toMatchObject({ books: { '2200': -4000n, '3000': 4000n }, found: [] });
  });

  test('whose balance its movements do not explain is named with the rest', () => {
    expect(card('36.50').found).toEqual([`AMOUNT 150 ${giftCard}`]);
  });

  test('below nothing is named', () => {
    expect(card('-1.00').found).toEqual([`AMOUNT -100 ${giftCard}`]);
  });

  test('of which not every movement is known is not opened by guessing', () => {
    expect(card('3.00', { whole: false })).toMatchObject({ entries: [], found: [] });
  });
});
