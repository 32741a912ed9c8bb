import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { elementsOf, fetchPage, lamp, load, page, paid, token } from './support.ts';

let world: World & AsyncDisposable;
let names: readonly string[];

beforeAll(async () => {
  world = await testWorld();
  const placed = Array.from({ length: 60 }, (_, at) =>
    world.store.placeOrder({
      taxesIncluded: true,
      lines: [lamp],
      ...(at % 2 === 0 ? { payment: paid } : {}),
    }),
  );
  await live(world, 10 * minute);
  names = placed.map((one) => one.name).toReversed();
}, 60_000);
afterAll(async () => world[Symbol.asyncDispose]());

const shown = (html: string) =>
  [...html.matchAll(/<s-link id="open-\d+"[^>]*>([^<]*)</g)].map(([, name]) => name);
const leads = (html: string, way: 'next' | 'previous') => {
  const body = elementsOf(html).find(({ tag }) => tag === 's-table-body');
  return body?.attributes.get(`data-${way}`)?.replaceAll('&amp;', '&');
};

describe('the list of orders', () => {
  test('goes through all of them, newest first, and back again', async () => {
    const first = await page(world, '/orders');
    expect(shown(first)).toEqual(names.slice(0, 50));
    expect(leads(first, 'previous')).toBeUndefined();
    const second = await page(world, leads(first, 'next') ?? '');
    expect(shown(second)).toEqual(names.slice(50));
    expect(leads(second, 'next')).toBeUndefined();
    const back = await page(world, leads(second, 'previous') ?? '');
    expect(shown(back)).toEqual(names.slice(0, 50));
    expect(leads(back, 'previous')).toBeUndefined();
    expect(leads(back, 'next')).toBe(leads(first, 'next'));
  });

  test('keeps its filter and its search from page to page', async () => {
    await world.ask(`update proof set state = 'broken' where order_name <> $1`, [names[3]]);
    const first = await page(world, '/orders?state=broken&q=1');
    expect(shown(first)).toHaveLength(50);
    expect(leads(first, 'next')).toMatch(/^\/orders\?q=1&state=broken&after=\d+$/);
    const second = await page(world, leads(first, 'next') ?? '');
    expect(shown(second)).toHaveLength(9);
    expect([...shown(first), ...shown(second)]).not.toContain(names[3]);
    expect(leads(second, 'previous')).toMatch(/^\/orders\?q=1&state=broken&before=\d+$/);
  });

  test.each([
    ['its name', () => names[7] ?? ''],
    ['its name without the sign', () => (names[7] ?? '').slice(1)],
  ])('finds an order by %s', async (_, search) => {
    const html = await page(world, `/orders?q=${encodeURIComponent(search())}`);
    expect(shown(html)).toEqual([names[7]]);
  });

  test('finds an order by the number of a document, in any case', async () => {
    const [row] = await world.ask<{ number: string; name: string }>(
      `select d.document_number as number, p.order_name as name from posting d
       join proof p on p.lane = d.lane where d.kind = 'sales_order' and d.state = 'posted' limit 1`,
    );
    const html = await page(world, `/orders?q=${row?.number.toLowerCase()}`);
    expect(shown(html)).toEqual([row?.name]);
    expect(html).toContain(row?.number);
  });

  test('takes no wildcard from a search', async () => {
    for (const search of ['%', '_', '#%', '\\']) {
      const html = await page(world, `/orders?q=${encodeURIComponent(search)}`);
      expect(shown(html)).toEqual([]);
      expect(html).toContain('Show all orders');
    }
  });

  test.each([
    ['a cursor that is no number', 'after=x'],
    ['a negative cursor', 'after=-1'],
    ['SQL in a cursor', 'before=1%27--'],
    ['a cursor of 31 digits', `after=${'9'.repeat(31)}`],
    ['two cursors', 'after=1&before=2'],
    ['an unknown state', 'state=anything'],
    ['a search of 101 letters', `q=${'a'.repeat(101)}`],
    ['a search of 6,000 letters', `q=${'a'.repeat(6000)}`],
  ])('does not understand %s, says so and shows the way back', async (_, query) => {
    const response = await load(world, `/orders?${query}`, await token(world));
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain('This list cannot be shown as asked');
    expect(html).toContain('href="/orders"');
  });

  test('a cursor beyond the last order shows an empty page and no error', async () => {
    const html = await page(world, '/orders?after=1');
    expect(shown(html)).toEqual([]);
  });
});

describe('a live page', () => {
  test('shows an order that came since, in the regions that its script replaces', async () => {
    const regions = (html: string) =>
      elementsOf(html).flatMap(({ attributes }) => attributes.get('data-live') ?? []);
    const before = await page(world, '/orders');
    const order = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    expect(before).not.toContain(`>${order.name}<`);
    await live(world, 2 * minute);
    const fetched = await fetchPage(world, '/orders', await token(world));
    expect(fetched.status).toBe(200);
    const after = await fetched.text();
    expect(shown(after)[0]).toBe(order.name);
    expect(regions(after)).toEqual(regions(before));
    expect(regions(after)).toEqual(['states', 'rows', 'none']);
  });

  test('an empty list and a list have other regions, so that the whole page is loaded anew', async () => {
    await using empty = await testWorld();
    expect(await page(empty, '/orders')).toContain('data-live="none-yet"');
  });
});
