/** Prices a whole order by Shopify's rules on the customer's side, and converts each amount to the shop's. */
import { type Bag, minus, plus, type Rate } from './model/bag.ts';
import type { Charge, StoreTax } from './model/charge.ts';
import { discountShares, price, sum, taxesOfOrder } from './price.ts';
import { bagAt } from './rate.ts';
import type { TaxSpec } from './spec.ts';

export type Terms = {
  readonly taxesIncluded: boolean;
  readonly taxRounding: 'line' | 'order';
  readonly rate: Rate;
};

export type Ware = {
  /** Unit price × quantity. */
  readonly price: bigint;
  /** Taken off this line alone. */
  readonly own: bigint;
  readonly taxes: readonly TaxSpec[];
  /** Gift cards and tips are not: no code takes anything off them (Shopify help: discounts and gift cards). */
  readonly discountable: boolean;
  readonly duties: readonly { readonly price: bigint; readonly taxes: readonly TaxSpec[] }[];
};

/** Amounts are minor units of the presentment currency. */
export type Cart = {
  readonly wares: readonly Ware[];
  readonly shipping: readonly {
    readonly price: bigint;
    readonly discount: bigint;
    readonly taxes: readonly TaxSpec[];
  }[];
  readonly fees: readonly { readonly price: bigint; readonly taxes: readonly TaxSpec[] }[];
  /** Discounts across all lines, in the order in which they are taken: each off what the one before has left. */
  readonly across: readonly ({ readonly percent: number } | { readonly amount: bigint })[];
};

/** A charge with its shares of each discount: the line's own first, then those across. */
export type Quoted = { readonly charge: Charge; readonly shares: readonly Bag[] };

export type Quote = {
  readonly wares: readonly (Quoted & { readonly duties: readonly Charge[] })[];
  readonly shipping: readonly Quoted[];
  readonly fees: readonly Charge[];
};

type Draft = {
  readonly price: bigint;
  readonly shares: readonly bigint[];
  readonly taxes: readonly TaxSpec[];
};

/**
 * Each amount (a price, a tax, all discounts of a line together) is converted by itself, half up; the shares of several
 * discounts are converted as they add up, so that no line falls below zero on the shop's side.
 */
export function quote(cart: Cart, terms: Terms): Quote {
  const lines = discounted(cart);
  const duties = cart.wares.flatMap((ware) => ware.duties.map(plainDraft));
  const shipping = cart.shipping.map((each) => ({ ...each, shares: [each.discount] }));
  const fees = cart.fees.map(plainDraft);
  const quoted = quoteDrafts([...lines, ...shipping, ...fees, ...duties], terms);
  const take = (count: number) => quoted.splice(0, count);
  const quotedLines = take(lines.length);
  const quotedShipping = take(shipping.length);
  const quotedFees = take(fees.length).map(({ charge }) => charge);
  const wares = quotedLines.map((line, index) => ({
    ...line,
    duties: take(cart.wares[index]?.duties.length ?? 0).map(({ charge }) => charge),
  }));
  return { wares, shipping: quotedShipping, fees: quotedFees };
}

function plainDraft(each: { readonly price: bigint; readonly taxes: readonly TaxSpec[] }): Draft {
  return { ...each, shares: [] };
}

function discounted({ wares, across }: Cart): Draft[] {
  const shares = wares.map(({ own }) => [own]);
  const left = wares.map((ware) => ware.price - ware.own);
  if (left.some((amount) => amount < 0n)) throw new Error('A line discount is larger than its line.');
  for (const discount of across) {
    const weights = wares.map((ware, index) => (ware.discountable ? (left[index] ?? 0n) : 0n));
    for (const [index, share] of discountShares(discount, weights).entries()) {
      shares[index]?.push(share);
      left[index] = (left[index] ?? 0n) - share;
    }
  }
  return wares.map((ware, index) => ({ price: ware.price, taxes: ware.taxes, shares: shares[index] ?? [] }));
}

function quoteDrafts(drafts: readonly Draft[], terms: Terms): Quoted[] {
  const { taxesIncluded, taxRounding: rounding } = terms;
  const charged = drafts.map(({ taxes, ...each }) => ({ amount: each.price - sum(each.shares), taxes }));
  if (charged.some(({ amount }) => amount < 0n)) throw new Error('A discount is larger than its charge.');
  const taxes = taxesOfOrder(charged, { taxesIncluded, rounding });
  return drafts.map((draft, index) => quoteDraft(draft, taxes[index] ?? [], terms));
}

function quoteDraft(draft: Draft, taxAmounts: readonly bigint[], { rate, taxesIncluded }: Terms): Quoted {
  const bag = (presentment: bigint): Bag => bagAt(rate, presentment);
  const discount = sum(draft.shares);
  const priced = price({ ...draft, discount, taxAmounts, taxesIncluded });
  const taxes = draft.taxes.map(({ title, rate: taxRate, channelLiable = false }, index): StoreTax => ({
    title,
    rate: taxRate,
    amount: bag(taxAmounts[index] ?? 0n),
    channelLiable,
  }));
  const tax = plus(...taxes.map(({ amount }) => amount));
  const charged = minus(bag(draft.price), bag(discount));
  return {
    charge: {
      price: bag(draft.price),
      discount: bag(discount),
      taxes,
      tax,
      total: taxesIncluded ? charged : plus(charged, tax),
      discountBeforeTaxes: bag(priced.discountBeforeTaxes),
      discountAfterTaxes: bag(priced.discountAfterTaxes),
    },
    shares: shareBags(draft.shares, bag),
  };
}

function shareBags(shares: readonly bigint[], bag: (presentment: bigint) => Bag): Bag[] {
  let reached = 0n;
  return shares.map((share) => {
    const before = bag(reached);
    reached += share;
    return minus(bag(reached), before);
  });
}
