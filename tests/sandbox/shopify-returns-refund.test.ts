import { describe, expect, test } from 'vitest';

import type { DiscrepancyReason } from '#sandbox/shopify/model/return.ts';
import { financialStatusOf, outstandingOf, totalOf } from '#sandbox/shopify/order.ts';

import { agreedOf, first, lineFor, openShop, paidByCard, vat } from './support/shop.ts';

const flat = { title: 'Parcel', price: 595n, taxes: [vat] };

function paid(quantity = 3, changes: Parameters<typeof openShop>[0] = {}) {
  const shop = openShop(changes);
  const lamp = shop.stocked('Lamp');
  const order = shop.placeOrder({
    lines: [lineFor(lamp, quantity)],
    taxesIncluded: true,
    shipping: flat,
    payment: paidByCard,
  });
  return { shop, lamp, order, line: first(order.lines) };
}

describe('a refund', () => {
  test('of unshipped units restocks them and takes back their share of the line', () => {
    const { shop, lamp, order, line } = paid();
    const refund = shop.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'CANCEL' }] });
    expect(refund.lines).toMatchObject([
      { quantity: 1, subtotal: { presentment: 11900n }, tax: { presentment: 1900n } },
    ]);
    expect(order.agreements.at(-1)).toMatchObject({ reason: 'REFUND', refundId: refund.id });
    expect(agreedOf(order)).toBe(2n * 11900n + 595n);
    expect(shop.levelOf(lamp)).toMatchObject({ available: 98, committed: 2 });
    expect(financialStatusOf(order)).toBe('partially_refunded');
    expect(shop.topics().at(-1)).toEqual([
      'refunds/create',
      'order_transactions/create',
      'inventory_levels/update',
      'orders/updated',
    ]);
  });

  test('of shipped units puts them back on the shelf they came from only when they are returned', () => {
    const { shop, lamp, order, line } = paid();
    shop.fulfill(order);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 97, committed: 0 });
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'RETURN' }] });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 98, committed: 0 });
    expect(() =>
      shop.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'CANCEL' }] }),
    ).toThrow('fulfillable quantity');
  });

  test('without restock counts the shipped unit first: of three with one shipped, two are left to ship', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [lineFor(shop.stocked('Cup', { price: 4000n }), 3)],
      taxesIncluded: true,
      payment: paidByCard,
    });
    const line = first(order.lines);
    shop.fulfill(order, [{ line, quantity: 1 }]);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] });
    expect(first(order.fulfillmentOrders).lines).toMatchObject([{ remaining: 2, withdrawn: 0 }]);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] });
    expect(first(order.fulfillmentOrders).lines).toMatchObject([{ remaining: 1, withdrawn: 1 }]);
  });

  test('may take shipped and unshipped units of one line at once, each with its own share', () => {
    const { shop, lamp, order, line } = paid(3);
    shop.fulfill(order, [{ line, quantity: 1 }]);
    const shipped = { lineId: line.id, quantity: 1, restock: 'RETURN' } as const;
    const unshipped = { lineId: line.id, quantity: 1, restock: 'CANCEL' } as const;
    expect(() => shop.refund(order, { lines: [shipped, shipped] })).toThrow(
      'Quantity cannot refund more items',
    );
    const refund = shop.refund(order, { lines: [shipped, unshipped] });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 99, committed: 1 });
    expect(refund.lines.map(({ quantity, restockType }) => [quantity, restockType])).toEqual([
      [1, 'RETURN'],
      [1, 'CANCEL'],
    ]);
  });

  test('of the last unit takes the remainder of a line that does not divide', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [{ sku: null, title: 'Trio', quantity: 3, unitPrice: 3967n, discount: 1n, taxes: [vat] }],
      taxesIncluded: true,
      payment: paidByCard,
    });
    const line = first(order.lines);
    const shares = [1, 2, 3].map(() =>
      first(shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] }).lines),
    );
    expect(shares.reduce((sum, { subtotal }) => sum + subtotal.presentment, 0n)).toBe(line.total.presentment);
    expect(shares.reduce((sum, { tax }) => sum + tax.presentment, 0n)).toBe(line.tax.presentment);
    expect(agreedOf(order)).toBe(0n);
    expect(financialStatusOf(order)).toBe('refunded');
    expect(() => shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] })).toThrow(
      'Quantity cannot refund more items than were purchased',
    );
  });

  test('of shipping takes part of it with its tax, and then all that is left', () => {
    const { shop, order } = paid(1);
    const part = shop.refund(order, { shipping: 200n });
    expect(part.shipping).toMatchObject([{ subtotal: { presentment: 200n }, tax: { presentment: 32n } }]);
    const rest = shop.refund(order, { shipping: 'all' });
    expect(rest.shipping).toMatchObject([{ subtotal: { presentment: 395n }, tax: { presentment: 63n } }]);
    expect(() => shop.refund(order, { shipping: 1n })).toThrow('remaining shipping amount');
  });

  const reasons: DiscrepancyReason[] = [
    'CUSTOMER',
    'DAMAGE',
    'FULL_RETURN_BALANCING_ADJUSTMENT',
    'PENDING_REFUND_DISCREPANCY',
    'REFUND_DISCREPANCY',
    'RESTOCK',
  ];
  test('of all units in three lines of one refund takes back the whole line', () => {
    const shop = openShop();
    const lines = [{ sku: null, title: 'Trio', quantity: 3, unitPrice: 3967n, discount: 1n, taxes: [vat] }];
    const order = shop.placeOrder({ lines, taxesIncluded: true, payment: paidByCard });
    const lineId = first(order.lines).id;
    const one = { lineId, quantity: 1 };
    const refund = shop.refund(order, { lines: [one, one, one] });
    expect(refund.lines.map(({ subtotal }) => subtotal.presentment)).toEqual([3967n, 3966n, 3967n]);
    expect(agreedOf(order)).toBe(0n);
  });

  test.each(reasons)(
    'of an amount alone is an adjustment for the reason %s, and lowers the total',
    (discrepancy) => {
      const { shop, order } = paid(1);
      const refund = shop.refund(order, { amount: 500n, discrepancy });
      expect(refund.adjustments).toMatchObject([{ reason: discrepancy, amount: { presentment: -500n } }]);
      expect(order.agreements.at(-1)?.sales).toMatchObject([
        { lineType: 'ADJUSTMENT', total: { presentment: -500n } },
      ]);
      expect(totalOf(order).presentment).toBe(11900n + 595n - 500n);
      expect(outstandingOf(order).presentment).toBe(0n);
    },
  );

  test('of less than the goods are worth keeps the difference by a positive adjustment', () => {
    const { shop, order, line } = paid(1);
    const refund = shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }], amount: 10_000n });
    expect(refund.adjustments).toMatchObject([{ amount: { presentment: 1900n } }]);
    expect(totalOf(order).presentment).toBe(595n + 1900n);
    expect(outstandingOf(order).presentment).toBe(0n);
  });

  test('of goods after some of their money went back alone gives what is left, and balances the rest', () => {
    const { shop, order, line } = paid(1);
    shop.refund(order, { amount: 3000n, discrepancy: 'DAMAGE' });
    const refund = shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }], shipping: 'all' });
    expect(order.transactions.at(-1)?.amount.presentment).toBe(12_495n - 3000n);
    expect(refund.adjustments).toMatchObject([{ amount: { presentment: 3000n } }]);
    expect(totalOf(order).presentment).toBe(0n);
  });

  test('goes to several payments, the gift card last, and puts its balance back', () => {
    const shop = openShop();
    const card = shop.issueGiftCard(5000n);
    const order = shop.placeOrder({
      lines: [lineFor(shop.stocked('Lamp'))],
      taxesIncluded: true,
      payment: [
        { kind: 'sale', gateway: 'gift_card', giftCardId: card.id, amount: 3000n },
        { kind: 'sale', gateway: 'shopify_payments' },
      ],
    });
    const refund = shop.refund(order, {
      lines: [{ lineId: first(order.lines).id, quantity: 1, restock: 'CANCEL' }],
    });
    const transactions = order.transactions.filter(({ id }) => refund.transactionIds.includes(id));
    expect(transactions.map(({ gateway, amount }) => [gateway, amount.presentment])).toEqual([
      ['shopify_payments', 8900n],
      ['gift_card', 3000n],
    ]);
    expect(card.movements.reduce((sum, { amount }) => sum + amount, 0n)).toBe(5000n);
  });

  test('of more money than was paid is refused unless that is asked for', () => {
    const { shop, order } = paid(1);
    expect(() => shop.refund(order, { amount: 20_000n })).toThrow(
      'Refund amount 200.00 is greater than net payment received 124.95',
    );
    shop.refund(order, { amount: 20_000n, allowOverRefunding: true });
    expect(totalOf(order).presentment).toBe(12_495n - 20_000n);
  });

  test('of an unpaid order moves no money and adjusts nothing', () => {
    const shop = openShop();
    const order = shop.placeOrder({ lines: [lineFor(shop.stocked('Lamp'), 2)], taxesIncluded: true });
    const refund = shop.refund(order, {
      lines: [{ lineId: first(order.lines).id, quantity: 1, restock: 'CANCEL' }],
    });
    expect(refund).toMatchObject({ transactionIds: [], adjustments: [] });
    expect(outstandingOf(order).presentment).toBe(11_900n);
  });

  test('is agreed at once while its money is still pending, and its money moves when it settles', () => {
    const { shop, order, line } = paid(1);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }], status: 'pending' });
    const transaction = order.transactions.at(-1);
    expect(transaction).toMatchObject({ kind: 'refund', status: 'pending' });
    expect(totalOf(order).presentment).toBe(595n);
    expect(financialStatusOf(order)).toBe('paid');
    expect(shop.topics().at(-1)).toEqual(['refunds/create', 'inventory_levels/update', 'orders/updated']);
    expect(shop.state.payments.transactions.map(({ type }) => type)).toEqual(['CHARGE']);
    if (transaction === undefined) throw new Error('There is no refund');
    shop.settlePayment(order, transaction, 'success');
    expect(shop.state.payments.transactions.map(({ type }) => type)).toEqual(['CHARGE', 'REFUND']);
    expect(shop.topics().at(-1)).toContain('order_transactions/create');
  });

  test('whose money fails to go back leaves the customer a credit', () => {
    const { shop, order, line } = paid(1);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }], status: 'failure' });
    expect(order.transactions.at(-1)).toMatchObject({ status: 'failure', errorCode: 'PROCESSING_ERROR' });
    expect(outstandingOf(order).presentment).toBe(-11_900n);
    expect(shop.state.payments.transactions.map(({ type }) => type)).toEqual(['CHARGE']);
  });

  test('to a new gift card or to store credit leaves the balance of Shopify Payments alone', () => {
    const { shop, order, line } = paid(2);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }], to: 'gift_card' });
    const [card] = shop.state.giftCards;
    expect(card?.movements).toMatchObject([{ amount: 11_900n, why: 'refunded', orderId: order.id }]);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }], to: 'shopify_store_credit' });
    expect(order.transactions.slice(1)).toMatchObject([
      { gateway: 'gift_card', giftCardId: card?.id, parentId: null },
      { gateway: 'shopify_store_credit', parentId: null },
    ]);
    expect(shop.state.payments.transactions.map(({ type }) => type)).toEqual(['CHARGE']);
  });

  test('of part of the units takes back their part of an import duty', () => {
    const shop = openShop();
    const duty = { amount: 1001n, taxes: [vat] };
    const order = shop.placeOrder({
      lines: [{ ...lineFor(shop.stocked('Lamp'), 3), duty }],
      taxesIncluded: false,
      payment: paidByCard,
    });
    const line = first(order.lines);
    const { id: dutyId, total } = first(line.duties);
    const one = {
      lines: [{ lineId: line.id, quantity: 1 }],
      duties: [{ dutyId, type: 'PROPORTIONAL' as const }],
    };
    const amounts = [1, 2, 3].map(() => first(shop.refund(order, one).duties).amount.presentment);
    expect(total.presentment).toBe(1191n);
    expect(amounts).toEqual([397n, 397n, 397n]);
    expect(totalOf(order).presentment).toBe(0n);
  });
});
