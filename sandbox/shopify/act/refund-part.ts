/** Splits a charge that is not counted in units by money, so that its parts add up to it exactly on both sides. */
import { type Bag, minus, plus } from '../model/bag.ts';
import type { Charge } from '../model/charge.ts';
import type { StoreOrder } from '../model/order.ts';
import { divideHalfUp } from '../price.ts';

/**
 * The part of a charge between two amounts of its presentment total. Every leaf is cumulated and rounded half up, so
 * that the part which reaches the total takes the remainder of each.
 */
export function partOfCharge(
  order: StoreOrder,
  charge: Charge,
  range: { readonly from: bigint; readonly to: bigint },
): Charge {
  const whole = charge.total.presentment;
  const partOf = (amount: Bag): Bag => minus(upTo(amount, range.to, whole), upTo(amount, range.from, whole));
  const taxes = charge.taxes.map((each) => ({ ...each, amount: partOf(each.amount) }));
  const tax = plus(...taxes.map(({ amount }) => amount));
  const discount = partOf(charge.discount);
  const total = partOf(charge.total);
  const charged = order.taxesIncluded ? total : minus(total, tax);
  return {
    price: plus(charged, discount),
    discount,
    taxes,
    tax,
    total,
    discountBeforeTaxes: order.taxesIncluded ? partOf(charge.discountBeforeTaxes) : discount,
    discountAfterTaxes: order.taxesIncluded ? discount : partOf(charge.discountAfterTaxes),
  };
}

function upTo(amount: Bag, reached: bigint, whole: bigint): Bag {
  const share = (leaf: bigint) => (whole === 0n ? 0n : divideHalfUp(leaf * reached, whole));
  return { shop: share(amount.shop), presentment: share(amount.presentment) };
}
