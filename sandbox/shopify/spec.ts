/** What a customer or a member of staff asks the store for. Amounts are minor units of the order's presentment currency. */

/** A tax as a line carries it, e.g. `{ title: 'DE VAT', rate: '0.19' }`. */
export type TaxSpec = {
  readonly title: string;
  readonly rate: string;
  /** A marketplace owes it; null when Shopify does not say. False when left out. */
  readonly channelLiable?: boolean | null;
};

export type LineSpec = {
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  /** With tax when the order's prices include tax. */
  readonly unitPrice: bigint;
  readonly taxes: readonly TaxSpec[];
  /** Taken off the whole line, in the terms of the price. */
  readonly discount?: bigint;
  readonly requiresShipping?: boolean;
  /** The variant it sells; a custom item when left out. */
  readonly variantId?: bigint;
  /** A gift card is sold: a liability without tax. */
  readonly giftCard?: boolean;
  /** Import duty on the whole line, with the taxes on it. */
  readonly duty?: { readonly amount: bigint; readonly taxes?: readonly TaxSpec[]; readonly hsCode?: string };
};

export type ShippingSpec = {
  readonly title: string;
  readonly price: bigint;
  readonly taxes: readonly TaxSpec[];
  /** Taken off by a free-shipping or shipping discount. */
  readonly discount?: bigint;
};

/** A code that takes off whole percents, or an amount, across all lines. */
export type DiscountCodeSpec =
  | { readonly code: string; readonly percent: number }
  | { readonly code: string; readonly amount: bigint };

/** A discount without a code, across all lines, after the lines' own discounts and before the code's. */
export type AutomaticDiscountSpec = { readonly title: string } & (
  | { readonly percent: number }
  | { readonly amount: bigint }
);

export type PaymentSpec = {
  readonly kind: 'sale' | 'authorization' | 'capture' | 'void' | 'change' | 'emv_authorization';
  readonly gateway: string;
  /** What is still outstanding when left out. */
  readonly amount?: bigint;
  readonly status?: 'success' | 'failure' | 'pending';
  /** Recorded by staff or taken at the door. */
  readonly manual?: boolean;
  /** The authorization that a capture or void is of; the oldest open one of the gateway when left out. */
  readonly parentId?: bigint;
  /** The card that pays, for the gateway `gift_card`. */
  readonly giftCardId?: bigint;
  /** What cash rounding adds to (or takes from) what is outstanding, when the gateway is `cash`. */
  readonly rounding?: bigint;
};

export type OrderSpec = {
  readonly lines: readonly LineSpec[];
  readonly taxesIncluded: boolean;
  readonly shipping?: ShippingSpec;
  readonly discountCode?: DiscountCodeSpec;
  readonly automaticDiscount?: AutomaticDiscountSpec;
  /** The presentment currency, ISO 4217; the shop's own when left out. */
  readonly currency?: string;
  /** What one major unit of the presentment currency is worth in major units of the shop's, as decimal text, e.g. `1.18`. */
  readonly exchangeRate?: string;
  /** A tip, paid with the order. */
  readonly tip?: bigint;
  /** Additional fees, such as packaging or a deposit on bottles. */
  readonly fees?: readonly {
    readonly name: string;
    readonly amount: bigint;
    readonly taxes?: readonly TaxSpec[];
  }[];
  readonly dutiesIncluded?: boolean;
  readonly poNumber?: string;
  readonly note?: string;
  readonly tags?: readonly string[];
  readonly test?: boolean;
  /** How the checkout paid; an order without it is placed unpaid. Several tenders are paid in this order. */
  readonly payment?: PaymentSpec | readonly PaymentSpec[];
  /** A quiet order exists in the Admin API but announces nothing by webhook. */
  readonly quiet?: boolean;
  readonly source?: 'web' | 'pos' | 'shopify_draft_order' | 'marketplace';
  readonly merchantOfRecordApp?: string;
  /** The till's location, for a POS order. */
  readonly retailLocationId?: bigint;
  /** Who buys; nobody for a walk-in at the till (null), an invented customer when left out. */
  readonly customerId?: bigint | null;
  /** Net terms: the whole amount is due so many days after the order. */
  readonly netDays?: number;
  /** Carried out of the shop at once, so that there is nothing to ship. */
  readonly handedOver?: boolean;
};

/** What staff change on a placed order; taxes and discounts follow by Shopify's rules. */
export type EditSpec = {
  /** New quantity of a line; 0 removes it. */
  readonly quantities?: readonly {
    readonly lineId: bigint;
    readonly quantity: number;
    readonly restock?: boolean;
  }[];
  readonly add?: readonly LineSpec[];
  readonly shipping?: { readonly remove?: boolean; readonly add?: ShippingSpec };
};
