import { describe, expect, test } from 'vitest';
import { financialStatusOf, fulfillmentStatusOf } from '#sandbox/shopify/order.ts';
import { seededDay } from '#sandbox/traffic/day.ts';
import { hostileDeliveries } from '#sandbox/traffic/hostile.ts';
import { officialSamples } from '#sandbox/traffic/samples.ts';
import { monday, openWorld } from './shopify-world.ts';

async function live(seed: number) {
  const world = openWorld();
  const truth = seededDay({ store: world.store, clock: world.clock, seed });
  await world.clock.run();
  return { ...world, truth };
}

describe('a seeded day', () => {
  test('is the same day for the same seed and another one for another seed', async () => {
    const [first, again, other] = [await live(7), await live(7), await live(8)];
    expect(again.store.deliveries).toEqual(first.store.deliveries);
    expect(again.truth).toEqual(first.truth);
    expect(other.store.deliveries).not.toEqual(first.store.deliveries);
  });

  test('takes place between seven and ten of the shop, today', async () => {
    const { store } = await live(3);
    for (const { createdAt } of store.orders) {
      expect(createdAt).toBeGreaterThanOrEqual(monday + 3_600_000);
      expect(createdAt).toBeLessThanOrEqual(monday + 16 * 3_600_000);
    }
  });

  test.each([1, 2, 3, 4, 5])('tells the truth about its orders (seed %i)', async (seed) => {
    const { store, truth } = await live(seed);
    expect(truth).toHaveLength(40);
    expect(new Set(truth.map((each) => each.life)).size).toBe(6);
    for (const { name, expected, life } of truth) {
      const order = store.orders.find((each) => each.name === name);
      if (order === undefined) throw new Error(`There is no order ${name}.`);
      const due = !order.test && financialStatusOf(order) === 'paid';
      const money = order.transactions.filter((each) => each.kind !== 'authorization');
      expect({ name, life, ...expected }).toEqual({
        name,
        life,
        salesOrder: due ? 1 : 0,
        deposits: due ? money.length : 0,
        invoices: due ? order.fulfillments.length : 0,
      });
      const [parcel] = order.fulfillments;
      if (parcel !== undefined) {
        expect(fulfillmentStatusOf(order)).toBe('fulfilled');
        for (const payment of money) expect(payment.at).toBeLessThan(parcel.createdAt);
      }
    }
  });

  test('brings some deliveries twice, some late, and not all in order', async () => {
    const { store } = await live(1);
    const attempts = store.deliveries.map((each) => each.attempts);
    expect(attempts.some((each) => each.length === 2)).toBe(true);
    const arrivals = attempts.map((each) => each[0]?.at ?? 0);
    expect(arrivals).not.toEqual(arrivals.toSorted((left, right) => left - right));
  });
});

describe('hostile deliveries', () => {
  test('are what they say: signed or not, readable or not, about orders the Admin API knows', async () => {
    const world = openWorld();
    const hostile = hostileDeliveries(world.store);
    for (const each of hostile) await each.send();
    expect(world.received).toHaveLength(17);
    const sent = new Map(hostile.map((each, index) => [each.name, world.received[index]]));
    expect(sent.get('no signature')?.headers.has('X-Shopify-Hmac-Sha256')).toBe(false);
    expect(sent.get('no webhook id')?.headers.has('X-Shopify-Webhook-Id')).toBe(false);
    expect((await sent.get('5 MB body')?.arrayBuffer())?.byteLength).toBeGreaterThan(5 * 2 ** 20);
    expect(await sent.get('null arrays')?.text()).toContain('"line_items":null');
    expect(await sent.get('missing optional fields')?.text()).not.toContain('"customer"');
    expect(await sent.get('a currency without decimals')?.text()).toContain(
      '"presentment_money":{"amount":"12345","currency_code":"JPY"}',
    );
    expect(world.store.deliveries).toHaveLength(0);
    expect(hostile.flatMap((each) => each.truth?.orderId ?? [])).toHaveLength(6);
  });
});

describe('official samples', () => {
  test('come digit for digit as the package has them, in all the variants of the last versions', () => {
    const samples = officialSamples(['orders/create', 'shop/redact', 'no/topic']);
    expect(samples[0]).toMatchObject({ topic: 'orders/create', version: '2026-07' });
    expect(samples[0]?.body).toContain('"admin_graphql_api_id":"gid://shopify/Order/820982911946154508"');
    expect(new Set(samples.map((sample) => sample.topic))).toEqual(new Set(['orders/create', 'shop/redact']));
    expect(new Set(samples.map((sample) => sample.body)).size).toBe(samples.length);
  });
});
