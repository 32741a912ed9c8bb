import { describe, expect, test } from 'vitest';
import type { StoreVariant } from '#sandbox/shopify/model/catalog.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { balanceOf, breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { documentsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const hour = 60 * minute;
const tax = 'DE MwSt@0.19';

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('there is nothing');
  return item;
}

function stocked(sku: string, price: bigint): StoreVariant {
  const variant = first(
    world.store.addProduct({ title: sku, variants: [{ title: 'Default Title', sku, price }] }).variants,
  );
  const { locationId } = world.store.state.shop;
  const at = { inventoryItemId: variant.inventoryItemId, locationId };
  world.store.setQuantity(at, 'available', { quantity: 10, reason: 'received' });
  return variant;
}

const chair = stocked('CHAIR', 36500n);
const table = stocked('TABLE', 25000n);

/** An order is shipped, its goods come back, and another thing is shipped for them. */
async function exchanged(price: bigint, instead: StoreVariant): Promise<StoreOrder> {
  const order = await wholeLife(world, paidOrder({ lines: [lamp({ sku: 'SOFA', unitPrice: price })] }));
  const parcel = first(order.fulfillments);
  const returned = world.store.createReturn(order, {
    lines: [{ fulfillmentLineId: first(parcel.lines).id, quantity: 1 }],
    exchanges: [{ variantId: instead.id, quantity: 1 }],
  });
  await live(world, 3 * minute);
  world.store.processReturn(order, returned, {
    lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
    exchanges: [{ exchangeLineId: first(returned.exchanges).id, quantity: 1 }],
  });
  await live(world, 3 * minute);
  return order;
}

describe('an exchange of 1893.00 for a chair of 365.00', () => {
  test('gives 1528.00 back, and its documents net to 365.00: 1893.00 and 365.00 invoiced, 1893.00 credited', async () => {
    const order = await exchanged(189300n, chair);
    world.store.fulfill(order);
    await live(world, 3 * minute);
    typeIn(world, order, { kind: 'credit_memo', minor: 189300, taxes: { [tax]: 30224 } });
    typeIn(world, order, { kind: 'refund_payment', minor: 152800 });
    await sweep(world);

    // Both invoices are of the one sales order, and what came back is on the credit memo.
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 225800],
      ['customer_deposit', 189300],
      ['invoice', 189300],
      ['application', 189300],
      ['invoice', 36500],
      ['credit_memo', 189300],
      ['refund_payment', 152800],
    ]);
    expect(await balanceOf(world, order, '1100')).toBe(0);
    expect(await balanceOf(world, order, '1020')).toBe(36500);
    expect(await breaksOf(world, order)).toEqual([]);
    expect(await proofOf(world, order)).toMatchObject({ state: 'matched', legs: { refund: 'matched' } });
  });

  test('of which people credit only the 1528.00 that went back lacks the 365.00 that were credited too little', async () => {
    const order = await exchanged(189300n, chair);
    world.store.fulfill(order);
    typeIn(world, order, { kind: 'credit_memo', minor: 152800, taxes: { [tax]: 24397 } });
    typeIn(world, order, { kind: 'refund_payment', minor: 152800 });
    await live(world, 2 * hour);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['refund AMOUNT -36500']);
    expect((await proofOf(world, order))?.state).toBe('broken');
  });
});

test('an exchange of 100.00 for a table of 250.00 is a credit memo, an invoice and a payment of the 150.00 between', async () => {
  const order = await exchanged(10000n, table);
  expect((await proofOf(world, order))?.sentences['cash']).toBe(
    '100.00 EUR was received, as the store says. 150.00 EUR is still to be paid.',
  );
  world.store.pay(order, { kind: 'sale', gateway: 'shopify_payments' });
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await live(world, 3 * minute);
  typeIn(world, order, { kind: 'credit_memo', minor: 10000, taxes: { [tax]: 1597 } });
  await sweep(world);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 35000],
    ['customer_deposit', 10000],
    ['invoice', 10000],
    ['application', 10000],
    ['customer_deposit', 15000],
    ['invoice', 25000],
    ['application', 15000],
    ['credit_memo', 10000],
  ]);
  expect(await balanceOf(world, order, '1100')).toBe(0);
  expect(await balanceOf(world, order, '2120')).toBe(0);
  expect(await balanceOf(world, order, '1020')).toBe(25000);
  expect(await breaksOf(world, order)).toEqual([]);
  expect((await proofOf(world, order))?.state).toBe('matched');
});
