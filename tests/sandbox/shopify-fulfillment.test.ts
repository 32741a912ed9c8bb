import { describe, expect, test } from 'vitest';

import { first, lineFor, openShop, paidByCard, type TestShop } from './support/shop.ts';

const home = 905684977n;

function placed(quantity = 3) {
  const shop = openShop();
  const lamp = shop.stocked('Lamp');
  const order = shop.placeOrder({
    lines: [lineFor(lamp, quantity)],
    taxesIncluded: true,
    payment: paidByCard,
  });
  const work = first(order.fulfillmentOrders);
  return { shop, lamp, order, work, line: first(order.lines) };
}

function secondPlace(shop: TestShop, kind: 'warehouse' | 'third-party' = 'warehouse') {
  return shop.addLocation({ name: 'Second', country: 'DE', kind }).id;
}

describe('fulfilling', () => {
  test('part of an order is announced as partially fulfilled, the rest as fulfilled', () => {
    const { shop, order, line, work } = placed();
    shop.fulfill(order, [{ line, quantity: 1 }]);
    expect(work).toMatchObject({ status: 'IN_PROGRESS' });
    expect(shop.topics().at(-1)).toEqual([
      'inventory_levels/update',
      'fulfillments/create',
      'orders/partially_fulfilled',
      'orders/updated',
    ]);
    const rest = shop.fulfill(order);
    expect(rest).toMatchObject({ name: `${order.name}-F2`, lines: [{ quantity: 2 }] });
    expect(shop.topics().at(-1)).toContain('orders/fulfilled');
  });

  test('more units than are left, or a closed fulfillment order, are refused in Shopify\u2019s words', () => {
    const { shop, order, line, work } = placed();
    expect(() => shop.fulfill(order, [{ line, quantity: 4 }])).toThrow(
      'Invalid fulfillment order line item quantity requested.',
    );
    shop.fulfill(order);
    expect(() => shop.fulfill(order, undefined, { fulfillmentOrderId: work.id })).toThrow(
      `Fulfillment order ${work.id} has an unfulfillable status= closed.`,
    );
  });

  test('two fulfillment orders of one location ship as one fulfillment', () => {
    const { shop, order, work } = placed();
    const line = first(work.lines);
    shop.splitFulfillmentOrder(order, work, [{ id: line.id, quantity: 1 }]);
    const fulfillment = shop.fulfill(order);
    expect(order.fulfillments).toEqual([fulfillment]);
    expect(fulfillment.lines.map(({ quantity }) => quantity)).toEqual([2, 1]);
  });

  test('a cancelled fulfillment gives its units back to be shipped again', () => {
    const { shop, lamp, order, line, work } = placed();
    const whole = shop.fulfill(order);
    shop.cancelFulfillment(order, whole);
    expect(whole.status).toBe('cancelled');
    expect(work.status).toBe('CLOSED');
    expect(order.fulfillmentOrders.at(-1)).toMatchObject({ status: 'OPEN', lines: [{ remaining: 3 }] });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 97, committed: 3 });
    const part = shop.fulfill(order, [{ line, quantity: 1 }]);
    shop.cancelFulfillment(order, part);
    expect(order.fulfillmentOrders.at(-1)).toMatchObject({ lines: [{ total: 3, remaining: 3 }] });
  });

  test('a fulfillment whose units were refunded cannot be cancelled', () => {
    const { shop, order, line } = placed();
    const fulfillment = shop.fulfill(order);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] });
    expect(() => shop.cancelFulfillment(order, fulfillment)).toThrow('returned or refunded');
  });

  test('new tracking is announced as an update of the fulfillment', () => {
    const { shop, order } = placed();
    const fulfillment = shop.fulfill(order);
    shop.changeTracking(order, fulfillment, { company: 'DHL', numbers: ['003404'] });
    expect(fulfillment.tracking).toEqual({ company: 'DHL', numbers: ['003404'] });
    expect(shop.topics().at(-1)).toEqual(['fulfillments/update', 'orders/updated']);
  });
});

