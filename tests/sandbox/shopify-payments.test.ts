import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { first, lineFor, openShop, paidByCard, type TestShop } from './support/shop.ts';

const day = 86_400_000;

function charged(changes: Parameters<typeof openShop>[0] = {}) {
  const shop = openShop(changes);
  const lamp = shop.stocked('Lamp');
  const order = shop.placeOrder({ lines: [lineFor(lamp)], taxesIncluded: true, payment: paidByCard });
  return { shop, order, charge: first(order.transactions), line: first(order.lines) };
}

async function nextDay(shop: TestShop) {
  await shop.clock.run({ until: shop.clock.now() + day });
}

describe('the balance', () => {
  test('earns a charge less 2.9 % and 0.30, and gives a refund back without its fee', () => {
    const { shop, line, order } = charged();
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] });
    expect(shop.state.payments.transactions).toMatchObject([
      { type: 'CHARGE', amount: 11_900n, fee: 375n, net: 11_525n, orderId: order.id },
      { type: 'REFUND', amount: -11_900n, fee: 0n, net: -11_900n },
    ]);
  });

  test('knows nothing of other gateways', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [lineFor(shop.stocked('Lamp'))],
      taxesIncluded: true,
      payment: { kind: 'sale', gateway: 'paypal' },
    });
    expect(order.transactions).toHaveLength(1);
    expect(shop.state.payments.transactions).toEqual([]);
  });

  test('settles another currency at the rate of the day, near the rate of the order', () => {
    const shop = openShop();
    const lamp = shop.stocked('Lamp');
    shop.placeOrder({
      lines: [lineFor(lamp, 1, 10_000n)],
      taxesIncluded: true,
      currency: 'USD',
      exchangeRate: '0.85',
      payment: paidByCard,
    });
    const { amount, currency } = first(shop.state.payments.transactions);
    expect(currency).toBe('EUR');
    expect(amount).toBeGreaterThan(8_370n);
    expect(amount).toBeLessThan(8_630n);
  });
});

describe('a dispute', () => {
  test('that is an inquiry moves no money', () => {
    const { shop, order, charge } = charged();
    const dispute = shop.dispute(order, charge, { type: 'INQUIRY' });
    expect(dispute).toMatchObject({ status: 'NEEDS_RESPONSE', amount: 11_900n, currency: 'EUR' });
    expect(shop.state.payments.transactions).toHaveLength(1);
    expect(shop.topics().at(-1)).toEqual(['disputes/create']);
  });

  test('that is a chargeback takes the amount and 15.00, which come back only when it is won', () => {
    const nets = (['WON', 'LOST'] as const).map((outcome) => {
      const { shop, order, charge } = charged();
      const dispute = shop.dispute(order, charge);
      shop.resolveDispute(dispute, outcome);
      expect(shop.topics().at(-1)).toEqual(['disputes/update']);
      expect(() => shop.resolveDispute(dispute, outcome)).toThrow('already resolved');
      return shop.state.payments.transactions.map(({ type, net }) => [type, net]);
    });
    expect(nets).toEqual([
      [
        ['CHARGE', 11_525n],
        ['DISPUTE_WITHDRAWAL', -13_400n],
        ['DISPUTE_REVERSAL', 13_400n],
      ],
      [
        ['CHARGE', 11_525n],
        ['DISPUTE_WITHDRAWAL', -13_400n],
      ],
    ]);
  });

  test('is possible only of a Shopify Payments charge', () => {
    const { shop, order } = charged();
    shop.refund(order, { amount: 100n });
    const refund = order.transactions.at(-1);
    if (refund === undefined) throw new Error('There is no refund');
    expect(() => shop.dispute(order, refund)).toThrow('Only a successful Shopify Payments charge');
  });
});

