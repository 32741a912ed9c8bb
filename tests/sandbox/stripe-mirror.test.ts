/** What becomes of single payments of a store in the Stripe account behind it. */
import { describe, expect, test } from 'vitest';

import type { PaymentSpec } from '#sandbox/shopify/spec.ts';
import { lamp } from './shopify-world.ts';
import { idOf } from './stripe-world.ts';
import { openStripeShop, readAll } from './support/stripe-shop.ts';

const byStripe = { kind: 'sale', gateway: 'stripe' } as const;
const authorization: PaymentSpec = { kind: 'authorization', gateway: 'stripe' };
const cart = { lines: [lamp], taxesIncluded: true };

describe('a payment', () => {
  test('is an intent that succeeded, with the order in its metadata and a fee on its charge', async () => {
    const { store, client, clock } = openStripeShop();
    const order = store.placeOrder({ ...cart, payment: byStripe });
    const { data } = await client.paymentIntents.list({ expand: ['data.latest_charge.balance_transaction'] });
    expect(data).toMatchObject([
      {
        amount: 11900,
        currency: 'eur',
        status: 'succeeded',
        created: Math.floor(clock.now() / 1000),
        description: `Order ${order.name}`,
        metadata: {
          order_id: String(order.id),
          order_name: order.name,
          transaction_id: String(order.transactions[0]?.id),
        },
        latest_charge: {
          amount_captured: 11900,
          balance_transaction: { amount: 11900, fee: 375, net: 11525 },
        },
      },
    ]);
  });

  test('of an order that is told to nobody is there all the same', async () => {
    const { store, client } = openStripeShop();
    store.placeOrder({ ...cart, payment: byStripe, quiet: true });
    expect((await client.charges.list()).data).toHaveLength(1);
  });

  test('that was declined leaves a failed charge, and the next one is another', async () => {
    const { store, client } = openStripeShop();
    const order = store.placeOrder({ ...cart, payment: { ...byStripe, status: 'failure' } });
    store.pay(order, byStripe);
    const { data } = await client.charges.list();
    expect(
      data.map(({ status, amount_captured, failure_code }) => [status, amount_captured, failure_code]),
    ).toEqual([
      ['succeeded', 11900, null],
      ['failed', 0, 'card_declined'],
    ]);
    expect(data[0]?.payment_method_details?.card?.last4).toBe(data[1]?.payment_method_details?.card?.last4);
  });

  test('that waits has not come to Stripe until it is decided', async () => {
    const { store, client } = openStripeShop();
    const order = store.placeOrder({ ...cart, payment: { ...byStripe, status: 'pending' } });
    expect((await client.charges.list()).data).toEqual([]);
    const [waiting] = order.transactions;
    if (waiting !== undefined) store.settlePayment(order, waiting, 'success');
    expect((await client.charges.list()).data).toMatchObject([{ amount_captured: 11900 }]);
  });

  test('through another gateway, or of a test order, is none of its', async () => {
    const { store, client } = openStripeShop();
    store.placeOrder({ ...cart, payment: { kind: 'sale', gateway: 'paypal' } });
    store.placeOrder({ ...cart, payment: byStripe, test: true });
    expect((await client.paymentIntents.list()).data).toEqual([]);
  });

  test('in foreign money is charged in it, and settled at the rate of its day', async () => {
    const { store, client } = openStripeShop();
    store.placeOrder({ ...cart, currency: 'JPY', exchangeRate: '0.0057', payment: byStripe });
    const [charge] = (await client.charges.list({ expand: ['data.balance_transaction'] })).data;
    expect(charge).toMatchObject({ amount: 11900, currency: 'jpy' });
    const settled = charge?.balance_transaction;
    if (typeof settled !== 'object' || settled === null) throw new Error('The charge was not settled.');
    expect(settled).toMatchObject({ currency: 'eur' });
    // A yen is about 0.57 cents, and wanders by some percent at most.
    expect(settled.exchange_rate).toBeGreaterThan(0.54);
    expect(settled.exchange_rate).toBeLessThan(0.6);
    expect(settled.amount).toBe(Math.round(11900 * (settled.exchange_rate ?? 0)));
  });
});

