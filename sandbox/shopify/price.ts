import type { TaxSpec } from './spec.ts';

/** What one line or shipping line comes to, in minor units. */
export type Priced = {
  /** Before discounts, in the terms of the order: with tax when its prices include tax. */
  readonly price: bigint;
  readonly discount: bigint;
  readonly taxes: readonly { readonly title: string; readonly rate: string; readonly amount: bigint }[];
  readonly tax: bigint;
  /** After discounts and with tax, whatever the terms. */
  readonly total: bigint;
  readonly discountBeforeTaxes: bigint;
  readonly discountAfterTaxes: bigint;
};

/**
 * Shopify names two discount amounts on a sale and documents neither. Our reading: "before taxes" is the
 * discount without tax and "after taxes" the same discount with tax, so that
 * `total - tax + discountBeforeTaxes` is the price without tax (119 incl. 19 %, 10 % off: 107.10 - 17.10 + 10.00).
 */
export function price(charge: {
  price: bigint;
  discount: bigint;
  taxes: readonly TaxSpec[];
  taxesIncluded: boolean;
}): Priced {
  const charged = charge.price - charge.discount;
  const taxes = taxesOf(charged, charge);
  const tax = sum(taxes.map((each) => each.amount));
  const undiscountedTax = sum(taxesOf(charge.price, charge).map((each) => each.amount));
  const taxOnDiscount = undiscountedTax - tax;
  return {
    price: charge.price,
    discount: charge.discount,
    taxes,
    tax,
    total: charge.taxesIncluded ? charged : charged + tax,
    discountBeforeTaxes: charge.taxesIncluded ? charge.discount - taxOnDiscount : charge.discount,
    discountAfterTaxes: charge.taxesIncluded ? charge.discount : charge.discount + taxOnDiscount,
  };
}

/**
 * Splits an amount by weight. The units that are left over go out one at a time, first line first,
 * which is Shopify's own rule; a weightless line gets none, since nothing can be taken off it.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (amount * weight) / whole);
  let left = amount - sum(shares);
  return shares.map((share, index) => {
    if (left === 0n || weights[index] === 0n) return share;
    left -= 1n;
    return share + 1n;
  });
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** `part ÷ whole`, half up, for amounts that are not negative. */
export function divideHalfUp(part: bigint, whole: bigint): bigint {
  return (2n * part + whole) / (2n * whole);
}

function taxesOf(amount: bigint, charge: { taxes: readonly TaxSpec[]; taxesIncluded: boolean }) {
  const rates = charge.taxes.map((tax) => millionths(tax.rate));
  const base = charge.taxesIncluded ? 1_000_000n + sum(rates) : 1_000_000n;
  return charge.taxes.map((tax) => ({ ...tax, amount: divideHalfUp(amount * millionths(tax.rate), base) }));
}

function millionths(rate: string): bigint {
  const [whole = '0', fraction = ''] = rate.split('.');
  return BigInt(whole + fraction.padEnd(6, '0').slice(0, 6));
}
