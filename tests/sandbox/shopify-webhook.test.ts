import { cfWorkerAdapterInitialized } from '@shopify/shopify-api/adapters/cf-worker';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { openStore, type StoreOptions } from '#sandbox/shopify/store.ts';
import { liveThroughEverything } from './support/webhook-life.ts';
import { clientSecret, openedAt } from './support/webhook-post.ts';

const shopify = shopifyApi({
  apiKey: 'key',
  apiSecretKey: clientSecret,
  hostName: 'app.plumbline.test',
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  _logDisabledFutureFlags: false,
});

const vat = { title: 'DE MwSt', rate: '0.19' };
const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 2, unitPrice: 11900n, taxes: [vat] };
const paidOrder: OrderSpec = {
  lines: [lamp],
  taxesIncluded: true,
  payment: { kind: 'sale', gateway: 'shopify_payments' },
};

function openWorld(options: Partial<StoreOptions> = {}) {
  const clock = virtualClock(openedAt);
  const received: Request[] = [];
  const store = openStore({
    clock,
    clientSecret,
    accessToken: 'token',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    shop: { cashRoundingUnit: 5n },
    deliver: async (request) => {
      received.push(request);
      return new Response();
    },
    ...options,
  });
  return { clock, store, received };
}

type World = ReturnType<typeof openWorld>;

/** The topics of each event, in the order in which they were announced. */
function eventsOf({ store }: World): string[][] {
  return [...Map.groupBy(store.deliveries, ({ eventId }) => eventId).values()].map((deliveries) =>
    deliveries.map(({ topic }) => topic),
  );
}

function topicsReceived({ received }: World): (string | null)[] {
  return received.map((request) => request.headers.get('X-Shopify-Topic'));
}

describe("the store's webhooks", () => {
  test('are accepted by the official library, and refused when a single byte is altered', async () => {
    expect(cfWorkerAdapterInitialized).toBe(true);
    const world = openWorld();
    liveThroughEverything(world.store);
    await world.clock.run();
    expect(world.received.length).toBeGreaterThan(200);
    for (const request of world.received) {
      const rawBody = await request.clone().text();
      expect(await shopify.webhooks.validate({ rawBody, rawRequest: request })).toMatchObject({
        valid: true,
        domain: 'plumb-demo.myshopify.com',
        apiVersion: '2026-10',
      });
      expect(
        await shopify.webhooks.validate({ rawBody: `${rawBody.slice(0, -1)} }`, rawRequest: request }),
      ).toMatchObject({ valid: false, reason: 'invalid_hmac' });
    }
    expect(world.store.deliveries.every(({ accepted }) => accepted)).toBe(true);
  });

  test('tell each thing that happens as one event of several topics', () => {
    const world = openWorld();
    const order = world.store.placeOrder(paidOrder);
    const [line] = order.lines;
    world.store.fulfill(order, line && [{ line, quantity: 1 }]);
    world.store.fulfill(order);
    const unpaid = world.store.placeOrder({ lines: [lamp], taxesIncluded: false });
    world.store.cancel(unpaid);
    world.store.deleteOrder(unpaid);
    expect(eventsOf(world)).toEqual([
      [
        'orders/create',
        'order_transactions/create',
        'orders/paid',
        'fulfillment_orders/order_routing_complete',
      ],
      ['fulfillments/create', 'orders/partially_fulfilled', 'orders/updated'],
      ['fulfillments/create', 'orders/fulfilled', 'orders/updated'],
      ['orders/create', 'fulfillment_orders/order_routing_complete'],
      expect.arrayContaining(['orders/cancelled', 'orders/updated']),
      ['orders/delete'],
    ]);
    const { deliveries } = world.store;
    expect(new Set(deliveries.map(({ webhookId }) => webhookId)).size).toBe(deliveries.length);
  });

  test('say what was true when it happened, whatever happens before they leave', async () => {
    const world = openWorld();
    world.store.transit = () => [60_000];
    const order = world.store.placeOrder(paidOrder);
    world.store.changeNote(order, { note: 'Ring twice' });
    await world.clock.run();
    const notes = world.store.deliveries
      .filter(({ topic }) => topic === 'orders/create' || topic === 'orders/updated')
      .map(({ body }) => /"note":(null|"[^"]*")/.exec(body)?.[1]);
    expect(notes).toEqual(['null', '"Ring twice"']);
  });

  test('keep every digit of an id that no double can hold', () => {
    const world = openWorld();
    const { id } = world.store.placeOrder(paidOrder);
    expect(id).toBeGreaterThan(2n ** 53n);
    for (const { topic, body } of world.store.deliveries)
      if (topic.startsWith('orders/'))
        expect(body).toContain(`"id":${id},"admin_graphql_api_id":"gid://shopify/Order/${id}"`);
  });

  test('can be held, shuffled and doubled', async () => {
    const world = openWorld();
    world.store.mode = 'held';
    const order = world.store.placeOrder(paidOrder);
    world.store.fulfill(order);
    await world.clock.run();
    expect(world.received).toHaveLength(0);
    const topics = world.store.deliveries.map(({ topic }) => topic);
    await world.store.release((held) => [...held.toReversed(), ...held]);
    await world.clock.run();
    expect(topicsReceived(world)).toEqual([...topics.toReversed(), ...topics]);
  });

  test('are not sent before the app is installed, nor after it is uninstalled', () => {
    const world = openWorld({ installed: false });
    const count = () => world.store.deliveries.length;
    world.store.placeOrder(paidOrder);
    expect(count()).toBe(0);
    world.store.subscribe();
    world.store.placeOrder(paidOrder);
    expect(count()).toBe(4);
    world.store.unsubscribe();
    world.store.placeOrder(paidOrder);
    expect(count()).toBe(4);
  });

  test('are equal in equal lives, and of other ids in another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const world = openWorld({ seed });
      liveThroughEverything(world.store);
      return world.store.deliveries;
    });
    expect(same).toEqual(one);
    expect(other?.map(({ topic }) => topic)).toEqual(one?.map(({ topic }) => topic));
    const ids = new Set([...(one ?? []), ...(other ?? [])].map(({ webhookId }) => webhookId));
    expect(ids.size).toBe(2 * (one?.length ?? 0));
  });
});
