import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf, outstandingOf, totalOf } from '#sandbox/shopify/order.ts';
import type { OrderSpec, PaymentSpec } from '#sandbox/shopify/spec.ts';
import { expectAgreed, expectCharges } from './support/order-money.ts';
import { first, openShop, paidByCard, vat } from './support/shop.ts';

const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 11900n, taxes: [vat] };
const unpaid: OrderSpec = { lines: [lamp], taxesIncluded: true };
const authorization: PaymentSpec = { kind: 'authorization', gateway: 'shopify_payments' };
const capture: PaymentSpec = { kind: 'capture', gateway: 'shopify_payments' };

const lastTopics = (shop: ReturnType<typeof openShop>) => shop.topics().at(-1);

describe('an edit', () => {
  test('of two at 48.00 with 20 % off the order to one leaves 38.40, not what the old share leaves', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [{ ...lamp, quantity: 2, unitPrice: 4800n }],
      taxesIncluded: true,
      discountCode: { code: 'TWENTY', percent: 20 },
    });
    const line = first(order.lines);
    shop.editOrder(order, { quantities: [{ lineId: line.id, quantity: 1, restock: true }] });
    expect(totalOf(order).shop).toBe(3840n);
    expect(first(order.lines)).toMatchObject({ quantity: 2, removedQuantity: 1, total: { shop: 3840n } });
    const [, edit] = order.agreements;
    expect(edit).toMatchObject({
      reason: 'ORDER_EDIT',
      sales: [{ actionType: 'RETURN', quantity: -1, total: { shop: -3840n }, tax: { shop: -613n } }],
    });
    expect(shop.topics().flat()).toContain('orders/edited');
  });

  test('that removes a line takes its tax out of the total, too', () => {
    const shop = openShop();
    const order = shop.placeOrder({ lines: [lamp, { ...lamp, unitPrice: 5950n }], taxesIncluded: false });
    shop.editOrder(order, { quantities: [{ lineId: first(order.lines).id, quantity: 0 }] });
    expect(totalOf(order).shop).toBe(7081n);
    expectAgreed(order);
  });

  test('allocates a fixed amount anew to what is there, and what was refunded keeps its share', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [
        { ...lamp, quantity: 3, unitPrice: 1000n },
        { ...lamp, unitPrice: 3000n },
      ],
      taxesIncluded: true,
      discountCode: { code: 'SIX', amount: 600n },
      payment: paidByCard,
    });
    const line = first(order.lines);
    expect(line.discount.shop).toBe(300n);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'CANCEL' }] });
    shop.editOrder(order, { quantities: [{ lineId: line.id, quantity: 1 }] });
    // 100 went back with the refunded unit; the other 500 lie on 10.00 and 30.00.
    expect(order.lines.map(({ discount }) => discount.shop)).toEqual([225n, 375n]);
    expectAgreed(order);
    expectCharges(order);
  });

  test('of units that are fulfilled, of a cancelled order or without a change is refused and changes nothing', () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, lines: [{ ...lamp, quantity: 2 }] });
    const line = first(order.lines);
    shop.fulfill(order, [{ line, quantity: 1 }]);
    const edit = (quantity: number) => () =>
      shop.editOrder(order, { quantities: [{ lineId: line.id, quantity }] });
    expect(edit(0)).toThrow('Fulfilled items cannot be removed.');
    expect(edit(2)).toThrow('There must be at least one change to be made.');
    const cancelled = shop.placeOrder(unpaid);
    shop.cancel(cancelled);
    expect(() => shop.editOrder(cancelled, { add: [lamp] })).toThrow('The order cannot be edited.');
    expect(order.agreements).toHaveLength(1);
  });

  test('adds lines with fulfillment orders, swaps the shipping, and leaves the difference outstanding', () => {
    const shop = openShop();
    const variant = shop.stocked('Cable', { units: 5 });
    const shipping = { title: 'Parcel', price: 490n, taxes: [vat] };
    const order = shop.placeOrder({ ...unpaid, shipping, payment: paidByCard });
    shop.editOrder(order, {
      add: [{ ...lamp, sku: 'CABLE', unitPrice: 1190n, quantity: 2, variantId: variant.id, discount: 180n }],
      shipping: { remove: true, add: { title: 'Express', price: 990n, taxes: [vat] } },
    });
    expect(totalOf(order).shop).toBe(11900n + 2200n + 990n);
    expect(outstandingOf(order).shop).toBe(2200n + 500n);
    expect(financialStatusOf(order)).toBe('partially_paid');
    expect(order.shipping.map(({ removed, total }) => [removed, total.shop])).toEqual([
      [true, 0n],
      [false, 990n],
    ]);
    expect(shop.levelOf(variant)).toMatchObject({ available: 3, committed: 2 });
    expect(order.lines.at(-1)).toMatchObject({ addedBy: 'edit', allocations: [{ amount: { shop: 180n } }] });
    expectAgreed(order);
    expectCharges(order);
  });
});

