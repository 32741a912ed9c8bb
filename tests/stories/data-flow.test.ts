import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder, unpaidOrder } from '#tests/support/checkout.ts';
import { booksOf, documentsOf, expectOneOfEach, laneOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask } from '#tests/worker/support/look.ts';

const onDelivery = 'Cash on Delivery (COD)';
const world = await testWorld({
  shop: { policy: { invoiceAtByGateway: { [onDelivery]: 'order' } } },
});

async function expectAgreement(order: StoreOrder): Promise<void> {
  expect(await proofOf(world, order)).toMatchObject({
    state: 'matched',
    legs: { store: 'matched', erp: 'matched', cash: 'matched' },
  });
  expect(await breaksOf(world, order)).toEqual([]);
}

describe('an order of which no webhook ever comes', () => {
  test('is found by the next sweep with all it owes, and the log says how long that took', async () => {
    const order = world.store.placeOrder(paidOrder({ quiet: true }));
    const placedAt = world.clock.now();
    await live(world, 10 * minute);
    expect(await proofOf(world, order)).toBeUndefined();
    await sweep(world);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
    ]);
    expect(await booksOf(world, order)).toEqual([
      'payment 1020.shopify_payments 11900',
      'payment 2120 -11900',
    ]);
    await expectAgreement(order);
    const [found] = await world.ask<{ found_at: string; after: number }>(
      `select detail ->> 'foundAt' as found_at, (detail ->> 'afterMs')::float8 as after from decision
       where lane = $1 and kind = 'caught up'`,
      [laneOf(order)],
    );
    expect(found?.after).toBe(Date.parse(found?.found_at ?? '') - placedAt);
  });

  test('is found wherever it falls between two sweeps: before, at and within a second of their edge', async () => {
    const quiet = () => world.store.placeOrder(paidOrder({ quiet: true }));
    const orders = [quiet()];
    await live(world, 1);
    orders.push(quiet());
    await callTask(world, 'sweep', { shopId: world.shopId });
    orders.push(quiet());
    for (const ms of [1, 998, 1, 1]) {
      await live(world, ms);
      orders.push(quiet());
    }
    await sweep(world);
    for (const order of orders) {
      world.store.fulfill(order);
      await live(world, minute);
    }
    await sweep(world);
    for (const order of orders) {
      await expectOneOfEach(world, order);
      expect(await breaksOf(world, order)).toEqual([]);
    }
  });
});

test('an order refunded in part before anyone asked for it is taken in as PARTIALLY_REFUNDED and invoiced for what is left', async () => {
  const order = world.store.placeOrder(
    paidOrder({ lines: [lamp(), lamp({ sku: 'SHADE', unitPrice: 2380n })] }),
  );
  const [, shade] = order.lines;
  if (shade === undefined) throw new Error('the order has two lines');
  await live(world, minute - 1000);
  world.store.refund(order, { lines: [{ lineId: shade.id, quantity: 1, restock: 'CANCEL' }] });
  await live(world, 3 * minute);
  expect(JSON.parse(world.store.orderBody(order))).toMatchObject({ financial_status: 'partially_refunded' });
  world.store.fulfill(order);
  await live(world, 3 * minute);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['customer_deposit', 14280],
    ['invoice', 11900],
    ['application', 11900],
  ]);
  expect(await booksOf(world, order)).toEqual([
    'payment 1020.shopify_payments 14280',
    'payment 2120 -14280',
    'refund 2120 2380',
    'refund 1020.shopify_payments -2380',
    'invoice 1100 11900',
    'invoice 4000 -10000',
    'invoice 2000.DE DE MwSt@0.19 -1900',
    'application 2120 11900',
    'application 1100 -11900',
  ]);
  // People are to pay it back in the ERP, and have an hour for that.
  expect(await proofOf(world, order)).toMatchObject({ state: 'pending', legs: { refund: 'pending' } });
  typeIn(world, order, { kind: 'refund_payment', minor: 2380 });
  await sweep(world);
  await expectAgreement(order);
});

const bodyShape = z.record(z.string(), z.unknown());

test('a sale at the till without customer, whose delivery says null for its shipping lines, is taken in like any other', async () => {
  const order = world.store.placeOrder(
    unpaidOrder({
      source: 'pos',
      customerId: null,
      handedOver: true,
      payment: { kind: 'sale', gateway: 'cash' },
      quiet: true,
    }),
  );
  const body = bodyShape.parse(JSON.parse(world.store.orderBody(order)));
  const sent = JSON.stringify({ ...body, shipping_lines: null, customer: null });
  expect((await world.store.sendRaw('orders/create', sent)).status).toBe(200);
  await live(world, 3 * minute);
  await expectOneOfEach(world, order);
  expect((await booksOf(world, order)).slice(0, 2)).toEqual(['payment 1025 11900', 'payment 2120 -11900']);
  expect(await breaksOf(world, order)).toEqual([]);
});

test('each gateway has an account of its own, and cash on delivery has its invoice before the money', async () => {
  const paid = ['shopify_payments', 'paypal', 'Bank Deposit'].map((gateway) =>
    world.store.placeOrder(unpaidOrder({ payment: { kind: 'sale', gateway } })),
  );
  const onTheWay = world.store.placeOrder(
    unpaidOrder({ payment: { kind: 'sale', gateway: onDelivery, status: 'pending', manual: true } }),
  );
  await live(world, 3 * minute);
  const booked = await Promise.all(paid.map(async (order) => booksOf(world, order)));
  expect(booked.map(([first]) => first)).toEqual([
    'payment 1020.shopify_payments 11900',
    'payment 1020.paypal 11900',
    'payment 1020.bank_deposit 11900',
  ]);
  for (const order of paid) expect(documentsOf(world, order).map(([kind]) => kind)).not.toContain('invoice');
  expect(documentsOf(world, onTheWay)).toEqual([
    ['sales_order', 11900],
    ['invoice', 11900],
  ]);
  expect(await booksOf(world, onTheWay)).toEqual([
    'invoice 1100 11900',
    'invoice 4000 -10000',
    'invoice 2000.DE DE MwSt@0.19 -1900',
  ]);
  for (const order of [...paid, onTheWay]) await expectAgreement(order);
});
