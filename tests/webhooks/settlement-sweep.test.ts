import { describe, expect, test } from 'vitest';
import { Park } from '#domain/obstacle.ts';
import {
  listBalanceTransactions,
  listGiftCards,
  listPayoutParts,
  listPayouts,
} from '#src/client/shopify/settlement.ts';
import { bodiesOf, factsOf, lamp, openRead, payment, readAt } from '#tests/support/store-read.ts';

const since = '2026-10-01T00:00:00.000Z';
const swept = (topic: string, body: object) =>
  factsOf('shopify-sweep', topic, JSON.stringify({ askedAt: readAt, ...body }));

async function balance(read: ReturnType<typeof openRead>, opening: object | null = null) {
  const page = await listBalanceTransactions(read.admin, since, null);
  if (page === null) throw new Error('the shop has Shopify Payments');
  return swept('balance-transactions', { transactions: page.rows, balance: page.balance, opening });
}

describe('a page of what moved the balance', () => {
  test('holds each movement in the lane of its order, and what the balance is after all of them', async () => {
    const read = openRead();
    const order = read.store.placeOrder({ lines: [lamp], taxesIncluded: true, payment });
    const facts = await balance(read);
    expect(facts.map(({ kind, lanes }) => [kind, lanes])).toEqual([
      ['balance_transaction', [`order/${order.id}`]],
      ['clearing_balance', ['clearing/shopify_payments']],
    ]);
    expect(bodiesOf('balance_transaction', facts)).toMatchObject([
      {
        type: 'CHARGE',
        amount: { minor: 11900n, currency: 'EUR' },
        fee: { minor: 375n },
        net: { minor: 11525n },
        sourceOrderTransaction: `gid://shopify/OrderTransaction/${order.transactions[0]?.id}`,
        associatedPayout: null,
        payoutStatus: 'PENDING',
        test: false,
      },
    ]);
    expect(bodiesOf('clearing_balance', facts)).toMatchObject([
      { balance: { minor: 11525n, currency: 'EUR' } },
    ]);
  });

  test('gives what concerns no order a lane of its own, and a dispute its name', async () => {
    const read = openRead();
    const taken = read.store.adjustBalance(-500n, 'other');
    const order = read.store.placeOrder({ lines: [lamp], taxesIncluded: true, payment });
    const [transaction] = order.transactions;
    if (transaction === undefined) throw new Error('the order is paid');
    const dispute = read.store.dispute(order, transaction, {});
    const facts = await balance(read);
    expect(facts[0]).toMatchObject({ lanes: [`balance/${taken.id}`], body: { adjustmentReason: 'other' } });
    expect(bodiesOf('balance_transaction', facts).map((one) => one.dispute)).toEqual([
      null,
      null,
      `gid://shopify/ShopifyPaymentsDispute/${dispute.id}`,
    ]);
  });

  test('of the first pass says what the balance was before all that moved since', async () => {
    const read = openRead();
    read.store.adjustBalance(70000n, 'earlier');
    const opening = { at: since, moved: { EUR: '20000' } };
    expect(bodiesOf('clearing_opening', await balance(read, opening))).toEqual([
      { gateway: 'shopify_payments', balance: { minor: 50000n, currency: 'EUR' }, at: since },
    ]);
  });

  test('with an amount that nobody could mean is parked', () => {
    expect(() => swept('balance-transactions', { transactions: [], balance: [{}], opening: null })).toThrow(
      Park,
    );
  });
});

test('a payout holds what it took along, its own way out of the balance left out', async () => {
  const read = openRead();
  read.store.placeOrder({ lines: [lamp], taxesIncluded: true, payment });
  await read.clock.run({ until: read.clock.now() + 2 * 86_400_000 });
  const payout = read.store.issuePayout();
  const [listed] = (await listPayouts(read.admin, since, null))?.rows ?? [];
  if (payout === null || listed === undefined) throw new Error('a payout was issued');
  const facts = swept('payouts', {
    payouts: [{ payout: listed, parts: await listPayoutParts(read.admin, listed.id) }],
  });
  expect(facts.map(({ lanes }) => lanes)).toEqual([[`payout/${payout.id}`]]);
  expect(bodiesOf('payout', facts)).toMatchObject([
    {
      net: { minor: 11525n, currency: 'EUR' },
      status: 'scheduled',
      parts: [{ type: 'CHARGE', net: { minor: 11525n, currency: 'EUR' } }],
    },
  ]);
});

describe('a page of gift cards', () => {
  test('tells each card, and each change of one with all others of its amount', async () => {
    const read = openRead();
    const card = read.store.issueGiftCard(5000n);
    read.store.adjustGiftCard(card, -2500n);
    const facts = swept('gift-cards', { cards: (await listGiftCards(read.admin, null)).rows });
    expect(facts.map(({ kind, lanes }) => [kind, lanes])).toEqual([
      ['gift_card', [`gift_card/${card.id}`]],
      ['gift_card_movement', ['gift_card_change/EUR5000']],
      ['gift_card_movement', ['gift_card_change/EUR-2500']],
    ]);
    expect(bodiesOf('gift_card', facts)).toMatchObject([
      { balance: { minor: 2500n }, initialValue: { minor: 5000n }, soldBy: null, whole: true },
    ]);
  });

  test('leaves what a sold card was issued with to its order', async () => {
    const read = openRead();
    const line = { ...lamp, unitPrice: 5000n, giftCard: true, taxes: [] };
    const order = read.store.placeOrder({ lines: [line], taxesIncluded: true, payment });
    const facts = swept('gift-cards', { cards: (await listGiftCards(read.admin, null)).rows });
    expect(bodiesOf('gift_card', facts)).toMatchObject([{ soldBy: `gid://shopify/Order/${order.id}` }]);
    expect(bodiesOf('gift_card_movement', facts)).toEqual([]);
  });
});
