import { describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { lamp, paidOrder, reducedRate } from '#tests/support/checkout.ts';
import { documentsOf, laneOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld, type TestWorldOptions } from '#tests/support/world.ts';

const runtime = 'process';
const aWhile = 5 * minute;
const hour = 60 * minute;

/** Nine in the evening in Berlin: the day is over three hours later, and summed after another one. */
const evening = Date.parse('2026-11-23T20:00:00.000Z');
const summed = 4 * hour + 2 * minute;
const monday = 'summary/2026-11-23/EUR';

async function eveningWorld(options: TestWorldOptions = {}): Promise<World & AsyncDisposable> {
  const world = await testWorld({
    runtime,
    clock: virtualClock(evening),
    ...options,
    shop: { policy: { granularity: 'daily summary' }, ...options.shop },
  });
  await world.worker.scheduled('*/5 * * * *');
  return world;
}

const journalsOf = (world: World) => world.erp.documents.filter(({ kind }) => kind === 'journal');

/** Σ of what the ledger has of a summary, as `account tax minor`. */
const ledgerOf = async (world: World, lane: string) =>
  (
    await world.ask<{ line: string }>(
      `select concat_ws(' ', l.account, l.dimensions ->> 'tax', sum(l.minor)) as line
       from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
       where e.summary_lane = $1 group by l.account, l.dimensions ->> 'tax' having sum(l.minor) <> 0 order by 1`,
      [lane],
    )
  ).map(({ line }) => line);

/** Σ of what all summaries of it said to the ERP, in the same words. */
const saidOf = async (world: World, lane: string) =>
  (
    await world.ask<{ line: string }>(
      `select concat_ws(' ', e ->> 'account', e ->> 'taxKey', sum((e #>> '{amount,minor}')::bigint)) as line
       from posting p cross join jsonb_array_elements(p.body -> 'entries') e
       where p.lane = $1 and p.state = 'posted' group by e ->> 'account', e ->> 'taxKey'
       having sum((e #>> '{amount,minor}')::bigint) <> 0 order by 1`,
      [lane],
    )
  ).map(({ line }) => line);

const summariesOf = async (world: World, lane = monday) =>
  (
    await world.ask<{ line: string }>(
      `select n || ' ' || state || coalesce(': ' || reason, '') as line from posting where lane = $1 order by n`,
      [lane],
    )
  ).map(({ line }) => line);

const breaksOf = async (world: World, lane = monday) =>
  world.ask<{ cause: string; minor: string; sentence: string }>(
    `select cause, minor::text, sentence from break where lane = $1 and closed_at is null order by key`,
    [lane],
  );

/** Three orders of one day: one of two taxes, one shipped and paid by card, one that is yet to be shipped. */
async function threeOrders(world: World): Promise<StoreOrder[]> {
  const orders = [
    world.store.placeOrder(paidOrder()),
    world.store.placeOrder(
      paidOrder({ lines: [lamp(), lamp({ sku: 'BOOK-01', unitPrice: 1070n, taxes: [reducedRate] })] }),
    ),
    world.store.placeOrder(paidOrder({ lines: [lamp({ quantity: 2 })] })),
  ];
  await live(world, aWhile);
  for (const order of orders.slice(0, 2)) world.store.fulfill(order);
  await live(world, aWhile);
  return orders;
}

describe('a day that is summed', () => {
  test('is one journal once it is over, and no document of any order', async () => {
    await using world = await eveningWorld();
    const orders = await threeOrders(world);
    expect(world.erp.documents).toEqual([]);
    for (const order of orders) {
      expect(await postingsOf(world, order)).toEqual([]);
      expect((await proofOf(world, order))?.legs).toMatchObject({ store: 'matched', erp: 'pending', cash: 'matched' });
    }
    await live(world, summed);
    expect(world.erp.documents).toMatchObject([
      { kind: 'journal', order: null, date: '2026-11-23', key: 'plumb-demo-journal-summary-2026-11-23-eur-1' },
    ]);
    expect(await summariesOf(world)).toEqual(['1 posted']);
    expect(await saidOf(world, monday)).toEqual(await ledgerOf(world, monday));
    expect(await saidOf(world, monday)).toEqual([
      '1020.shopify_payments 48670',
      '2000.DE DE MwSt@0.07 DE MwSt@0.07 -70',
      '2000.DE DE MwSt@0.19 DE MwSt@0.19 -3800',
      '2120 -23800',
      '4000 -21000',
    ]);
    await live(world, aWhile);
    for (const order of orders) {
      const proof = await proofOf(world, order);
      expect(proof?.state).toBe('matched');
      expect(proof?.sentences['erp']).toContain('It is summed in the daily summary of 2026-11-23');
    }
    expect(await breaksOf(world)).toEqual([]);
  });
});
