import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { assets } from '#src/panel/asset.ts';
import { demoDomain, type World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { plantBackfill, plantBreak, plantCount, plantSweep } from './plant.ts';
import { elementsOf, fetchPage, lamp, load, page, paid, token } from './support.ts';

const setupMs = 60_000;

/** Planted wherever a customer or a vendor's staff may write. */
const script = '<script>alert(1)</script>';
const breakout = `"><img src=x onerror=alert(1)>'`;

let world: World & AsyncDisposable;
let paths: readonly string[];

beforeAll(async () => {
  world = await testWorld();
  const hostile = world.store.placeOrder({
    taxesIncluded: true,
    poNumber: `PO${script}${breakout}`,
    shipping: { title: `Post${script}`, price: 490n, taxes: [{ title: `tax${script}`, rate: '0.19' }] },
    discountCode: { code: `CODE${breakout}`, percent: 10 },
    lines: [
      {
        ...lamp,
        sku: `SKU${script}${breakout}`,
        title: `Lamp${script}${breakout}`,
        taxes: [{ title: `MwSt${script}${breakout}`, rate: '0.19' }],
      },
    ],
    payment: { kind: 'sale', gateway: `pay${script}${breakout}` },
  });
  const shipped = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
  await live(world, 2 * minute);
  world.store.fulfill(hostile);
  world.store.fulfill(shipped);
  await live(world, 5 * minute);
  const broken = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
  await live(world, 2 * minute);
  world.store.deleteOrder(broken);
  await world.store.sendRaw('orders/create', `{"id": 7, "name": ${JSON.stringify(breakout)}}`);
  await live(world, 2 * minute);
  // The sandbox's store names its own orders, and so does Shopify; a name from elsewhere is planted where it is kept.
  const evil = script + breakout;
  await world.ask(`update proof set order_name = $1, body = jsonb_set(body, '{name}', to_jsonb($1::text))`, [
    evil,
  ]);
  await world.ask(
    `update fact set body = jsonb_set(body, '{name}', to_jsonb($1::text)) where kind = 'order'`,
    [evil],
  );
  await world.ask(
    `update posting set document_number = document_number || $1 where document_number is not null`,
    [evil],
  );
  await world.ask(`update inbox set reason = reason || $1 where reason is not null`, [evil]);
  const since = '2026-11-20T08:00:00.000Z';
  const written = { sentence: evil, about: evil, order: evil, since };
  await plantBreak(world, { ...written, lane: `order/${shipped.id}`, cause: 'AMOUNT' });
  await plantBreak(world, {
    ...written,
    lane: `order/${shipped.id}`,
    cause: 'UNMAPPED',
    about: `sku ${evil}`,
  });
  await plantBreak(world, {
    ...written,
    lane: `erp/${evil}`,
    cause: 'AMBIGUOUS',
    closed: { at: '2026-11-21T08:00:00.000Z', how: evil },
  });
  await world.ask(
    `insert into mapping (shop_id, kind, source, target, set_at, set_by) select id, 'sku', $1, $1, $2, $1 from shop`,
    [evil, since],
  );
  await plantCount(world, since, { theirs: 2, missing: [evil] });
  await plantSweep(world, 'orders', since);
  await world.ask(`update sweep set failures = 1, reason = $1`, [evil]);
  await plantBackfill(world, {
    resource: 'orders',
    state: 'failed',
    startedAt: since,
    roots: 9,
    read: 3,
    reason: evil,
  });
  await world.ask(
    `update posting set state = 'held', reason = $1, document_id = null, declined_at = $2, declined_by = $1, declined_reason = $1
     where kind = 'application'`,
    [evil, since],
  );
  await world.ask(`update workflow set paused_at = $2, paused_by = $1, paused_reason = $1`, [evil, since]);
  await world.ask(`update posting_attempt set detail = $1`, [evil]);
  const side = { kind: 'invoice', name: evil, total: { minor: '1', currency: 'EUR' }, on: null, lines: null };
  await world.ask(
    `insert into shadow (shop_id, ref, lane, workflow, kind, happened_at, agrees, differs, ours, theirs, is_made, compared_at)
     select id, $1, $2, 'invoice posting', 'invoice', $3, false, '{gross}', $4, $4, true, $3 from shop`,
    [evil, `order/${shipped.id}`, since, JSON.stringify([side])],
  );
  const planned = await world.ask<{ key: string }>(`select key from posting order by key`);
  const ids = [hostile, shipped, broken].map(({ id }) => `/orders/${id}`);
  paths = [
    '/',
    '/orders',
    '/orders?state=broken',
    `/orders?q=${encodeURIComponent(evil)}`,
    `/orders?q=${encodeURIComponent(breakout)}`,
    `/orders?state=${encodeURIComponent(breakout)}`,
    `/orders/${encodeURIComponent(breakout)}`,
    ...ids,
    '/breaks',
    '/breaks?show=closed',
    `/breaks?q=${encodeURIComponent(evil)}`,
    `/breaks?cause=${encodeURIComponent(breakout)}`,
    '/completeness',
    '/automations',
    '/automations/invoice-posting',
    '/automations/invoice-posting?show=held',
    `/automations/${encodeURIComponent(breakout)}`,
    `/automations/invoice-posting?show=${encodeURIComponent(breakout)}`,
    ...planned.map(({ key }) => `/postings/${key}`),
    `/postings/${encodeURIComponent(breakout)}`,
    `/documents/${encodeURIComponent(evil)}`,
    `/documents/${encodeURIComponent(breakout)}`,
  ];
}, setupMs);
afterAll(async () => world[Symbol.asyncDispose]());

describe('every page', () => {
  test('shows what a customer wrote as text, never as markup', async () => {
    let seen = 0;
    for (const path of paths) {
      const html = await page(world, path);
      expect(html).not.toContain(script);
      expect(html).not.toMatch(/<img/i);
      expect(elementsOf(html).flatMap(({ attributes }) => [...attributes.keys()])).not.toContain('onerror');
      seen += html.split('&lt;script&gt;').length - 1;
    }
    expect(seen).toBeGreaterThan(60);
  });

  test('uses only the elements, attributes and slots that the manifest of Polaris names', async () => {
    const foreign = new Set<string>();
    for (const path of paths) {
      let parent: string | undefined;
      for (const { tag, attributes } of elementsOf(await page(world, path))) {
        if (!tag.startsWith('s-') || tag === 's-app-nav') continue;
        const declared = manifest.get(tag);
        if (declared === undefined) foreign.add(tag);
        for (const [name, value = ''] of attributes) {
          if (name.startsWith('data-') || name === 'id' || (tag === 's-link' && name === 'rel')) continue;
          if (name === 'slot') {
            if (!slots.has(value)) foreign.add(`slot ${value}`);
          } else if (declared?.attributes.has(name) !== true) foreign.add(`${tag} ${name}`);
        }
        parent = tag;
      }
      expect(parent).toBeDefined();
    }
    expect([...foreign]).toEqual([]);
  });

  test('turns no switch on by writing "false"', async () => {
    for (const path of paths)
      expect(await page(world, path)).not.toMatch(/="(?:false|undefined|null|NaN|\[object)/);
  });

  test('may be framed by its own shop and the admin alone, and runs no script but its own and Shopify’s', async () => {
    const response = await load(world, '/', await token(world));
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self' https://cdn.shopify.com",
        `frame-ancestors https://${demoDomain} https://admin.shopify.com`,
        "base-uri 'none'",
        "form-action 'self'",
      ]),
    );
    expect(policy).not.toMatch(/script-src[^;]*unsafe|unsafe-eval|\*/);
    const html = await response.text();
    const scripts = elementsOf(html).filter(({ tag }) => tag === 'script');
    expect(scripts.map(({ attributes }) => attributes.get('src'))).toEqual([
      'https://cdn.shopify.com/shopifycloud/app-bridge.js',
      'https://cdn.shopify.com/shopifycloud/polaris-1.js',
      assets.script.path,
    ]);
    const inline = elementsOf(html).flatMap(({ tag, attributes }) => [tag, ...attributes.keys()]);
    expect(inline.filter((name) => /^(?:style|on.+)$/.test(name))).toEqual([]);
  });

  test('is kept by no cache, names no referrer and sets no cookie', async () => {
    for (const path of paths) {
      const { headers } = await load(world, path, await token(world));
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  test('takes one round trip to the database', async () => {
    for (const path of paths) {
      world.neon.resetLog();
      await page(world, path);
      expect(world.neon.trips).toBeLessThanOrEqual(1);
    }
  });

  test('weighs at most 100 KB with our own style and script', async () => {
    for (const path of paths) {
      const parts = [await page(world, path), assets.style.text, assets.script.text];
      const bytes = parts.map((text) => gzipSync(text).length).reduce((sum, size) => sum + size, 0);
      expect(bytes).toBeLessThan(100 * 1024);
    }
  });

  test('says to a person that the database is down, and shows nothing', async () => {
    world.neon.intercept = async () => 'down' as const;
    try {
      const response = await load(world, '/', await token(world));
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('Reload this page in a minute');
    } finally {
      world.neon.intercept = undefined;
    }
  });
});

describe('our own assets', () => {
  test('are served for ever, with their type, and are a script that can be read', async () => {
    for (const { path, text, type } of Object.values(assets)) {
      const response = await fetchPage(world, path, null);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('content-type')).toBe(type);
      expect(await response.text()).toBe(text);
    }
    expect(() => new Script(assets.script.text)).not.toThrow();
  });

  test('have no other version', async () => {
    expect((await fetchPage(world, '/panel/assets/0000000000000000.js', null)).status).toBe(404);
  });
});

const Manifest = z.object({
  modules: z.array(
    z.object({
      declarations: z.array(
        z.object({
          tagName: z.string(),
          attributes: z.array(z.object({ name: z.string() })).default([]),
          slots: z.array(z.object({ name: z.string() })).default([]),
        }),
      ),
    }),
  ),
});

const declarations = Manifest.parse(
  JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('@shopify/polaris-types/custom-elements'), 'utf8'),
  ),
).modules.flatMap((one) => one.declarations);

const manifest = new Map(
  declarations.map(({ tagName, attributes }) => [
    tagName,
    { attributes: new Set(attributes.map(({ name }) => name)) },
  ]),
);
const slots = new Set(declarations.flatMap((one) => one.slots.map(({ name }) => name)));
