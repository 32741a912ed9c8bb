import { expect, test } from 'vitest';
import { orderGid } from '#sandbox/shopify/order.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { documentsOf, postingsOf, proofOf, standingsOf } from '#tests/support/witness.ts';
import { isCreate, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const wire = listen(world);

function euros(minor: number) {
  return { minor: String(minor), currency: 'EUR' };
}

test('a sales order typed in by hand becomes the receipt, and the rest of the chain goes on from it', async () => {
  const order = world.store.placeOrder(paidOrder());
  const byHand = world.erp.enterByHand('sales_order', { order: orderGid(order), total: euros(11900) });
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await live(world, 3 * minute);

  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['customer_deposit', 11900],
    ['invoice', 11900],
    ['application', 11900],
  ]);
  const [salesOrder, ...others] = await postingsOf(world, order);
  expect(salesOrder).toMatchObject({ state: 'posted', adopted: true, number: byHand.number });
  expect(others.map(({ adopted }) => adopted)).toEqual([false, false, false]);
  expect(await proofOf(world, order)).toMatchObject({ state: 'matched' });
});

test('a sales order by hand is adopted whatever its amount, and the proof shows the difference as a break', async () => {
  const order = world.store.placeOrder(paidOrder());
  world.erp.enterByHand('sales_order', { order: orderGid(order), total: euros(11000) });
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await live(world, 3 * minute);

  expect(await standingsOf(world, order)).toEqual([
    'sales_order posted',
    'customer_deposit posted',
    'invoice posted',
    'application posted',
  ]);
  expect(documentsOf(world, order).filter(([kind]) => kind === 'sales_order')).toEqual([
    ['sales_order', 11000],
  ]);
  const proof = await proofOf(world, order);
  expect(proof).toMatchObject({ state: 'broken', causes: { erp: 'AMOUNT' } });
  expect(proof?.sentences.erp).toMatch(/sales order SO-\d+ of 110\.00 EUR where 119\.00 EUR is due/);
});

test('an invoice by hand with the very total is adopted, and the deposit is applied to it', async () => {
  const order = world.store.placeOrder(paidOrder());
  await live(world, 3 * minute);
  const byHand = world.erp.enterByHand('invoice', { order: orderGid(order), total: euros(11900) });
  world.store.fulfill(order);
  await live(world, 3 * minute);

  expect(documentsOf(world, order).map(([kind]) => kind)).toEqual([
    'sales_order',
    'customer_deposit',
    'invoice',
    'application',
  ]);
  const invoice = (await postingsOf(world, order)).find(({ kind }) => kind === 'invoice');
  expect(invoice).toMatchObject({ adopted: true, number: byHand.number });
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('an invoice by hand with another total is not taken for ours: a person is asked, nothing is created', async () => {
  const order = world.store.placeOrder(paidOrder());
  await live(world, 3 * minute);
  const byHand = world.erp.enterByHand('invoice', { order: orderGid(order), total: euros(11899) });
  world.store.fulfill(order);
  await live(world, 3 * minute);

  const invoice = (await postingsOf(world, order)).find(({ kind }) => kind === 'invoice');
  expect(invoice).toMatchObject({ state: 'held', adopted: null });
  expect(invoice?.reason).toContain(byHand.number);
  expect(documentsOf(world, order).filter(([kind]) => kind === 'invoice')).toEqual([['invoice', 11899]]);
});

test('of two candidates none is guessed: the posting is held with both numbers and nothing is created', async () => {
  const order = world.store.placeOrder(paidOrder());
  const first = world.erp.enterByHand('sales_order', { order: orderGid(order), total: euros(11900) });
  const second = world.erp.enterByHand('sales_order', { order: orderGid(order), total: euros(11900) });
  const creates = wire.calls.filter(isCreate).length;
  await live(world, 10 * minute);
  world.store.fulfill(order);
  await live(world, 10 * minute);

  const [salesOrder, ...others] = await postingsOf(world, order);
  expect(salesOrder?.state).toBe('held');
  expect(salesOrder?.reason).toContain(first.number);
  expect(salesOrder?.reason).toContain(second.number);
  // What stands on the sales order waits for it.
  expect(others.map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
  expect(wire.calls.filter(isCreate)).toHaveLength(creates);
  expect((await proofOf(world, order))?.legs.erp).toBe('pending');
});

test('two shipments of one amount are told apart: one invoice by hand is adopted once, the other is created', async () => {
  const { lines } = paidOrder();
  const two = lines.map((line) => ({ ...line, quantity: 2 }));
  const order = world.store.placeOrder(paidOrder({ lines: two }));
  const [line] = order.lines;
  if (line === undefined) throw new Error('the order has a line');
  await live(world, 3 * minute);
  world.erp.enterByHand('invoice', { order: orderGid(order), total: euros(11900) });
  world.store.fulfill(order, [{ line, quantity: 1 }]);
  await live(world, 3 * minute);
  world.store.fulfill(order, [{ line, quantity: 1 }]);
  await live(world, 3 * minute);

  const invoices = (await postingsOf(world, order)).filter(({ kind }) => kind === 'invoice');
  expect(invoices.map(({ state, adopted }) => [state, adopted])).toEqual([
    ['posted', true],
    ['posted', false],
  ]);
  expect(new Set(invoices.map(({ number }) => number)).size).toBe(2);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('nothing was ever created twice: the one duplicate is the sales order that people typed in twice', () => {
  expect(world.erp.counts().duplicates).toBe(1);
});
