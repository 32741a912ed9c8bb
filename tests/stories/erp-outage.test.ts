import { describe, expect, test } from 'vitest';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { documentsOf, expectOneOfEach, proofOf } from '#tests/support/witness.ts';
import { type Call, isCreate, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const second = 1000;
/** What every attempt of a posting asks first. */
const isAttempt = ({ party, search }: Call) => party === 'erp' && search.has('key');

/** What the log says of the connection, in the order of its saying. */
async function changesOf(world: World): Promise<string[]> {
  const rows = await world.ask<{ kind: string }>(
    `select kind from decision where lane like 'connection/%' order by id`,
  );
  return rows.map(({ kind }) => kind);
}

/** The places, among all sales orders that the ERP holds, of those of these orders. */
function placesOf(world: World, orders: readonly StoreOrder[]): number[] {
  const made = world.erp.documents.filter(({ kind }) => kind === 'sales_order').map(({ order }) => order);
  return orders.map((order) => made.indexOf(orderGid(order)));
}

describe('an ERP that is down for an hour', async () => {
  const logged: string[] = [];
  const world = await testWorld({ log: (line) => void logged.push(line) });
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  const outage = world.erp.plantDuring('503');
  const orders: StoreOrder[] = [];
  for (let at = 0; at < 12; at += 1) {
    orders.push(world.store.placeOrder(paidOrder()));
    await live(world, 5 * minute);
  }
  const during = wire.calls.filter(isAttempt);
  outage.end();
  await live(world, 10 * minute);

  test('is left alone but for one call at a time, and the pauses grow up to five minutes', () => {
    const gaps = during.slice(1).map(({ at }, index) => at - (during[index]?.at ?? 0));
    // Until it is known to be down every order asks, and twelve orders would ask some sixty times.
    expect(during.length).toBeLessThan(30);
    const last = gaps.slice(-6);
    expect(Math.min(...last)).toBeGreaterThanOrEqual(4 * minute);
    expect(Math.max(...last)).toBeLessThanOrEqual(7 * minute);
  });

  test('is taken up again by one posting, whose success lets all others leave', async () => {
    const changes = await changesOf(world);
    expect(changes.at(0)).toBe('connection shut');
    expect(changes.slice(-2)).toEqual(['connection probed', 'connection reopened']);
    expect(changes.filter((kind) => kind === 'connection reopened')).toHaveLength(1);
    expect(logged.filter((line) => line.includes('"event":"breaker"')).length).toBe(
      changes.filter((kind) => kind !== 'connection probed').length,
    );
  });

  test('gets what waited in the order in which it was due, each once', async () => {
    const places = placesOf(world, orders);
    // The one that tried the connection was there first, whichever it was.
    const [tried = -1] = places.flatMap((place, at) => (place === 0 ? [at] : []));
    const others = places.filter((_, at) => at !== tried);
    expect(others).toEqual(others.toSorted((one, other) => one - other));
    for (const order of orders)
      expect(documentsOf(world, order)).toEqual([
        ['sales_order', 11900],
        ['customer_deposit', 11900],
      ]);
    expect(world.erp.counts().duplicates).toBe(0);
  });

  test('costs no posting all of its tries', async () => {
    expect(await world.ask('select key from posting where stopped is not null')).toEqual([]);
  });

  test('is forgotten afterwards: the orders come to their end', async () => {
    for (const order of orders) world.store.fulfill(order);
    await live(world, 10 * minute);
    for (const order of orders) await expectOneOfEach(world, order);
  });
});

test('an ERP that asks for patience is not called by anyone until the time it named', async () => {
  await using world = await testWorld();
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  let patience = 0;
  wire.interfere = async (call, answer) => {
    if (!isAttempt(call) || patience > 0) return answer();
    patience = call.at + 150 * second;
    return new Response(null, { status: 429, headers: { 'retry-after': '150' } });
  };
  const orders = [world.store.placeOrder(paidOrder())];
  await live(world, 90 * second);
  orders.push(world.store.placeOrder(paidOrder()), world.store.placeOrder(paidOrder()));
  await live(world, 10 * minute);
  const [asked, ...calls] = wire.calls.filter(isAttempt);
  expect(asked?.at).toBe(patience - 150 * second);
  expect(Math.min(...calls.map(({ at }) => at))).toBeGreaterThanOrEqual(patience);
  expect(Math.min(...calls.map(({ at }) => at))).toBeLessThanOrEqual(patience + 5 * second);
  for (const order of orders) expect((await proofOf(world, order))?.state).toBe('matched');
  const [row] = await world.ask<{ tries: number }>('select max(tries) as tries from posting');
  expect(row?.tries).toBe(0);
});

test('a posting that always fails stops no other, and does not make the connection look dead', async () => {
  await using world = await testWorld();
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  const poison = world.store.placeOrder(paidOrder());
  wire.interfere = async (call, answer) =>
    isCreate(call) && call.body.includes(String(poison.id)) ? new Response(null, { status: 500 }) : answer();
  const orders: StoreOrder[] = [];
  for (let at = 0; at < 5; at += 1) {
    orders.push(world.store.placeOrder(paidOrder()));
    await live(world, 5 * minute);
  }
  for (const order of orders) expect(documentsOf(world, order)).toHaveLength(2);
  expect(await changesOf(world)).toEqual([]);
});

test('no more postings are under way at once than the connection takes', async () => {
  await using world = await testWorld();
  await world.ask(`update connection set parallel_max = 2, posts_per_minute = 6 where kind = 'erp'`);
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  let active = 0;
  let most = 0;
  wire.interfere = async (call, answer) => {
    if (!isCreate(call)) return answer();
    active += 1;
    most = Math.max(most, active);
    const response = await answer();
    active -= 1;
    return response;
  };
  const orders = Array.from({ length: 8 }, () => world.store.placeOrder(paidOrder()));
  await live(world, 15 * minute);
  const creates = wire.calls.filter(isCreate).map(({ at }) => at);
  expect(most).toBeLessThanOrEqual(2);
  for (const at of creates)
    expect(creates.filter((other) => other > at - minute && other <= at).length).toBeLessThanOrEqual(6);
  for (const order of orders) expect(documentsOf(world, order)).toHaveLength(2);
});
