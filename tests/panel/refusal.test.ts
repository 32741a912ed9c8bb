import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pages } from '#src/panel/routes.ts';
import { secrets } from '#sandbox/secret.ts';
import { demoDomain, type World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { plantBreak } from './plant.ts';
import { type Claims, fetchPage, lamp, load, paid, token } from './support.ts';

let world: World & AsyncDisposable;
let order: string;
let posting: string;
const other = 'another-shop.myshopify.com';

beforeAll(async () => {
  world = await testWorld();
  const placed = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
  order = String(placed.id);
  await live(world, 2 * minute);
  const [planned] = await world.ask<{ key: string }>(`select key from posting order by key`);
  posting = planned?.key ?? '';
  await plantBreak(world, { lane: 'erp/INV-77', cause: 'MISSING_STORE', since: '2026-11-23T08:00:00.000Z' });
  await plantBreak(world, {
    lane: 'summary/2026-11-23/EUR',
    cause: 'MISSING_ERP',
    since: '2026-11-23T08:00:00.000Z',
  });
}, 60_000);
afterAll(async () => world[Symbol.asyncDispose]());

type Forgery = (now: number) => Promise<string> | string;
const forged =
  (claims: (now: number) => Claims): Forgery =>
  async (now) =>
    token(world, { claims: claims(now) });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What no fresh token of its kind would better. */
const hopeless: Readonly<Record<string, Forgery>> = {
  garbage: () => 'not.a.token',
  'a token of 5,000 letters': () => 'a'.repeat(5000),
  'one that is not valid yet': forged((now) => ({ nbf: now + 3600, exp: now + 7200 })),
  'one signed with another secret': async () => token(world, { secret: 'another-secret' }),
  "another app's": async () => token(world, { claims: { aud: 'another-app' } }),
  'one without an audience': forged(() => ({ aud: undefined })),
  'one that never expires': forged(() => ({ exp: undefined })),
  'one without a beginning': forged(() => ({ nbf: undefined })),
  'one of nobody': forged(() => ({ sub: undefined })),
  'one without a shop': forged(() => ({ dest: undefined })),
  'one for a host that is no shop': forged(() => ({
    dest: 'https://evil.example',
    iss: 'https://evil.example/admin',
  })),
  'one for a host that only begins like a shop': forged(() => ({
    dest: `https://${demoDomain}.evil.example`,
    iss: `https://${demoDomain}.evil.example/admin`,
  })),
  'one over plain http': forged(() => ({ dest: `http://${demoDomain}`, iss: `http://${demoDomain}/admin` })),
  'one whose issuer is another shop': forged(() => ({ iss: `https://${other}/admin` })),
  'one whose shop is another than its issuer': forged(() => ({ dest: `https://${other}` })),
  'one that is not signed': (now) => {
    const claims = {
      iss: `https://${demoDomain}/admin`,
      dest: `https://${demoDomain}`,
      aud: secrets.shopifyApiKey,
    };
    return `${base64({ alg: 'none' })}.${base64({ ...claims, sub: '1', exp: now + 60, nbf: now })}.`;
  },
  'one with a changed payload': async (now) => {
    const [header = '', , signature = ''] = (await token(world)).split('.');
    return `${header}.${base64({ dest: `https://${other}`, iss: `https://${other}/admin`, aud: secrets.shopifyApiKey, sub: '1', exp: now + 60, nbf: now })}.${signature}`;
  },
};

/** What a fresh token would mend. */
const stale: Readonly<Record<string, (now: number) => Promise<string | null>>> = {
  'no token': async () => null,
  'an expired one': async (now) => token(world, { claims: { nbf: now - 120, exp: now - 60 } }),
};

/** By the first part of an address, what its page is of; of all others the order. */
const ids = (): Readonly<Record<string, string>> => ({
  documents: 'INV-77',
  automations: 'invoice-posting',
  postings: posting,
  summaries: '2026-11-23-EUR',
});

/** Nothing of any shop, and nothing of ours, stands in a refusal. */
async function expectSilence(response: Response, given: string | null): Promise<void> {
  const text = await response.text();
  expect(text).not.toMatch(/#1001|LAMP|EUR|€|plumb-demo|InvalidJwt|Error:|node_modules/);
  if (given !== null) expect(text).not.toContain(given);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-security-policy')).toContain(
    'frame-ancestors https://admin.shopify.com;',
  );
}

describe.each(pages.map((one) => one.path))('%s', (path) => {
  const address = () => path.replace(':id', ids()[path.split('/')[1] ?? ''] ?? order);
  const seconds = () => Math.floor(world.clock.now() / 1000);

  test('shows a page to whom Shopify says is of the shop', async () => {
    const response = await load(world, address(), await token(world));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<s-page');
  });

  test.each(Object.entries(hopeless))('refuses %s, and asks for no other', async (_, forge) => {
    const given = await forge(seconds());
    world.neon.resetLog();
    const loaded = await load(world, address(), given);
    expect(loaded.status).toBe(401);
    expect(await loaded.clone().text()).not.toContain('data-bounce');
    await expectSilence(loaded, given);
    const fetched = await fetchPage(world, address(), given);
    expect(fetched.status).toBe(401);
    expect(fetched.headers.get('x-shopify-retry-invalid-session-request')).toBeNull();
    await expectSilence(fetched, given);
    expect(world.neon.trips).toBe(0);
  });

  test.each(Object.entries(stale))('sends %s to fetch a fresh one, once', async (_, make) => {
    const given = await make(seconds());
    world.neon.resetLog();
    const bounced = await load(world, address(), given);
    expect(bounced.status).toBe(200);
    expect(await bounced.clone().text()).toContain('data-bounce');
    await expectSilence(bounced, given);
    const again = await load(world, `${address()}?renewed=1`, given);
    expect(again.status).toBe(401);
    expect(await again.clone().text()).not.toContain('data-bounce');
    await expectSilence(again, given);
    const fetched = await fetchPage(world, address(), given);
    expect(fetched.status).toBe(401);
    expect(fetched.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
    await expectSilence(fetched, given);
    expect(world.neon.trips).toBe(0);
  });

  test('a script cannot use a token that stands in the address', async () => {
    const inAddress = `${address()}?id_token=${await token(world)}`;
    expect((await fetchPage(world, inAddress, null)).status).toBe(401);
  });

  test.each(['POST', 'PUT', 'DELETE'])('refuses %s before it reads a body', async (method) => {
    world.neon.resetLog();
    const body = method === 'DELETE' ? null : 'a'.repeat(50_000);
    const headers = { authorization: `Bearer ${await token(world)}` };
    const init = body === null ? { method, headers } : { method, headers, body };
    const request = new Request(`https://app.plumbline.test${address()}`, init);
    const { response, settled } = await world.worker.fetch(request);
    await settled;
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
    expect(world.neon.trips).toBe(0);
  });

  test('a shop is told by the token alone, whatever the address claims', async () => {
    const response = await load(
      world,
      `${address()}?shop=${demoDomain}&host=x`,
      await token(world, { shop: other }),
    );
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(text).toContain('not set up for this shop');
    expect(text).not.toMatch(/#1001|LAMP/);
    expect(response.headers.get('content-security-policy')).toContain(
      `frame-ancestors https://${other} https://admin.shopify.com;`,
    );
  });
});

describe('a shop', () => {
  test('sees nothing of another shop', async () => {
    await using two = await testWorld();
    await two.installStore(other);
    const placed = two.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    await live(two, 2 * minute);
    const theirs = await token(two, { shop: other });
    const [homePage, list, orderPage] = await Promise.all(
      ['/', '/orders', `/orders/${placed.id}`].map(async (path) => load(two, path, theirs)),
    );
    expect(await homePage?.text()).toContain('Waiting for the first order');
    expect(await list?.text()).toContain('No orders yet');
    expect(orderPage?.status).toBe(404);
    expect(await orderPage?.text()).toContain('Order not found');
  });

  test('that uninstalled or was erased is told what to do', async () => {
    await using gone = await testWorld();
    await gone.ask(`update shop set state = 'uninstalled'`);
    const removed = await load(gone, '/', await token(gone));
    expect(removed.status).toBe(403);
    expect(await removed.text()).toContain('Plumbline was removed from this shop');
    await gone.ask(`update shop set state = 'redacted', data_key = null`);
    expect(await (await load(gone, '/orders', await token(gone))).text()).toContain('was erased');
  });
});
