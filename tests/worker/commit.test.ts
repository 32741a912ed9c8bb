import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { live, testWorld } from '#tests/support/world.ts';
import { changed, contents, count, inboxOf } from './support/look.ts';
import { paidQuietly } from './support/order.ts';

// A 2xx means that the delivery is committed.

const world = await testWorld();
const { store } = world;
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  world.neon.intercept = undefined;
});

const lane = (order: StoreOrder) => `order/${order.id}`;

test('while the database is down the answer is 503 with Retry-After, and a later redelivery is kept', async () => {
  const order = store.placeOrder(paidQuietly);
  const webhookId = randomUUID();
  const deliver = async () => store.sendRaw('orders/create', store.orderBody(order), { webhookId });
  const before = await contents(world);

  world.neon.intercept = () => 'down';
  const refused = await deliver();
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(changed(before, await contents(world))).toEqual([]);

  world.neon.intercept = undefined;
  const kept = await deliver();
  expect([kept.status, await kept.text()]).toEqual([200, 'kept\n']);
  expect(await inboxOf(world, webhookId)).toMatchObject([{ state: 'done', lane: lane(order) }]);
});

test('a database that dies between insert and answer gets 503, then the redelivery is known and kept once', async () => {
  const order = store.placeOrder(paidQuietly);
  const webhookId = randomUUID();
  const deliver = async () => store.sendRaw('orders/create', store.orderBody(order), { webhookId });

  world.neon.intercept = () => 'lose-answer';
  expect((await deliver()).status).toBe(503);
  world.neon.intercept = undefined;
  const again = await deliver();
  expect([again.status, await again.text()]).toEqual([200, 'already kept\n']);
  expect(await inboxOf(world, webhookId)).toMatchObject([{ state: 'kept', lane: lane(order) }]);

  await world.worker.scheduled('*/5 * * * *');
  await live(world, 1000);
  expect(await inboxOf(world, webhookId)).toMatchObject([{ state: 'done' }]);
});

test('a database that dies after the answer costs nothing but time', async () => {
  const order = store.placeOrder(paidQuietly);
  const webhookId = randomUUID();
  world.neon.intercept = (statements) =>
    statements.some((one) => one.includes('from keep(')) ? 'pass' : 'down';
  const body = store.orderBody(order);
  expect((await store.sendRaw('orders/create', body, { webhookId })).status).toBe(200);
  expect(await inboxOf(world, webhookId)).toMatchObject([{ state: 'kept' }]);

  world.neon.intercept = undefined;
  await world.worker.scheduled('*/5 * * * *');
  await live(world, 1000);
  expect(await inboxOf(world, webhookId)).toMatchObject([{ state: 'done' }]);
  expect(await count(world, 'inbox', "state = 'kept'")).toBe(0);
});