describe('moving', () => {
  test('a whole fulfillment order takes its new location, and its stock is committed there', () => {
    const { shop, lamp, order, work } = placed();
    const second = secondPlace(shop);
    const at = { inventoryItemId: lamp.inventoryItemId, locationId: second };
    expect(() => shop.moveFulfillmentOrder(order, work, { locationId: second })).toThrow("doesn't stock");
    shop.setQuantity(at, 'available', { quantity: 10, reason: 'received' });
    const moved = shop.moveFulfillmentOrder(order, work, { locationId: second });
    expect(moved).toBe(work);
    expect(shop.levelOf(lamp)).toMatchObject({ available: 100, committed: 0 });
    expect(shop.levelOf(lamp, second)).toMatchObject({ available: 7, committed: 3 });
    expect(shop.topics().at(-1)).toContain('fulfillment_orders/moved');
  });

  test('part of one becomes a new one, and what was shipped stays where it was', () => {
    const { shop, lamp, order, line, work } = placed();
    const second = secondPlace(shop);
    const at = { inventoryItemId: lamp.inventoryItemId, locationId: second };
    shop.setQuantity(at, 'available', { quantity: 10, reason: 'received' });
    shop.fulfill(order, [{ line, quantity: 1 }]);
    const moved = shop.moveFulfillmentOrder(order, work, { locationId: second });
    expect(moved).not.toBe(work);
    expect(work).toMatchObject({ status: 'CLOSED', locationId: home, lines: [{ total: 1, remaining: 0 }] });
    expect(moved).toMatchObject({ locationId: second, lines: [{ total: 2, remaining: 2 }] });
  });

  test('reported progress and a waiting fulfillment service both keep it where it is', () => {
    const { shop, order, work } = placed();
    const service = secondPlace(shop, 'third-party');
    shop.reportProgress(order, work);
    expect(work.status).toBe('IN_PROGRESS');
    expect(() => shop.moveFulfillmentOrder(order, work, { locationId: service })).toThrow(
      expect.objectContaining({ code: 'CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS' }),
    );
  });

  test('a split makes two of one, and a merge one of two', () => {
    const { shop, order, work } = placed();
    const line = first(work.lines);
    const apart = shop.splitFulfillmentOrder(order, work, [{ id: line.id, quantity: 2 }]);
    expect([first(work.lines).remaining, first(apart.lines).remaining]).toEqual([1, 2]);
    expect(() => shop.splitFulfillmentOrder(order, work, [])).toThrow(
      expect.objectContaining({ code: 'NO_LINE_ITEMS_PROVIDED_TO_SPLIT' }),
    );
    expect(shop.mergeFulfillmentOrders(order, [work, apart])).toBe(work);
    expect(apart.status).toBe('CLOSED');
    expect(first(work.lines).remaining).toBe(3);
    expect(shop.topics().slice(-2)).toEqual([['fulfillment_orders/split'], ['fulfillment_orders/merged']]);
  });
});

describe('holding', () => {
  test('only the first hold and the last release tell that the fulfillment order is held or free', () => {
    const { shop, order, work } = placed();
    const one = shop.holdFulfillmentOrder(order, work, { reason: 'HIGH_RISK_OF_FRAUD', handle: 'a' });
    shop.holdFulfillmentOrder(order, work, { reason: 'OTHER', handle: 'b' });
    expect(() => shop.fulfill(order)).toThrow('unfulfillable status= on_hold');
    shop.releaseHold(order, work, [one.id]);
    expect(work.status).toBe('ON_HOLD');
    shop.releaseHold(order, work);
    expect(work.status).toBe('OPEN');
    // The refused fulfillment announced nothing.
    expect(shop.topics().slice(-4)).toEqual([
      ['fulfillment_orders/placed_on_hold', 'fulfillment_holds/added'],
      ['fulfillment_holds/added'],
      ['fulfillment_holds/released'],
      ['fulfillment_holds/released', 'fulfillment_orders/hold_released'],
    ]);
  });

  test('an app holds ten times at most, each time under another handle', () => {
    const { shop, order, work } = placed();
    const place = (handle: string, heldBy: string) =>
      shop.holdFulfillmentOrder(order, work, { reason: 'OTHER', handle, heldBy });
    for (let count = 0; count < 10; count += 1) place(`hold-${count}`, 'Plumbline');
    expect(() => place('hold-10', 'Plumbline')).toThrow(
      expect.objectContaining({ code: 'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED' }),
    );
    place('hold-0', 'Another app');
    expect(() => place('hold-0', 'Another app')).toThrow(
      expect.objectContaining({ code: 'DUPLICATE_FULFILLMENT_HOLD_HANDLE' }),
    );
  });
});

describe('a fulfillment service', () => {
  test('accepts what it is asked for, and only then gives it back', () => {
    const { shop, lamp, order, work } = placed();
    const service = secondPlace(shop, 'third-party');
    const at = { inventoryItemId: lamp.inventoryItemId, locationId: service };
    expect(() => shop.requestFulfillment(order, work, 'submit')).toThrow(
      'not assigned to a fulfillment service',
    );
    shop.setQuantity(at, 'available', { quantity: 10, reason: 'received' });
    shop.moveFulfillmentOrder(order, work, { locationId: service });
    shop.requestFulfillment(order, work, 'submit');
    expect(() => shop.fulfill(order)).toThrow('unfulfillable');
    shop.requestFulfillment(order, work, 'accept');
    expect(work).toMatchObject({ status: 'IN_PROGRESS', requestStatus: 'ACCEPTED' });
    expect(() => shop.moveFulfillmentOrder(order, work, { locationId: home })).toThrow('request status');
    shop.requestFulfillment(order, work, 'request-cancellation');
    shop.requestFulfillment(order, work, 'accept-cancellation');
    expect(work).toMatchObject({ status: 'OPEN', requestStatus: 'CANCELLATION_ACCEPTED' });
  });

  test('a submitted request is cancelled by closing it, and a replacement stands for the work', () => {
    const { shop, lamp, order, work } = placed();
    const service = secondPlace(shop, 'third-party');
    const at = { inventoryItemId: lamp.inventoryItemId, locationId: service };
    shop.setQuantity(at, 'available', { quantity: 10, reason: 'received' });
    expect(() => shop.cancelFulfillmentOrder(order, work)).toThrow('not in an open state');
    shop.moveFulfillmentOrder(order, work, { locationId: service });
    shop.requestFulfillment(order, work, 'submit');
    const replacement = shop.cancelFulfillmentOrder(order, work);
    expect(work.status).toBe('CLOSED');
    expect(replacement).toMatchObject({
      status: 'OPEN',
      requestStatus: 'UNSUBMITTED',
      lines: [{ remaining: 3 }],
    });
  });
});
