/**
 * The amounts of an order beside its total: `sold` is with edits and before refunds, `left` is what remains after
 * all, `checkout` is what was agreed first.
 */
import type { SaleLineType, StoreSale } from './model/agreement.ts';
import { type Bag, minus, noMoney, plus } from './model/bag.ts';
import type { Charge, StoreTax } from './model/charge.ts';
import type { StoreOrder } from './model/order.ts';
import { taxKey, totalOf } from './order.ts';

export function soldOf(order: StoreOrder) {
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

/** The sum of all sales, each kind for itself. */
export function leftOf(order: StoreOrder) {
  const sales = order.agreements.flatMap((agreement) => agreement.sales);
  const ofType = (...types: SaleLineType[]) => sales.filter(({ lineType }) => types.includes(lineType));
  const price = (sale: StoreSale): Bag => inTermsOf(order, sale);
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

export function checkoutOf(order: StoreOrder, type: SaleLineType): Bag {
  const sales = order.agreements.filter(({ reason }) => reason === 'ORDER').flatMap((each) => each.sales);
  const bags = sales.filter(({ lineType }) => lineType === type).map((sale) => inTermsOf(order, sale));
  return plus(...bags);
}

export function roundingOf(order: StoreOrder, kinds: readonly string[]): Bag {
  const counted = order.transactions.filter(
    ({ kind, status }) => kinds.includes(kind) && status === 'success',
  );
  return plus(...counted.map(({ rounding }) => rounding ?? noMoney));
}

/** The taxes of all charges, each tax once. */
export function taxesOf(charges: readonly Charge[]): StoreTax[] {
  const merged = new Map<string, StoreTax>();
  for (const tax of charges.flatMap(({ taxes }) => taxes)) {
    const key = taxKey(tax);
    merged.set(key, { ...tax, amount: plus(tax.amount, merged.get(key)?.amount ?? noMoney) });
  }
  return [...merged.values()];
}

/** With tax when the order's prices include tax. */
function inTermsOf(order: StoreOrder, { total, tax }: StoreSale): Bag {
  return order.taxesIncluded ? total : minus(total, tax);
}
