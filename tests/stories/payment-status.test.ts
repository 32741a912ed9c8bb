import { describe, expect, onTestFinished, test } from 'vitest';
import type { PaymentSpec } from '#sandbox/shopify/spec.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { balanceOf, breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { authorization, capture, card, unpaidOrder } from '#tests/support/checkout.ts';
import { booksOf, documentsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const onDelivery = 'Cash on Delivery (COD)';
const world = await testWorld({
  shop: { policy: { invoiceAtByGateway: { [onDelivery]: 'order' } } },
});
const aWhile = 3 * minute;
const day = 24 * 60 * minute;

async function placed(payment?: PaymentSpec): Promise<StoreOrder> {
  const order = world.store.placeOrder(unpaidOrder(payment === undefined ? {} : { payment }));
  await live(world, aWhile);
  return order;
}

function lastOf(order: StoreOrder) {
  const last = order.transactions.at(-1);
  if (last === undefined) throw new Error('the order has no transaction');
  return last;
}

async function cashOf(order: StoreOrder): Promise<string | undefined> {
  return (await proofOf(world, order))?.sentences['cash'];
}

const alphabetically = (one: string, other: string) => one.localeCompare(other);
const nothingYet = 'Nothing was received and nothing is said to be paid. 119.00 EUR is still to be paid.';
const received = '119.00 EUR was received, as the store says.';

async function expectNothing(order: StoreOrder): Promise<void> {
  expect(documentsOf(world, order)).toEqual([]);
  expect(await booksOf(world, order)).toEqual([]);
  expect(await breaksOf(world, order)).toEqual([]);
  expect((await proofOf(world, order))?.legs).toMatchObject({ erp: 'matched', cash: 'matched' });
}

async function expectPaid(order: StoreOrder, account: string): Promise<void> {
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['customer_deposit', 11900],
  ]);
  expect(await booksOf(world, order)).toEqual([`payment ${account} 11900`, 'payment 2120 -11900']);
  expect(await cashOf(order)).toBe(received);
  expect((await proofOf(world, order))?.state).toBe('matched');
  expect(await breaksOf(world, order)).toEqual([]);
}

describe('a payment that is pending', () => {
  test('moves nothing until it succeeds, and is then a deposit', async () => {
    const order = await placed({ ...card, status: 'pending' });
    expect(await cashOf(order)).toBe(nothingYet);
    await expectNothing(order);
    await live(world, day);
    world.store.settlePayment(order, lastOf(order), 'success');
    await live(world, aWhile);
    await expectPaid(order, '1020.shopify_payments');
  });

  test('and fails moves nothing at all', async () => {
    const order = await placed({ ...card, status: 'pending' });
    world.store.settlePayment(order, lastOf(order), 'failure');
    await live(world, aWhile);
    expect(await cashOf(order)).toBe(nothingYet);
    await expectNothing(order);
  });
});