describe('a payout', () => {
  test('takes what waits from before the UTC midnight, once', async () => {
    const { shop } = charged();
    expect(shop.issuePayout()).toBeNull();
    await nextDay(shop);
    const payout = shop.issuePayout();
    expect(payout).toMatchObject({ net: 11_525n, status: 'SCHEDULED', transactionType: 'DEPOSIT' });
    expect(payout?.issuedAt).toBe(Date.parse('2026-11-03T00:00:00Z'));
    expect(shop.issuePayout()).toBeNull();
  });

  test('of a day of refunds is a withdrawal', async () => {
    const { shop, order } = charged();
    await nextDay(shop);
    shop.issuePayout();
    shop.refund(order, { amount: 5_000n });
    await nextDay(shop);
    expect(shop.issuePayout()).toMatchObject({ net: -5_000n, transactionType: 'WITHDRAWAL' });
  });

  test('that the bank declines comes back and goes out with the next one', async () => {
    const { shop } = charged();
    await nextDay(shop);
    const failed = shop.issuePayout();
    if (failed === null) throw new Error('There is no payout');
    shop.settlePayout(failed, 'FAILED');
    expect(shop.state.payments.transactions.map(({ type, net }) => [type, net])).toEqual([
      ['CHARGE', 11_525n],
      ['TRANSFER', -11_525n],
      ['TRANSFER_FAILURE', 11_525n],
    ]);
    await nextDay(shop);
    expect(shop.issuePayout()).toMatchObject({ net: 11_525n });
  });

  test('is the sum of its transactions without transfers, and what no payout has is still in the balance', async () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('order'), amount: fc.bigInt(100n, 90_000n) }),
      fc.record({
        kind: fc.constantFrom('refund', 'dispute', 'reserve', 'adjust'),
        amount: fc.bigInt(1n, 400n),
      }),
      fc.record({ kind: fc.constantFrom('won', 'release', 'payout', 'failed'), amount: fc.constant(0n) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const shop = openShop();
        for (const { kind, amount } of events) await happen(shop, kind, amount);
        const { transactions, payouts } = shop.state.payments;
        for (const payout of payouts) {
          const own = transactions.filter(({ payoutId }) => payoutId === payout.id);
          const net = own.reduce((sum, each) => (each.type === 'TRANSFER' ? sum : sum + each.net), 0n);
          expect(net).toBe(payout.net);
          expect(own.every(({ at }) => at <= payout.issuedAt)).toBe(true);
        }
        const waiting = transactions.filter(({ payoutId }) => payoutId === null);
        const sumOf = (all: typeof waiting) => all.reduce((sum, { net }) => sum + net, 0n);
        expect(sumOf(transactions)).toBe(sumOf(waiting));
        for (const { amount, fee, net } of transactions) expect(net).toBe(amount - fee);
      }),
    );
  });
});

async function happen(shop: TestShop, kind: string, amount: bigint) {
  const { orders, payments } = shop.state;
  const order = orders.at(-1);
  const charge = order?.transactions[0];
  const open = payments.disputes.find(({ finalizedOn }) => finalizedOn === null);
  switch (kind) {
    case 'order':
      shop.placeOrder({
        lines: [{ sku: null, title: 'Thing', quantity: 1, unitPrice: amount + 500n, taxes: [] }],
        taxesIncluded: true,
        payment: paidByCard,
      });
      break;
    case 'refund':
      if (order !== undefined) shop.refund(order, { amount, allowOverRefunding: true });
      break;
    case 'dispute':
      if (order !== undefined && charge !== undefined) shop.dispute(order, charge, { amount });
      break;
    case 'won':
      if (open !== undefined) shop.resolveDispute(open, 'WON');
      break;
    case 'reserve':
      shop.reserve(amount);
      break;
    case 'release':
      if (payments.transactions.at(-1)?.type === 'RESERVED_FUNDS')
        shop.releaseReserve(-(payments.transactions.at(-1)?.amount ?? 0n));
      break;
    case 'adjust':
      shop.adjustBalance(-amount, 'shipping label');
      break;
    case 'payout':
    case 'failed': {
      await nextDay(shop);
      const payout = shop.issuePayout();
      if (payout !== null) shop.settlePayout(payout, kind === 'failed' ? 'FAILED' : 'PAID');
      break;
    }
    default:
      throw new Error(`Nothing is known of ${kind}`);
  }
}