describe('an order', () => {
  test('carries tips, fees and duties as lines of their own kind, with the tax they have', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [{ ...lamp, duty: { amount: 1000n, taxes: [vat] } }],
      taxesIncluded: false,
      tip: 300n,
      fees: [{ name: 'Packaging', amount: 100n, taxes: [vat] }],
      shipping: { title: 'Parcel', price: 490n, taxes: [vat], discount: 490n },
    });
    const sales = first(order.agreements).sales.map(({ lineType, total, tax }) => [
      lineType,
      total.shop,
      tax.shop,
    ]);
    expect(sales).toEqual([
      ['PRODUCT', 14161n, 2261n],
      ['TIP', 300n, 0n],
      ['DUTY', 1190n, 190n],
      ['SHIPPING', 0n, 0n],
      ['ADDITIONAL_FEE', 119n, 19n],
    ]);
    expectCharges(order);
  });

  test('of an exempt customer carries no tax at all, and one of a marketplace says who owes it', () => {
    const shop = openShop();
    const person = first(shop.state.customers.concat(shop.placeOrder(unpaid).customer ?? [])).person;
    const { id: customerId } = shop.addCustomer(person, { taxExempt: true });
    const exempt = shop.placeOrder({ ...unpaid, taxesIncluded: false, customerId });
    expect([totalOf(exempt).shop, first(exempt.lines).taxes]).toEqual([11900n, []]);
    const [owed, unknown] = [true, null].map((channelLiable) =>
      shop.placeOrder({ ...unpaid, lines: [{ ...lamp, taxes: [{ ...vat, channelLiable }] }] }),
    );
    expect(owed?.lines[0]?.taxes).toMatchObject([{ channelLiable: true }]);
    expect(unknown?.lines[0]?.taxes).toMatchObject([{ channelLiable: null }]);
  });

  test('is archived when it is paid and fulfilled, whichever comes last', () => {
    const shop = openShop();
    const [shippedLast, paidLast] = [
      shop.placeOrder({ ...unpaid, payment: paidByCard }),
      shop.placeOrder(unpaid),
    ];
    expect(shippedLast.closedAt).toBeNull();
    shop.fulfill(shippedLast);
    shop.fulfill(paidLast);
    expect(paidLast.closedAt).toBeNull();
    shop.pay(paidLast, paidByCard);
    expect([shippedLast.closedAt, paidLast.closedAt]).toEqual([shop.clock.now(), shop.clock.now()]);
    shop.reopenOrder(paidLast);
    expect(paidLast.closedAt).toBeNull();
    expect(() => shop.reopenOrder(paidLast)).toThrow('not closed');
  });

  test('that is paid gives its money back and its units to the shelf when it is cancelled so', () => {
    const shop = openShop();
    const variant = shop.stocked('Cable', { units: 5 });
    const order = shop.placeOrder({
      lines: [{ ...lamp, variantId: variant.id, quantity: 2 }],
      taxesIncluded: true,
      tip: 200n,
      shipping: { title: 'Parcel', price: 490n, taxes: [vat] },
      payment: paidByCard,
    });
    shop.cancel(order, { reason: 'customer', refund: true, restock: true });
    expect([totalOf(order).shop, financialStatusOf(order)]).toEqual([0n, 'refunded']);
    expect(shop.levelOf(variant)).toMatchObject({ available: 5, committed: 0 });
    const told = lastTopics(shop)?.filter(
      (topic) => topic.startsWith('orders/') || topic === 'refunds/create',
    );
    expect(told).toEqual(['refunds/create', 'orders/cancelled', 'orders/updated']);
    expect(() => shop.cancel(order)).toThrow('already been canceled');
  });

  test('that is unpaid or only authorized is voided when it is cancelled, and nothing can be captured any more', () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, payment: authorization });
    shop.cancel(order, { reason: 'fraud' });
    expect([financialStatusOf(order), order.cancelReason]).toEqual(['voided', 'fraud']);
    expect(order.transactions.map(({ kind }) => kind)).toEqual(['authorization', 'void']);
    expect(() => shop.pay(order, capture)).toThrow('cancelled');
  });

  test('of which something is shipped cannot be cancelled', () => {
    const shop = openShop();
    const order = shop.placeOrder({ ...unpaid, lines: [{ ...lamp, quantity: 2 }] });
    shop.fulfill(order, [{ line: first(order.lines), quantity: 1 }]);
    expect(() => shop.cancel(order)).toThrow('fulfilled');
    expect(order.cancelledAt).toBeNull();
  });

  test('has its notes changed and its risk assessed aloud, and a quiet one is never spoken of', () => {
    const shop = openShop();
    const order = shop.placeOrder(unpaid);
    shop.changeNote(order, { note: 'Ring twice', tags: ['vip'] });
    expect(order).toMatchObject({ note: 'Ring twice', tags: ['vip'] });
    shop.assessRisk(order, { provider: null, level: 'HIGH', facts: [] });
    expect(lastTopics(shop)).toEqual(['orders/risk_assessment_changed', 'orders/updated']);
    const told = shop.topics().length;
    const quiet = shop.placeOrder({ ...unpaid, quiet: true, payment: paidByCard });
    shop.assessRisk(quiet, { provider: 'Guard', level: 'LOW', facts: [] });
    shop.fulfill(quiet);
    expect(shop.topics()).toHaveLength(told);
    expect(quiet.closedAt).not.toBeNull();
  });

  test('that is deleted is gone, and only its id is remembered', () => {
    const shop = openShop();
    const order: StoreOrder = shop.placeOrder(unpaid);
    shop.deleteOrder(order);
    expect(shop.state.orders).toEqual([]);
    expect(shop.state.deletedOrderIds).toEqual(new Set([order.id]));
    expect(() => shop.deleteOrder(order)).toThrow('does not exist');
  });
});
