import { describe, expect, test } from 'vitest';
import { totalOf } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import {
  authorization,
  capture,
  card,
  lamp,
  paidOrder,
  standardRate,
  unpaidOrder,
} from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { booksOf, documentsOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

// The orders of this file cannot disturb one another, so they are customers of one shop.
const world: World & AsyncDisposable = await testWorld();

describe('a paid order', () => {
  test('becomes a sales order and a customer deposit, and its fulfillment an invoice with the deposit applied', async () => {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 2 * minute);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
    ]);
    expect(await booksOf(world, order)).toEqual([
      'payment 1020.shopify_payments 11900',
      'payment 2120 -11900',
    ]);
    expect((await proofOf(world, order))?.state).toBe('matched');

    world.store.fulfill(order);
    await live(world, 2 * minute);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
      ['invoice', 11900],
      ['application', 11900],
    ]);
    expect((await booksOf(world, order)).slice(2)).toEqual([
      'invoice 1100 11900',
      'invoice 4000 -10000',
      'invoice 2000.DE DE MwSt@0.19 -1900',
      'application 2120 11900',
      'application 1100 -11900',
    ]);
    expect(await proofOf(world, order)).toMatchObject({
      state: 'matched',
      legs: { store: 'matched', erp: 'matched', cash: 'matched', payout: 'unmeasured' },
    });
  });

  test('of 119.00 with 10 % off and tax included books 100.00 gross, 10.00 discount and 17.10 tax', async () => {
    const order = await wholeLife(world, paidOrder({ discountCode: { code: 'TEN', percent: 10 } }));
    expect((await booksOf(world, order)).filter((line) => line.startsWith('invoice'))).toEqual([
      'invoice 1100 10710',
      'invoice 4000 -10000',
      'invoice 4910 1000',
      'invoice 2000.DE DE MwSt@0.19 -1710',
    ]);
  });

  test('that was only authorized waits for its capture, and then the captured money is the deposit', async () => {
    const order = world.store.placeOrder(unpaidOrder({ payment: authorization }));
    await live(world, 2 * minute);
    expect(documentsOf(world, order)).toEqual([]);
    expect(await booksOf(world, order)).toEqual([]);

    world.store.pay(order, capture);
    await live(world, 2 * minute);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
    ]);
  });

  test('that was paid in two parts gets its sales order with the second, and a deposit for each', async () => {
    const order = world.store.placeOrder(unpaidOrder({ payment: { ...card, amount: 5000n } }));
    await live(world, 2 * minute);
    expect(documentsOf(world, order)).toEqual([]);

    world.store.pay(order, { kind: 'sale', gateway: 'paypal' });
    await live(world, 2 * minute);
    world.store.fulfill(order);
    await live(world, 2 * minute);
    const made = documentsOf(world, order).map(([kind, minor]) => `${kind} ${minor}`);
    expect(made.toSorted((one, other) => one.localeCompare(other))).toEqual([
      'application 5000',
      'application 6900',
      'customer_deposit 5000',
      'customer_deposit 6900',
      'invoice 11900',
      'sales_order 11900',
    ]);
    expect(await booksOf(world, order)).toContain('payment 1020.paypal 6900');
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

test('two partial fulfillments of one line make two invoices whose cents add up to the order', async () => {
  const order = world.store.placeOrder(
    paidOrder({
      taxesIncluded: false,
      lines: [lamp({ quantity: 3, unitPrice: 3333n, taxes: [standardRate] })],
    }),
  );
  const [line] = order.lines;
  if (line === undefined) throw new Error('the order has a line');
  await live(world, 2 * minute);
  world.store.fulfill(order, [{ line, quantity: 1 }]);
  await live(world, 2 * minute);
  expect((await proofOf(world, order))?.state).toBe('matched');
  world.store.fulfill(order, [{ line, quantity: 2 }]);
  await live(world, 2 * minute);

  const whole = Number(totalOf(order).shop);
  const invoices = (await postingsOf(world, order)).filter(({ kind }) => kind === 'invoice');
  expect(invoices.map(({ body }) => [body.lines[0]?.quantity, body.lines[0]?.gross.minor])).toEqual([
    [1, 3333],
    [2, 6666],
  ]);
  // 3 × 33.33 at 19 %: 19.00 of tax, a third of which is 6.33 and two thirds 12.67.
  expect(invoices.map(({ body }) => body.lines[0]?.taxes[0]?.amount.minor)).toEqual([633, 1267]);
  expect(invoices.reduce((sum, { body }) => sum + body.total.minor, 0)).toBe(whole);
  expect(documentsOf(world, order).filter(([kind]) => kind === 'application')).toEqual([
    ['application', 3966],
    ['application', 7933],
  ]);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('three shipments of three units at 100.00 together are 33.33, 33.34 and 33.33, taxed 6.33, 6.34 and 6.33', async () => {
  const three = lamp({ quantity: 3, unitPrice: 4000n, discount: 2000n, taxes: [standardRate] });
  const order = world.store.placeOrder(paidOrder({ taxesIncluded: false, lines: [three] }));
  await live(world, 2 * minute);
  for (const line of [...order.lines, ...order.lines, ...order.lines]) {
    world.store.fulfill(order, [{ line, quantity: 1 }]);
    await live(world, 2 * minute);
  }
  const invoices = (await postingsOf(world, order)).filter(({ kind }) => kind === 'invoice');
  const net = invoices.map(
    ({ body: { lines } }) => (lines[0]?.gross.minor ?? 0) - (lines[0]?.discount.minor ?? 0),
  );
  expect(net).toEqual([3333, 3334, 3333]);
  expect(invoices.map(({ body }) => body.lines[0]?.taxes[0]?.amount.minor)).toEqual([633, 634, 633]);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

describe('nothing is posted', () => {
  test('for a test order', async () => {
    const order = await wholeLife(world, paidOrder({ test: true }));
    expect(documentsOf(world, order)).toEqual([]);
    expect(await booksOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('test');
  });

  test('for an unpaid order, and the proof says that the ERP owes nothing yet', async () => {
    const order = world.store.placeOrder(unpaidOrder());
    await live(world, 3 * minute);
    expect(documentsOf(world, order)).toEqual([]);
    expect(await booksOf(world, order)).toEqual([]);
    expect(await proofOf(world, order)).toMatchObject({
      state: 'matched',
      sentences: {
        erp: 'The ERP owes no document yet.',
        cash: 'Nothing was received and nothing is said to be paid. 119.00 EUR is still to be paid.',
      },
    });
  });

  test('for a payment that failed', async () => {
    const order = world.store.placeOrder(unpaidOrder({ payment: { ...card, status: 'failure' } }));
    await live(world, 3 * minute);
    expect(documentsOf(world, order)).toEqual([]);
    expect(await booksOf(world, order)).toEqual([]);
  });

  test('for an order that was cancelled unpaid', async () => {
    const order = world.store.placeOrder(unpaidOrder());
    await live(world, 3 * minute);
    world.store.cancel(order);
    await live(world, 3 * minute);
    expect(documentsOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('cancelled');
  });
});

test('an order fulfilled before it is paid gets its sales order and its invoice, and the money settles the invoice', async () => {
  const order = world.store.placeOrder(unpaidOrder());
  await live(world, 2 * minute);
  world.store.fulfill(order);
  await live(world, 2 * minute);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['invoice', 11900],
  ]);
  expect((await proofOf(world, order))?.state).toBe('matched');

  world.store.pay(order, { kind: 'sale', gateway: 'bank transfer' });
  await live(world, 2 * minute);
  expect(documentsOf(world, order).slice(2)).toEqual([['payment', 11900]]);
  expect((await booksOf(world, order)).slice(-2)).toEqual([
    'payment 1020.bank_transfer 11900',
    'payment 1100 -11900',
  ]);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('an order of zero gets its sales order and an invoice of zero, and moves no money in the books', async () => {
  const order = await wholeLife(world, unpaidOrder({ discountCode: { code: 'FREE', percent: 100 } }));
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 0],
    ['invoice', 0],
  ]);
  expect((await booksOf(world, order)).filter((line) => / (1100|1020|2120|2000)/.test(line))).toEqual([]);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('an order of 500 lines is read, invoiced and proven to its last line', async () => {
  const lines = Array.from({ length: 500 }, (_, at) =>
    lamp({ sku: `PART-${at}`, unitPrice: BigInt(101 + at), quantity: 1 + (at % 3) }),
  );
  const order = await wholeLife(world, paidOrder({ lines }));
  const whole = Number(totalOf(order).shop);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', whole],
    ['customer_deposit', whole],
    ['invoice', whole],
    ['application', whole],
  ]);
  const invoice = (await postingsOf(world, order)).find(({ kind }) => kind === 'invoice');
  expect(invoice?.body.lines).toHaveLength(500);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('no one outside this world was asked anything, and QStash was only asked what it serves', () => {
  expect(world.strangers).toEqual([]);
  expect(world.qstash.unsupported).toEqual([]);
  expect(world.erp.counts().duplicates).toBe(0);
});
