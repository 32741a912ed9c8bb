import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { ShopState } from '#sandbox/shopify/model/shop.ts';
import { netPaymentOf, outstandingOf, receivedOf, refundedOf, totalOf } from '#sandbox/shopify/order.ts';
import { expectSoundMoney } from './support/order-act.ts';
import { expectAgreed, expectCharges, expectShares } from './support/order-money.ts';
import {
  expectAllocations,
  expectGross,
  expectSides,
  expectTaxes,
  isAsPlaced,
} from './support/placed-money.ts';
import { live } from './traffic-world.ts';

/** Every kind of shop, and with the seed either way of rounding tax and of processing returns. */
const shops = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  country: fc.constantFrom('DE', 'US', 'CH', 'JP', 'KW', 'CA'),
});
const runs = { numRuns: 200 } as const;

/** Two weeks in which all that follows from some orders can happen. */
async function lived(shop: { readonly seed: number; readonly country: string }) {
  const { world, orders } = await live({ ...shop, days: 14, rate: 0.8 });
  return { state: world.store.state, orders: orders.map(({ order }) => order) };
}

async function always(check: (state: ShopState, orders: readonly StoreOrder[]) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(shops, async (shop) => {
      const { state, orders } = await lived(shop);
      check(state, orders);
    }),
    runs,
  );
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((left, one) => left + one, 0n);

describe('whatever a shop of any kind sells', { timeout: 120_000 }, () => {
  test('is priced, discounted and taxed to the minor unit, on both sides', async () => {
    await always(({ shop }, orders) => {
      for (const order of orders.filter(isAsPlaced)) {
        expectTaxes(order, shop.taxRounding);
        expectAllocations(order);
        expectGross(order);
        expectSides(order);
      }
    });
  });

  test('comes to what its agreements say, whatever happens to it', async () => {
    await always((_, orders) => {
      for (const order of orders) {
        expectCharges(order);
        for (const line of order.lines) expectShares(line);
        // What an exchange adds is agreed by the return.
        if (order.lines.every((line) => line.addedBy !== 'exchange')) expectAgreed(order);
        if (isAsPlaced(order)) expectSoundMoney(order);
      }
    });
  });

  test('is paid by what came in less what went back, and a settled order owes nothing', async () => {
    await always((_, orders) => {
      for (const order of orders) {
        const moved = (...kinds: readonly string[]): bigint =>
          sum(
            order.transactions
              .filter((one) => one.status === 'success' && kinds.includes(one.kind))
              .map((one) => one.amount.presentment),
          );
        const received = moved('sale', 'capture') - moved('change');
        expect(receivedOf(order).presentment).toBe(received);
        expect(refundedOf(order).presentment).toBe(moved('refund'));
        expect(netPaymentOf(order).presentment).toBe(received - moved('refund'));
        expect(outstandingOf(order).presentment).toBe(
          totalOf(order).presentment - netPaymentOf(order).presentment,
        );
        expect(moved('refund') <= received).toBe(true);
        expectRounded(order);
      }
    });
  });

  test('leaves no gift card below nothing at any time, and no payout apart from its parts', async () => {
    await always((state, orders) => {
      for (const { movements } of state.giftCards)
        for (const index of movements.keys())
          expect(sum(movements.slice(0, index + 1).map((one) => one.amount)) >= 0n).toBe(true);
      expectPayouts(state);
      expectCharged(state, orders);
    });
  });
});

/** Cash that was rounded comes to whole coins; nothing else is rounded, and never by half a coin or more. */
function expectRounded(order: StoreOrder): void {
  for (const { gateway, rounding, amount } of order.transactions) {
    if (rounding === null) continue;
    expect(gateway).toBe('cash');
    expect((amount.presentment + rounding.presentment) % 5n).toBe(0n);
    expect(rounding.presentment >= -2n && rounding.presentment <= 2n).toBe(true);
  }
}

function expectPayouts({ payments }: ShopState): void {
  for (const one of payments.transactions) expect(one.net).toBe(one.amount - one.fee);
  for (const payout of payments.payouts) {
    const parts = payments.transactions.filter((one) => one.payoutId === payout.id);
    const [leaves, others] = [
      parts.filter((one) => one.type === 'TRANSFER'),
      parts.filter((one) => one.type !== 'TRANSFER'),
    ];
    expect(sum(others.map((one) => one.net))).toBe(payout.net);
    expect(leaves.map((one) => one.net)).toEqual([-payout.net]);
    for (const one of others) expect(one.at).toBeLessThan(payout.issuedAt);
  }
}

/** Each payment and refund through Shopify Payments is in the balance once, and in its own money to the minor unit. */
function expectCharged({ payments }: ShopState, orders: readonly StoreOrder[]): void {
  const booked = Map.groupBy(
    payments.transactions.filter((one) => one.type === 'CHARGE' || one.type === 'REFUND'),
    (one) => one.orderTransactionId,
  );
  const through = orders.flatMap((order) =>
    order.transactions.flatMap((one) => {
      const counts = one.kind === 'sale' || one.kind === 'capture' || one.kind === 'refund';
      const isBooked = counts && one.status === 'success' && one.gateway === 'shopify_payments';
      return isBooked ? [{ order, one }] : [];
    }),
  );
  expect(booked.size).toBe(through.length);
  for (const { order, one } of through) {
    const [entry, ...again] = booked.get(one.id) ?? [];
    expect(again).toEqual([]);
    if (order.presentmentCurrency === payments.currency)
      expect(entry?.amount).toBe(one.kind === 'refund' ? -one.amount.presentment : one.amount.presentment);
  }
}
