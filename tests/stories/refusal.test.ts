import { expect, test } from 'vitest';
import { orderGid } from '#sandbox/shopify/order.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { documentsOf, postingsOf, proofOf, standingsOf } from '#tests/support/witness.ts';
import { isCreate, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const wire = listen(world);
await world.worker.scheduled('*/5 * * * *');

test('a document that the ERP refuses is rejected with the ERP’s own sentence, and other orders go on', async () => {
  const order = world.store.placeOrder(paidOrder());
  const other = world.store.placeOrder(paidOrder());
  wire.interfere = async (call, answer) => {
    if (!isCreate(call) || !call.body.includes(String(order.id))) return answer();
    const error = { code: 'period_closed', message: 'November is closed.' };
    return Response.json({ error }, { status: 422 });
  };
  const attempts = () => wire.calls.filter((call) => isCreate(call) && call.body.includes(String(order.id)));
  await live(world, 10 * minute);

  const [salesOrder, deposit] = await postingsOf(world, order);
  expect(salesOrder).toMatchObject({
    state: 'rejected',
    reason: 'the ERP refused: November is closed. (period_closed)',
  });
  expect(deposit?.state).toBe('planned');
  expect(attempts()).toHaveLength(1);
  expect(await proofOf(world, order)).toMatchObject({ state: 'pending', legs: { erp: 'pending' } });
  expect(documentsOf(world, other)).toHaveLength(2);
  expect((await proofOf(world, other))?.state).toBe('matched');

  // Its time to appear at the ERP passes. Nothing happens, but the proof is due to be read again.
  await world.worker.scheduled('*/5 * * * *');
  await live(world, 90 * minute);
  expect(await proofOf(world, order)).toMatchObject({ state: 'broken', causes: { erp: 'MISSING_ERP' } });
  expect(attempts()).toHaveLength(1);
  wire.interfere = undefined;
});

test('a deposit that cannot join a sales order by hand in another currency is rejected with the reason', async () => {
  const order = world.store.placeOrder(paidOrder());
  world.erp.enterByHand('sales_order', {
    order: orderGid(order),
    total: { minor: '11900', currency: 'USD' },
  });
  await live(world, 5 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit rejected']);
  const [, deposit] = await postingsOf(world, order);
  expect(deposit?.reason).toContain('are in different currencies');
  expect(await proofOf(world, order)).toMatchObject({ state: 'broken', causes: { erp: 'CURRENCY' } });
});
