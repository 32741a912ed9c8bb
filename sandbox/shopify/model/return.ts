/** Goods that come back and money that goes back. Either may happen without the other. */
import type { Bag } from './bag.ts';

export type RestockType = 'CANCEL' | 'NO_RESTOCK' | 'RETURN';

export type DiscrepancyReason =
  | 'CUSTOMER'
  | 'DAMAGE'
  | 'FULL_RETURN_BALANCING_ADJUSTMENT'
  | 'PENDING_REFUND_DISCREPANCY'
  | 'REFUND_DISCREPANCY'
  | 'RESTOCK';

export type StoreRefundLine = {
  readonly id: bigint;
  readonly lineId: bigint;
  readonly quantity: number;
  readonly restockType: RestockType;
  readonly locationId: bigint | null;
  /** Without tax where prices exclude it, with tax where they include it, as Shopify's `subtotal`. */
  readonly subtotal: Bag;
  readonly tax: Bag;
};

/** Money that no line explains: negative when more was refunded than was returned, positive when less. */
export type StoreOrderAdjustment = {
  readonly id: bigint;
  readonly reason: DiscrepancyReason;
  readonly amount: Bag;
  readonly tax: Bag;
};

/** A refund has no status of its own; its transactions have. */
export type StoreRefund = {
  readonly id: bigint;
  readonly createdAt: number;
  updatedAt: number;
  readonly note: string | null;
  readonly returnId: bigint | null;
  readonly lines: readonly StoreRefundLine[];
  readonly shipping: readonly {
    readonly id: bigint;
    readonly shippingLineId: bigint;
    readonly subtotal: Bag;
    readonly tax: Bag;
  }[];
  readonly duties: readonly { readonly dutyId: bigint; readonly amount: Bag }[];
  readonly adjustments: readonly StoreOrderAdjustment[];
  readonly transactionIds: readonly bigint[];
};

export type StoreReturnLine = {
  readonly id: bigint;
  readonly fulfillmentLineId: bigint;
  readonly lineId: bigint;
  readonly quantity: number;
  processed: number;
  refunded: number;
  readonly reason:
    | 'COLOR'
    | 'DEFECTIVE'
    | 'NOT_AS_DESCRIBED'
    | 'OTHER'
    | 'SIZE_TOO_LARGE'
    | 'SIZE_TOO_SMALL'
    | 'STYLE'
    | 'UNKNOWN'
    | 'UNWANTED'
    | 'WRONG_ITEM';
  readonly note: string;
  readonly restockingFee: { readonly id: bigint; readonly percentage: number; readonly amount: Bag } | null;
};

export type StoreExchangeLine = {
  readonly id: bigint;
  readonly variantId: bigint;
  readonly quantity: number;
  processed: number;
  /** The order lines it became when it was processed. */
  readonly lineIds: bigint[];
};

export type Disposition = {
  readonly id: bigint;
  readonly type: 'RESTOCKED' | 'NOT_RESTOCKED' | 'MISSING' | 'PROCESSING_REQUIRED';
  readonly quantity: number;
  readonly locationId: bigint | null;
  readonly at: number;
};

export type StoreReverseFulfillmentOrder = {
  readonly id: bigint;
  status: 'OPEN' | 'CLOSED' | 'CANCELED';
  readonly lines: readonly {
    readonly id: bigint;
    readonly fulfillmentLineId: bigint;
    readonly quantity: number;
    readonly dispositions: Disposition[];
  }[];
};

export type StoreReturn = {
  readonly id: bigint;
  /** `#1001-R1`. */
  readonly name: string;
  readonly createdAt: number;
  status: 'REQUESTED' | 'OPEN' | 'CLOSED' | 'DECLINED' | 'CANCELED';
  requestApprovedAt: number | null;
  closedAt: number | null;
  readonly lines: StoreReturnLine[];
  readonly exchanges: StoreExchangeLine[];
  readonly shippingFee: { readonly id: bigint; readonly amount: Bag } | null;
  readonly reverseFulfillmentOrders: StoreReverseFulfillmentOrder[];
  readonly refundIds: bigint[];
};
