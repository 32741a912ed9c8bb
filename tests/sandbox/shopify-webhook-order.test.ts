import fc from 'fast-check';
import { parse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { virtualClock } from '#sandbox/clock.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { orderSpec } from './support/order-spec.ts';
import { liveThroughEverything } from './support/webhook-life.ts';
import { openedAt } from './support/webhook-post.ts';

const side = z.object({ amount: z.string(), currency_code: z.string() });
const moneySet = z.object({ shop_money: side, presentment_money: side });
const share = z.object({ amount_set: moneySet, discount_application_index: z.number() });
const taxed = z.object({ price: z.string(), price_set: moneySet });
const lineItem = z.object({
  price_set: moneySet,
  quantity: z.number(),
  current_quantity: z.number(),
  tax_lines: z.array(taxed),
  discount_allocations: z.array(share),
  duties: z.array(z.object({ price_set: moneySet, tax_lines: z.array(taxed) })),
  tip_payment_gateway: z.string().nullish(),
});

const orderBody = z.object({
  taxes_included: z.boolean(),
  total_price: z.string(),
  total_price_set: moneySet,
  current_total_price: z.string(),
  current_total_price_set: moneySet,
  subtotal_price_set: moneySet,
  current_subtotal_price_set: moneySet,
  total_line_items_price_set: moneySet,
  total_discounts_set: moneySet,
  current_total_discounts_set: moneySet,
  total_shipping_price_set: moneySet,
  current_shipping_price_set: moneySet,
  total_tax_set: moneySet,
  current_total_tax_set: moneySet,
  current_total_duties_set: moneySet.nullable(),
  original_total_duties_set: moneySet.nullable(),
  current_total_additional_fees_set: moneySet.nullable(),
  original_total_additional_fees_set: moneySet.nullable(),
  total_cash_rounding_payment_adjustment_set: moneySet,
  total_tip_received: z.string(),
  total_outstanding: z.string(),
  tax_lines: z.array(taxed),
  line_items: z.array(lineItem),
  shipping_lines: z.array(
    z.object({ price_set: moneySet, tax_lines: z.array(taxed), discount_allocations: z.array(share) }),
  ),
  discount_applications: z.array(z.object({ type: z.string(), target_type: z.string() })),
  discount_codes: z.array(z.object({ code: z.string(), amount: z.string(), type: z.string() })),
  refunds: z.array(
    z.object({ order_adjustments: z.array(z.object({ kind: z.string(), amount: z.string() })) }),
  ),
  returns: z.array(z.object({ status: z.string() })),
  customer: z.object({ email: z.string() }).nullable(),
  shipping_address: z.unknown(),
  source_name: z.string(),
  payment_terms: z.object({ due_in_days: z.number() }).nullable(),
});

type Body = z.infer<typeof orderBody>;
type Side = 'shop_money' | 'presentment_money';

function openShop() {
  return openStore({
    clock: virtualClock(openedAt),
    clientSecret: 'secret',
    accessToken: 'token',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    shop: { cashRoundingUnit: 5n },
    deliver: async () => new Response(),
  });
}

type Shop = ReturnType<typeof openShop>;

function bodyOf(store: Shop, order: StoreOrder): Body {
  return orderBody.parse(parse(store.orderBody(order), undefined, Number));
}

function place(spec: Partial<OrderSpec> = {}) {
  const store = openShop();
  const order = store.placeOrder({
    lines: [{ sku: 'LAMP', title: 'Lamp', quantity: 2, unitPrice: 11900n, taxes: [vat] }],
    taxesIncluded: true,
    payment: { kind: 'sale', gateway: 'shopify_payments' },
    ...spec,
  });
  return { store, order, body: () => bodyOf(store, order) };
}

const vat = { title: 'DE MwSt', rate: '0.19' };

/** All decimals of any currency are at most three, so every amount is a whole number of thousandths. */
function thousandths(amount: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(amount) ?? [];
  const size = BigInt(whole + fraction.padEnd(3, '0'));
  return sign === '-' ? -size : size;
}

function reader(of: Side) {
  return (...sets: (z.infer<typeof moneySet> | null)[]): bigint =>
    sets.reduce((sum, set) => sum + (set === null ? 0n : thousandths(set[of].amount)), 0n);
}

/** What an order's amounts must come to, on one side, as Shopify describes each of them. */
function expectAddsUp(body: Body, of: Side): void {
  const sum = reader(of);
  const goods = body.line_items.filter((line) => line.tip_payment_gateway === undefined);
  const tips = body.line_items.filter((line) => line.tip_payment_gateway !== undefined);
  const charges = [...body.line_items, ...body.shipping_lines];
  const discounts = sum(...charges.flatMap((each) => each.discount_allocations.map((one) => one.amount_set)));
  const duties = body.line_items.flatMap((line) => line.duties);
  expect(sum(body.total_discounts_set)).toBe(discounts);
  expect(sum(body.subtotal_price_set)).toBe(
    sum(body.total_line_items_price_set) -
      sum(...goods.flatMap((line) => line.discount_allocations.map((one) => one.amount_set))),
  );
  expect(sum(body.total_tax_set)).toBe(sum(...body.tax_lines.map((tax) => tax.price_set)));
  const fees = sum(body.original_total_additional_fees_set);
  const tip = sum(...tips.map((line) => line.price_set));
  expect(sum(body.total_price_set)).toBe(
    sum(body.total_line_items_price_set) -
      discounts +
      sum(body.total_shipping_price_set) +
      sum(...duties.map((duty) => duty.price_set)) +
      fees +
      tip +
      (body.taxes_included ? 0n : sum(body.total_tax_set)),
  );
}

describe('the body of an order', () => {
  test('adds up on both sides, whatever was ordered', () => {
    fc.assert(
      fc.property(orderSpec([]), (spec) => {
        const store = openShop();
        const body = bodyOf(store, store.placeOrder(spec));
        expectAddsUp(body, 'shop_money');
        expectAddsUp(body, 'presentment_money');
        expect(body.current_total_price_set).toEqual(body.total_price_set);
        expect(body.current_subtotal_price_set).toEqual(body.subtotal_price_set);
        expect(body.current_total_tax_set).toEqual(body.total_tax_set);
        expect(body.current_total_discounts_set).toEqual(body.total_discounts_set);
        expect(body.current_total_duties_set).toEqual(body.original_total_duties_set);
        expect(body.current_total_additional_fees_set).toEqual(body.original_total_additional_fees_set);
      }),
      { numRuns: 60 },
    );
  });

  test('names the same amount in its text as on the shop side of its set', () => {
    const store = openShop();
    liveThroughEverything(store);
    for (const order of store.orders) {
      const body = bodyOf(store, order);
      expect(body.total_price).toBe(body.total_price_set.shop_money.amount);
      expect(body.current_total_price).toBe(body.current_total_price_set.shop_money.amount);
    }
  });

  test('tells after a refund what is left, and still what was sold', () => {
    const { store, order, body } = place({ shipping: { title: 'DHL', price: 490n, taxes: [vat] } });
    const [line] = order.lines;
    store.refund(order, {
      lines: [{ lineId: line?.id ?? 0n, quantity: 1, restock: 'CANCEL' }],
      shipping: 'all',
      amount: 12000n,
      discrepancy: 'CUSTOMER',
    });
    expect(body()).toMatchObject({
      total_price: '242.90',
      subtotal_price_set: { shop_money: { amount: '238.00' } },
      current_subtotal_price_set: { shop_money: { amount: '119.00' } },
      total_shipping_price_set: { shop_money: { amount: '4.90' } },
      current_shipping_price_set: { shop_money: { amount: '0.00' } },
      total_outstanding: '0.00',
      line_items: [{ quantity: 2, current_quantity: 1 }],
      // Less went back than came back, and shipping is told as an adjustment, too.
      refunds: [
        {
          order_adjustments: [
            { kind: 'shipping_refund', amount: '-4.90' },
            { kind: 'refund_discrepancy', amount: '3.90' },
          ],
        },
      ],
    });
  });

  test('tells after an edit what is sold now, and what is owed for it', () => {
    const { store, order, body } = place();
    const [line] = order.lines;
    store.editOrder(order, {
      quantities: [{ lineId: line?.id ?? 0n, quantity: 1 }],
      add: [{ sku: 'CHAIR', title: 'Chair', quantity: 1, unitPrice: 24900n, taxes: [vat] }],
    });
    expect(body()).toMatchObject({
      total_price: '368.00',
      current_total_price: '368.00',
      total_outstanding: '130.00',
      line_items: [
        { quantity: 2, current_quantity: 1 },
        { quantity: 1, current_quantity: 1 },
      ],
    });
  });

  test('keeps the customer’s currency on the side of its own', () => {
    const { body } = place({ currency: 'JPY', exchangeRate: '0.0061' });
    expect(body().total_price_set).toEqual({
      shop_money: { amount: '145.18', currency_code: 'EUR' },
      presentment_money: { amount: '23800', currency_code: 'JPY' },
    });
  });

  test('of a walk-in at the till names nobody, and what rounding added', () => {
    const { store, order, body } = place({
      lines: [{ sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 1998n, taxes: [vat] }],
      source: 'pos',
      customerId: null,
      handedOver: true,
      payment: [],
    });
    store.pay(order, { kind: 'sale', gateway: 'cash', amount: 1998n, rounding: 2n });
    expect(body()).toMatchObject({
      customer: null,
      shipping_address: null,
      shipping_lines: [],
      source_name: 'pos',
      total_outstanding: '0.00',
      total_cash_rounding_payment_adjustment_set: { shop_money: { amount: '0.02' } },
    });
  });

  test('allocates every discount to what it was taken off', () => {
    const { body } = place({
      lines: [
        { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 10000n, taxes: [vat], discount: 1000n },
        { sku: 'CHAIR', title: 'Chair', quantity: 1, unitPrice: 10000n, taxes: [vat] },
      ],
      shipping: { title: 'DHL', price: 500n, taxes: [vat], discount: 500n },
      discountCode: { code: 'TEN', percent: 10 },
      automaticDiscount: { title: 'Autumn', amount: 100n },
    });
    const { discount_applications: applications, line_items: lines, shipping_lines: shipping } = body();
    const applied = [...lines, ...shipping].map(({ discount_allocations: allocations }) =>
      allocations
        .map(({ discount_application_index: index }) => applications[index]?.type)
        .toSorted((one = '', other = '') => one.localeCompare(other)),
    );
    expect(applied).toEqual([
      ['automatic', 'discount_code', 'manual'],
      ['automatic', 'discount_code'],
      [expect.any(String)],
    ]);
    expect(body().discount_codes).toEqual([{ code: 'TEN', amount: '18.90', type: 'percentage' }]);
  });
});
