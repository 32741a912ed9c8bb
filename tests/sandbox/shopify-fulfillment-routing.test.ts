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

describe('routing', () => {
  test('an order commits its units where it is to be shipped from, and shipping takes them off the shelf', () => {
    const { shop, lamp, order, work } = placed();
    expect(work).toMatchObject({ status: 'OPEN', locationId: home });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 97, committed: 3 });
    expect(shop.topics().flat()).toContain('fulfillment_orders/order_routing_complete');
    shop.fulfill(order);
    expect(shop.levelOf(lamp)).toMatchObject({ available: 97, committed: 0 });
    expect(work.status).toBe('CLOSED');
  });

  test('goods of two locations become two fulfillment orders only where no location has all of them', () => {
    const shop = openShop();
    const second = secondPlace(shop);
    const lamp = shop.stocked('Lamp');
    const cable = shop.stocked('Cable', { locationId: second });
    const order = shop.placeOrder({ lines: [lineFor(lamp), lineFor(cable)], taxesIncluded: true });
    expect(order.fulfillmentOrders.map(({ locationId }) => locationId)).toEqual([home, second]);
    shop.setQuantity({ inventoryItemId: lamp.inventoryItemId, locationId: second }, 'available', {
      quantity: 5,
      reason: 'received',
    });
    const whole = shop.placeOrder({ lines: [lineFor(lamp), lineFor(cable)], taxesIncluded: true });
    expect(whole.fulfillmentOrders.map(({ locationId }) => locationId)).toEqual([second]);
  });

  test('what needs no shipping has a fulfillment order of its own and takes no stock', () => {
    const shop = openShop();
    const lamp = shop.stocked('Lamp');
    const manual = shop.stocked('Manual', { requiresShipping: false });
    const order = shop.placeOrder({ lines: [lineFor(lamp), lineFor(manual)], taxesIncluded: true });
    expect(order.fulfillmentOrders).toHaveLength(2);
    expect(shop.levelOf(manual)).toMatchObject({ available: 100, committed: 0 });
  });

  test('what is carried out of a store is fulfilled on the spot, from the shelf of that store', () => {
    const shop = openShop();
    const { id: store } = shop.addLocation({ name: 'Store', country: 'DE', kind: 'retail' });
    const lamp = shop.stocked('Lamp', { locationId: store });
    const order = shop.placeOrder({
      lines: [lineFor(lamp, 2)],
      taxesIncluded: true,
      source: 'pos',
      retailLocationId: store,
      handedOver: true,
      customerId: null,
    });
    expect(order.fulfillmentOrders).toMatchObject([{ status: 'CLOSED', locationId: store }]);
    expect(order.fulfillments).toMatchObject([{ lines: [{ quantity: 2 }] }]);
    expect(shop.levelOf(lamp, store)).toMatchObject({ available: 98, committed: 0 });
  });

  test('a quiet order moves stock like any other and announces none of it', () => {
    const shop = openShop();
    const lamp = shop.stocked('Lamp');
    const before = shop.topics().length;
    const order = shop.placeOrder({ lines: [lineFor(lamp)], taxesIncluded: true, quiet: true });
    shop.fulfill(order);
    expect(shop.levelOf(lamp)).toMatchObject({ available: 99, committed: 0 });
    expect(shop.topics()).toHaveLength(before);
  });

  test('a bundle takes the stock of its components, and its own stock cannot be set', () => {
    const shop = openShop();
    const lamp = shop.stocked('Lamp');
    const bulb = shop.stocked('Bulb');
    const components = [
      { variantId: lamp.id, quantity: 1 },
      { variantId: bulb.id, quantity: 2 },
    ];
    const set = shop.addProduct({
      title: 'Set',
      variants: [{ title: 'Default Title', sku: 'SET', price: 9900n, components }],
    });
    const bundle = first(set.variants);
    shop.placeOrder({ lines: [lineFor(bundle, 3)], taxesIncluded: true });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 97, committed: 3 });
    expect(shop.levelOf(bulb)).toMatchObject({ available: 94, committed: 6 });
    const at = { inventoryItemId: bundle.inventoryItemId, locationId: home };
    expect(() => shop.setQuantity(at, 'available', { quantity: 1, reason: 'correction' })).toThrow(
      expect.objectContaining({ code: 'NON_MUTABLE_INVENTORY_ITEM' }),
    );
  });

  test('what is sold beyond the stock leaves a negative level', () => {
    const { shop, lamp } = placed(105);
    expect(shop.levelOf(lamp)).toMatchObject({ available: -5, committed: 105 });
  });
});

test('cancelling an order closes all its fulfillment orders and uncommits their stock', () => {
  const { shop, lamp, order, work } = placed(3);
  const line = first(work.lines);
  shop.splitFulfillmentOrder(order, work, [{ id: line.id, quantity: 1 }]);
  shop.cancel(order, { refund: true, restock: true });
  expect(order.fulfillmentOrders.map(({ status }) => status)).toEqual(['CLOSED', 'CLOSED']);
  expect(shop.levelOf(lamp)).toMatchObject({ available: 100, committed: 0 });
});
