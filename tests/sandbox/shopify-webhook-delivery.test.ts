import { cfWorkerAdapterInitialized } from '@shopify/shopify-api/adapters/cf-worker';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { retryDelaysMs } from '#sandbox/shopify/courier.ts';
import { answerLimitMs } from '#sandbox/shopify/delivery-attempt.ts';
import { clientSecret, openedAt, openPost } from './support/webhook-post.ts';

const hourMs = 3_600_000;

const shopify = shopifyApi({
  apiKey: 'key',
  apiSecretKey: clientSecret,
  hostName: 'app.plumbline.test',
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  _logDisabledFutureFlags: false,
});

async function verify(request: Request) {
  return await shopify.webhooks.validate({ rawBody: await request.clone().text(), rawRequest: request });
}

describe('a delivery', () => {
  test('is verified by the official library, which tells its topic, ids, time and name', async () => {
    expect(cfWorkerAdapterInitialized).toBe(true);
    const post = openPost({ subscriptions: [{ name: 'places' }] });
    post.touch();
    await post.clock.run();
    const [request] = post.received;
    const [delivery] = post.courier.deliveries;
    expect(request && (await verify(request))).toMatchObject({
      valid: true,
      topic: 'LOCATIONS_UPDATE',
      domain: 'plumb-demo.myshopify.com',
      apiVersion: '2026-10',
      name: 'places',
      webhookId: delivery?.webhookId,
      eventId: delivery?.eventId,
      triggeredAt: new Date(openedAt).toISOString(),
    });
  });

  test('that is altered on its way fails verification, and its retry passes with the original body', async () => {
    const statuses: number[] = [];
    const post = openPost({
      answer: async (request) => {
        const { valid } = await verify(request);
        statuses.push(valid ? 200 : 401);
        return new Response(null, { status: valid ? 200 : 401 });
      },
    });
    post.courier.transit = () => ({ delaysMs: [0], corruptedAttempts: 1 });
    post.touch();
    await post.clock.run();
    expect(statuses).toEqual([401, 200]);
    const bodies = await Promise.all(post.received.map((request) => request.text()));
    expect(bodies[0]).not.toBe(bodies[1]);
    expect(bodies[1]).toBe(post.courier.deliveries[0]?.body);
  });

  test.for([301, 404, 410, 500])(
    'answered with %i is tried eight times more over four hours',
    async (status) => {
      const post = openPost({ answer: async () => new Response(null, { status }) });
      post.touch();
      post.touch({ name: 'Renamed meanwhile' });
      await post.clock.run();
      const [delivery] = post.courier.deliveries;
      expect(delivery?.attempts.map(({ at }) => at - openedAt)).toEqual(
        retryDelaysMs.reduce((at, delay) => [...at, (at.at(-1) ?? 0) + delay], [0]),
      );
      expect(delivery?.attempts.at(-1)?.at).toBe(openedAt + 4 * hourMs);
      expect(delivery?.accepted).toBe(false);
      const own = post.received.filter(
        (request) => request.headers.get('X-Shopify-Webhook-Id') === delivery?.webhookId,
      );
      expect(new Set(await Promise.all(own.map((request) => request.text()))).size).toBe(1);
      expect(new Set(own.map((request) => request.headers.get('X-Shopify-Triggered-At')))).toEqual(
        new Set([new Date(openedAt).toISOString()]),
      );
    },
  );

  test('that meets no app is tried again until the first 2xx', async () => {
    let calls = 0;
    const post = openPost({
      answer: async () => {
        calls += 1;
        if (calls === 1) throw new TypeError('fetch failed');
        return new Response(null, { status: calls === 2 ? 503 : 204 });
      },
    });
    post.touch();
    await post.clock.run();
    expect(post.courier.deliveries[0]?.attempts.map(({ status }) => status)).toEqual([null, 503, 204]);
  });

  test('answered after five seconds counts as failed, and comes again under the same id', async () => {
    const post = openPost();
    post.courier.transit = () => ({ delaysMs: [0], lateAnswers: 2 });
    post.touch();
    await post.clock.run();
    expect(post.courier.deliveries[0]?.attempts.map(({ status, late }) => [status, late])).toEqual([
      [null, true],
      [null, true],
      [200, undefined],
    ]);
    expect(new Set(post.received.map((request) => request.headers.get('X-Shopify-Webhook-Id'))).size).toBe(1);
  });

  test('is waited for no longer than five seconds of the clock', async () => {
    const clock = virtualClock(openedAt);
    const alarms: { time: number; ring: () => Promise<void> }[] = [];
    const post = openPost({
      clock: {
        ...clock,
        at(...appointment) {
          const [time, , ring] = appointment;
          alarms.push({ time, ring });
          return clock.at(...appointment);
        },
      },
      // The app answers when the clock has moved on, as it does in life.
      answer: async () => {
        const alarm = alarms.at(-1);
        expect(alarm?.time).toBe(openedAt + answerLimitMs);
        await alarm?.ring();
        return await new Promise<Response>((resolve) => setImmediate(() => resolve(new Response())));
      },
    });
    post.touch();
    await clock.run({ until: openedAt });
    expect(post.courier.deliveries[0]).toMatchObject({
      accepted: false,
      attempts: [{ at: openedAt, status: null, late: true }],
    });
  });

  test('can be lost for ever, doubled, or a day late', async () => {
    const post = openPost();
    const journeys = [[], [0, 4000], [24 * hourMs]];
    post.courier.transit = (_delivery, index) => journeys[index] ?? [0];
    for (const name of ['lost', 'doubled', 'late']) post.touch({ name });
    await post.clock.run();
    expect(post.courier.deliveries.map(({ attempts }) => attempts.map(({ at }) => at - openedAt))).toEqual([
      [],
      [0, 4000],
      [24 * hourMs],
    ]);
    expect(post.courier.deliveries.map(({ accepted }) => accepted)).toEqual([false, true, true]);
    const [first, second] = post.received.map((request) => request.headers.get('X-Shopify-Webhook-Id'));
    expect(first).toBe(second);
  });

  test('is forgotten but for its digest once nothing more of it will be sent', async () => {
    let calls = 0;
    const post = openPost({
      keepBodies: false,
      answer: async () => new Response(null, { status: (calls += 1) === 1 ? 500 : 200 }),
    });
    post.courier.transit = () => [0, 30_000];
    post.touch();
    const body = post.courier.deliveries[0]?.body ?? '';
    expect(body).toContain('Warehouse');
    await post.clock.run({ until: openedAt });
    expect(post.courier.deliveries[0]?.body).toBe(body);
    await post.clock.run();
    expect(await post.received.at(-1)?.text()).toBe(body);
    expect(post.courier.deliveries[0]).toMatchObject({ body: '', accepted: true, topic: 'locations/update' });
    expect(post.courier.deliveries[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('subscriptions', () => {
  test('of one topic get a delivery each, with one event id and ids of their own', async () => {
    const post = openPost({ subscriptions: [{ name: 'one' }, { name: 'other' }] });
    post.touch();
    post.touch();
    const { deliveries } = post.courier;
    expect(deliveries.map(({ name }) => name)).toEqual(['one', 'other', 'one', 'other']);
    expect(new Set(deliveries.map(({ webhookId }) => webhookId)).size).toBe(4);
    expect(deliveries.map(({ eventId }) => deliveries.findIndex((each) => each.eventId === eventId))).toEqual(
      [0, 0, 2, 2],
    );
  });

  test('to nothing cost nothing: no body is rendered for a topic nobody wants', () => {
    const post = openPost({ subscriptions: [{ topics: ['orders/create'] }] });
    post.announce([
      {
        topic: 'locations/update',
        get location(): never {
          throw new Error('It was rendered.');
        },
      },
    ]);
    post.subscriptions.clear();
    post.touch();
    expect(post.courier.deliveries).toHaveLength(0);
  });

  test('that name their fields get these alone, also within objects and lists', () => {
    const post = openPost({
      subscriptions: [
        { topics: ['products/create'], includeFields: ['id', 'variants.price', 'variants.sku', 'nowhere'] },
      ],
    });
    const variant = {
      inventoryItemId: 1n,
      title: 'Default Title',
      sku: 'LAMP',
      barcode: null,
      price: 11900n,
      compareAtPrice: null,
      grams: 400,
      requiresShipping: true,
      taxable: true,
      components: [],
    };
    const id = 9_007_199_254_740_993n;
    post.announce([
      {
        topic: 'products/create',
        product: {
          id,
          title: 'Lamp',
          vendor: 'Acme',
          productType: '',
          status: 'ACTIVE',
          giftCard: false,
          tags: [],
          createdAt: openedAt,
          updatedAt: openedAt,
          variants: [
            { ...variant, id: 1n },
            { ...variant, id: 2n, sku: null },
          ],
        },
      },
    ]);
    expect(post.courier.deliveries[0]?.body).toBe(
      `{"id":${id},"variants":[{"price":"119.00","sku":"LAMP"},{"price":"119.00","sku":null}]}`,
    );
  });

  test('that name their fields are not told the same twice within a minute', async () => {
    const post = openPost({ subscriptions: [{ includeFields: ['id', 'name'] }, {}] });
    const count = () => post.courier.deliveries.filter(({ body }) => !body.includes('updated_at')).length;
    post.touch();
    post.touch({ updatedAt: openedAt + 1000 });
    expect(count()).toBe(1);
    expect(post.courier.deliveries).toHaveLength(3);
    post.touch({ name: 'Renamed' });
    expect(count()).toBe(2);
    await post.clock.run({ until: openedAt + 61_000 });
    post.touch();
    expect(count()).toBe(3);
  });

  test('made by the Admin API end after eight failures in a row, and those of the app stay', async () => {
    let calls = 0;
    const post = openPost({
      subscriptions: [{ by: 'api', name: 'made-in-the-shop' }, { name: 'declared' }],
      // The seventh attempt of each succeeds, so the count begins anew.
      answer: async () => new Response(null, { status: (calls += 1) === 13 || calls === 14 ? 200 : 500 }),
    });
    post.touch();
    await post.clock.run();
    const names = () => post.subscriptions.wanted('locations/update').map(({ name }) => name);
    expect(post.courier.deliveries.map(({ attempts }) => attempts.length)).toEqual([7, 7]);
    expect(names()).toEqual(['made-in-the-shop', 'declared']);
    post.touch();
    await post.clock.run();
    expect(names()).toEqual(['declared']);
  });
});
