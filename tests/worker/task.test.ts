import { afterAll, describe, expect, test } from 'vitest';
import { hosts, secrets } from '#sandbox/secret.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask, changed, contents, send, type TaskCall, taskRequest } from './support/look.ts';
import { paid } from './support/order.ts';

const world = await testWorld();
await world.installStore('other-shop.myshopify.com');
const [other] = await world.ask<{ id: string }>('select id::text from shop where id <> $1', [world.shopId]);
const theirs = other?.id ?? '';
afterAll(() => world[Symbol.asyncDispose]());

// An order whose sales order is due and waits to be woken.
world.qstash.journey = ({ url }) => (url.endsWith('/task/post') ? [] : [0]);
const order = world.store.placeOrder(paid);
await live(world, 3 * minute);
const [due] = await world.ask<{ key: string }>(`select key from posting where kind = 'sales_order'`);
const key = due?.key ?? '';
const body = JSON.stringify({ shopId: world.shopId, key });

/** Sends a request that must change nothing, here or at the ERP. */
async function changesNothing(request: Request): Promise<Response> {
  const before = await contents(world);
  const response = await send(world, request);
  expect(changed(before, await contents(world))).toEqual([]);
  expect(world.erp.documents).toEqual([]);
  return response;
}

describe('a call that QStash did not sign for this task, body and time is answered 401', () => {
  test('no signature', async () => {
    const request = new Request(`${hosts.app}/task/post`, { method: 'POST', body });
    expect((await changesNothing(request)).status).toBe(401);
  });

  test.each(['', 'x', 'a.b.c', 'Bearer x', 'eyJhbGciOiJub25lIn0.e30.'])(
    '%j as signature',
    async (signature) => {
      const headers = { 'upstash-signature': signature };
      const request = new Request(`${hosts.app}/task/post`, { method: 'POST', body, headers });
      expect((await changesNothing(request)).status).toBe(401);
    },
  );

  const now = world.clock.now();
  const refused: [name: string, call: TaskCall][] = [
    ['the key of another account', { body, key: 'sig_of_another_account' }],
    [
      "the key that QStash's library publishes for development",
      { body, key: 'sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r' },
    ],
    ['the signature of another task', { body, signedTask: 'tick' }],
    ['a body altered after it was signed', { body, signedBody: body.replace(key, 'another') }],
    ['a signature of ten minutes ago', { body, signedAt: now - 10 * minute }],
    ['a signature of ten minutes hence', { body, signedAt: now + 10 * minute }],
  ];
  test.each(refused)('%s', async (_, call) => {
    expect((await changesNothing(await taskRequest(world, 'post', call))).status).toBe(401);
  });

  test('a signature that was good is expired when its time has come', async () => {
    const request = await taskRequest(world, 'tick', { body: '' });
    const later = request.clone();
    expect((await send(world, request)).status).toBe(200);
    await live(world, 6 * minute);
    expect((await send(world, later)).status).toBe(401);
  });
});

describe('a call that no repetition can mend is not retried', () => {
  const never = { status: 489, error: 'true' };
  const of = (response: Response) => ({
    status: response.status,
    error: response.headers.get('upstash-nonretryable-error'),
  });

  test('a task that does not exist', async () => {
    for (const name of ['teleport', 'constructor', '__proto__', 'toString']) {
      const request = await taskRequest(world, name, { body });
      expect(of(await changesNothing(request)), name).toEqual(never);
    }
  });

  test.each(['{', '[]', '{}', '{"shopId":7,"key":"x"}', '{"shopId":"1 or 1=1","key":"x"}', `{"shopId":"1"}`])(
    'a body we never sent: %s',
    async (text) => {
      expect(of(await changesNothing(await taskRequest(world, 'post', { body: text })))).toEqual(never);
    },
  );
});

test('a task is never done by GET', async () => {
  for (const task of ['tick', 'shop', 'read', 'post']) {
    const response = await changesNothing(new Request(`${hosts.app}/task/${task}`));
    expect(response.status).toBe(404);
  }
});

describe('a call that finds nothing to do is answered 200 and does nothing', () => {
  test.each([
    ['post', { shopId: world.shopId, key: 'no-such-posting' }],
    ['read', { shopId: world.shopId, lane: 'order/404' }],
    ['read', { shopId: world.shopId, lane: 'moon/full' }],
    ['post', { shopId: '999999', key }],
    ['read', { shopId: '999999', lane: `order/${order.id}` }],
    ['post', { shopId: theirs, key }],
    ['read', { shopId: theirs, lane: `order/${order.id}` }],
  ])('%s %j', async (task, about) => {
    const request = await taskRequest(world, task, { body: JSON.stringify(about) });
    expect((await changesNothing(request)).status).toBe(200);
  });
});

test('while the database is down a task is answered 503 and asked for again', async () => {
  world.neon.intercept = () => 'down';
  const response = await callTask(world, 'post', { shopId: world.shopId, key });
  world.neon.intercept = undefined;
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
});

test('a signature by the next key is good, and the same call twice makes one document', async () => {
  const call = { body, key: secrets.qstashSigningKeys.next };
  const requests = await Promise.all([1, 2].map(async () => taskRequest(world, 'post', call)));
  const answers = await Promise.all(requests.map(async (request) => send(world, request)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(world.erp.documents).toMatchObject([{ kind: 'sales_order', key, order: orderGid(order) }]);
});
