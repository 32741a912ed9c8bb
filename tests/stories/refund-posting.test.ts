import { describe, expect, test } from 'vitest';
import type { StoreVariant } from '#sandbox/shopify/model/catalog.ts';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { balanceOf, breaksOf, sweep } from '#tests/support/bookkeeper.ts';
import { card, lamp, paidOrder, unpaidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { documentsOf, postingsOf, proofOf, standingsOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const everything = { 'refund posting': 'auto' } as const;
const world = await testWorld({ shop: { modes: everything } });
const hour = 60 * minute;

const sold = [
  ['sales_order', 11900],
  ['customer_deposit', 11900],
  ['invoice', 11900],
  ['application', 11900],
];

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('there is nothing');
  return item;
}

function refundOne(order: StoreOrder, how: { readonly status?: 'pending' | 'success' } = {}) {
  return world.store.refund(order, {
    lines: [{ lineId: first(order.lines).id, quantity: 1, restock: 'RETURN' }],
    ...how,
  });
}

/** What went back, the credit memos first. */
function backOf(of: World, order: StoreOrder) {
  const after = documentsOf(of, order).slice(4);
  const kinds = ['credit_memo', 'refund_payment'];
  return kinds.flatMap((kind) => after.filter(([one]) => one === kind));
}

async function atRest(order: StoreOrder, state = 'matched'): Promise<void> {
  await live(world, 3 * minute);
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual([]);
  expect(await proofOf(world, order)).toMatchObject({ state });
  expect(await balanceOf(world, order, '1100')).toBe(0);
}

describe('a refund of goods that left', () => {
  test('is a credit memo of its agreement and a payment of its transaction, without anybody typing', async () => {
    const order = await wholeLife(world, paidOrder());
    refundOne(order);
    await atRest(order);
    expect(documentsOf(world, order)).toEqual([...sold, ['credit_memo', 11900], ['refund_payment', 11900]]);
    expect(await balanceOf(world, order, '1020')).toBe(0);
    expect(world.erp.documents.filter((one) => one.order === orderGid(order) && one.key === null)).toEqual(
      [],
    );
  });

  test('names the shelf on which its goods lie again', async () => {
    const order = await wholeLife(world, paidOrder());
    refundOne(order);
    await atRest(order);
    const [row] = await world.ask<{ goods: string; at: string }>(
      `select body -> 'lines' -> 0 ->> 'goods' as goods, body -> 'lines' -> 0 ->> 'restockedAt' as at
       from posting where lane = $1 and kind = 'credit_memo'`,
      [`order/${order.id}`],
    );
    expect(row).toEqual({
      goods: 'returned',
      at: `gid://shopify/Location/${world.store.state.shop.locationId}`,
    });
  });

  test('whose money is pending waits with its payment, and never makes a credit memo of nothing', async () => {
    const order = await wholeLife(world, paidOrder());
    refundOne(order, { status: 'pending' });
    await live(world, 2 * hour);
    expect(documentsOf(world, order).slice(4)).toEqual([['credit_memo', 11900]]);
    const paid = order.transactions.findLast(({ kind }) => kind === 'refund');
    if (paid === undefined) throw new Error('the order has no refund');
    world.store.settlePayment(order, paid, 'success');
    await atRest(order);
    expect(documentsOf(world, order).slice(4)).toEqual([
      ['credit_memo', 11900],
      ['refund_payment', 11900],
    ]);
  });

  test('that the store nets to nothing until the money moves has no credit memo before', async () => {
    const order = await wholeLife(world, paidOrder());
    const discrepancy = 'PENDING_REFUND_DISCREPANCY';
    const goods = { lines: [{ lineId: first(order.lines).id, quantity: 1, restock: 'RETURN' }] } as const;
    world.store.refund(order, { ...goods, amount: 0n, discrepancy });
    await live(world, hour);
    expect(documentsOf(world, order)).toEqual(sold);
    world.store.refund(order, { amount: 11900n, discrepancy });
    await atRest(order);
    expect(backOf(world, order)).toEqual([
      ['credit_memo', 11900],
      ['refund_payment', 11900],
    ]);
  });

  test('of one unit after another of the same line is two of each, and a second delivery of one adds none', async () => {
    const order = await wholeLife(world, paidOrder({ lines: [lamp({ quantity: 3 })] }));
    for (const _ of [1, 2]) {
      refundOne(order);
      await live(world, 3 * minute);
    }
    await atRest(order);
    const back = documentsOf(world, order).filter(
      ([kind]) => kind === 'credit_memo' || kind === 'refund_payment',
    );
    expect(back).toEqual([
      ['credit_memo', 11900],
      ['refund_payment', 11900],
      ['credit_memo', 11900],
      ['refund_payment', 11900],
    ]);
  });
});

describe('an order that is cancelled', () => {
  test('before anything left gives its deposit back, and nothing is credited', async () => {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    world.store.cancel(order, { restock: true, refund: true });
    await atRest(order, 'cancelled');
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
      ['refund_payment', 11900],
    ]);
    expect(await balanceOf(world, order, '2120')).toBe(0);
  });

  test('after it was invoiced, and before its goods left, is credited and paid back', async () => {
    await using early = await testWorld({
      shop: { modes: everything, policy: { invoiceAt: 'payment' } },
    });
    const order = early.store.placeOrder(paidOrder());
    await live(early, 3 * minute);
    early.store.cancel(order, { restock: true, refund: true });
    await live(early, 3 * minute);
    await sweep(early);
    expect(backOf(early, order)).toEqual([
      ['credit_memo', 11900],
      ['refund_payment', 11900],
    ]);
    const [memo] = (await postingsOf(early, order)).filter(({ kind }) => kind === 'credit_memo');
    expect(memo?.body.lines).toMatchObject([{ quantity: 1 }]);
    expect(await breaksOf(early, order)).toEqual([]);
    expect(await balanceOf(early, order, '1100')).toBe(0);
  });
});

