/** What a line, shipping line, duty or fee comes to, on both sides. */
import type { Bag } from './bag.ts';

export type StoreTax = {
  readonly title: string;
  /** Decimal text, e.g. `0.19`. */
  readonly rate: string;
  readonly amount: Bag;
  /** Whether a channel owes it; null when Shopify does not know. */
  readonly channelLiable: boolean | null;
};

/** What a line or charge comes to after edits and before refunds: the sum of its ORDER and ORDER_EDIT sales. */
export type Charge = {
  /** Before discounts, in the terms of the order: with tax when its prices include tax. */
  readonly price: Bag;
  readonly discount: Bag;
  readonly taxes: readonly StoreTax[];
  readonly tax: Bag;
  /** After discounts and with tax, whatever the terms. */
  readonly total: Bag;
  readonly discountBeforeTaxes: Bag;
  readonly discountAfterTaxes: Bag;
};
