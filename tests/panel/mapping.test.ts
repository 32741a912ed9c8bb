import { describe, expect, test } from 'vitest';
import { acts } from '#src/panel/routes.ts';
import type { World } from '#sandbox/world.ts';
import { testWorld } from '#tests/support/world.ts';
import { plantBreak, plantProof } from './plant.ts';
import { elementsOf, load, page, send, textOf, token } from './support.ts';

const since = '2026-11-22T08:00:00.000Z';

/** Two orders wait for a gateway, one for a SKU; a fourth waits for nothing. */
async function waiting(): Promise<World & AsyncDisposable> {
  const world = await testWorld();
  for (const id of [9001, 9002, 9003, 9004]) await plantProof(world, { id, placedAt: since });
  const unmapped = { cause: 'UNMAPPED', minor: null, since };
  await plantBreak(world, { ...unmapped, lane: 'order/9001', about: 'gateway moonbeam_pay' });
  await plantBreak(world, { ...unmapped, lane: 'order/9002', about: 'gateway moonbeam_pay' });
  await plantBreak(world, { ...unmapped, lane: 'order/9003', about: 'sku LAMP <1>' });
  await world.ask(
    `insert into mapping (shop_id, kind, source, target, set_at, set_by)
     select id, 'gateway', 'paypal', '1361', $1, 'owner' from shop`,
    [since],
  );
  return world;
}

const stirred = async (world: World) =>
  (
    await world.ask<{ key: string }>(
      `select key from lane where stirred > settled and key like 'order/%' order by key`,
    )
  ).map(({ key }) => key);
const mapped = async (world: World) =>
  world.ask(`select kind, source, target, set_by from mapping where source <> 'paypal' order by source`);
const gateway = { kind: 'gateway', source: 'moonbeam_pay' };

