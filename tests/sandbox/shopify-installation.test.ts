import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { signSessionToken } from '#sandbox/admin/token.ts';
import { secrets } from '#sandbox/secret.ts';
import { ask, lamp, openWorld, secret, type World } from './shopify-world.ts';

const hour = 3_600_000;

let world: World;
beforeEach(() => {
  world = openWorld();
});

const issued = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });

async function tokenCall(body: Record<string, string>): Promise<Response> {
  return world.store.fetch(
    new Request(`https://${world.store.shop.domain}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: secrets.shopifyApiKey, client_secret: secret, ...body }),
    }),
  );
}

async function exchange(): Promise<Response> {
  const { domain: shop } = world.store.shop;
  const app = { apiKey: secrets.shopifyApiKey, apiSecret: secret };
  const subject = await signSessionToken({ shop, ...app, now: world.clock.now() });
  return tokenCall({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subject,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  });
}

async function statusWith(accessToken: string): Promise<number> {
  const response = await world.store.fetch(
    new Request(`https://${world.store.shop.domain}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'X-Shopify-Access-Token': accessToken, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: '{ shop { name } }' }),
    }),
  );
  return response.status;
}

describe('the Admin API of a store', () => {
  test('takes a token of its token endpoint for an hour, and the one that never expires beside it', async () => {
    const { access_token: token } = issued.parse(await (await exchange()).json());
    expect(await statusWith(token)).toBe(200);
    expect(await statusWith('shpat_sandbox')).toBe(200);
    await world.clock.run({ until: world.clock.now() + hour });
    expect(await statusWith(token)).toBe(401);
    expect(await statusWith('shpat_sandbox')).toBe(200);
  });

  test('takes a refreshed token', async () => {
    const { refresh_token: refresh } = issued.parse(await (await exchange()).json());
    const answer = await tokenCall({ grant_type: 'refresh_token', refresh_token: refresh });
    expect(await statusWith(issued.parse(await answer.json()).access_token)).toBe(200);
  });

  test('takes no token of an app that was uninstalled, and gives none', async () => {
    const { access_token: token, refresh_token: refresh } = issued.parse(await (await exchange()).json());
    world.store.unsubscribe();
    expect([await statusWith(token), await statusWith('shpat_sandbox')]).toEqual([401, 401]);
    expect((await exchange()).status).toBe(400);
    world.store.subscribe();
    expect(await statusWith(token)).toBe(401);
    expect((await tokenCall({ grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(400);
    expect(await statusWith('shpat_sandbox')).toBe(200);
  });

  test('shows at its token endpoint the page of a proxy when it is ill', async () => {
    world.store.failNextTokenCalls(1);
    const [ill, well] = [await exchange(), await exchange()];
    expect([ill.status, ill.headers.get('content-type'), well.status]).toEqual([502, 'text/html', 200]);
  });
});

const payload = z.object({
  webhookSubscription: z.object({ id: z.string() }).nullable(),
  userErrors: z.array(z.object({ field: z.array(z.string()), message: z.string() })),
});

async function subscribe(topic: string, uri: string, more: Record<string, unknown> = {}) {
  const { answer } = await ask(
    world.store,
    `mutation Subscribe($topic: WebhookSubscriptionTopic!, $with: WebhookSubscriptionInput!) {
      webhookSubscriptionCreate(topic: $topic, webhookSubscription: $with) {
        webhookSubscription { id } userErrors { field message } } }`,
    { topic, with: { uri, ...more } },
  );
  return z.object({ data: z.object({ webhookSubscriptionCreate: payload }) }).parse(answer).data
    .webhookSubscriptionCreate;
}

async function listed() {
  const { answer } = await ask(
    world.store,
    '{ webhookSubscriptions(first: 10) { nodes { id topic uri format includeFields } } webhookSubscriptionsCount { count } }',
  );
  const node = z.looseObject({ id: z.string(), topic: z.string(), uri: z.string() });
  const shown = z.object({
    webhookSubscriptions: z.object({ nodes: z.array(node) }),
    webhookSubscriptionsCount: z.object({ count: z.number() }),
  });
  return z.object({ data: shown }).parse(answer).data;
}

const address = 'https://hooks.example.com/orders';
const arrivedAt = (uri: string) => world.received.filter((one) => one.url === uri);

describe('a subscription made by the Admin API', () => {
  test('brings the topic to its own address, beside the ones the app declares, which it does not list', async () => {
    const made = await subscribe('ORDERS_CREATE', address, { includeFields: ['id'] });
    expect(made.userErrors).toEqual([]);
    expect(await listed()).toMatchObject({
      webhookSubscriptions: {
        nodes: [
          { id: made.webhookSubscription?.id, topic: 'ORDERS_CREATE', uri: address, includeFields: ['id'] },
        ],
      },
      webhookSubscriptionsCount: { count: 1 },
    });
    world.store.placeOrder({ lines: [lamp], taxesIncluded: true });
    await world.clock.run();
    const [delivery] = arrivedAt(address);
    expect(delivery?.headers.get('x-shopify-topic')).toBe('orders/create');
    expect(Object.keys(z.looseObject({}).parse(await delivery?.json()))).toEqual(['id']);
    expect(arrivedAt('https://app.plumbline.test/webhooks/shopify').length).toBeGreaterThan(0);
  });

  test('is refused a second time for one topic and address, and made for another of either', async () => {
    await subscribe('ORDERS_CREATE', address);
    expect(await subscribe('ORDERS_CREATE', address)).toEqual({
      webhookSubscription: null,
      userErrors: [
        {
          field: ['webhookSubscription', 'callbackUrl'],
          message: 'Address for this topic has already been taken',
        },
      ],
    });
    expect((await subscribe('ORDERS_UPDATED', address)).userErrors).toEqual([]);
    expect((await subscribe('ORDERS_CREATE', `${address}/2`)).userErrors).toEqual([]);
  });

  test.for([
    ['', "Address can't be blank"],
    ['nowhere', 'Address is invalid'],
    ['http://hooks.example.com', 'Address protocol http:// is not supported'],
    ['https://admin.shopify.com/hook', 'Address cannot be a Shopify or an internal domain'],
    ['https://192.168.1.10/hook', 'Address cannot be a Shopify or an internal domain'],
  ] as const)('to the address "%s" is refused', async ([uri, message]) => {
    expect((await subscribe('ORDERS_CREATE', uri)).userErrors).toMatchObject([{ message }]);
  });

  test('is changed and deleted by its id', async () => {
    const made = await subscribe('ORDERS_CREATE', address);
    const id = made.webhookSubscription?.id;
    const elsewhere = `${address}/elsewhere`;
    const changed = await ask(
      world.store,
      `mutation Change($id: ID!, $with: WebhookSubscriptionInput!) {
        webhookSubscriptionUpdate(id: $id, webhookSubscription: $with) {
          webhookSubscription { id uri topic } userErrors { message } } }`,
      { id, with: { uri: elsewhere } },
    );
    expect(changed.answer).toMatchObject({
      data: {
        webhookSubscriptionUpdate: { webhookSubscription: { id, uri: elsewhere, topic: 'ORDERS_CREATE' } },
      },
    });
    const remove = `mutation Delete($id: ID!) { webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId userErrors { message } } }`;
    expect((await ask(world.store, remove, { id })).answer).toMatchObject({
      data: { webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id, userErrors: [] } },
    });
    expect((await ask(world.store, remove, { id })).answer).toMatchObject({
      data: {
        webhookSubscriptionDelete: { userErrors: [{ message: 'Webhook subscription does not exist' }] },
      },
    });
    expect((await listed()).webhookSubscriptionsCount.count).toBe(0);
  });

  test('is deleted by Shopify after eight failures in a row', async () => {
    world = openWorld({
      deliver: async ({ url }) => new Response(null, { status: url === address ? 500 : 200 }),
    });
    await subscribe('ORDERS_CREATE', address);
    world.store.placeOrder({ lines: [lamp], taxesIncluded: true });
    await world.clock.run();
    expect((await listed()).webhookSubscriptionsCount.count).toBe(0);
  });

  test('of a topic that this store never announces is refused by name', async () => {
    const { answer } = await ask(
      world.store,
      `mutation { webhookSubscriptionCreate(topic: THEMES_CREATE, webhookSubscription: { uri: "${address}" }) {
        webhookSubscription { id } } }`,
    );
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'SANDBOX_UNSUPPORTED' } }] });
  });

  test('ends with the installation of the app', async () => {
    await subscribe('ORDERS_CREATE', address);
    world.store.unsubscribe();
    world.store.subscribe();
    expect((await listed()).webhookSubscriptionsCount.count).toBe(0);
  });
});
