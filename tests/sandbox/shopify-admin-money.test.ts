/** The money of a view against what was agreed, both read by the app and nothing looked up in the store's state. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exponentOf } from '#domain/currency.ts';
import { cart } from './support/cart-spec.ts';
import { idOf, openDesk } from './support/admin-desk.ts';
import { allScopes, orderMoney } from './support/admin-document.ts';
import { actOn, orderAct } from './support/order-act.ts';
import { openShop } from './support/shop.ts';

/** Minor units of both sides. */
type Both = readonly [shop: bigint, presentment: bigint];

const money = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .transform(({ amount, currencyCode }) => minorUnits(amount, exponentOf(currencyCode) ?? 2));
const bag = z
  .object({ shopMoney: money, presentmentMoney: money })
  .transform(({ shopMoney, presentmentMoney }): Both => [shopMoney, presentmentMoney]);
const taxed = z.object({ amount: bag });
const sale = z.object({
  lineType: z.string(),
  totalAmount: bag,
  totalTaxAmount: bag,
  totalDiscountAmountBeforeTaxes: bag,
  totalDiscountAmountAfterTaxes: bag,
  taxes: z.array(taxed),
  lineItem: z.object({ id: z.string() }).optional(),
});
const list = <Item extends z.ZodType>(item: Item) => z.object({ nodes: z.array(item) });
const answered = z.object({
  order: z.object({
    taxesIncluded: z.boolean(),
    subtotalPriceSet: bag,
    totalDiscountsSet: bag,
    totalPriceSet: bag,
    totalTaxSet: bag,
    currentSubtotalPriceSet: bag,
    currentShippingPriceSet: bag,
    currentTotalDiscountsSet: bag,
    currentTotalPriceSet: bag,
    currentTotalTaxSet: bag,
    currentTotalDutiesSet: bag.nullable(),
    currentTotalAdditionalFeesSet: bag.nullable(),
    originalTotalPriceSet: bag,
    originalTotalDutiesSet: bag.nullable(),
    totalOutstandingSet: bag,
    totalReceivedSet: bag,
    totalRefundedSet: bag,
    netPaymentSet: bag,
    totalTipReceivedSet: bag,
    refundDiscrepancySet: bag,
    taxLines: z.array(z.object({ priceSet: bag })),
    currentTaxLines: z.array(z.object({ priceSet: bag })),
    transactions: z.array(z.object({ kind: z.string(), status: z.string(), amountSet: bag })),
    lineItems: list(z.object({ id: z.string(), discountedTotalSet: bag })),
    agreements: list(z.object({ reason: z.string(), sales: list(sale) })),
  }),
});

type Shown = z.infer<typeof answered>['order'];
type Sale = z.infer<typeof sale>;

function minorUnits(text: string, exponent: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(`${whole}${exponent === 0 ? '' : fraction.padEnd(exponent, '0')}`);
}

function sum(bags: readonly Both[]): Both {
  return bags.reduce<Both>(([shop, presentment], each) => [shop + each[0], presentment + each[1]], [0n, 0n]);
}

function less([shop, presentment]: Both, taken: Both): Both {
  return [shop - taken[0], presentment - taken[1]];
}

