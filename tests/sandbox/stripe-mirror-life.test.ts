/** Lives of shops that take payments through Stripe: what a store says and what Stripe's client reads is the same money. */
import type { Stripe as Vendor } from 'stripe';
import { describe, expect, test } from 'vitest';

import { openErp } from '#sandbox/erp/erp.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { openLife } from '#sandbox/traffic/life.ts';
import { dayMs, start } from './stripe-world.ts';
import { openStripeShop, partsOf, readAll } from './support/stripe-shop.ts';

async function live(seed: number, country: string, days = 20) {
  const shop = openStripeShop({ seed, country });
  const { clock, store } = shop;
  const world = { clock, store, erp: openErp({ clock, token: 'erp' }) };
  const life = openLife(world, { seed, from: start, days, rate: 30, faults: 'none' });
  await clock.run({ until: life.endsAt + 10 * dayMs });
  return { ...shop, orders: life.orders.map(({ order }) => order), seen: await readAll(shop) };
}

function paidThroughStripe({ transactions }: StoreOrder, kinds: readonly string[]) {
  return transactions.filter(({ gateway, kind }) => gateway === 'stripe' && kinds.includes(kind));
}

function successful(order: StoreOrder, kinds: readonly string[]) {
  return paidThroughStripe(order, kinds).filter(({ status }) => status === 'success');
}

/** What an order brought in and sent back through Stripe, in minor units of the customer's money. */
function movedBy(order: StoreOrder): bigint {
  const sum = (kinds: readonly string[]) =>
    successful(order, kinds).reduce((whole, { amount }) => whole + amount.presentment, 0n);
  return sum(['sale', 'capture']) - sum(['refund']);
}

const ofCustomers = new Set(['charge', 'partial_capture_reversal', 'refund', 'refund_failure']);

/** The order that a balance transaction belongs to, by the metadata of what it came from. */
function orderOf({ source }: Vendor.BalanceTransaction): string {
  if (typeof source !== 'object' || source === null || !('metadata' in source)) return '';
  return source.metadata?.['order_id'] ?? '';
}

/** Two lists of the same things, in whatever order. */
function expectSame(found: readonly unknown[], wanted: readonly unknown[]): void {
  const texts = (things: readonly unknown[]) => things.map((thing) => JSON.stringify(thing)).toSorted(byText);
  expect(texts(found)).toEqual(texts(wanted));
}

function byText(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}

const said: Readonly<Record<string, string>> = {
  success: 'succeeded',
  pending: 'pending',
  failure: 'failed',
};

describe.each([
  [1, 'DE', 'eur'],
  [2, 'US', 'usd'],
  [3, 'JP', 'jpy'],
  [4, 'CH', 'chf'],
])('the life of seed %i in %s', (seed, country, currency) => {
  const living = live(seed, country);

  test('is paid through Stripe in part, and the two never disagree', async () => {
    const { orders, stripe } = await living;
    const paid = orders.filter((order) => successful(order, ['sale', 'capture']).length > 0);
    expect(paid.length).toBeGreaterThan(50);
    expect(stripe.apart).toEqual([]);
    expect(stripe.unsupported).toEqual([]);
    expect(stripe.sent).toEqual([]);
  });

  test('has a charge for each payment, to the unit, and a refund for each refund', async () => {
    const { orders, seen } = await living;
    const payments = orders.flatMap((order) =>
      successful(order, ['sale', 'capture']).map(({ id, parentId, amount }) => [
        order.name,
        String(parentId ?? id),
        order.presentmentCurrency.toLowerCase(),
        Number(amount.presentment),
      ]),
    );
    const captured = seen.charges
      .filter(({ captured: isCaptured }) => isCaptured)
      .map(({ metadata, currency: code, amount_captured: amount }) => [
        metadata['order_name'],
        metadata['transaction_id'],
        code,
        amount,
      ]);
    expectSame(captured, payments);
    const back = orders.flatMap((order) =>
      paidThroughStripe(order, ['refund']).map(({ id, status, amount }) => [
        String(id),
        said[status],
        Number(amount.presentment),
      ]),
    );
    const refunds = seen.refunds.map((one) => [one.metadata?.['transaction_id'], one.status, one.amount]);
    expect(refunds.length).toBeGreaterThan(0);
    expectSame(refunds, back);
  });

  test('has a balance made of what each of its orders took and gave back', async () => {
    const { orders, seen } = await living;
    const ours = seen.balance.filter(({ reporting_category: category }) => ofCustomers.has(category));
    const byOrder = Map.groupBy(ours, orderOf);
    const atHome = orders.filter(({ presentmentCurrency: code }) => code.toLowerCase() === currency);
    expect(atHome.length).toBeGreaterThan(orders.length / 2);
    for (const order of atHome) {
      const entries = byOrder.get(String(order.id)) ?? [];
      expect(entries.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(movedBy(order));
    }
  });

  test('pays out what its balance holds, and of each payout tells the parts', async () => {
    const shop = await living;
    const { seen, client } = shop;
    const sumOf = (entries: readonly { readonly net: number }[]) =>
      entries.reduce((sum, { net }) => sum + net, 0);
    expect(seen.payouts.length).toBeGreaterThan(10);
    for (const { id, amount } of seen.payouts) expect(sumOf(await partsOf(shop, id))).toBe(amount);
    const { available, pending } = await client.balance.retrieve();
    const left = [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
    const paidOut = seen.payouts.reduce((sum, { amount }) => sum + amount, 0);
    expect(paidOut + left).toBe(sumOf(seen.balance.filter(({ type }) => type !== 'payout')));
    expect(seen.balance.every((one) => one.currency === currency)).toBe(true);
  });
});

test('equal seeds make equal accounts', async () => {
  const [one, other, third] = [await live(5, 'DE', 4), await live(5, 'DE', 4), await live(6, 'DE', 4)];
  expect(other.seen).toEqual(one.seen);
  expect(third.seen).not.toEqual(one.seen);
});

test('Stripe is not offered where it could not count every amount', async () => {
  const { orders, seen } = await live(1, 'KW', 4);
  expect(orders.length).toBeGreaterThan(50);
  expect(orders.flatMap((order) => paidThroughStripe(order, ['sale', 'authorization']))).toEqual([]);
  expect(seen.intents).toEqual([]);
});
