import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { send, token } from '#tests/panel/support.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { booksOf, documentsOf, postingsOf, proofOf, standingsOf } from '#tests/support/witness.ts';
import { isCreate, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

/** Changes the mode of invoice posting as people do, with a reason. */
async function setMode(world: World, mode: string): Promise<void> {
  const form = { workflow: 'invoice posting', mode, reason: 'so be it' };
  const { status } = await send(world, '/automations/mode', { form, idToken: await token(world) });
  expect(status).toBe(200);
}

const allPosted = ['sales_order posted', 'customer_deposit posted', 'invoice posted', 'application posted'];

describe.each(['shadow', 'approve'] as const)('in mode %s', async (mode) => {
  const world = await testWorld({ shop: { mode } });
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');

  test('every posting is held with its reason, the books show what the ERP ought to, and nothing leaves', async () => {
    const order = await wholeLife(world, paidOrder());
    const postings = await postingsOf(world, order);
    expect(postings.map(({ kind, state, attempts }) => [kind, state, attempts])).toEqual([
      ['sales_order', 'held', 0],
      ['customer_deposit', 'held', 0],
      ['invoice', 'held', 0],
      ['application', 'held', 0],
    ]);
    expect(new Set(postings.map(({ reason }) => reason))).toEqual(
      new Set([`invoice posting is in mode ${mode}`]),
    );
    expect(await booksOf(world, order)).toHaveLength(7);
    expect(wire.calls.filter(isCreate)).toEqual([]);
    expect((await proofOf(world, order))?.legs.erp).toBe('pending');
  });

  test('postings that were held leave, once each, when the workflow comes into auto', async () => {
    const order = await wholeLife(world, paidOrder());
    await setMode(world, 'auto');
    await live(world, 5 * minute);
    expect(await standingsOf(world, order)).toEqual(allPosted);
    expect(documentsOf(world, order)).toHaveLength(4);
    expect(await booksOf(world, order)).toHaveLength(7);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

describe('in mode off', async () => {
  const world = await testWorld({ shop: { mode: 'off' } });
  const wire = listen(world);

  test('nothing is planned and nothing leaves, and the books still show what the ERP ought to', async () => {
    const order = await wholeLife(world, paidOrder());
    expect(await postingsOf(world, order)).toEqual([]);
    expect(await booksOf(world, order)).toHaveLength(7);
    expect(wire.calls.filter(isCreate)).toEqual([]);
  });
});

describe('in mode auto', async () => {
  const world = await testWorld();
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');

  test('a posting that was planned does not leave once the mode is taken away, and leaves when it is given back', async () => {
    const order = world.store.placeOrder(paidOrder());
    world.erp.plant('500', { of: 'find' });
    await live(world, minute + 1000);
    expect(await standingsOf(world, order)).toEqual(['sales_order planned', 'customer_deposit planned']);
    await setMode(world, 'shadow');
    await live(world, 10 * minute);
    expect(documentsOf(world, order)).toEqual([]);

    await setMode(world, 'auto');
    await live(world, 5 * minute);
    expect(documentsOf(world, order)).toHaveLength(2);
  });

  test('while newer news of an order waits to be read, no posting of that order leaves', async () => {
    const order = world.store.placeOrder(paidOrder());
    const other = world.store.placeOrder(paidOrder());
    world.erp.plant('500', { of: 'find', calls: 2 });
    await live(world, minute + 1000);
    expect(documentsOf(world, order)).toEqual([]);
    await world.store.sendRaw('orders/updated', world.store.orderBody(order));
    const heardAt = world.clock.now();

    await live(world, 5 * minute);
    const first = (one: StoreOrder) =>
      wire.calls.find((call) => isCreate(call) && call.body.includes(String(one.id)))?.at ?? 0;
    expect(first(other) - heardAt).toBeLessThan(minute);
    expect(first(order) - heardAt).toBeGreaterThanOrEqual(minute);
    expect(documentsOf(world, order)).toHaveLength(2);
    expect(documentsOf(world, other)).toHaveLength(2);
  });
});

describe('before the cut-over', async () => {
  const world = await testWorld({ shop: { cutOverAt: '2026-11-23T12:00:00.000Z' } });

  test('nothing is posted or booked and the order is proven all the same; an order placed after it is carried out', async () => {
    const before = await wholeLife(world, paidOrder());
    expect(await postingsOf(world, before)).toEqual([]);
    expect(await booksOf(world, before)).toEqual([]);
    // People are to make its documents, and have an hour for that.
    expect((await proofOf(world, before))?.state).toBe('pending');

    await world.clock.run({ until: Date.parse('2026-11-23T12:00:00.000Z') });
    const after = await wholeLife(world, paidOrder());
    expect(await standingsOf(world, after)).toEqual(allPosted);
    expect(world.erp.documents).toHaveLength(4);
  });
});
