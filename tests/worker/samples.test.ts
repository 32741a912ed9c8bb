import { afterAll, expect, test } from 'vitest';
import { officialSamples, type Sample } from '#sandbox/traffic/samples.ts';
import { testWorld } from '#tests/support/world.ts';
import { topics } from '#webhooks/shopify/topics.ts';
import { count, inboxOf, lastWebhookId } from './support/look.ts';

const log: string[] = [];
const world = await testWorld({ log: (line) => void log.push(line) });
const store = await world.installStore('sample-shop.myshopify.com');
afterAll(() => world[Symbol.asyncDispose]());

/** These end the shop's life, so that what comes after them is parked. */
const lastTopics = ['app/uninstalled', 'shop/redact'];
const samples = officialSamples([...topics.keys()].filter((topic) => !lastTopics.includes(topic)));

/** Sends a sample as its shop would; it is answered 200 and neither lost nor left lying. */
async function deliver({ topic, body }: Sample) {
  log.length = 0;
  const response = await store.sendRaw(topic, body);
  expect(response.status).toBe(200);
  const [kept, ...others] = await inboxOf(world, lastWebhookId(world));
  expect(others).toEqual([]);
  expect(kept).toMatchObject({ topic });
  expect(log.filter((line) => line.includes('failed'))).toEqual([]);
  return kept;
}

test('every subscribed topic has an official sample', () => {
  const sampled = new Set(officialSamples([...topics.keys()]).map(({ topic }) => topic));
  expect([...topics.keys()].filter((topic) => !sampled.has(topic))).toEqual([]);
});

/** Samples that Shopify left empty: nobody could read them, and nothing else is parked. */
const saysNothing = new Map([
  ['returns/process', 'not as we know it: admin_graphql_api_id'],
  ['inventory_levels/update', 'not as we know it: inventory_item_id, location_id'],
  ['inventory_levels/connect', 'not as we know it: inventory_item_id, location_id'],
  ['orders/risk_assessment_changed', 'a risk assessment names no order'],
]);
const isEmpty = ({ body }: Sample) => body === '{}' || body.includes('"admin_graphql_api_order_id":null');

test.each(samples.filter((one) => !isEmpty(one)))(
  'the official sample of $topic ($version) is kept and read',
  async (sample) => {
    const kept = await deliver(sample);
    expect(kept).toMatchObject({ state: 'done', reason: null });
    // Samples tell of one thing at various times, and the newest may be known already.
    expect(await count(world, 'fact', `home = '${kept?.lane}'`)).toBeGreaterThan(0);
  },
);

test.each(samples.filter(isEmpty))(
  'the official sample of $topic ($version), which says nothing, is kept and parked',
  async (sample) => {
    const reason = saysNothing.get(sample.topic);
    expect(await deliver(sample)).toMatchObject({ state: 'parked', reason });
    expect(reason).toBeDefined();
  },
);

test('the samples that end a shop are kept and read at last, and nothing is left lying', async () => {
  for (const sample of officialSamples(lastTopics))
    expect(await deliver(sample)).toMatchObject({ state: 'done', reason: null });
  expect(await count(world, 'inbox', "state = 'kept'")).toBe(0);
  expect(await count(world, 'lane', 'stirred > settled or failures > 0')).toBe(0);
  expect(await world.ask(`select state from shop where domain = 'sample-shop.myshopify.com'`)).toEqual([
    { state: 'redacted' },
  ]);
});
