/** A tax as a line carries it, e.g. `{ title: 'DE VAT', rate: '0.19' }`. */
export type TaxSpec = { readonly title: string; readonly rate: string };

export type LineSpec = {
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  /** Minor units of the order's currency; with tax when the order's prices include tax. */
  readonly unitPrice: bigint;
  readonly taxes: readonly TaxSpec[];
  /** Taken off the whole line, in the terms of the price. */
  readonly discount?: bigint;
  readonly requiresShipping?: boolean;
};

type ShippingSpec = {
  readonly title: string;
  readonly price: bigint;
  readonly taxes: readonly TaxSpec[];
};

/** A code that takes off whole percents, or an amount in minor units, across all lines. */
export type DiscountCodeSpec =
  | { readonly code: string; readonly percent: number }
  | { readonly code: string; readonly amount: bigint };

export type PaymentSpec = {
  readonly kind: 'sale' | 'authorization' | 'capture';
  readonly gateway: string;
  /** Minor units; what is still outstanding when left out. */
  readonly amount?: bigint;
  readonly status?: 'success' | 'failure';
};

export type OrderSpec = {
  readonly lines: readonly LineSpec[];
  readonly taxesIncluded: boolean;
  readonly shipping?: ShippingSpec;
  readonly discountCode?: DiscountCodeSpec;
  /** ISO 4217; the shop's currency when left out. */
  readonly currency?: string;
  readonly poNumber?: string;
  readonly test?: boolean;
  /** How the checkout paid; an order without it is placed unpaid. */
  readonly payment?: PaymentSpec;
  /** A quiet order exists in the Admin API but announces nothing by webhook. */
  readonly quiet?: boolean;
};