function stocked(sku: string, price: bigint): StoreVariant {
  const variant = first(
    world.store.addProduct({ title: sku, variants: [{ title: 'Default Title', sku, price }] }).variants,
  );
  const { locationId } = world.store.state.shop;
  const at = { inventoryItemId: variant.inventoryItemId, locationId };
  world.store.setQuantity(at, 'available', { quantity: 10, reason: 'received' });
  return variant;
}

test('an exchange of 1893.00 for a chair of 365.00 nets to 365.00, with the credit used on the chair', async () => {
  const chair = stocked('CHAIR', 36500n);
  const order = await wholeLife(world, paidOrder({ lines: [lamp({ sku: 'SOFA', unitPrice: 189300n })] }));
  const returned = world.store.createReturn(order, {
    lines: [{ fulfillmentLineId: first(first(order.fulfillments).lines).id, quantity: 1 }],
    exchanges: [{ variantId: chair.id, quantity: 1 }],
  });
  await live(world, 3 * minute);
  world.store.processReturn(order, returned, {
    lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
    exchanges: [{ exchangeLineId: first(returned.exchanges).id, quantity: 1 }],
  });
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await atRest(order);
  expect(documentsOf(world, order).slice(4)).toEqual([
    ['credit_memo', 189300],
    ['refund_payment', 152800],
    ['invoice', 36500],
    ['application', 36500],
  ]);
  expect(await balanceOf(world, order, '1020')).toBe(36500);
});

test('money that comes when the invoice is open is a payment of it, once', async () => {
  const order = world.store.placeOrder(unpaidOrder());
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await live(world, 3 * minute);
  world.store.pay(order, card);
  await atRest(order);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['invoice', 11900],
    ['payment', 11900],
  ]);
});

test('a credit memo that the ERP made before its answer was lost is found and not made again', async () => {
  const order = await wholeLife(world, paidOrder());
  world.erp.plant('500-after-success');
  refundOne(order);
  await live(world, hour);
  await atRest(order);
  expect(documentsOf(world, order).filter(([kind]) => kind === 'credit_memo')).toHaveLength(1);
});

test('in shadow a refund is planned and nothing of it reaches the ERP', async () => {
  await using quiet = await testWorld({
    shop: { modes: { 'refund posting': 'shadow' } },
  });
  const order = await wholeLife(quiet, paidOrder());
  quiet.store.refund(order, { lines: [{ lineId: first(order.lines).id, quantity: 1, restock: 'RETURN' }] });
  await live(quiet, hour);
  expect(documentsOf(quiet, order)).toEqual(sold);
  expect((await standingsOf(quiet, order)).slice(4)).toEqual(['credit_memo held', 'refund_payment held']);
  const [memo] = (await postingsOf(quiet, order)).filter(({ kind }) => kind === 'credit_memo');
  expect(memo).toMatchObject({ reason: 'refund posting is in mode shadow', attempts: 0 });
});
