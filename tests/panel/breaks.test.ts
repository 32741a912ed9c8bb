import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { testWorld } from '#tests/support/world.ts';
import { plantBreak, plantProof } from './plant.ts';
import { elementsOf, load, page, textOf, token } from './support.ts';

let world: World & AsyncDisposable;

/** The clock stands at 2026-11-23T08:00Z. */
const ago = (days: number) =>
  new Date(Date.parse('2026-11-23T08:00:00.000Z') - days * 86_400_000).toISOString();

beforeAll(async () => {
  world = await testWorld();
  await plantProof(world, { id: 9001, state: 'broken', placedAt: ago(5), total: 1_000_000n });
  for (let at = 0; at < 60; at += 1)
    await plantBreak(world, {
      lane: `order/${9001 + at}`,
      order: `#${9001 + at}`,
      cause: 'MISSING_ERP',
      about: `invoice ${at}`,
      minor: BigInt(1000 + at),
      since: ago(at === 0 ? 40 : 3),
    });
  await plantBreak(world, {
    lane: 'erp/INV 77',
    order: null,
    cause: 'AMBIGUOUS',
    about: 'INV-77',
    minor: -5000n,
    since: ago(1),
    sentence: 'INV-77 of 50.00 EUR fits #9001 and #9002.',
  });
  await plantBreak(world, {
    lane: 'order/9002',
    order: '#9002',
    cause: 'AMOUNT',
    leg: 'cash',
    minor: 3n,
    currency: 'KWD',
    since: ago(10),
  });
  await plantBreak(world, {
    lane: 'order/9003',
    order: '#9003',
    cause: 'STATUS',
    minor: null,
    since: ago(9),
    closed: { at: ago(2), how: 'the store and the ERP say the same since 21 November' },
  });
}, 60_000);
afterAll(async () => world[Symbol.asyncDispose]());

const rowsOf = (html: string) =>
  html
    .slice(html.indexOf('data-live="rows"'))
    .split('<s-table-row')
    .slice(1)
    .map((one) => textOf(`<${one}`).trim());
const leads = (html: string, way: 'next' | 'previous') =>
  elementsOf(html)
    .find(({ attributes }) => attributes.get('data-live') === 'rows')
    ?.attributes.get(`data-${way}`)
    ?.replaceAll('&amp;', '&');

describe('the page of breaks', () => {
  test('sums up by cause: how many, how much in each currency, how old', async () => {
    const text = textOf(await page(world, '/breaks'));
    expect(text).toContain('Missing in the ERP 60 €617.70 40 days');
    expect(text).toContain('Several fit 1 €50.00 24 h');
    expect(text).toMatch(/Other amount 1 KWD\s0\.003 10 days/);
    expect(text).not.toContain('Other status 1');
  });

  test('says how much money nobody can explain, as a share of sales', async () => {
    const html = await page(world, '/breaks');
    const says = elementsOf(html).find(({ attributes }) => attributes.get('heading') === 'By cause');
    expect(says?.attributes.get('subheading')).toBe(
      '62 differences are open, by 3 causes, €667.70 and KWD\u00A00.003 in all. €50.00, 5 ‰ of sales, have no known cause.',
    );
  });

  test('lists the most money first, and goes through all pages and back', async () => {
    const first = await page(world, '/breaks');
    expect(rowsOf(first)).toHaveLength(50);
    expect(rowsOf(first)[0]).toContain('INV-77 of €50.00 fits #9001 and #9002.');
    expect(rowsOf(first)[1]).toContain('#9060');
    expect(leads(first, 'previous')).toBeUndefined();
    const second = await page(world, leads(first, 'next') ?? '');
    expect(rowsOf(second)).toHaveLength(12);
    expect(rowsOf(second).at(-1)).toContain('#9002');
    expect(leads(second, 'next')).toBeUndefined();
    const back = await page(world, leads(second, 'previous') ?? '');
    expect(rowsOf(back)).toEqual(rowsOf(first));
    expect(leads(back, 'previous')).toBeUndefined();
  });

  test('leads from a difference to its order, and from a document without one to its own page', async () => {
    const html = await page(world, '/breaks');
    expect(html).toContain('href="/orders/9060"');
    expect(html).toContain('href="/documents/INV%2077"');
    const document = await page(world, '/documents/INV%2077');
    expect(textOf(document)).toContain('INV-77 of €50.00 fits #9001 and #9002.');
  });

  test.each([
    ['a cause', 'cause=AMBIGUOUS', ['INV-77']],
    ['a side', 'leg=cash', ['#9002']],
    ['an age', 'age=over-30', ['#9001']],
    ['another age', 'age=8-30', ['#9002']],
    ['an amount in whichever currency', 'least=10.58', ['INV-77', '#9060', '#9059']],
    ['an order', 'q=9060', ['#9060']],
    ['what it is about', 'q=inv-77', ['INV-77']],
    ['the oldest first', 'sort=oldest&least=10.59', ['#9060', 'INV-77']],
    ['two at once', 'cause=MISSING_ERP&age=over-30', ['#9001']],
  ])('is narrowed by %s', async (_, query, wanted) => {
    const rows = rowsOf(await page(world, `/breaks?${query}`));
    expect(rows.map((row) => row.split(' ').find((word) => wanted.includes(word)))).toEqual(wanted);
  });

  test('keeps its filters on the way through the pages', async () => {
    const html = await page(world, '/breaks?cause=MISSING_ERP&sort=oldest');
    expect(rowsOf(html)[0]).toContain('#9001');
    const next = leads(html, 'next') ?? '';
    expect(next).toContain('cause=MISSING_ERP');
    expect(rowsOf(await page(world, next))).toHaveLength(10);
  });

  test('lists closed differences with how they closed and how old they grew', async () => {
    const rows = rowsOf(await page(world, '/breaks?show=closed'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/#9003 Other status .*since 21 November \(21 Nov 2026, 09:00, after 7 days\)/);
  });

  test('says when nothing fits, and leads back', async () => {
    const html = await page(world, '/breaks?q=nothing-of-the-kind');
    expect(rowsOf(html)).toEqual([]);
    expect(textOf(html)).toContain('No difference fits these filters. Show all');
  });

  test.each([
    ['an unknown cause', 'cause=WHATEVER'],
    ['an unknown side', 'leg=left'],
    ['an amount that is none', 'least=1e9'],
    ['a negative amount', 'least=-1'],
    ['a cursor without a key', 'after=order%2F1'],
    ['two cursors', 'after=order%2F1%0Aa&before=order%2F1%0Aa'],
    ['a search of 101 letters', `q=${'a'.repeat(101)}`],
  ])('does not understand %s, says so and shows the way back', async (_, query) => {
    const response = await load(world, `/breaks?${query}`, await token(world));
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain('This list cannot be shown as asked');
    expect(html).toContain('href="/breaks"');
  });

  test('of a shop where nothing differs says so', async () => {
    await using calm = await testWorld();
    const text = textOf(await page(calm, '/breaks'));
    expect(text).toContain('Nothing disagrees.');
  });
});
