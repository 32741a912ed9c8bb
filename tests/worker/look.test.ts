import { afterAll, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { laneOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask } from './support/look.ts';
import { paid } from './support/order.ts';

const world = await testWorld({ erpAnnounces: false, shop: { mode: 'shadow' } });
const { store, erp, shopId } = world;
afterAll(() => world[Symbol.asyncDispose]());

async function missing(order: StoreOrder, cause: 'MISSING_ERP' | 'MISSING_STORE'): Promise<void> {
  await world.ask(
    `insert into break (shop_id, lane, key, leg, cause, about, sentence, evidence, first_seen_at, last_seen_at)
     select $1, $2, 'erp/' || $3 || '/x', 'erp', $3, 'x', 'It is missing.', '{}', at, at
     from (select '2026-11-23T08:00:00Z'::timestamptz as at) t`,
    [shopId, laneOf(order), cause],
  );
}

const deliveries = async (order: StoreOrder, source: string, topic: string) =>
  world.ask<{ state: string }>(`select state from inbox where lane = $1 and source = $2 and topic = $3`, [
    laneOf(order),
    source,
    topic,
  ]);

test('a document of the ERP of which nothing told is found where its order lacks it', async () => {
  const order = store.placeOrder(paid);
  await live(world, 3 * minute);
  const { number } = erp.enterByHand('invoice', {
    order: `gid://shopify/Order/${order.id}`,
    total: { minor: '11900', currency: 'EUR' },
  });
  await missing(order, 'MISSING_ERP');
  await callTask(world, 'shop', { shopId });
  await live(world, 5000);

  expect(await deliveries(order, 'erp-sweep', 'order')).toEqual([{ state: 'done' }]);
  expect(
    await world.ask(
      `select body ->> 'number' as number from fact where home = $1 and kind = 'erp_document'`,
      [laneOf(order)],
    ),
  ).toContainEqual({ number });
});

test('an ERP that is out of reach costs a day, and nothing fails', async () => {
  const order = store.placeOrder(paid);
  await live(world, 3 * minute);
  await missing(order, 'MISSING_ERP');
  erp.plant('500', { of: 'find' });
  await callTask(world, 'shop', { shopId });
  await live(world, 5000);
  expect(await deliveries(order, 'erp-sweep', 'order')).toEqual([]);
  expect(await world.ask(`select from lane where failures > 0`)).toEqual([]);
});

test('a store that lacks an order is asked for it again', async () => {
  const order = store.placeOrder(paid);
  await live(world, 3 * minute);
  const before = await deliveries(order, 'shopify-admin', 'order');
  await missing(order, 'MISSING_STORE');
  await callTask(world, 'shop', { shopId });
  await live(world, 5000);
  expect(await deliveries(order, 'shopify-admin', 'order')).toHaveLength(before.length + 1);
});