describe('an authorization', () => {
  test('is captured for what the store captures, and the rest is let go', async () => {
    const { store, client } = openStripeShop();
    const order = store.placeOrder({ ...cart, payment: authorization });
    expect((await client.paymentIntents.list()).data).toMatchObject([{ status: 'requires_capture' }]);
    store.pay(order, { kind: 'capture', gateway: 'stripe', amount: 10_000n });
    const [charge] = (await client.charges.list()).data;
    expect(charge).toMatchObject({ captured: true, amount_captured: 10_000, amount_refunded: 1900 });
    store.pay(order, { kind: 'void', gateway: 'stripe' });
    expect((await client.paymentIntents.list()).data).toMatchObject([{ status: 'succeeded' }]);
  });

  test('is canceled when it is voided, and lapses by itself after seven days', async () => {
    const { store, client, stripe, pass } = openStripeShop();
    const voided = store.placeOrder({ ...cart, payment: authorization });
    store.placeOrder({ ...cart, payment: authorization });
    store.pay(voided, { kind: 'void', gateway: 'stripe' });
    const states = async () => (await client.paymentIntents.list()).data.map(({ status }) => status);
    expect(await states()).toEqual(['requires_capture', 'canceled']);
    await pass(7);
    expect(await states()).toEqual(['canceled', 'canceled']);
    expect(stripe.apart).toEqual([]);
  });
});

describe('a refund', () => {
  test('succeeds, waits and fails as the one of the store does, and the balance follows', async () => {
    const { store, client } = openStripeShop();
    const order = store.placeOrder({ ...cart, payment: byStripe });
    const back = (status: 'success' | 'pending') =>
      store.refund(order, { amount: 2000n, discrepancy: 'CUSTOMER', status });
    back('success');
    back('pending');
    back('pending');
    const states = async () => (await client.refunds.list()).data.map(({ status }) => status);
    expect(await states()).toEqual(['pending', 'pending', 'succeeded']);
    for (const [index, outcome] of (['success', 'failure'] as const).entries()) {
      const waiting = order.transactions.filter(({ kind }) => kind === 'refund')[index + 1];
      if (waiting !== undefined) store.settlePayment(order, waiting, outcome);
    }
    expect(await states()).toEqual(['failed', 'succeeded', 'succeeded']);
    const { data } = await client.balanceTransactions.list();
    expect(data.map(({ type, amount }) => [type, amount])).toEqual([
      ['refund_failure', 2000],
      ['refund', -2000],
      ['refund', -2000],
      ['refund', -2000],
      ['charge', 11900],
    ]);
  });

  test('that the store sends and Stripe would not is written down', async () => {
    const { store, stripe, client } = openStripeShop();
    const order = store.placeOrder({ ...cart, payment: byStripe });
    const [charge] = (await client.charges.list()).data;
    stripe.dispute(charge?.id ?? '');
    store.cancel(order, { refund: true });
    expect(stripe.apart).toEqual([
      {
        order: order.name,
        transactionId: order.transactions.at(-1)?.id,
        message: `Charge ${charge?.id} has been charged back; cannot issue a refund.`,
      },
    ]);
  });
});

describe('customers', () => {
  test('dispute some charges, which ends well or not, and moves the balance by as much', async () => {
    const shop = openStripeShop({ seed: 9 });
    const { store, stripe, pass } = shop;
    for (let sale = 0; sale < 800; sale += 1) store.placeOrder({ ...cart, payment: byStripe });
    await pass(120);
    const { disputes, balance } = await readAll(shop);
    const states = new Set(disputes.map(({ status }) => status));
    expect(states).toEqual(new Set(['won', 'lost', 'warning_closed']));
    const moved = balance.filter(({ reporting_category: category }) => category.startsWith('dispute'));
    const lost = disputes.filter(({ status }) => status === 'lost').length;
    const fought = disputes.filter(({ status }) => status !== 'warning_closed').length;
    expect(moved.reduce((sum, { amount }) => sum + amount, 0)).toBe(-11900 * lost);
    expect(moved.reduce((sum, { fee }) => sum + fee, 0)).toBe(1500 * fought);
    expect(stripe.apart).toEqual([]);
  });

  test('take a dispute back when the merchant refunds it', async () => {
    const shop = openStripeShop({ seed: 9 });
    const { store, client, stripe, clock, pass } = shop;
    const orders = Array.from({ length: 800 }, () => store.placeOrder({ ...cart, payment: byStripe }));
    await pass(9);
    const open = (await client.disputes.list({ limit: 100, expand: ['data.charge'] })).data.filter(
      ({ status }) => status !== 'won' && status !== 'lost',
    );
    expect(open.length).toBeGreaterThan(0);
    const before = clock.now();
    for (const { charge } of open) {
      const name = typeof charge === 'object' ? charge.metadata['order_name'] : undefined;
      const order = orders.find((one) => one.name === name);
      if (order !== undefined) store.cancel(order, { refund: true });
    }
    await pass(60);
    for (const { id, charge } of open) {
      const { status } = await client.disputes.retrieve(id);
      expect(status).toMatch(/^(?:won|warning_closed)$/);
      const { data } = await client.refunds.list({ charge: idOf(charge) });
      expect(data).toMatchObject([{ status: 'succeeded', amount: 11900, created: before / 1000 }]);
    }
    expect(stripe.apart).toEqual([]);
  });
});
