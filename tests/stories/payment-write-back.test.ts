import { describe, expect, test } from 'vitest';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { authorization, card, lamp, unpaidOrder } from '#tests/support/checkout.ts';
import {
  confirmationsOf,
  confirmedWorld,
  loseAnswers,
  paymentsOf,
  receiveByHand,
  tells,
} from '#tests/support/warehouse.ts';
import { documentsOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { listen } from '#tests/support/wire.ts';
import { live, minute } from '#tests/support/world.ts';

const world = await confirmedWorld();
const wire = listen(world);

async function placed(changes: Partial<OrderSpec> = {}) {
  wire.interfere = undefined;
  const order = world.store.placeOrder(unpaidOrder(changes));
  await live(world, 3 * minute);
  return order;
}

async function shipped(changes: Partial<OrderSpec> = {}) {
  const order = await placed(changes);
  world.store.fulfill(order);
  await live(world, 5 * minute);
  return order;
}

const moneyIn = (order: Parameters<typeof documentsOf>[1]) =>
  documentsOf(world, order).filter(([kind]) => kind === 'payment' || kind === 'customer_deposit');

describe.each([
  { name: 'net terms', spec: { netDays: 30 }, method: 'bank_transfer' },
  { name: 'cash on delivery', spec: {}, method: 'cash_on_delivery' },
])('an order of $name that is paid in the ERP', ({ spec, method }) => {
  test('is marked paid once, and the money is one receipt on both sides', async () => {
    const order = await shipped(spec);
    receiveByHand(world, order, { minor: 11900, method });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual(['manual 11900']);
    expect(await confirmationsOf(world, order)).toContain('mark_paid posted');
    expect(moneyIn(order)).toEqual([['payment', 11900]]);
    const receipts = (await postingsOf(world, order)).filter(({ kind }) => kind === 'payment');
    expect(receipts).toMatchObject([{ state: 'posted', adopted: true }]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

describe('money that the ERP knew first', () => {
  test('in two parts is recorded part by part, and pays the order in the end', async () => {
    const order = await shipped();
    receiveByHand(world, order, { minor: 5000 });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual(['bank_transfer 5000']);
    receiveByHand(world, order, { minor: 6900 });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual(['bank_transfer 5000', 'manual 6900']);
    expect(moneyIn(order)).toEqual([
      ['payment', 5000],
      ['payment', 6900],
    ]);
  });

  test('is recorded once though the answer of the store is lost twice', async () => {
    const order = await shipped();
    loseAnswers(wire, tells('MarkAsPaid'), 2);
    const from = wire.calls.length;
    receiveByHand(world, order, { minor: 11900 });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual(['manual 11900']);
    expect(wire.calls.slice(from).filter(tells('MarkAsPaid'))).toHaveLength(1);
    expect(await confirmationsOf(world, order)).toContain('mark_paid posted');
  });

  test('before any invoice stays the one receipt: no deposit of ours is made for it', async () => {
    const order = await placed();
    receiveByHand(world, order, { minor: 11900 });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual(['manual 11900']);
    expect(documentsOf(world, order)).toEqual([
      ['payment', 11900],
      ['sales_order', 11900],
    ]);
  });

  test('more than is outstanding is held with a sentence', async () => {
    const order = await shipped();
    receiveByHand(world, order, { minor: 12000 });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual([]);
    expect(await confirmationsOf(world, order)).toContainEqual(
      expect.stringMatching(/^mark_paid held: PAY-\d+ of 120\.00 EUR is more than the 119\.00 EUR/),
    );
  });

  test('while a card can still be charged is held: marking the order paid would charge it', async () => {
    const order = await placed({ payment: authorization });
    receiveByHand(world, order, { minor: 11900 });
    await live(world, 10 * minute);
    expect(paymentsOf(order)).toEqual([]);
    expect(await confirmationsOf(world, order)).toContainEqual(
      expect.stringMatching(/^mark_paid held: .* would take it a second time$/),
    );
  });
});

test('an order that was paid in the store is never marked, whoever types its payment into the ERP', async () => {
  const order = await shipped({ lines: [lamp()] });
  world.store.pay(order, card);
  receiveByHand(world, order, { minor: 11900 });
  await live(world, 10 * minute);
  expect(paymentsOf(order)).toEqual(['shopify_payments 11900']);
  expect((await confirmationsOf(world, order)).filter((one) => one.startsWith('mark_paid'))).toEqual([]);
  expect(moneyIn(order)).toEqual([['payment', 11900]]);
});

test('nothing is told in mode shadow, and each telling says that it waits for its mode', async () => {
  await using other = await confirmedWorld({ shop: { modes: { 'payment write-back': 'shadow' } } });
  const order = other.store.placeOrder(unpaidOrder());
  await live(other, 3 * minute);
  receiveByHand(other, order, { minor: 11900 });
  await live(other, 10 * minute);
  expect(paymentsOf(order)).toEqual([]);
  expect(await confirmationsOf(other, order)).toEqual([
    'mark_paid held: payment write-back is in mode shadow',
  ]);
});
