import { expect, test } from 'vitest';
import { paidOrder } from '#tests/support/checkout.ts';
import { expectOneOfEach } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

test('a database that is down for ten minutes in the middle of the day loses nothing and doubles nothing', async () => {
  await using world = await testWorld();
  await world.worker.scheduled('*/5 * * * *');
  // One order in each state the outage can find an order in, and orders that are placed while it lasts.
  const posted = world.store.placeOrder(paidOrder());
  await live(world, 3 * minute);
  const shipped = world.store.placeOrder(paidOrder());
  await live(world, 3 * minute);
  const unread = world.store.placeOrder(paidOrder());
  await live(world, 30_000);

  world.neon.intercept = () => 'down';
  const placed = [];
  world.store.fulfill(shipped);
  for (let at = 0; at < 5; at += 1) {
    placed.push(world.store.placeOrder(paidOrder()));
    await live(world, 2 * minute);
  }
  world.store.fulfill(posted);
  expect(world.sent.filter(({ status }) => status === 503).length).toBeGreaterThan(15);
  world.neon.intercept = undefined;
  await live(world, 60 * minute);

  for (const order of [...placed, unread]) world.store.fulfill(order);
  await live(world, 10 * minute);
  for (const order of [posted, shipped, unread, ...placed]) {
    await expectOneOfEach(world, order);
  }
  expect(world.erp.counts()).toMatchObject({ salesOrders: 8, invoices: 8, duplicates: 0 });
  expect(world.store.deliveries.every(({ accepted }) => accepted)).toBe(true);
});

test('a database whose answers are lost after it did the work changes nothing in the end', async () => {
  await using world = await testWorld();
  await world.worker.scheduled('*/5 * * * *');
  let calls = 0;
  world.neon.intercept = () => {
    calls += 1;
    return calls % 3 === 0 ? 'lose-answer' : 'pass';
  };
  const orders = [];
  for (let at = 0; at < 4; at += 1) {
    orders.push(world.store.placeOrder(paidOrder()));
    await live(world, minute);
  }
  for (const order of orders) world.store.fulfill(order);
  await live(world, 60 * minute);
  world.neon.intercept = undefined;
  await live(world, 20 * minute);
  for (const order of orders) {
    await expectOneOfEach(world, order);
  }
  expect(world.erp.counts().duplicates).toBe(0);
});
