// Payouts and the balance: whatever happens, every unit of money is in exactly one place.

import { describe, expect, test } from 'vitest';
import { openStripeWorld, refusalOf, startSeconds } from './stripe-world.ts';

const daySeconds = 86_400;
const midnight = Math.floor(startSeconds / daySeconds) * daySeconds;

describe('the daily payout', () => {
  test('takes what became available to the bank, and tells what it is made of', async () => {
    const { client, stripe, pass } = openStripeWorld();
    const sale = stripe.pay({ amount: { minor: 10_000n, currency: 'USD' } }).charge;
    stripe.refund(sale.id, { amount: 1000n });
    expect(await client.balance.retrieve()).toMatchObject({
      available: [{ amount: 0 }],
      pending: [{ amount: 8680 }],
    });

    await pass(1);
    expect((await client.payouts.list()).data).toEqual([]);
    await pass(1);
    const [payout] = (await client.payouts.list()).data;
    expect(payout).toMatchObject({
      amount: 8680,
      automatic: true,
      status: 'in_transit',
      created: midnight + 2 * daySeconds,
      arrival_date: midnight + 4 * daySeconds,
      reconciliation_status: 'completed',
    });
    const made = await client.balanceTransactions.list({ payout: payout?.id ?? '', expand: ['data.source'] });
    expect(made.data.map(({ type, net }) => [type, net])).toEqual([
      ['payout', -8680],
      ['refund', -1000],
      ['charge', 9680],
    ]);
    expect(made.data.map(({ source }) => (typeof source === 'object' ? source?.object : source))).toEqual([
      'payout',
      'refund',
      'charge',
    ]);
    await pass(2);
    expect((await client.payouts.list({ status: 'paid' })).data).toHaveLength(1);
    expect(await client.balance.retrieve()).toMatchObject({
      available: [{ amount: 0 }],
      pending: [{ amount: 0 }],
    });
  });

  test('lists nothing but itself until the provider has reconciled it', async () => {
    const { client, stripe, clock } = openStripeWorld();
    stripe.pay({ amount: { minor: 10_000n, currency: 'USD' } });
    await clock.run({ until: (midnight + 2 * daySeconds) * 1000 });
    const [payout] = (await client.payouts.list()).data;
    expect(payout).toMatchObject({ status: 'pending', reconciliation_status: 'in_progress' });
    const { data } = await client.balanceTransactions.list({ payout: payout?.id ?? '' });
    expect(data.map(({ type }) => type)).toEqual(['payout']);
  });

  test('that the bank sends back is paid out again with the next', async () => {
    const { client, stripe, pass } = openStripeWorld();
    stripe.pay({ amount: { minor: 10_000n, currency: 'USD' } });
    await pass(2);
    const [payout] = (await client.payouts.list()).data;
    stripe.failPayout(payout?.id ?? '');
    const failed = await client.payouts.retrieve(payout?.id ?? '', {
      expand: ['failure_balance_transaction'],
    });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_code: 'account_closed',
      failure_balance_transaction: {
        type: 'payout_failure',
        reporting_category: 'payout_reversal',
        amount: 9680,
      },
    });
    await pass(1);
    const [next] = (await client.payouts.list()).data;
    expect(next).toMatchObject({ amount: 9680 });
    expect(next?.id).not.toBe(payout?.id);
  });

  test('is reversed by a payout below zero', async () => {
    const { client, stripe, pass } = openStripeWorld();
    stripe.pay({ amount: { minor: 10_000n, currency: 'USD' } });
    await pass(4);
    const [payout] = (await client.payouts.list()).data;
    const reversal = await client.payouts.reverse(payout?.id ?? '');
    expect(reversal).toMatchObject({ amount: -9680, original_payout: payout?.id, automatic: false });
    expect(await client.payouts.retrieve(payout?.id ?? '')).toMatchObject({ reversed_by: reversal.id });
  });

  test('is not made of a reserve, which comes with the payout after its release', async () => {
    const { client, stripe, pass } = openStripeWorld();
    stripe.pay({ amount: { minor: 10_000n, currency: 'USD' } });
    stripe.holdReserve(2000n);
    stripe.correctFee(20n, 'Interchange correction');
    await pass(2);
    stripe.releaseReserve(2000n);
    await pass(1);
    const { data } = await client.payouts.list();
    expect(data.map(({ amount }) => amount)).toEqual([2000, 7700]);
    expect(() => stripe.releaseReserve(1n)).toThrow(RangeError);
  });
});

describe('a payout by hand', () => {
  test('is refused while the schedule pays out', async () => {
    const { client } = openStripeWorld();
    const refusal = await refusalOf(client.payouts.create({ amount: 1, currency: 'usd' }));
    expect(refusal).toMatchObject({ status: 400, code: 'payouts_not_allowed' });
  });

  test('takes what is available and no more, and can be canceled before it leaves', async () => {
    const { client, stripe, pass } = openStripeWorld({ terms: { payouts: 'manual' } });
    stripe.pay({ amount: { minor: 10_000n, currency: 'USD' } });
    await pass(3);
    expect(await refusalOf(client.payouts.create({ amount: 9681, currency: 'usd' }))).toMatchObject({
      code: 'balance_insufficient',
    });
    const first = await client.payouts.create({ amount: 5000, currency: 'usd', metadata: { week: '45' } });
    expect(first).toMatchObject({
      status: 'pending',
      automatic: false,
      reconciliation_status: 'not_applicable',
    });
    expect(await client.payouts.cancel(first.id)).toMatchObject({ status: 'canceled' });
    await client.payouts.create({ amount: 9680, currency: 'usd' });
    await pass(3);
    const { data } = await client.payouts.list();
    expect(data.map(({ status }) => status)).toEqual(['paid', 'canceled']);
    expect(await refusalOf(client.balanceTransactions.list({ payout: first.id }).then())).toMatchObject({
      param: 'payout',
    });
  });
});

test('a charge in another currency is settled at the rate of its day, and its refund at its own', async () => {
  const rates = new Map([
    [midnight, '1.0842'],
    [midnight + daySeconds, '1.0901'],
  ]);
  const exchangeRate = (_: string, at: number): string => rates.get(at - (at % daySeconds)) ?? '1';
  const { client, stripe, pass } = openStripeWorld({ terms: { exchangeRate } });
  const { charge } = stripe.pay({ amount: { minor: 8333n, currency: 'EUR' } });
  await pass(1);
  stripe.refund(charge.id);
  const { data } = await client.balanceTransactions.list();
  // 8333 × 1.0842 = 9034.6386; 2.9 % of 9035 = 262.015; 8333 × 1.0901 = 9083.8033.
  expect(
    data.map(({ currency, amount, fee, net, exchange_rate }) => [currency, amount, fee, net, exchange_rate]),
  ).toEqual([
    ['usd', -9084, 0, -9084, 1.0901],
    ['usd', 9035, 292, 8743, 1.0842],
  ]);
});