function expectAgreed(shown: Shown): void {
  const salesOf = (...reasons: string[]): Sale[] =>
    shown.agreements.nodes
      .filter(({ reason }) => reasons.includes(reason))
      .flatMap(({ sales }) => sales.nodes);
  const all = salesOf('ORDER', 'ORDER_EDIT', 'REFUND', 'RETURN');
  const sold = salesOf('ORDER', 'ORDER_EDIT').filter(({ lineType }) => lineType !== 'ADJUSTMENT');
  const total = (sales: readonly Sale[]) => sum(sales.map(({ totalAmount }) => totalAmount));
  const tax = (sales: readonly Sale[]) => sum(sales.map(({ totalTaxAmount }) => totalTaxAmount));
  const price = (sales: readonly Sale[]) =>
    shown.taxesIncluded ? total(sales) : less(total(sales), tax(sales));
  const discount = (sales: readonly Sale[]) =>
    sum(
      sales.map((each) =>
        shown.taxesIncluded ? each.totalDiscountAmountAfterTaxes : each.totalDiscountAmountBeforeTaxes,
      ),
    );
  const typed = (sales: readonly Sale[], ...types: string[]) =>
    sales.filter(({ lineType }) => types.includes(lineType));

  expect(shown.currentTotalPriceSet).toEqual(total(all));
  expect(shown.currentTotalTaxSet).toEqual(tax(all));
  expect(shown.currentTotalDiscountsSet).toEqual(discount(all));
  expect(shown.currentSubtotalPriceSet).toEqual(price(typed(all, 'PRODUCT', 'GIFT_CARD')));
  expect(shown.currentShippingPriceSet).toEqual(price(typed(all, 'SHIPPING')));
  expect(shown.currentTotalDutiesSet ?? [0n, 0n]).toEqual(price(typed(all, 'DUTY')));
  expect(shown.currentTotalAdditionalFeesSet ?? [0n, 0n]).toEqual(price(typed(all, 'ADDITIONAL_FEE')));
  expect(shown.originalTotalPriceSet).toEqual(total(salesOf('ORDER')));
  expect(shown.originalTotalDutiesSet ?? [0n, 0n]).toEqual(price(typed(salesOf('ORDER'), 'DUTY')));
  expect(shown.totalPriceSet).toEqual(total(sold));
  expect(shown.totalTaxSet).toEqual(tax(sold));
  expect(shown.totalTipReceivedSet).toEqual(total(typed(sold, 'TIP')));
  expect(shown.refundDiscrepancySet).toEqual(total(typed(all, 'ADJUSTMENT')));
  expect(sum(shown.taxLines.map(({ priceSet }) => priceSet))).toEqual(shown.totalTaxSet);
  expect(sum(shown.currentTaxLines.map(({ priceSet }) => priceSet))).toEqual(shown.currentTotalTaxSet);
  for (const each of all) expect(sum(each.taxes.map(({ amount }) => amount))).toEqual(each.totalTaxAmount);
}

/** What was exchanged for returned goods is sold by the return's own agreement. */
function expectLines(shown: Shown): void {
  const taken = new Set(['REFUND', 'RETURN']);
  const sales = shown.agreements.nodes.flatMap(({ reason, sales: { nodes } }) =>
    nodes.filter(({ totalAmount }) => !taken.has(reason) || totalAmount[1] > 0n),
  );
  for (const line of shown.lineItems.nodes) {
    const own = sales.filter(({ lineItem }) => lineItem?.id === line.id);
    if (own.length === 0) continue;
    const total = sum(own.map(({ totalAmount }) => totalAmount));
    const tax = sum(own.map(({ totalTaxAmount }) => totalTaxAmount));
    expect(line.discountedTotalSet).toEqual(shown.taxesIncluded ? total : less(total, tax));
  }
}

function expectMoved(shown: Shown): void {
  const moved = (...kinds: string[]) =>
    sum(
      shown.transactions
        .filter(({ kind, status }) => kinds.includes(kind) && status === 'SUCCESS')
        .map(({ amountSet }) => amountSet),
    );
  expect(shown.totalReceivedSet).toEqual(less(moved('SALE', 'CAPTURE'), moved('CHANGE')));
  expect(shown.totalRefundedSet).toEqual(moved('REFUND'));
  expect(shown.netPaymentSet).toEqual(less(shown.totalReceivedSet, shown.totalRefundedSet));
  expect(shown.totalOutstandingSet).toEqual(less(shown.currentTotalPriceSet, shown.netPaymentSet));
}

test('every amount of an order agrees with its sales and transactions, on both sides, whatever happened to it', async () => {
  const desk = openDesk({ scopes: allScopes });
  const { store } = desk;
  desk.stocked(10_000);
  const shop = { ...openShop(), ...store, topics: () => [] };
  await fc.assert(
    fc.asyncProperty(cart, fc.array(orderAct, { maxLength: 12 }), async (spec, acts) => {
      const order = store.placeOrder({ ...spec, quiet: true });
      for (const act of acts) actOn(shop, order, act);
      await desk.clock.run({ until: desk.clock.now() + 20_000 });
      const { data, errors } = await desk.ask(orderMoney, { id: idOf('Order', order) });
      expect(errors).toEqual([]);
      const shown = answered.parse(data).order;
      expectAgreed(shown);
      expectLines(shown);
      expectMoved(shown);
    }),
    { numRuns: 60 },
  );
});
