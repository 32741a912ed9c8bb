import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { openAdmin } from '#src/client/shopify/admin.ts';
import { openBudgets } from '#src/client/shopify/budget.ts';
import { clientSecret, shopify } from '#tests/support/shopify-delivery.ts';

const accessToken = 'shpat_the-store-token';
const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 11900n, taxes: [] };
const clock = virtualClock(Date.parse('2026-11-02T12:00:00Z'));
const open = () =>
  openStore({
    clock,
    clientSecret,
    accessToken,
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    deliver: async () => new Response(),
  });
const access = () => ({
  shop: 'plumb-demo.myshopify.com',
  accessToken,
  budgets: openBudgets(() => new Date(clock.now()).toISOString()),
});
let store = open();
let admin = openAdmin(shopify, access());
let asked = 0;
let instead: (() => Response) | undefined;

const server = setupServer(
  http.all('https://plumb-demo.myshopify.com/*', async ({ request }) => {
    asked += 1;
    try {
      return instead?.() ?? (await store.fetch(request));
    } catch {
      return HttpResponse.error();
    }
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());
beforeEach(() => {
  store = open();
  admin = openAdmin(shopify, access());
  asked = 0;
  instead = undefined;
});

const refused = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
const ask = (of = admin) => refused(of('{ shop { id } }', {}));

describe('the Admin API', () => {
  test('answers a question with its data', async () => {
    const order = store.placeOrder({ lines: [lamp], taxesIncluded: true });
    const id = `gid://shopify/Order/${order.id}`;
    const data = await admin('query ($id: ID!) { order(id: $id) { id name } }', { id });
    expect(data).toEqual({ order: { id, name: '#1001' } });
  });

  test('429 is patience for as long as Shopify asks', async () => {
    store.failNextAdminCalls(1, '429');
    expect(await ask()).toMatchObject({ name: 'RetryLater', afterMs: 2000 });
  });

  test('THROTTLED, which arrives as a 200, is patience until the bucket has refilled', async () => {
    store.failNextAdminCalls(1, 'throttled');
    const error = await ask();
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ message: 'Shopify throttles us', afterMs: 1000 });
    instead = () =>
      Response.json({
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 500,
            throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 100, restoreRate: 100 },
          },
        },
      });
    expect(await ask()).toMatchObject({ name: 'RetryLater', afterMs: 5000 });
  });

  test('THROTTLED without a bucket is patience all the same', async () => {
    instead = () => Response.json({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] });
    expect(await ask()).toMatchObject({ name: 'RetryLater', afterMs: 30_000 });
  });

  test.each(['503', 'network'] as const)('%s is to be asked again later, and not at once', async (fault) => {
    store.failNextAdminCalls(1, fault);
    expect(await ask()).toMatchObject({ name: 'RetryLater', message: 'Shopify is out of reach' });
    expect(asked).toBe(1);
    expect(await ask()).toBeUndefined();
  });

  test('a token that is refused is tried again later, for a person may renew it', async () => {
    const stranger = openAdmin(shopify, { ...access(), accessToken: 'shpat_guess' });
    expect(await ask(stranger)).toMatchObject({
      name: 'RetryLater',
      message: 'Shopify refuses our token (401)',
      afterMs: 900_000,
    });
  });

  test('any other refusal parks', async () => {
    instead = () => Response.json({ errors: 'Not Found' }, { status: 404 });
    expect(await ask()).toEqual(new Park('Shopify refuses the request (404)'));
  });

  test('a question that the schema does not know parks', async () => {
    expect(await refused(admin('{ shop { wealth } }', {}))).toEqual(
      new Park('Shopify does not understand our question'),
    );
  });

  test('an answer that is no JSON is to be asked again later', async () => {
    instead = () => new Response('<html>maintenance</html>', { status: 200 });
    expect(await ask()).toBeInstanceOf(RetryLater);
  });

  test('no message repeats the token', async () => {
    for (const fault of ['429', 'throttled', '503', 'network'] as const) {
      store.failNextAdminCalls(1, fault);
      expect(String(await ask())).not.toContain(accessToken);
    }
  });
});

/** Costs some six hundred points of two thousand, before what was not found is given back. */
const dear = `query Dear { orders(first: 250) { nodes { id lineItems(first: 20) { nodes { id } } } } }`;

describe('the budget of questions', () => {
  const fill = () => {
    for (let placed = 0; placed < 40; placed += 1)
      store.placeOrder({ lines: Array.from({ length: 12 }, () => lamp), taxesIncluded: true });
  };

  test('is never overdrawn: what would not fit is put off until it does, without asking', async () => {
    fill();
    let answers = 0;
    let error: unknown;
    while (error === undefined && answers < 100) {
      error = await refused(admin(dear, {}));
      answers += 1;
    }
    expect(answers).toBeGreaterThan(2);
    expect(error).toMatchObject({ name: 'RetryLater', message: 'Shopify is asked no more than it allows' });
    expect(asked, 'the last question was not put to Shopify').toBe(answers - 1);
    const { afterMs } = error instanceof RetryLater ? error : { afterMs: 0 };
    expect(afterMs).toBeGreaterThan(0);
    await clock.run({ until: clock.now() + afterMs - 1000 });
    expect(await refused(admin(dear, {}))).toBeInstanceOf(RetryLater);
    await clock.run({ until: clock.now() + 1000 });
    expect(await refused(admin(dear, {}))).toBeUndefined();
  });

  test('is one for all who ask the same store', async () => {
    fill();
    const { budgets } = access();
    const [one, other] = [
      openAdmin(shopify, { ...access(), budgets }),
      openAdmin(shopify, { ...access(), budgets }),
    ];
    while ((await refused(one(dear, {}))) === undefined);
    const before = asked;
    expect(await refused(other(dear, {}))).toBeInstanceOf(RetryLater);
    expect(asked).toBe(before);
  });

  test('is not kept from what it does not know the cost of', async () => {
    fill();
    while ((await refused(admin(dear, {}))) === undefined);
    const before = asked;
    expect(await ask()).toBeUndefined();
    expect(asked).toBe(before + 1);
  });
});
