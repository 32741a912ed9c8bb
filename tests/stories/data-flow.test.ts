import { expect, test } from 'vitest';
import { breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { card, lamp, paidOrder, unpaidOrder } from '#tests/support/checkout.ts';
import { booksOf, documentsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { laneOf } from '#tests/support/witness.ts';

const world = await testWorld({ runtime: 'process' });

test('probe 3', async () => {
  const order = world.store.placeOrder(paidOrder({ quiet: true }));
  await live(world, 10 * minute);
  console.log(await proofOf(world, order));
  await sweep(world);
  console.log(documentsOf(world, order), await proofOf(world, order), await breaksOf(world, order), await booksOf(world, order));
  console.log(await world.ask('select kind, detail from decision where lane=$1 and kind=$2', [laneOf(order), 'caught up']));
});

test('probe 5', async () => {
  const order = world.store.placeOrder(paidOrder({ lines: [lamp(), lamp({ sku: 'SHADE', unitPrice: 2380n })] }));
  await live(world, minute - 1000);
  const line = order.lines[1];
  if (line === undefined) throw new Error('');
  world.store.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'CANCEL' }] });
  await live(world, 3 * minute);
  console.log(order.displayFinancialStatus, documentsOf(world, order), await proofOf(world, order), await breaksOf(world, order), await booksOf(world, order));
  world.store.fulfill(order);
  await live(world, 3 * minute);
  console.log(documentsOf(world, order), await proofOf(world, order), await breaksOf(world, order), await booksOf(world, order));
  typeIn(world, order, {kind: 'refund_payment', minor: 2380});
  await sweep(world);
  console.log(await proofOf(world, order), await breaksOf(world, order));
});

test('probe 7', async () => {
  const order = world.store.placeOrder(unpaidOrder({ source: 'pos', customerId: null, handedOver: true, payment: { kind: 'sale', gateway: 'cash' }, quiet: true }));
  const body = JSON.parse(world.store.orderBody(order));
  console.log(body.customer, body.shipping_lines, body.location_id, body.source_name);
  const r = await world.store.sendRaw('orders/create', JSON.stringify({ ...body, shipping_lines: null, customer: null }));
  console.log(r.status);
  await live(world, 3 * minute);
  console.log(documentsOf(world, order), await proofOf(world, order), await breaksOf(world, order), await booksOf(world, order));
  console.log(await world.ask('select topic, state, reason from inbox where lane=$1', [laneOf(order)]));
});
