/**
 * The amounts of an order. `total_*` is what was sold, with edits and before refunds; `current_*` is what is left
 * of it after all; `original_*` is what checkout agreed.
 */
import { outstandingOf, taxKey, totalOf } from '../order.ts';
import type { SaleLineType, StoreSale } from '../model/agreement.ts';
import { type Bag, minus, noMoney, plus } from '../model/bag.ts';
import type { Charge, StoreTax } from '../model/charge.ts';
import type { StoreOrder } from '../model/order.ts';
import type { Json, JsonObject } from './json.ts';
import { moneySet, shopText, taxLines } from './money.ts';

export function amountPayload(order: StoreOrder): JsonObject {
  const set = (bag: Bag): Json => moneySet(bag, order);
  const text = (bag: Bag): string => shopText(bag, order);
  const sold = soldOf(order);
  const left = leftOf(order);
  const hasDuties = order.lines.some(({ duties }) => duties.length > 0);
  const hasFees = order.fees.length > 0;
  const amounts = {
    current_subtotal_price: left.subtotal,
    current_total_discounts: left.discounts,
    current_total_price: left.total,
    current_total_tax: left.tax,
    subtotal_price: sold.subtotal,
    total_discounts: sold.discounts,
    total_line_items_price: sold.prices,
    total_price: sold.total,
    total_tax: sold.tax,
  };
  const both = Object.entries(amounts).flatMap(([name, bag]): [string, Json][] => [
    [name, text(bag)],
    [`${name}_set`, set(bag)],
  ]);
  return {
    ...Object.fromEntries(both),
    current_shipping_price_set: set(left.shipping),
    current_total_additional_fees_set: hasFees ? set(left.fees) : null,
    current_total_duties_set: hasDuties ? set(left.duties) : null,
    original_total_additional_fees_set: hasFees ? set(checkoutOf(order, 'ADDITIONAL_FEE')) : null,
    original_total_duties_set: hasDuties ? set(checkoutOf(order, 'DUTY')) : null,
    tax_lines: taxLines(taxesOf(sold.charges), order),
    total_cash_rounding_payment_adjustment_set: set(roundingOf(order, ['sale', 'capture'])),
    total_cash_rounding_refund_adjustment_set: set(roundingOf(order, ['refund'])),
    total_outstanding: text(outstandingOf(order)),
    total_shipping_price_set: set(sold.shipping),
    total_tip_received: text(plus(...order.lines.filter(({ tip }) => tip).map(({ total }) => total))),
    total_weight: order.lines.reduce((grams, line) => grams + line.grams * line.quantity, 0),
  };
}

function soldOf(order: StoreOrder) {
  const goods = order.lines.filter(({ tip }) => !tip);
  const shipping = order.shipping.filter(({ removed }) => !removed);
  const duties = order.lines.flatMap((line) => line.duties);
  const charges: Charge[] = [...order.lines, ...shipping, ...duties, ...order.fees];
  return {
    charges,
    subtotal: plus(...goods.map(({ price, discount }) => minus(price, discount))),
    discounts: plus(...charges.map(({ discount }) => discount)),
    prices: plus(...goods.map(({ price }) => price)),
    shipping: plus(...shipping.map(({ price }) => price)),
    tax: plus(...charges.map(({ tax }) => tax)),
    total: plus(...charges.map(({ total }) => total)),
  };
}

/** What is left after edits and refunds: the sum of all sales, each kind for itself. */
function leftOf(order: StoreOrder) {
  const sales = order.agreements.flatMap((agreement) => agreement.sales);
  const ofType = (...types: SaleLineType[]) => sales.filter(({ lineType }) => types.includes(lineType));
  /** In the terms of the order: with tax when its prices include tax. */
  const price = ({ total, tax }: StoreSale): Bag => (order.taxesIncluded ? total : minus(total, tax));
  const discount = (sale: StoreSale): Bag =>
    order.taxesIncluded ? sale.discountAfterTaxes : sale.discountBeforeTaxes;
  return {
    subtotal: plus(...ofType('PRODUCT', 'GIFT_CARD').map(price)),
    discounts: plus(...sales.map(discount)),
    shipping: plus(...ofType('SHIPPING').map(price)),
    fees: plus(...ofType('ADDITIONAL_FEE').map(price)),
    duties: plus(...ofType('DUTY').map(price)),
    tax: plus(...sales.map(({ tax }) => tax)),
    total: totalOf(order),
  };
}

function checkoutOf(order: StoreOrder, type: SaleLineType): Bag {
  const sales = order.agreements.filter(({ reason }) => reason === 'ORDER').flatMap((each) => each.sales);
  const bags = sales
    .filter(({ lineType }) => lineType === type)
    .map(({ total, tax }) => (order.taxesIncluded ? total : minus(total, tax)));
  return plus(...bags);
}

function roundingOf(order: StoreOrder, kinds: readonly string[]): Bag {
  const counted = order.transactions.filter(
    ({ kind, status }) => kinds.includes(kind) && status === 'success',
  );
  return plus(...counted.map(({ rounding }) => rounding ?? noMoney));
}

/** The taxes of all charges, each tax once. */
function taxesOf(charges: readonly Charge[]): StoreTax[] {
  const merged = new Map<string, StoreTax>();
  for (const tax of charges.flatMap(({ taxes }) => taxes)) {
    const key = taxKey(tax);
    merged.set(key, { ...tax, amount: plus(tax.amount, merged.get(key)?.amount ?? noMoney) });
  }
  return [...merged.values()];
}
