// A balance that nothing can unbalance: random lives, checked as a merchant would, through the vendor's own client.

import fc from 'fast-check';
import type { Stripe as StripeClient } from 'stripe';
import { expect, test } from 'vitest';
import { dayMs, idOf, openStripeWorld, start, type StripeWorld } from './stripe-world.ts';

const daySeconds = 86_400;

const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('pay' as const),
      amount: fc.integer({ min: 50, max: 99_999 }),
      isHeld: fc.boolean(),
      isEuro: fc.boolean(),
      isDeclined: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('refund' as const),
      which: fc.nat(),
      amount: fc.option(fc.integer({ min: 1, max: 60_000 })),
      course: fc.constantFrom('now', 'later', 'never'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('capture' as const),
      which: fc.nat(),
      share: fc.integer({ min: 1, max: 100 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('dispute' as const),
      which: fc.nat(),
      verdict: fc.constantFrom('won', 'lost', 'open'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('reserve' as const),
      amount: fc.integer({ min: 1, max: 20_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('correct' as const),
      amount: fc.integer({ min: -500, max: 500 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('fail' as const), which: fc.nat(), isReversal: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 80 }) }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

test('over any life, each payout is the sum of its parts and the balance what is not paid out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (life) => {
      const world = openStripeWorld({
        terms: { exchangeRate: (_, at) => `1.0${(Math.floor(at / daySeconds) % 89) + 10}` },
      });
      for (const each of life) await perform(world, each);
      await world.pass(5);
      await check(world);
    }),
    { numRuns: 60, seed: 4 },
  );
});

async function check({ client, clock, stripe }: StripeWorld): Promise<void> {
  const transactions = await all(client.balanceTransactions.list({ limit: 100 }));
  for (const { amount, fee, net, fee_details: details } of transactions) {
    expect(net).toBe(amount - fee);
    expect(sum(details.map((detail) => detail.amount))).toBe(fee);
  }
  const payouts = await all(client.payouts.list({ limit: 100 }));
  for (const payout of payouts.filter(({ automatic }) => automatic)) {
    const parts = await all(client.balanceTransactions.list({ payout: payout.id, limit: 100 }));
    expect(sum(parts.filter(({ type }) => type !== 'payout').map(({ net }) => net))).toBe(payout.amount);
    expect(payout.amount).toBeGreaterThan(0);
    expect(payout.created % daySeconds).toBe(0);
  }
  const isPayout = ({ type }: { type: string }): boolean => type === 'payout';
  const earned = sum(transactions.filter((one) => !isPayout(one)).map(({ net }) => net));
  const paidOut = sum(
    payouts.filter(({ original_payout: original }) => original === null).map(({ amount }) => amount),
  );
  const balance = await client.balance.retrieve();
  const kept = sum([...balance.available, ...balance.pending].map(({ amount }) => amount));
  expect(kept).toBe(earned - paidOut);
  for (const charge of await all(client.charges.list({ limit: 100 }))) {
    const refunds = await all(client.refunds.list({ charge: charge.id, limit: 100 }));
    const given = sum(refunds.filter(({ status }) => status !== 'failed').map(({ amount }) => amount));
    expect(given).toBeLessThanOrEqual(charge.amount_captured);
    expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount);
  }
  expect(stripe.unsupported).toEqual([]);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 5 * dayMs);
}

async function perform(world: StripeWorld, each: Act): Promise<void> {
  const { client, stripe, pass } = world;
  if (each.does === 'pass') return pass(each.hours / 24);
  if (each.does === 'pay') {
    const { amount, isHeld, isEuro, isDeclined } = each;
    stripe.pay({
      amount: { minor: BigInt(amount), currency: isEuro ? 'EUR' : 'USD' },
      ...(isHeld && { captureMethod: 'manual' }),
      ...(isDeclined && amount % 5 === 0 && { decline: 'generic_decline' }),
    });
    return;
  }
  if (each.does === 'reserve') return void stripe.holdReserve(BigInt(each.amount));
  if (each.does === 'correct') {
    if (each.amount !== 0) stripe.correctFee(BigInt(each.amount), 'Correction');
    return;
  }
  if (each.does === 'fail') {
    const payout = pick(await all(client.payouts.list()), each.which);
    if (payout === undefined) return;
    if (each.isReversal) await client.payouts.reverse(payout.id).catch(refused);
    else await attempt(() => stripe.failPayout(payout.id));
    return;
  }
  const charge = pick(await all(client.charges.list()), each.which);
  if (charge === undefined) return;
  if (each.does === 'capture') {
    const part = Math.max(1, Math.floor((charge.amount * each.share) / 100));
    await client.paymentIntents
      .capture(idOf(charge.payment_intent), { amount_to_capture: part })
      .catch(refused);
    return;
  }
  if (each.does === 'refund') {
    const { course, amount } = each;
    stripe.refundCourse = () =>
      course === 'now'
        ? { state: 'succeeded' }
        : { state: 'pending', afterMs: dayMs, outcome: course === 'later' ? 'succeeded' : 'failed' };
    await client.refunds.create({ charge: charge.id, ...(amount !== null && { amount }) }).catch(refused);
    return;
  }
  await attempt(() => {
    const { id } = stripe.dispute(charge.id);
    const { verdict } = each;
    if (verdict === 'won' || verdict === 'lost') stripe.decideDispute(id, verdict);
  });
}

/** What Stripe would not let happen does not happen; anything else is a fault of the stand-in. */
async function attempt(does: () => unknown): Promise<void> {
  try {
    await does();
  } catch (error) {
    if (!(error instanceof Error) || !('status' in error) || error.status !== 400) throw error;
  }
}

function refused(error: { statusCode?: number }): void {
  if (error.statusCode !== 400) throw new Error('The call failed.', { cause: error });
}

async function all<Item extends { id: string }>(pages: StripeClient.ApiListPromise<Item>): Promise<Item[]> {
  return await pages.autoPagingToArray({ limit: 10_000 });
}

function pick<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[which % Math.max(1, items.length)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
