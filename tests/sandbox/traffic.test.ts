import { describe, expect, test } from 'vitest';
import { hostileDeliveries } from '#sandbox/traffic/hostile.ts';
import { officialSamples } from '#sandbox/traffic/samples.ts';
import { openWorld } from './shopify-world.ts';

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
