import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentQuantityOf } from '#sandbox/shopify/act/agree.ts';
import { Refused } from '#sandbox/shopify/model/act.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf, outstandingOf, totalOf } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { cart, type EditPlan, editPlan } from './support/cart-spec.ts';
import { expectAgreed, expectCharges, expectShares } from './support/order-money.ts';
import { openShop, type TestShop } from './support/shop.ts';

const rounding = fc.constantFrom('line' as const, 'order' as const);

function expectSound(order: StoreOrder): void {
  expectAgreed(order);
  expectCharges(order);
  for (const line of order.lines) expectShares(line);
}

/** What Shopify refuses leaves everything as it was. */
function edit(shop: TestShop, order: StoreOrder, plan: EditPlan): void {
  const { quantities, ...rest } = plan;
  const before = totalOf(order);
  const agreements = order.agreements.length;
  try {
    shop.editOrder(order, {
      ...rest,
      quantities: quantities.flatMap(([which, quantity]) => {
        const line = order.lines[which];
        return line === undefined || line.tip ? [] : [{ lineId: line.id, quantity, restock: true }];
      }),
    });
    expect(order.agreements).toHaveLength(agreements + 1);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(totalOf(order)).toEqual(before);
  }
}

/** Prices are pure: the same cart priced a second time, with nothing of the store in between. */
function subtotalOf(spec: OrderSpec, isCounted: (line: OrderSpec['lines'][number]) => boolean): bigint {
  return spec.lines
    .filter(isCounted)
    .reduce(
      (sum, { unitPrice, quantity, discount = 0n }) => sum + unitPrice * BigInt(quantity) - discount,
      0n,
    );
}

describe('an order of whatever a checkout can ask for', () => {
  test('agrees with its lines on both sides when it is placed and after each edit', () => {
    fc.assert(
      fc.property(cart, fc.array(editPlan, { maxLength: 5 }), rounding, (spec, plans, taxRounding) => {
        const shop = openShop({ taxRounding });
        const order = shop.placeOrder(spec);
        expectSound(order);
        for (const plan of plans) {
          edit(shop, order, plan);
          expectSound(order);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('stays sound when units are refunded between edits', () => {
    const step = fc.oneof(
      editPlan.map((plan) => ({ plan })),
      fc.record({ which: fc.nat({ max: 6 }), quantity: fc.integer({ min: 1, max: 3 }) }),
    );
    fc.assert(
      fc.property(
        cart,
        fc.array(step, { minLength: 2, maxLength: 8 }),
        rounding,
        (spec, steps, taxRounding) => {
          const shop = openShop({ taxRounding });
          const order = shop.placeOrder(spec);
          if (outstandingOf(order).presentment > 0n) shop.pay(order, { kind: 'sale', gateway: 'paypal' });
          for (const each of steps) {
            if ('plan' in each) edit(shop, order, each.plan);
            else refundSome(shop, order, each);
            expectSound(order);
          }
          refundRest(shop, order);
          for (const line of order.lines) expectTakenBack(order, line.id);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('loses to its discounts exactly what they promise, none of it from gift cards, tips or lines of nothing', () => {
    fc.assert(
      fc.property(cart, (spec) => {
        const order = openShop().placeOrder(spec);
        const { automaticDiscount: automatic, discountCode: code } = spec;
        let left = subtotalOf(spec, (line) => line.giftCard !== true);
        for (const [kind, wanted] of [
          ['automatic', automatic],
          ['code', code],
        ] as const) {
          if (wanted === undefined) continue;
          const at = order.discounts.findIndex((each) => each.kind === kind && each.allocation === 'across');
          const given = order.lines.map(
            ({ allocations }) =>
              allocations.find(({ discount }) => discount === at)?.amount.presentment ?? 0n,
          );
          const due = 'percent' in wanted ? (left * BigInt(wanted.percent) + 50n) / 100n : wanted.amount;
          const expected = due < left ? due : left;
          expect(given.reduce((sum, one) => sum + one, 0n)).toBe(expected);
          left -= expected;
          for (const [index, line] of order.lines.entries())
            if (line.giftCard || line.tip || line.price.presentment === 0n) expect(given[index]).toBe(0n);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is paid when what is outstanding on the side of the customer is paid', () => {
    fc.assert(
      fc.property(cart, fc.array(fc.bigInt(1n, 5000n), { maxLength: 3 }), (spec, parts) => {
        const shop = openShop();
        const order = shop.placeOrder(spec);
        for (const amount of parts)
          if (amount < outstandingOf(order).presentment)
            shop.pay(order, { kind: 'sale', gateway: 'paypal', amount });
        if (outstandingOf(order).presentment > 0n) {
          expect(financialStatusOf(order)).not.toBe('paid');
          shop.recordManualPayment(order, { gateway: 'Bank Deposit' });
        }
        expect(outstandingOf(order).presentment).toBe(0n);
        expect(financialStatusOf(order)).toBe('paid');
      }),
      { numRuns: 200 },
    );
  });
});

function refundSome(shop: TestShop, order: StoreOrder, which: { which: number; quantity: number }): void {
  const line = order.lines[which.which];
  if (line === undefined || currentQuantityOf(order, line) < which.quantity) return;
  shop.refund(order, { lines: [{ lineId: line.id, quantity: which.quantity }] });
}

function refundRest(shop: TestShop, order: StoreOrder): void {
  for (const line of order.lines) {
    const quantity = currentQuantityOf(order, line);
    if (quantity > 0) shop.refund(order, { lines: [{ lineId: line.id, quantity }] });
  }
}

/** Whatever was edited in between, a line that is refunded whole comes to nothing. */
function expectTakenBack(order: StoreOrder, subjectId: bigint): void {
  const sales = order.agreements
    .flatMap((agreement) => agreement.sales)
    .filter((sale) => sale.subjectId === subjectId);
  for (const side of ['shop', 'presentment'] as const) {
    expect(sales.reduce((sum, { total }) => sum + total[side], 0n)).toBe(0n);
    expect(sales.reduce((sum, { tax }) => sum + tax[side], 0n)).toBe(0n);
  }
}
