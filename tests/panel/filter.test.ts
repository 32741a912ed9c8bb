import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { testWorld } from '#tests/support/world.ts';
import { plantBreak, plantFact, plantProof } from './plant.ts';
import { elementsOf, load, page, textOf, token } from './support.ts';

let world: World & AsyncDisposable;

/** Sixty orders of one amount each, one a day from 1 September on; late in UTC and after midnight in Berlin while summer lasts. */
const placed = (at: number) =>
  new Date(Date.parse('2026-08-31T22:30:00.000Z') + at * 86_400_000).toISOString();

beforeAll(async () => {
  world = await testWorld();
  for (let at = 0; at < 60; at += 1)
    await plantProof(world, {
      id: 9000 + at,
      placedAt: placed(at),
      total: BigInt(at % 2 === 0 ? 10_000 + at : 500 + at),
      state: at === 7 || at === 8 ? 'broken' : 'matched',
      legs: { erp: at === 7 ? 'broken' : 'matched', cash: at === 8 ? 'broken' : 'matched' },
    });
  const differs = { cause: 'AMOUNT', since: placed(9) };
  await plantBreak(world, { ...differs, lane: 'order/9007', minor: -1n, sentence: 'A cent is missing.' });
  await plantBreak(world, {
    ...differs,
    lane: 'order/9007',
    about: 'b',
    minor: -2000n,
    sentence: '20.00 EUR are missing.',
  });
  await plantBreak(world, {
    ...differs,
    lane: 'order/9008',
    cause: 'STATUS',
    minor: null,
    sentence: 'It is not paid.',
  });
  await plantBreak(world, {
    ...differs,
    lane: 'order/9009',
    closed: { at: placed(10), how: 'it was corrected' },
  });
  await plantFact(world, {
    kind: 'order',
    key: 'order/9010',
    home: 'order/9010',
    at: placed(10),
    body: {
      financialStatus: 'partially_refunded',
      placedAt: placed(10),
      total: { minor: '10010', currency: 'EUR' },
    },
  });
}, 60_000);
afterAll(async () => world[Symbol.asyncDispose]());

const shown = (html: string) =>
  [...html.matchAll(/<s-link id="open-(\d+)"[^>]*>/g)].map(([, id]) => Number(id));
const leads = (html: string, way: 'next' | 'previous') =>
  elementsOf(html)
    .find(({ tag }) => tag === 's-table-body')
    ?.attributes.get(`data-${way}`)
    ?.replaceAll('&amp;', '&');

describe('the list of orders', () => {
  test.each([
    ['a cause that is open', 'cause=AMOUNT', [9007]],
    ['a side that differs', 'leg=cash', [9008]],
    ['the standing of its money', 'status=partially_refunded', [9010]],
    ['a span of the shop’s days, both inclusive', 'from=2026-09-03&to=2026-09-05', [9004, 9003, 9002]],
    ['its beginning alone', 'from=2026-10-28', [9059, 9058]],
    ['all at once', 'state=broken&leg=erp&cause=AMOUNT&from=2026-09-08&to=2026-09-08', [9007]],
    ['empty fields, which ask for nothing', 'cause=&leg=&from=&to=2026-09-01', [9000]],
  ])('is narrowed by %s', async (_, query, wanted) => {
    expect(shown(await page(world, `/orders?${query}`))).toEqual(wanted);
  });

  test('is sorted from the oldest, with its pages and back', async () => {
    const first = await page(world, '/orders?sort=oldest');
    expect(shown(first)).toEqual(Array.from({ length: 50 }, (_, at) => 9000 + at));
    const second = await page(world, leads(first, 'next') ?? '');
    expect(shown(second)).toEqual(Array.from({ length: 10 }, (_, at) => 9050 + at));
    expect(shown(await page(world, leads(second, 'previous') ?? ''))).toEqual(shown(first));
  });

  test('is sorted by the largest total, with its pages and back', async () => {
    const first = await page(world, '/orders?sort=amount');
    const large = Array.from({ length: 30 }, (_, at) => 9058 - 2 * at);
    const small = Array.from({ length: 30 }, (_, at) => 9059 - 2 * at);
    expect(shown(first)).toEqual([...large, ...small].slice(0, 50));
    const second = await page(world, leads(first, 'next') ?? '');
    expect(shown(second)).toEqual([...large, ...small].slice(50));
    expect(shown(await page(world, leads(second, 'previous') ?? ''))).toEqual(shown(first));
  });

  test('counts each state under the other filters', async () => {
    const chips = (html: string) =>
      textOf(html.slice(html.indexOf('data-live="states"'), html.indexOf('<s-table-header-row')));
    expect(chips(await page(world, '/orders'))).toContain('All 60 Agrees 58 Not due yet 0 Differs 2');
    expect(chips(await page(world, '/orders?state=matched&leg=erp'))).toContain(
      'All 1 Agrees 0 Not due yet 0 Differs 1',
    );
  });

  test('says of an order what differs most, and nothing of what closed', async () => {
    const text = textOf(await page(world, '/orders?from=2026-09-08&to=2026-09-10'));
    expect(text).toContain('€20.00 are missing.');
    expect(text).not.toContain('A cent is missing.');
    expect(text).not.toContain('Something about');
  });

  test.each([
    ['a day that is none', 'from=2026-02-30'],
    ['a day in other words', 'to=yesterday'],
    ['an unknown status', 'status=owed'],
    ['an unknown sort', 'sort=name'],
    ['the side of the payout, which is not measured', 'leg=payout'],
  ])('does not understand %s', async (_, query) => {
    expect((await load(world, `/orders?${query}`, await token(world))).status).toBe(400);
  });
});
