/** Shopify's arithmetic on amounts of one currency, in minor units: discounts are allocated, taxes rounded. */
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
 * The taxes are rounded on this charge, unless their amounts are given.
 */
export function price(charge: {
  readonly price: bigint;
  readonly discount: bigint;
  readonly taxes: readonly TaxSpec[];
  readonly taxesIncluded: boolean;
  readonly taxAmounts?: readonly bigint[];
}): Priced {
  const { discount, taxesIncluded } = charge;
  const charged = charge.price - discount;
  const amounts = charge.taxAmounts ?? taxAmounts(charged, charge);
  const taxes = charge.taxes.map((each, index) => ({ ...each, amount: amounts[index] ?? 0n }));
  const tax = sum(amounts);
  const taxOfDiscount = sum(taxAmounts(discount, charge));
  return {
    price: charge.price,
    discount,
    taxes,
    tax,
    total: taxesIncluded ? charged : charged + tax,
    discountBeforeTaxes: taxesIncluded ? discount - least(taxOfDiscount, discount) : discount,
    discountAfterTaxes: taxesIncluded ? discount : discount + taxOfDiscount,
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

/** What a discount takes off these amounts, share by share; never more than they come to. */
export function discountShares(
  discount: { readonly percent: number } | { readonly amount: bigint },
  amounts: readonly bigint[],
): bigint[] {
  const whole = sum(amounts);
  const wanted = 'percent' in discount ? percentOf(whole, discount.percent) : discount.amount;
  return allocate(least(wanted, whole), amounts);
}

export type Taxed = { readonly amount: bigint; readonly taxes: readonly TaxSpec[] };

/**
 * The tax amounts of every charge of an order, in the order of its taxes. Rounded on the line, each stands alone.
 * Rounded on the order, a tax (title, rate and who owes it) is computed on all charges that carry it, rounded once, and
 * allocated to them as discounts are.
 */
export function taxesOfOrder(
  charges: readonly Taxed[],
  rule: { readonly taxesIncluded: boolean; readonly rounding: 'line' | 'order' },
): bigint[][] {
  const amounts = charges.map(({ amount, taxes }) => taxAmounts(amount, { taxes, ...rule }));
  if (rule.rounding === 'line') return amounts;
  for (const parts of partsByTax(charges, rule.taxesIncluded).values()) {
    const denominator = [...new Set(parts.map((part) => part.base))].reduce((all, base) => all * base, 1n);
    const weights = parts.map((part) => part.exact * (denominator / part.base));
    const shares = allocate(divideHalfUp(sum(weights), denominator), weights);
    for (const [index, { row, column }] of parts.entries()) {
      const taxes = amounts[row];
      if (taxes !== undefined) taxes[column] = shares[index] ?? 0n;
    }
  }
  return amounts;
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

export function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** `part ÷ whole`, half up, for amounts that are not negative. */
export function divideHalfUp(part: bigint, whole: bigint): bigint {
  return (2n * part + whole) / (2n * whole);
}

function percentOf(amount: bigint, percent: number): bigint {
  return divideHalfUp(amount * BigInt(percent), 100n);
}

function taxAmounts(
  amount: bigint,
  charge: { readonly taxes: readonly TaxSpec[]; readonly taxesIncluded: boolean },
): bigint[] {
  const base = taxBase(charge.taxes, charge.taxesIncluded);
  return charge.taxes.map(({ rate }) => divideHalfUp(amount * millionths(rate), base));
}

type TaxPart = {
  readonly row: number;
  readonly column: number;
  readonly exact: bigint;
  readonly base: bigint;
};

/** The exact tax of each charge as a fraction `exact ÷ base`, by tax. */
function partsByTax(charges: readonly Taxed[], taxesIncluded: boolean): Map<string, TaxPart[]> {
  const parts = charges.flatMap(({ amount, taxes }, row) => {
    const base = taxBase(taxes, taxesIncluded);
    return taxes.map((tax, column) => ({ row, column, exact: amount * millionths(tax.rate), base, tax }));
  });
  return Map.groupBy(parts, ({ tax }) =>
    JSON.stringify([tax.title, String(millionths(tax.rate)), tax.channelLiable ?? null]),
  );
}

/** In millionths, what of an amount all its taxes are measured by. */
function taxBase(taxes: readonly TaxSpec[], taxesIncluded: boolean): bigint {
  return taxesIncluded ? 1_000_000n + sum(taxes.map((tax) => millionths(tax.rate))) : 1_000_000n;
}

function millionths(rate: string): bigint {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d{1,6})0*)?$/.exec(rate) ?? [];
  if (whole === undefined) throw new Error(`"${rate}" is not a rate of at most six decimals.`);
  return BigInt(whole + fraction.padEnd(6, '0'));
}
