import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { balanceOf, breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { booksOf, documentsOf, laneOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const hour = 60 * minute;
const tax = 'DE MwSt@0.19';

function lineOf(order: StoreOrder): bigint {
  const [line] = order.lines;
  if (line === undefined) throw new Error('the order has a line');
  return line.id;
}

function refundOne(order: StoreOrder, how: { readonly status?: 'pending' | 'success' } = {}) {
  return world.store.refund(order, {
    lines: [{ lineId: lineOf(order), quantity: 1, restock: 'RETURN' }],
    ...how,
  });
}

function refundTransaction(order: StoreOrder) {
  const found = order.transactions.findLast(({ kind }) => kind === 'refund');
  if (found === undefined) throw new Error('the order has no refund');
  return found;
}

/** Both documents of a lamp that comes back. */
function typeBoth(order: StoreOrder): void {
  typeIn(world, order, { kind: 'credit_memo', minor: 11900, taxes: { [tax]: 1900 } });
  typeIn(world, order, { kind: 'refund_payment', minor: 11900 });
}

async function backOf(order: StoreOrder): Promise<string[]> {
  return (await booksOf(world, order)).filter((line) => /^(credit|refund) /.test(line));
}

const creditOfLamp = ['credit 4900 10000', 'credit 2000.DE DE MwSt@0.19 1900', 'credit 1100 -11900'];
const refundOfLamp = ['refund 1100 11900', 'refund 1020.shopify_payments -11900'];

describe('a refund whose money is pending', () => {
  test('is waited for; the credit memo of the goods is 119.00 and not 0, and the books move no money', async () => {
    const order = await wholeLife(world, paidOrder());
    refundOne(order, { status: 'pending' });
    await live(world, 3 * minute);
    expect(await proofOf(world, order)).toMatchObject({
      state: 'pending',
      legs: { erp: 'matched', cash: 'matched', refund: 'pending' },
    });
    expect(await backOf(order)).toEqual(creditOfLamp);
    expect(await breaksOf(world, order)).toEqual([]);

    world.store.settlePayment(order, refundTransaction(order), 'success');
    await live(world, 3 * minute);
    typeBoth(order);
    await sweep(world);
    expect(await backOf(order)).toEqual([...creditOfLamp, ...refundOfLamp]);
    expect(await proofOf(world, order)).toMatchObject({ state: 'matched', legs: { refund: 'matched' } });
    expect(await breaksOf(world, order)).toEqual([]);
    for (const account of ['1100', '1020', '2000', '2120'])
      expect(await balanceOf(world, order, account), account).toBe(0);
  });

  test('and that the store nets to nothing until then has no credit memo before, and one of 119.00 after', async () => {
    const order = await wholeLife(world, paidOrder());
    const goods = { lines: [{ lineId: lineOf(order), quantity: 1, restock: 'RETURN' }] } as const;
    const discrepancy = 'PENDING_REFUND_DISCREPANCY';
    world.store.refund(order, { ...goods, amount: 0n, discrepancy });
    await live(world, 3 * minute);
    expect(await backOf(order)).toEqual([]);
    await live(world, 2 * hour);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('matched');

    world.store.refund(order, { amount: 11900n, discrepancy });
    await live(world, 3 * minute);
    expect((await backOf(order)).toSorted()).toEqual([...creditOfLamp, ...refundOfLamp].toSorted());
    typeBoth(order);
    await sweep(world);
    expect(await proofOf(world, order)).toMatchObject({ state: 'matched', legs: { refund: 'matched' } });
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('and then fails is a break of what the customer is owed still, and leaves the money where it was', async () => {
    const order = await wholeLife(world, paidOrder());
    refundOne(order, { status: 'pending' });
    await live(world, 3 * minute);
    world.store.settlePayment(order, refundTransaction(order), 'failure');
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual(['refund STATUS 11900']);
    expect((await proofOf(world, order))?.sentences['refund']).toBe(
      'The refund of 119.00 EUR by shopify_payments failed: it was granted, and the money never left.',
    );
    expect(await balanceOf(world, order, '1020')).toBe(11900);
  });

  test('for longer than five days is a break until it arrives', async () => {
    const order = await wholeLife(world, paidOrder());
    refundOne(order, { status: 'pending' });
    typeIn(world, order, { kind: 'credit_memo', minor: 11900, taxes: { [tax]: 1900 } });
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual([]);
    await live(world, 5 * 24 * hour);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['refund STATUS 11900']);
    world.store.settlePayment(order, refundTransaction(order), 'success');
    typeIn(world, order, { kind: 'refund_payment', minor: 11900 });
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['refund STATUS 11900 closed']);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

describe('two partial refunds of one line of three', async () => {
  async function refundedTwice(): Promise<StoreOrder> {
    const order = await wholeLife(world, paidOrder({ lines: [lamp({ quantity: 3 })] }));
    for (const _ of [1, 2]) {
      refundOne(order);
      await live(world, 3 * minute);
      typeBoth(order);
    }
    await sweep(world);
    return order;
  }

  test('are two credit memos and two payments of 119.00, each with an entry of its own', async () => {
    const order = await refundedTwice();
    const told = await world.ask<{ line: string; quantity: number }>(
      `select body -> 'lines' -> 0 ->> 'lineItem' as line, (body -> 'lines' -> 0 -> 'quantity')::int as quantity
       from fact where kind = 'refund' and home = $1`,
      [laneOf(order)],
    );
    // By the id of the order's line; the refund has line ids of its own.
    const line = `gid://shopify/LineItem/${lineOf(order)}`;
    expect(told).toEqual([
      { line, quantity: 1 },
      { line, quantity: 1 },
    ]);
    expect((await booksOf(world, order)).filter((one) => one === 'credit 1100 -11900')).toHaveLength(2);
    expect(
      (await booksOf(world, order)).filter((one) => one === 'refund 1020.shopify_payments -11900'),
    ).toHaveLength(2);
    expect(await balanceOf(world, order, '1020')).toBe(11900);
    expect(await balanceOf(world, order, '1100')).toBe(0);
    expect(await proofOf(world, order)).toMatchObject({ state: 'matched', legs: { refund: 'matched' } });
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('of which people credit one twice have a duplicate of 119.00, which goes when it is canceled', async () => {
    const order = await refundedTwice();
    const twice = typeIn(world, order, { kind: 'credit_memo', minor: 11900, taxes: { [tax]: 1900 } });
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['refund DUPLICATE 11900']);
    world.erp.editByHand(twice, { status: 'canceled' });
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['refund DUPLICATE 11900 closed']);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

test('a return of 119.00 of which 10 % are kept is a credit memo of 119.00, an invoice of the 11.90 and 107.10 of money', async () => {
  const order = await wholeLife(world, paidOrder());
  const fulfillmentLineId = order.fulfillments[0]?.lines[0]?.id ?? 0n;
  const returned = world.store.createReturn(order, {
    lines: [{ fulfillmentLineId, quantity: 1, restockingFeePercent: 10 }],
  });
  const returnLineId = returned.lines[0]?.id ?? 0n;
  world.store.processReturn(order, returned, { lines: [{ returnLineId, quantity: 1 }] });
  await live(world, 3 * minute);
  typeIn(world, order, { kind: 'credit_memo', minor: 11900, taxes: { [tax]: 1900 } });
  typeIn(world, order, { kind: 'refund_payment', minor: 10710 });
  await sweep(world);
  expect(documentsOf(world, order).slice(2)).toEqual([
    ['invoice', 11900],
    ['application', 11900],
    ['invoice', 1190],
    ['credit_memo', 11900],
    ['refund_payment', 10710],
  ]);
  expect(await balanceOf(world, order, '1100')).toBe(0);
  expect(await balanceOf(world, order, '1020')).toBe(1190);
  expect(await balanceOf(world, order, '4020')).toBe(-1190);
  // The store says no tax of the fee.
  expect(await balanceOf(world, order, '2000')).toBe(0);
  expect(await breaksOf(world, order)).toEqual([]);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('a refund of another amount in the ERP is a break of exactly the difference', async () => {
  const order = await wholeLife(world, paidOrder());
  refundOne(order);
  await live(world, 3 * minute);
  typeIn(world, order, { kind: 'credit_memo', minor: 11000, taxes: { [tax]: 1756 } });
  typeIn(world, order, { kind: 'refund_payment', minor: 11900 });
  await live(world, 2 * hour);
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual(['refund AMOUNT -900']);
  expect((await proofOf(world, order))?.state).toBe('broken');
});

test('a credit memo of the right total that books its tax as revenue is a break of the tax', async () => {
  const order = await wholeLife(world, paidOrder());
  refundOne(order);
  await live(world, 3 * minute);
  typeIn(world, order, { kind: 'credit_memo', minor: 11900 });
  typeIn(world, order, { kind: 'refund_payment', minor: 11900 });
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual(['refund SPLIT -1900']);
});

describe('an order that is cancelled', async () => {
  const early = await testWorld({ shop: { policy: { invoiceAt: 'order' } } });

  test('after its invoice owes a credit memo and the money, whose lack is named until people have made them', async () => {
    const order = early.store.placeOrder(paidOrder());
    await live(early, 3 * minute);
    expect(documentsOf(early, order)).toContainEqual(['invoice', 11900]);
    early.store.cancel(order, { refund: true, restock: true });
    await live(early, 3 * minute);
    expect((await booksOf(early, order)).filter((line) => line.startsWith('credit'))).toEqual([
      'credit 4000 10000',
      'credit 2000.DE DE MwSt@0.19 1900',
      'credit 1100 -11900',
    ]);
    expect(await proofOf(early, order)).toMatchObject({ state: 'pending', legs: { refund: 'pending' } });

    await live(early, 2 * hour);
    await sweep(early);
    expect(await breaksOf(early, order)).toEqual(['refund MISSING_ERP 11900']);
    typeIn(early, order, { kind: 'credit_memo', minor: 11900, taxes: { [tax]: 1900 } });
    typeIn(early, order, { kind: 'refund_payment', minor: 11900 });
    await sweep(early);
    expect(await breaksOf(early, order)).toEqual(['refund MISSING_ERP 11900 closed']);
    expect((await proofOf(early, order))?.state).toBe('cancelled');
    for (const account of ['1100', '1020', '2000', '2120', '4000'])
      expect(await balanceOf(early, order, account), account).toBe(0);
  });

  test('before its invoice owes no credit memo: the deposit goes back', async () => {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    world.store.cancel(order, { refund: true, restock: true });
    await live(world, 3 * minute);
    typeIn(world, order, { kind: 'refund_payment', minor: 11900 });
    await sweep(world);
    expect((await booksOf(world, order)).slice(-2)).toEqual([
      'refund 2120 11900',
      'refund 1020.shopify_payments -11900',
    ]);
    expect((await booksOf(world, order)).filter((line) => line.startsWith('credit'))).toEqual([]);
    expect(await breaksOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('cancelled');
  });
});
