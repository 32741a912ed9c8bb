import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secrets } from '#sandbox/secret.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { signDelivery } from '#sandbox/shopify/sign.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask, count } from './support/look.ts';
import { paid, unpaidQuietly } from './support/order.ts';

const world = await testWorld();
const { store, neon } = world;
afterAll(() => world[Symbol.asyncDispose]());

/** The first words of each trip that are not the shop's scope. */
function trips(): string[] {
  return neon.log.map(({ statements }) => {
    const said = statements.map((one) => one.trim().replaceAll(/\s+/g, ' '));
    return said.find((one) => !one.startsWith('select set_config(')) ?? 'nothing';
  });
}

const timing = (response: Response) => response.headers.get('server-timing');

beforeAll(async () => {
  // The first request pays for a cold isolate; what is asserted here is a warm one.
  const order = store.placeOrder(unpaidQuietly);
  await store.sendRaw('orders/create', store.orderBody(order));
});

test('acknowledging costs one round trip and draining two, and the answer says so', async () => {
  const order = store.placeOrder(unpaidQuietly);
  neon.resetLog();
  const response = await store.sendRaw('orders/create', store.orderBody(order));
  expect(timing(response)).toBe('db;desc="1 round trip"');
  expect(trips()).toEqual([
    expect.stringContaining('from keep('),
    expect.stringContaining('from claim('),
    expect.stringContaining('advance('),
  ]);
});

test('the answer does not wait for the drain', async () => {
  const order = store.placeOrder(unpaidQuietly);
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  neon.intercept = async (statements) => {
    if (statements.some((one) => one.includes('from claim('))) await opened;
    return 'pass' as const;
  };
  const request = await signDelivery({
    topic: 'orders/create',
    body: store.orderBody(order),
    domain: store.shop.domain,
    secret: secrets.shopifyApiSecret,
    webhookId: randomUUID(),
    triggeredAt: world.clock.now(),
    apiVersion: '2026-10',
    url: store.webhookUrl,
  });
  const { response, settled } = await world.worker.fetch(request);
  expect(response.status).toBe(200);
  expect(await count(world, 'inbox', `lane = 'order/${order.id}' and state = 'kept'`)).toBe(1);

  open();
  await settled;
  neon.intercept = undefined;
  expect(await count(world, 'inbox', `lane = 'order/${order.id}' and state = 'done'`)).toBe(1);
});

test('a duplicate costs one round trip, and nothing is drained for it', async () => {
  const order = store.placeOrder(unpaidQuietly);
  const deliver = async () =>
    store.sendRaw('orders/updated', store.orderBody(order), { webhookId: `twice-${order.id}` });
  await deliver();
  neon.resetLog();
  expect(timing(await deliver())).toBe('db;desc="1 round trip"');
  expect(trips()).toEqual([expect.stringContaining('from keep(')]);
});

test('a lane full of deliveries is drained in two round trips', async () => {
  const order = store.placeOrder(unpaidQuietly);
  neon.intercept = (statements) => (statements.some((one) => one.includes('from claim(')) ? 'down' : 'pass');
  for (let sent = 0; sent < 10; sent += 1) await store.sendRaw('orders/updated', store.orderBody(order));
  neon.intercept = undefined;
  neon.resetLog();
  await store.sendRaw('orders/updated', store.orderBody(order));
  expect(trips()).toEqual([
    expect.stringContaining('from keep('),
    expect.stringContaining('from claim('),
    expect.stringContaining('advance('),
  ]);
  expect(await count(world, 'inbox', `lane = 'order/${order.id}' and state = 'done'`)).toBe(11);
});

test('asking the store costs two round trips and draining the answer two', async () => {
  world.qstash.journey = () => [];
  const order = store.placeOrder(paid);
  await live(world, 2 * minute);
  neon.resetLog();
  const response = await callTask(world, 'read', { shopId: world.shopId, lane: `order/${order.id}` });
  expect(timing(response)).toBe('db;desc="4 round trips"');
  expect(trips()).toEqual([
    expect.stringContaining('read_due_at'),
    expect.stringContaining('insert into "inbox"'),
    expect.stringContaining('from claim('),
    expect.stringContaining('advance('),
  ]);
});

test('a posting costs a lease, a receipt, and two round trips to drain the receipt', async () => {
  world.qstash.journey = ({ url }) => (url.endsWith('/task/post') ? [] : [0]);
  const order = store.placeOrder(paid);
  await live(world, 2 * minute);
  const [posting] = await world.ask<{ key: string }>(
    `select key from posting where lane = $1 and kind = 'sales_order' and state = 'planned'`,
    [`order/${order.id}`],
  );
  const task = { shopId: world.shopId, key: posting?.key ?? '' };

  neon.resetLog();
  const response = await callTask(world, 'post', task);
  expect(timing(response)).toBe('db;desc="4 round trips"');
  expect(trips()).toEqual([
    expect.stringContaining("state = 'leased'"),
    expect.stringContaining("state = 'posted'"),
    expect.stringContaining('from claim('),
    expect.stringContaining('advance('),
  ]);
  expect(world.erp.documents.filter((one) => one.order === orderGid(order))).toMatchObject([
    { kind: 'sales_order', key: task.key },
  ]);

  neon.resetLog();
  expect(timing(await callTask(world, 'post', task)), 'what is posted costs one look').toBe(
    'db;desc="1 round trip"',
  );
  expect(world.erp.documents.filter((one) => one.order === orderGid(order))).toHaveLength(1);
});

test('no statement asks the database for the time, and each is a transaction of its shop', async () => {
  neon.resetLog();
  world.qstash.journey = () => [0];
  const order = store.placeOrder(paid);
  await world.worker.scheduled('*/5 * * * *');
  await live(world, 3 * minute);
  store.fulfill(order);
  await live(world, 5 * minute);
  expect(world.erp.documents.filter((one) => one.order === orderGid(order))).toHaveLength(4);

  const across = neon.log.filter(({ statements }) => !statements[0]?.includes("set_config('app.shop_id'"));
  expect(across.flatMap(({ statements }) => statements)).not.toContainEqual(
    expect.not.stringMatching(/^select [\w, ]+ from (keep|due_shops)\(/),
  );
  const clocks =
    /\b(?:now|(?:statement|transaction|clock)_timestamp|timeofday)\(|\bcurrent_(?:date|time)|\blocaltime/i;
  expect(neon.log.flatMap(({ statements }) => statements)).not.toContainEqual(expect.stringMatching(clocks));
});