describe('a pending payment that the ERP holds as received is a break', () => {
  async function heldEarly(): Promise<StoreOrder> {
    const order = await placed({ ...card, status: 'pending' });
    typeIn(world, order, { kind: 'customer_deposit', minor: 11900 });
    await live(world, 90 * minute);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['erp STATUS 11900']);
    expect((await proofOf(world, order))?.sentences['erp']).toMatch(
      /^The ERP also holds customer deposit DEP-\d+ of 119\.00 EUR, for which the store still waits\./,
    );
    return order;
  }

  test('until it succeeds: then the deposit is the one that is due, and no second one is made', async () => {
    const order = await heldEarly();
    world.store.settlePayment(order, lastOf(order), 'success');
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([
      ['customer_deposit', 11900],
      ['sales_order', 11900],
    ]);
    expect(await breaksOf(world, order)).toEqual(['erp STATUS 11900 closed']);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('and stays one when it fails', async () => {
    const order = await heldEarly();
    world.store.settlePayment(order, lastOf(order), 'failure');
    await live(world, aWhile);
    expect(await breaksOf(world, order)).toEqual(['erp STATUS 11900']);
    expect(await booksOf(world, order)).toEqual([]);
  });
});

describe('an authorization', () => {
  test('that is voided moves nothing', async () => {
    const order = await placed(authorization);
    await expectNothing(order);
    world.store.pay(order, { kind: 'void', gateway: 'shopify_payments' });
    await live(world, aWhile);
    expect(await cashOf(order)).toBe(nothingYet);
    await expectNothing(order);
  });

  test('that expires moves nothing, and the payment that takes its place is a deposit', async () => {
    const order = await placed(authorization);
    await live(world, 8 * day);
    expect(lastOf(order).expired).toBe(true);
    await expectNothing(order);
    world.store.pay(order, card);
    await live(world, aWhile);
    await expectPaid(order, '1020.shopify_payments');
  });

  test('of which 50.00 is captured before the goods leave owes 69.00, and the ERP a payment of that once it comes', async () => {
    const order = await placed(authorization);
    world.store.pay(order, { ...capture, amount: 5000n });
    await live(world, aWhile);
    expect(await cashOf(order)).toBe(
      '50.00 EUR was received, as the store says. 69.00 EUR is still to be paid.',
    );
    world.store.fulfill(order);
    await live(world, aWhile);
    expect(
      documentsOf(world, order)
        .map((one) => one.join(' '))
        .toSorted(alphabetically),
    ).toEqual(['application 5000', 'customer_deposit 5000', 'invoice 11900', 'sales_order 11900']);
    expect(await balanceOf(world, order, '1100')).toBe(6900);

    world.store.pay(order, capture);
    await live(world, aWhile);
    expect(await cashOf(order)).toBe(received);
    expect(await balanceOf(world, order, '1100')).toBe(0);
    await sweep(world);
    expect(documentsOf(world, order)).toContainEqual(['payment', 6900]);
    expect(await breaksOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

test('a payment that staff record by hand is a deposit by its own gateway', async () => {
  const order = await placed();
  world.store.recordManualPayment(order, { gateway: 'Bank Deposit' });
  await live(world, aWhile);
  await expectPaid(order, '1020.bank_deposit');
});

test('cash on delivery is invoiced before the money, and a payment of another amount at the ERP is the difference', async () => {
  const order = await placed({ kind: 'sale', gateway: onDelivery, status: 'pending' });
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['invoice', 11900],
  ]);
  expect(await balanceOf(world, order, '1100')).toBe(11900);
  expect(await cashOf(order)).toBe(nothingYet);
  world.store.fulfill(order);
  await live(world, 2 * day);
  world.store.settlePayment(order, lastOf(order), 'success');
  const typed = typeIn(world, order, { kind: 'payment', minor: 10900 });
  await live(world, 90 * minute);
  await sweep(world);
  expect((await booksOf(world, order)).slice(-2)).toEqual([
    'payment 1020.cash_on_delivery_cod_ 11900',
    'payment 1100 -11900',
  ]);
  expect(await cashOf(order)).toBe(received);
  expect(await breaksOf(world, order)).toEqual(['erp AMOUNT -1000']);
  world.erp.editByHand(typed, { total: { minor: '11900', currency: 'EUR' } });
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual(['erp AMOUNT -1000 closed']);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('terms of 30 days are pending until their day, overdue after it, and settled by the payment', async () => {
  const order = world.store.placeOrder(unpaidOrder({ netDays: 30 }));
  world.store.fulfill(order);
  await live(world, aWhile);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['invoice', 11900],
  ]);
  expect((await proofOf(world, order))?.legs).toMatchObject({ erp: 'matched', cash: 'pending' });
  await live(world, 29 * day);
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual([]);

  await live(world, 2 * day);
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual(['cash STATUS 11900']);
  expect((await proofOf(world, order))?.legs).toMatchObject({ erp: 'matched', cash: 'broken' });

  world.store.recordManualPayment(order, { gateway: 'Bank Deposit' });
  typeIn(world, order, { kind: 'payment', minor: 11900 });
  await sweep(world);
  expect(await breaksOf(world, order)).toEqual(['cash STATUS 11900 closed']);
  expect(await balanceOf(world, order, '1100')).toBe(0);
  expect((await proofOf(world, order))?.state).toBe('matched');
});

test('an order that the store calls paid while nothing came in is a break of all that is missing', async () => {
  const { hostname } = new URL(`https://${world.store.shop.domain}`);
  world.intercept = async (request, answer) => {
    const response = await answer();
    if (new URL(request.url).hostname !== hostname) return response;
    const text = await response.text();
    return new Response(
      text.replace('"displayFinancialStatus":"PENDING"', '"displayFinancialStatus":"PAID"'),
      response,
    );
  };
  onTestFinished(() => void (world.intercept = undefined));
  const order = await placed();
  expect(await breaksOf(world, order)).toEqual(['cash STATUS -11900']);
  expect(await cashOf(order)).toBe(
    'The store calls the order paid, but 0.00 EUR came in and 0.00 EUR went back of 119.00 EUR.',
  );
  expect(documentsOf(world, order)).toEqual([]);
  expect(await booksOf(world, order)).toEqual([]);
});
