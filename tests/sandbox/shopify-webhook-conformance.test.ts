import { describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import type { News } from '#sandbox/shopify/model/news.ts';
import { bodyText } from '#sandbox/shopify/payload/json.ts';
import { payloadOf } from '#sandbox/shopify/payload/payload.ts';
import { compliancePayload } from '#sandbox/shopify/payload/shop.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { declaredSubscriptions } from '#sandbox/shopify/subscription.ts';
import { type Difference, differencesOf } from './support/webhook-conformance.ts';
import { deviationFor, deviations } from './support/webhook-deviation.ts';
import { liveThroughEverything } from './support/webhook-life.ts';

const monday = Date.parse('2026-11-02T05:00:00Z');
const dayMs = 86_400_000;

type Told = { readonly topic: string; readonly body: string };

const told = await everythingTold();
const differences = told.flatMap(({ topic, body }) => differencesOf(topic, body));

async function everythingTold(): Promise<Told[]> {
  const clock = virtualClock(monday);
  const store = openStore({
    clock,
    clientSecret: 'secret',
    accessToken: 'token',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    shop: { cashRoundingUnit: 5n },
    deliver: async () => new Response(),
  });
  liveThroughEverything(store);
  await clock.run({ until: monday + 15 * dayMs });
  return [...store.deliveries, ...unactedOf(store.state)];
}

/** What no act of the store brings about by itself. */
function unactedOf(state: Parameters<typeof payloadOf>[1]): Told[] {
  const [location] = state.locations;
  const [level] = state.inventory.levels.values();
  const order = state.orders.find(({ paymentTerms }) => paymentTerms !== null);
  const returning = state.orders.find(({ returns }) => returns.length > 0);
  const returned = returning?.returns[0];
  const terms = order?.paymentTerms;
  const customer = state.customers[0];
  if (!location || !level || !order || !terms || !customer || !returning || !returned)
    throw new Error('The life was too short.');
  const operation = {
    id: 147_595_010n,
    type: 'QUERY',
    status: 'COMPLETED',
    errorCode: null,
    createdAt: monday,
    completedAt: monday + 60_000,
  } as const;
  const news: News[] = [
    { topic: 'locations/update', location },
    { topic: 'locations/activate', location },
    { topic: 'locations/deactivate', location },
    { topic: 'inventory_levels/disconnect', level },
    { topic: 'payment_terms/update', order, terms },
    { topic: 'payment_terms/delete', order, terms },
    { topic: 'payment_schedules/due', order, terms },
    { topic: 'returns/update', order: returning, return: returned },
    { topic: 'bulk_operations/finish', operation },
    { topic: 'app/uninstalled' },
    { topic: 'shop/update' },
    { topic: 'shop/redact' },
    { topic: 'app/scopes_update', previous: ['read_products'], current: ['read_products', 'read_orders'] },
  ];
  const asked = { customer, orderIds: [order.id] };
  return [
    ...news.map((each) => ({ topic: each.topic, body: bodyText(payloadOf(each, state, monday)) })),
    ...(['customers/data_request', 'customers/redact'] as const).map((topic) => ({
      topic,
      body: bodyText(compliancePayload({ topic, ...asked }, state)),
    })),
  ];
}

describe('the bodies of webhooks', () => {
  test('are shown for every topic the product subscribes to, but for those the store cannot bring about', () => {
    const shown = new Set(told.map(({ topic }) => topic));
    const missing = declaredSubscriptions()
      .flatMap(({ topics }) => topics)
      .filter((topic) => !shown.has(topic));
    expect(missing).toEqual([
      'fulfillment_orders/rescheduled',
      'fulfillment_orders/scheduled_fulfillment_order_ready',
      'fulfillment_orders/manually_reported_progress_stopped',
      'fulfillment_orders/fulfillment_service_failed_to_complete',
      'fulfillment_orders/line_items_prepared_for_pickup',
      'fulfillment_orders/line_items_prepared_for_local_delivery',
      'locations/delete',
    ]);
  });

  test('keep to the published JSON Schema and have the fields of the official sample, with named deviations', () => {
    const unexplained = new Set(
      differences
        .filter((each) => deviationFor(each) === undefined)
        .map(({ topic, at, problem }: Difference) => `${topic} ${at} ${problem}`),
    );
    expect([...unexplained].toSorted()).toEqual([]);
  });

  test('need every deviation that is named', () => {
    const used = new Set(differences.map(deviationFor));
    const named = deviations.flatMap(({ topics, problem, at }) =>
      at.map((pointer) => `${topics.source} ${problem} ${pointer}`),
    );
    expect(named.filter((each) => !used.has(each))).toEqual([]);
  });

  test('differ where a field is missing, invented or of another type', () => {
    const [body = ''] = told.filter(({ topic }) => topic === 'disputes/create').map((each) => each.body);
    const changes: [string, string, string][] = [
      ['"currency"', '"currencies"', '/currency is in the sample only'],
      ['"currency"', '"currencies"', '/currencies is not in the sample'],
      ['"type":"chargeback"', '"type":1', '/type must be string'],
    ];
    for (const [from, to, problem] of changes) {
      const found = differencesOf('disputes/create', body.replace(from, to));
      expect(found.map((each) => `${each.at} ${each.problem}`)).toContain(problem);
    }
  });
});
