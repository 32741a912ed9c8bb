import { describe, expect, test } from 'vitest';
import { financialStatusOf, outstandingOf, totalOf } from '#sandbox/shopify/order.ts';
import type { OrderSpec, PaymentSpec } from '#sandbox/shopify/spec.ts';
import { first, openShop, paidByCard, vat } from './support/shop.ts';

const dayMs = 86_400_000;
const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 11900n, taxes: [vat] };
const unpaid: OrderSpec = { lines: [lamp], taxesIncluded: true };
const authorization: PaymentSpec = { kind: 'authorization', gateway: 'shopify_payments' };
const capture: PaymentSpec = { kind: 'capture', gateway: 'shopify_payments' };

const lastTopics = (shop: ReturnType<typeof openShop>) => shop.topics().at(-1);

describe('a payment', () => {
  test('that was authorized is captured in parts, and never beyond the authorization', () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, payment: authorization });
    expect(financialStatusOf(order)).toBe('authorized');
    shop.pay(order, { ...capture, amount: 4000n });
    expect(financialStatusOf(order)).toBe('partially_paid');
    expect(() => shop.pay(order, { ...capture, amount: 8000n })).toThrow('exceeds');
    shop.editOrder(order, { add: [{ ...lamp, unitPrice: 100n }] });
    expect(() => shop.pay(order, { ...capture, amount: 8000n })).toThrow('left of the authorization');
    shop.pay(order, capture);
    expect(outstandingOf(order).shop).toBe(100n);
    expect(() => shop.pay(order, capture)).toThrow('has no authorization to capture');
    const [authorized, ...captures] = order.transactions;
    expect(captures.map(({ parentId }) => parentId)).toEqual([authorized?.id, authorized?.id]);
  });

  test('beyond what is outstanding is refused', () => {
    const shop = openShop();
    const order = shop.placeOrder(unpaid);
    expect(() => shop.pay(order, { ...paidByCard, amount: 11901n })).toThrow('outstanding');
    expect(() => shop.placeOrder({ ...unpaid, payment: { ...paidByCard, amount: 0n } })).toThrow('zero');
    expect(order.transactions).toEqual([]);
  });

  test('that was authorized is voided, which leaves the order voided', () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, payment: { ...authorization, kind: 'emv_authorization' } });
    shop.pay(order, { kind: 'void', gateway: 'shopify_payments' });
    expect(financialStatusOf(order)).toBe('voided');
    expect(() => shop.pay(order, capture)).toThrow('has no authorization to capture');
  });

  test('that was authorized expires after seven days, unless it was captured by then', async () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, payment: authorization });
    const captured = shop.placeOrder({ ...unpaid, payment: authorization });
    shop.pay(captured, capture);
    await shop.clock.run({ until: shop.clock.now() + 7 * dayMs - 1 });
    expect(financialStatusOf(order)).toBe('authorized');
    await shop.clock.run({ until: shop.clock.now() + 1 });
    expect(financialStatusOf(order)).toBe('expired');
    expect(financialStatusOf(captured)).toBe('paid');
    expect(lastTopics(shop)).toEqual(['orders/updated']);
    expect(() => shop.pay(order, capture)).toThrow('has no authorization to capture');
  });

  test('that is pending is told of only when it succeeds or fails, under the id it had', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      ...unpaid,
      payment: { kind: 'sale', gateway: 'klarna', status: 'pending' },
    });
    expect(shop.topics().flat()).not.toContain('order_transactions/create');
    expect(financialStatusOf(order)).toBe('pending');
    const transaction = first(order.transactions);
    shop.settlePayment(order, transaction, 'success');
    expect(order.transactions).toEqual([transaction]);
    expect(lastTopics(shop)).toEqual(['order_transactions/create', 'orders/paid', 'orders/updated']);
    expect(() => shop.settlePayment(order, transaction, 'failure')).toThrow('not pending');
  });

  test('that failed leaves the order pending, and another may pay it', () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, payment: { ...paidByCard, status: 'failure' } });
    expect(first(order.transactions)).toMatchObject({ status: 'failure', errorCode: 'CARD_DECLINED' });
    expect(financialStatusOf(order)).toBe('pending');
    shop.recordManualPayment(order, { gateway: 'Bank Deposit', amount: 1900n });
    shop.recordManualPayment(order, { gateway: 'Cash on Delivery (COD)' });
    expect(order.transactions.map(({ manual, amount }) => [manual, amount.shop])).toEqual([
      [false, 11900n],
      [true, 1900n],
      [true, 10000n],
    ]);
    expect(financialStatusOf(order)).toBe('paid');
  });

  test('in cash is rounded beside the amount, and change is given for what was tendered too much', () => {
    const shop = openShop({ currency: 'CHF', cashRoundingUnit: 5n });
    const till: OrderSpec = {
      ...unpaid,
      lines: [{ ...lamp, unitPrice: 1898n }],
      source: 'pos',
      customerId: null,
    };
    const order = shop.placeOrder({ ...till, handedOver: true, payment: { kind: 'sale', gateway: 'cash' } });
    expect(first(order.transactions)).toMatchObject({ amount: { shop: 1898n }, rounding: { shop: 2n } });
    expect(totalOf(order).shop).toBe(1898n);
    expect([financialStatusOf(order), order.customer]).toEqual(['paid', null]);

    const note = shop.placeOrder({ ...till, lines: [{ ...lamp, unitPrice: 1900n }] });
    shop.pay(note, { kind: 'sale', gateway: 'cash', amount: 2000n });
    expect(() => shop.pay(note, { kind: 'change', gateway: 'cash', amount: 101n })).toThrow('change');
    shop.pay(note, { kind: 'change', gateway: 'cash', amount: 100n });
    expect([financialStatusOf(note), outstandingOf(note).shop]).toEqual(['paid', 0n]);
  });

  test('by gift card takes from its balance, and not more than there is', () => {
    const shop = openShop();
    const card = shop.issueGiftCard(5000n);
    const byCard = { kind: 'sale', gateway: 'gift_card', giftCardId: card.id } as const;
    const order = shop.placeOrder({ ...unpaid, payment: [byCard, paidByCard] });
    expect(order.transactions.map(({ amount }) => amount.shop)).toEqual([5000n, 6900n]);
    expect(card.movements.map(({ amount, why }) => [amount, why])).toEqual([
      [5000n, 'issued'],
      [-5000n, 'redeemed'],
    ]);
    const next = shop.placeOrder(unpaid);
    expect(() => shop.pay(next, { ...byCard, amount: 1n })).toThrow('balance of the gift card');
    expect(() => shop.adjustGiftCard(card, -1n)).toThrow('sufficient funds');
  });

  test('of an order that sells gift cards issues them once it is complete, one a unit, and none of it is taxed', () => {
    const shop = openShop();
    const card = {
      sku: 'GIFT',
      title: 'Gift card',
      quantity: 2,
      unitPrice: 5000n,
      taxes: [vat],
      giftCard: true,
    };
    const order = shop.placeOrder({
      lines: [lamp, card],
      taxesIncluded: true,
      discountCode: { code: 'HALF', percent: 50 },
    });
    expect(order.lines.map(({ total, tax }) => [total.shop, tax.shop])).toEqual([
      [5950n, 950n],
      [10000n, 0n],
    ]);
    expect(first(order.agreements).sales.map(({ lineType }) => lineType)).toEqual(['PRODUCT', 'GIFT_CARD']);
    shop.pay(order, { ...paidByCard, amount: 10000n });
    expect(shop.state.giftCards).toEqual([]);
    shop.pay(order, paidByCard);
    const soldBy = { orderId: order.id, lineId: order.lines[1]?.id };
    expect(shop.state.giftCards).toMatchObject([{ soldBy }, { soldBy }]);
    expect(first(shop.state.giftCards).movements).toMatchObject([{ amount: 5000n, why: 'sold' }]);
  });

  test('under net terms is due on its day, and Shopify says so while it is outstanding', async () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, netDays: 14 });
    const paid = shop.placeOrder({ ...unpaid, netDays: 14 });
    shop.recordManualPayment(paid, { gateway: 'Bank Deposit' });
    expect(order.paymentTerms).toMatchObject({
      name: 'Net 14',
      schedule: { dueAt: order.createdAt + 14 * dayMs },
    });
    expect(shop.topics().flat()).toContain('payment_terms/create');
    await shop.clock.run({ until: shop.clock.now() + 15 * dayMs });
    expect(
      shop
        .topics()
        .flat()
        .filter((topic) => topic === 'payment_schedules/due'),
    ).toHaveLength(1);
  });
});