describe('the mapping queue', () => {
  test('says what waits: how many orders and how much money', async () => {
    await using world = await waiting();
    const text = textOf(await page(world, '/breaks'));
    expect(text).toContain('Gateway moonbeam pay: 2 orders, €238.00');
    expect(text).toContain('SKU LAMP &lt;1&gt;: 1 order, €119.00');
  });

  test('maps a source by the hand of whoever is signed in, and has its orders proven again', async () => {
    await using world = await waiting();
    world.neon.resetLog();
    const response = await send(world, '/mappings', {
      form: { ...gateway, target: '1362' },
      idToken: await token(world),
    });
    expect(response.status).toBe(200);
    expect(world.neon.trips).toBe(1);
    const html = await response.text();
    expect(html).toContain('Gateway moonbeam pay is 1362 in the ERP.');
    expect(textOf(html)).toContain('Gateway moonbeam pay → 1362 · 23 Nov 2026, 09:00, by user 42');
    expect(await mapped(world)).toEqual([{ ...gateway, target: '1362', set_by: 'user 42' }]);
    expect(await stirred(world)).toEqual(['order/9001', 'order/9002']);
  });

  test('the first mapping of a kind has every order proven again, because all others are unmapped by it', async () => {
    await using world = await waiting();
    await send(world, '/mappings', {
      form: { kind: 'location', source: 'Berlin', target: 'WH-1' },
      idToken: await token(world),
    });
    expect(await stirred(world)).toEqual(['order/9001', 'order/9002', 'order/9003', 'order/9004']);
  });

  test('takes a mapping back, and has proven again what could rest on it', async () => {
    await using world = await waiting();
    const idToken = await token(world);
    await send(world, '/mappings', { form: { ...gateway, target: '1362' }, idToken });
    await world.ask(`update lane set settled = stirred`);
    await world.ask(`update proof set as_of = '2026-11-23T08:00:00.000Z' where lane = 'order/9004'`);
    const response = await send(world, '/mappings/remove', { form: gateway, idToken });
    expect(await response.text()).toContain('Gateway moonbeam pay is not mapped any more.');
    expect(await mapped(world)).toEqual([]);
    expect(await stirred(world)).toEqual(['order/9001', 'order/9002', 'order/9004']);
  });

  test.each([
    ['nothing', '', 'Say what it is called in the ERP.'],
    ['only spaces', '   ', 'Say what it is called in the ERP.'],
    ['101 letters', 'a'.repeat(101), 'may have 100 characters'],
    ['markup', '<script>alert(1)</script>', 'begins with a letter or digit'],
    ['a formula', '=1+1', 'begins with a letter or digit'],
  ])('answers %s with what is wrong, keeps what was typed and writes nothing', async (_, target, says) => {
    await using world = await waiting();
    const response = await send(world, '/mappings', {
      form: { ...gateway, target },
      idToken: await token(world),
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).not.toContain('<script>alert');
    const field = elementsOf(html).find(({ attributes }) => attributes.get('error') !== undefined);
    expect(field?.attributes.get('error')).toContain(says);
    expect(await mapped(world)).toEqual([]);
    expect(await stirred(world)).toEqual([]);
  });

  test.each([
    ['an unknown kind', { kind: 'anything', source: 'a', target: 'b' }],
    ['no source', { kind: 'gateway', source: ' ', target: 'b' }],
    ['a source of 256 letters', { kind: 'gateway', source: 'a'.repeat(256), target: 'b' }],
  ])('refuses %s', async (_, form) => {
    await using world = await waiting();
    expect((await send(world, '/mappings', { form, idToken: await token(world) })).status).toBe(400);
    expect(await mapped(world)).toEqual([]);
  });
});

// All of them refuse before they ask the database, so one world serves them.
const asked = await waiting();

describe.each(acts.map((one) => one.path))('%s', (path) => {
  const form = { ...gateway, target: '1362' };

  test('takes no form without a token of its own in the header, wherever else one stands', async () => {
    asked.neon.resetLog();
    const fresh = await token(asked);
    expect((await send(asked, path, { form, idToken: null })).status).toBe(401);
    expect((await send(asked, `${path}?id_token=${fresh}`, { form, idToken: null })).status).toBe(401);
    expect(
      (await send(asked, path, { form, idToken: await token(asked, { secret: 'another' }) })).status,
    ).toBe(401);
    const late = await token(asked, { claims: { nbf: 1, exp: 2 } });
    const stale = await send(asked, path, { form, idToken: late });
    expect(stale.status).toBe(401);
    expect(stale.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
    expect(asked.neon.trips).toBe(0);
  });

  test('shows nothing, and takes nothing that is too large or no form', async () => {
    const idToken = await token(asked);
    asked.neon.resetLog();
    const shown = await load(asked, path, idToken);
    expect(shown.status).toBe(405);
    expect(shown.headers.get('allow')).toBe('POST');
    const large = { ...form, target: 'a'.repeat(20_000) };
    expect((await send(asked, path, { form: large, idToken })).status).toBe(413);
    const headers = { authorization: `Bearer ${idToken}`, 'content-type': 'application/json' };
    const request = new Request(`https://app.plumbline.test${path}`, { method: 'POST', headers, body: '{}' });
    expect((await asked.worker.fetch(request)).response.status).toBe(415);
    expect(asked.neon.trips).toBe(0);
  });
});

describe.each(['/mappings', '/mappings/remove'])('%s', (path) => {
  const form = { ...gateway, target: '1362' };

  test('changes nothing of another shop, nor of one that left', async () => {
    await using world = await waiting();
    await world.installStore('another-shop.myshopify.com');
    const other = await token(world, { shop: 'another-shop.myshopify.com' });
    await send(world, path, { form: { ...form, source: 'paypal' }, idToken: other });
    const [paypal] = await world.ask<{ target: string }>(
      `select m.target from mapping m join shop s on s.id = m.shop_id where s.domain like 'plumb-demo%'`,
    );
    expect(paypal?.target).toBe('1361');
    await world.ask(`update shop set state = 'uninstalled' where domain like 'plumb-demo%'`);
    const gone = await send(world, path, {
      form: { ...form, source: 'paypal' },
      idToken: await token(world),
    });
    expect(gone.status).toBe(403);
    const [left] = await world.ask<{ target: string }>(
      `select m.target from mapping m join shop s on s.id = m.shop_id where s.domain like 'plumb-demo%'`,
    );
    expect(left?.target).toBe('1361');
    expect(await stirred(world)).toEqual([]);
  });
});
