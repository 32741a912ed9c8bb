import { parse, stringify } from 'lossless-json';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { secrets } from '#sandbox/secret.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask, inboxOf, lastWebhookId, tables } from './support/look.ts';
import { paidQuietly } from './support/order.ts';

/** Written by no one else, so wherever one of these is found, it came from the planted order. */
const person = {
  email: 'wilhelmine.zaunkoenig@example.com',
  phone: '+4930231259917',
  firstName: 'Wilhelmine-Planted',
  lastName: 'Zaunkoenig-Planted',
  street: 'Verborgene Gasse 77b',
};
const keys = Object.values(secrets).flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one)));
const needles = [...Object.values(person), ...keys, secrets.masterSecrets.slice('sandbox:'.length)];

const log: string[] = [];
const world = await testWorld({ log: (line) => void log.push(line) });
const { store, neon } = world;
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  neon.intercept = undefined;
});

const found = (text: string) => needles.filter((needle) => text.includes(needle));

/** The order's webhook with our person in every place where Shopify puts one, and in places where it should not. */
function planted(order: StoreOrder): string {
  const { email, phone, firstName, lastName, street } = person;
  const address = {
    first_name: firstName,
    last_name: lastName,
    address1: street,
    phone,
    name: `${firstName} ${lastName}`,
  };
  return (
    stringify({
      ...Object.fromEntries(Object.entries(parse(store.orderBody(order)) ?? {})),
      email,
      contact_email: email,
      phone,
      note: `please call ${firstName} at ${phone}`,
      customer: { id: 1, email, phone, first_name: firstName, last_name: lastName, default_address: address },
      billing_address: address,
      shipping_address: address,
      client_details: { browser_ip: '10.0.0.1', user_agent: email },
      note_attributes: [{ name: 'gift for', value: `${firstName}, ${street}` }],
    }) ?? ''
  );
}

async function answerText(response: Response): Promise<string> {
  return JSON.stringify([...response.headers]) + (await response.text());
}

async function storedText(): Promise<string> {
  const rows = await Promise.all(
    tables.map(async (table) => world.ask<{ text: string }>(`select t::text as text from ${table} t`)),
  );
  return rows
    .flat()
    .map(({ text }) => text)
    .join('\n');
}

/** What the Worker said, answered, stored and published names neither the person nor a secret. */
async function expectDiscreet(...answers: readonly Response[]): Promise<void> {
  const said = await Promise.all(answers.map(async (one) => answerText(one)));
  expect(found(log.join('\n')), 'in the log').toEqual([]);
  expect(found(said.join('\n')), 'in an answer').toEqual([]);
  expect(found(await storedText()), 'in the database').toEqual([]);
  const published = world.qstash.messages.map(({ url, headers, body }) =>
    [url, JSON.stringify([...headers]), Buffer.from(body).toString('utf8')].join(' '),
  );
  expect(found(published.join('\n')), 'in a message').toEqual([]);
}

test('the search finds what it looks for', async () => {
  const order = store.placeOrder(paidQuietly);
  expect(found(planted(order))).toEqual(Object.values(person));
  expect(found(await storedText())).toEqual([]);
  expect(needles.length).toBeGreaterThan(10);
});

test('an ordinary life of the order tells nobody who bought', async () => {
  const order = store.placeOrder(paidQuietly);
  const created = await store.sendRaw('orders/create', planted(order));
  await live(world, 10 * minute);
  store.fulfill(order);
  const fulfilled = await store.sendRaw('orders/fulfilled', planted(order));
  await live(world, 10 * minute);
  expect(world.erp.documents).toHaveLength(4);
  expect(log.length).toBeGreaterThan(10);
  await expectDiscreet(created, fulfilled);
});

test('what the ERP is told names neither the person nor a secret but its own', async () => {
  const told: string[] = [];
  world.intercept = async (request, answer) => {
    if (new URL(request.url).hostname === 'erp.plumbline.test')
      told.push(JSON.stringify([...request.headers]), await request.clone().text());
    return answer();
  };
  const order = store.placeOrder(paidQuietly);
  await store.sendRaw('orders/create', planted(order));
  await live(world, 10 * minute);
  world.intercept = undefined;
  expect(found(told.join('\n'))).toEqual([secrets.erpToken]);
});

