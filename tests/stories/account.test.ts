import { expect, test } from 'vitest';
import { account } from '#sandbox/run/tally.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

async function oneOrder() {
  const world = await testWorld();
  const order = await wholeLife(world, paidOrder());
  const expected = { salesOrder: 1, deposits: 1, invoices: 1 } as const;
  const others = [{ orderId: orderGid(order), name: order.name, expected }];
  return { world, order, truth: { orders: [], others, planted: [] } };
}

test('an account of a life in which all went well finds nothing lost and nothing doubled', async () => {
  const { world: opened, truth } = await oneOrder();
  await using world = opened;
  const { tally, documents, wrong } = await account(world, truth);
  expect(wrong).toEqual([]);
  expect(tally).toMatchObject({ orders: 1, proofs: { matched: 1 }, lost: 0, doubled: 0 });
  const { sent, kept, duplicates, refused, failed } = tally.deliveries;
  expect(kept + duplicates + refused + failed).toBe(sent);
  expect(documents.rows).toEqual(
    ['sales orders', 'deposits', 'invoices'].map((words) => ({ words, expected: 1, found: 1 })),
  );
});

test('an account finds a delivery that was acknowledged and is gone, and one that nobody worked on', async () => {
  const { world: opened, truth } = await oneOrder();
  await using world = opened;
  const [gone, idle] = await world.ask<{ dedupe_key: string }>(
    `select dedupe_key from inbox where source = 'shopify' order by id limit 2`,
  );
  await world.ask(`update inbox set dedupe_key = 'another' where dedupe_key = $1`, [gone?.dedupe_key]);
  await world.ask(`update inbox set state = 'kept' where dedupe_key = $1`, [idle?.dedupe_key]);
  const { tally, wrong } = await account(world, truth);
  expect(tally.lost).toBe(2);
  expect(wrong[0]).toContain(`${gone?.dedupe_key} was acknowledged but is not in Postgres`);
  expect(wrong[1]).toBe(`delivery ${idle?.dedupe_key} was kept but never worked on`);
});

test('an account tells which orders differ, with the cause and the sentence of the first leg that does', async () => {
  const { world: opened, order, truth } = await oneOrder();
  await using world = opened;
  const [invoice] = world.erp.documents.filter((one) => one.kind === 'invoice');
  if (invoice === undefined) throw new Error('nothing was invoiced');
  world.erp.editByHand(invoice, { total: { minor: '9900', currency: 'EUR' } });
  await live(world, minute);
  const { differences, tally } = await account(world, truth);
  expect(tally.proofs).toEqual({ broken: 1 });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ name: order.name, cause: 'EDITED_BY_HAND' });
  expect(differences[0]?.sentence).toContain('99.00 EUR');
});

test('an account finds a document that the ERP lacks and one that it holds twice', async () => {
  const { world: opened, order, truth } = await oneOrder();
  await using world = opened;
  const [invoice] = world.erp.documents.filter((one) => one.kind === 'invoice');
  if (invoice === undefined) throw new Error('nothing was invoiced');
  world.erp.editByHand(invoice, { status: 'canceled' });
  world.erp.enterByHand('sales_order', { order: orderGid(order), total: invoice.total });
  const { tally, wrong } = await account(world, truth);
  expect(tally).toMatchObject({ lost: 1, doubled: 1 });
  expect(wrong).toEqual([
    `${order.name} ought to have 1 invoices; the ERP holds 0`,
    `${order.name} ought to have 1 sales orders; the ERP holds 2`,
    'the ERP holds 1 duplicates',
  ]);
});
