/** Shopify's record of what was agreed: itemized, signed, allocated to the minor unit, and never changed afterwards. */
import type { Bag } from './bag.ts';
import type { StoreTax } from './charge.ts';

export type SaleLineType =
  | 'PRODUCT'
  | 'GIFT_CARD'
  | 'TIP'
  | 'SHIPPING'
  | 'DUTY'
  | 'FEE'
  | 'ADDITIONAL_FEE'
  | 'ADJUSTMENT'
  | 'UNKNOWN';

/** A sale that takes back has negative amounts and a negative quantity. */
export type StoreSale = {
  readonly id: bigint;
  readonly actionType: 'ORDER' | 'UPDATE' | 'RETURN' | 'UNKNOWN';
  readonly lineType: SaleLineType;
  /** The line, shipping line, duty, fee or adjustment it is about; null where Shopify names nothing. */
  readonly subjectId: bigint | null;
  /** Units of a line; null for what is not counted. */
  readonly quantity: number | null;
  /** With tax, after discounts. */
  readonly total: Bag;
  readonly tax: Bag;
  readonly discountBeforeTaxes: Bag;
  readonly discountAfterTaxes: Bag;
  readonly taxes: readonly StoreTax[];
};

export type StoreAgreement = {
  readonly id: bigint;
  readonly reason: 'ORDER' | 'ORDER_EDIT' | 'REFUND' | 'RETURN';
  readonly happenedAt: number;
  readonly sales: readonly StoreSale[];
  /** The refund of a REFUND agreement, the return of a RETURN agreement; else null. */
  readonly refundId: bigint | null;
  readonly returnId: bigint | null;
};