describe('a delivery that nobody can read tells nobody who bought, when', () => {
  test.each([
    ['it is cut off', (body: string) => body.slice(0, -200)],
    [
      'a field has another shape',
      (body: string) => body.replace('"currency":"EUR"', `"currency":["${person.email}"]`),
    ],
    [
      'a time is no time',
      (body: string) => body.replace(/"processed_at":"[^"]*"/, `"processed_at":"${person.phone}"`),
    ],
    [
      'an amount is no amount',
      (body: string) => body.replace(/"total_price":"[^"]*"/, `"total_price":"${person.street}"`),
    ],
    ['its currency is none', (body: string) => body.replaceAll('"EUR"', `"${person.lastName}"`)],
  ])('%s', async (_, damaged) => {
    const answer = await store.sendRaw('orders/create', damaged(planted(store.placeOrder(paidQuietly))));
    expect(answer.status).toBe(200);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([{ state: 'parked' }]);
    await expectDiscreet(answer);
  });

  test('it is refused', async () => {
    const body = planted(store.placeOrder(paidQuietly));
    await expectDiscreet(
      await store.sendRaw('orders/create', body, { secret: 'another' }),
      await store.sendRaw('orders/create', body, { omitHeaders: ['X-Shopify-Webhook-Id'] }),
      await store.sendRaw('orders/create', body, { domain: 'nobody.myshopify.com' }),
      await store.sendRaw('orders/create', body, { domain: 'not a domain' }),
    );
  });
});

describe('a database in trouble tells nobody who bought, when', () => {
  const refuses = [
    ['keeping is refused', 'inbox', "topic <> 'orders/create'"],
    ['the facts are refused', 'fact', "kind <> 'order'"],
    ['the proof is refused', 'proof', "order_name = ''"],
    ['every claim is refused', 'lane', 'claimed_by is null'],
  ] as const;
  test.each(refuses)('%s', async (_, table, check) => {
    const body = planted(store.placeOrder(paidQuietly));
    const from = log.length;
    await world.ask(`alter table ${table} add constraint refused_for_the_test check (${check}) not valid`);
    const answer = await store.sendRaw('orders/create', body);
    await world.ask(`alter table ${table} drop constraint refused_for_the_test`);
    const said = log.slice(from).join('\n');
    expect(said).toContain('23514');
    expect(said, 'no parameter is repeated, sealed or not').not.toMatch(
      /desk lamp|sandbox\.[\w+/]{20}|plumb-demo/,
    );
    await expectDiscreet(answer);
    await live(world, 5 * minute);
  });

  test.each(['down', 'lose-answer'] as const)('it is %s', async (verdict) => {
    const body = planted(store.placeOrder(paidQuietly));
    neon.intercept = () => verdict;
    const refused = await store.sendRaw('orders/create', body);
    expect(refused.status).toBe(503);
    neon.intercept = (statements) => (statements.some((one) => one.includes('advance(')) ? verdict : 'pass');
    const kept = await store.sendRaw('orders/create', body);
    expect(kept.status).toBe(200);
    neon.intercept = undefined;
    await expectDiscreet(refused, kept);
  });

  test('its answers are nonsense', async () => {
    const body = planted(store.placeOrder(paidQuietly));
    await world.ask('alter function keep rename to kept_away');
    const answer = await store.sendRaw('orders/create', body);
    await world.ask('alter function kept_away rename to keep');
    expect(answer.status).toBe(500);
    await expectDiscreet(answer);
  });
});

test('an outside system that refuses us learns and leaves no secret', async () => {
  world.intercept = async (request, answer) => {
    const { hostname } = new URL(request.url);
    if (hostname === 'qstash.upstash.io' || hostname === 'api.plumbline.test') return answer();
    // A careless system repeats what it was sent.
    return Response.json(
      { error: { code: 'no', message: 'no' }, errors: 'no', sent: [...request.headers] },
      { status: 401 },
    );
  };
  const order = store.placeOrder(paidQuietly);
  await store.sendRaw('orders/create', planted(order));
  await live(world, 5 * minute);
  const answer = await callTask(world, 'read', { shopId: world.shopId, lane: `order/${order.id}` });
  world.intercept = undefined;
  expect(answer.status).toBe(200);
  await expectDiscreet(answer);
});
