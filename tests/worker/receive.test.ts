import { parse, stringify } from 'lossless-json';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import { type HostileDelivery, hostileDeliveries } from '#sandbox/traffic/hostile.ts';
import { testWorld } from '#tests/support/world.ts';
import { changed, contents, inboxOf, lastWebhookId } from './support/look.ts';
import { unpaidQuietly } from './support/order.ts';

const world = await testWorld();
const { store } = world;
afterAll(() => world[Symbol.asyncDispose]());

const hostile = new Map(hostileDeliveries(store).map((one) => [one.name, one]));

function named(name: string): HostileDelivery {
  const found = hostile.get(name);
  if (found === undefined) throw new Error(`the traffic has no "${name}"`);
  return found;
}

/** The order fact as it is kept, read digit for digit. */
async function headerOf(orderId: string): Promise<Record<string, unknown>> {
  const [row] = await world.ask<{ body: Record<string, unknown> }>(
    `select body from fact where kind = 'order' and key = $1`,
    [orderId],
  );
  if (row === undefined) throw new Error(`nothing is known of ${orderId}`);
  return row.body;
}

const lane = (order: StoreOrder) => `order/${order.id}`;

describe('what was not signed with our secret, or cannot be told apart, is refused and leaves no trace', () => {
  const refused = [
    { name: 'no signature', sentence: 'a delivery without a signature', status: 401 },
    { name: 'wrong signature', sentence: 'a delivery with a wrong signature', status: 401 },
    {
      name: "another secret's signature",
      sentence: 'a delivery signed with the secret of another app',
      status: 401,
    },
    { name: 'altered body', sentence: 'a body that was altered after it was signed', status: 401 },
    { name: '5 MB body', sentence: 'a body of 5 MB', status: 413 },
    { name: 'no webhook id', sentence: 'a delivery without an id', status: 400 },
  ];
  test.each(refused)('$sentence is answered $status', async ({ name, status }) => {
    const before = await contents(world);
    world.neon.resetLog();
    const response = await named(name).send();
    expect(response.status).toBe(status);
    expect(changed(before, await contents(world))).toEqual([]);
    expect(world.neon.trips, 'the database is not even asked').toBe(0);
  });

  test('a shop that nobody installed is answered 404', async () => {
    const before = await contents(world);
    const response = await named('unknown shop').send();
    expect(response.status).toBe(404);
    expect(changed(before, await contents(world))).toEqual([]);
  });

  test('a body that is not text is answered 401, whatever its signature', async () => {
    const before = await contents(world);
    const response = await store.sendRaw('orders/create', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
    expect(response.status).toBe(401);
    expect(changed(before, await contents(world))).toEqual([]);
  });

  test('an empty body is answered 400', async () => {
    const before = await contents(world);
    const response = await store.sendRaw('orders/create', '');
    expect(response.status).toBe(400);
    expect(changed(before, await contents(world))).toEqual([]);
  });
});

describe('what is verified is kept, even when nobody can read it', () => {
  test('a replayed delivery is answered 200 and changes nothing', async () => {
    expect((await named('first of a replayed pair').send()).status).toBe(200);
    const before = await contents(world);
    const response = await named('replayed delivery').send();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('already kept\n');
    expect(changed(before, await contents(world))).toEqual([]);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([{ state: 'done', reason: null }]);
  });

  test('truncated JSON is parked as such', async () => {
    const before = await contents(world);
    expect((await named('truncated JSON').send()).status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toEqual([
      {
        topic: 'orders/create',
        lane: 'unreadable/any',
        state: 'parked',
        reason: 'the body is not JSON',
        sealed: true,
      },
    ]);
  });

  test('an unknown topic is parked with its name', async () => {
    const before = await contents(world);
    expect((await named('unknown topic').send()).status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toEqual([
      {
        topic: 'moons/phase_changed',
        lane: 'unreadable/any',
        state: 'parked',
        reason: 'the topic moons/phase_changed is not one we read',
        sealed: true,
      },
    ]);
  });

  test('a payload of another shape is parked with the names of its fields and none of their values', async () => {
    const before = await contents(world);
    const response = await store.sendRaw('orders/create', '{"id":"ada@example.com","line_items":7}');
    expect(response.status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([
      {
        state: 'parked',
        reason: 'not as we know it: id, currency, created_at, total_price, line_items',
      },
    ]);
  });

  test('news from a shop that has uninstalled the app is parked and teaches nothing', async () => {
    const gone = await world.installStore('gone-shop.myshopify.com');
    await world.ask("update shop set state = 'uninstalled' where domain = 'gone-shop.myshopify.com'");
    const order = gone.placeOrder(unpaidQuietly);
    const before = await contents(world);
    expect((await gone.sendRaw('orders/create', gone.orderBody(order))).status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([
      { lane: lane(order), state: 'parked', reason: 'the shop has uninstalled the app' },
    ]);
  });

  test('text that Postgres cannot hold is replaced, and the rest is known', async () => {
    const order = store.placeOrder(unpaidQuietly);
    const title = String.raw`Brass \u0000\ud83d \ud83d\udca1 lamp`;
    const body = store.orderBody(order).replaceAll('Brass desk lamp', title);
    expect((await store.sendRaw('orders/create', body)).status).toBe(200);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([{ state: 'done', reason: null }]);
    expect(await headerOf(orderGid(order))).toMatchObject({
      lines: [{ title: 'Brass \uFFFD\uFFFD \u{1F4A1} lamp' }],
    });
  });

  test.each([
    ['that no key can hold', String.raw`gid://shopify/BulkOperation/1\u0000`],
    ['too long for an index', `gid://shopify/BulkOperation/${'7'.repeat(9000)}`],
  ])('an id %s is parked', async (_, id) => {
    const before = await contents(world);
    const response = await store.sendRaw('bulk_operations/finish', `{"admin_graphql_api_id":"${id}"}`);
    expect(response.status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([
      { state: 'parked', reason: 'not as we know it: admin_graphql_api_id' },
    ]);
  });
});

describe('orders of strange but legal shape are kept and known exactly', () => {
  async function sent(name: string) {
    const delivery = named(name);
    const { truth } = delivery;
    if (truth === undefined) throw new Error(`"${name}" is about no order`);
    const before = await contents(world);
    expect((await delivery.send()).status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'fact', 'proof', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toEqual([
      {
        topic: 'orders/create',
        lane: truth.orderId.replace('gid://shopify/Order/', 'order/'),
        state: 'done',
        reason: null,
        sealed: true,
      },
    ]);
    return headerOf(truth.orderId);
  }

  test('ids above 2^53 keep their last digit', async () => {
    const header = await sent('ids above 2^53');
    const order = store.orders.find((one) => orderGid(one) === header['order']);
    if (order === undefined) throw new Error('an id was rounded');
    expect(order.id).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(BigInt(Number(order.id)), 'a double could not hold it').not.toBe(order.id);
    const { lines } = z.object({ lines: z.array(z.object({ lineItem: z.string() })) }).parse(header);
    expect(lines.map(({ lineItem }) => lineItem)).toEqual(
      order.lines.map(({ id }) => `gid://shopify/LineItem/${id}`),
    );
  });

  test('an order whose ids come as numbers alone keeps their last digit too', async () => {
    const order = store.placeOrder(unpaidQuietly);
    const { admin_graphql_api_id: _, ...rest } = Object.fromEntries(
      Object.entries(parse(store.orderBody(order)) ?? {}),
    );
    expect((await store.sendRaw('orders/updated', stringify(rest) ?? '')).status).toBe(200);
    expect(await headerOf(orderGid(order))).toMatchObject({ order: orderGid(order) });
  });

  test('missing optional fields are no obstacle', async () => {
    const header = await sent('missing optional fields');
    expect(header).toMatchObject({ poNumber: null, cancelledAt: null, currency: 'EUR' });
  });

  test('null where a list should be reads as an empty list', async () => {
    expect(await sent('null arrays')).toMatchObject({ lines: [] });
  });

  test('an order seen in yen is known in the money of the shop, to the cent', async () => {
    expect(await sent('a currency without decimals')).toMatchObject({
      total: { minor: '7481', currency: 'EUR' },
    });
  });

  test('an order of zero is an order', async () => {
    expect(await sent('an order of zero')).toMatchObject({ total: { minor: '0', currency: 'EUR' } });
  });

  test('an order of 500 lines is known to its last line', async () => {
    const { lines } = await sent('an order of 500 lines');
    expect(lines).toHaveLength(500);
  });
});

test('there is one door for Shopify, and it opens only inward', async () => {
  const before = await contents(world);
  for (const [method, path] of [
    ['GET', '/webhooks/shopify'],
    ['POST', '/webhooks/stripe'],
    ['GET', '/webhooks'],
  ] as const) {
    const { response } = await world.worker.fetch(
      new Request(`https://app.plumbline.test${path}`, { method }),
    );
    expect(response.status).toBe(404);
  }
  expect(changed(before, await contents(world))).toEqual([]);
});
