/** Who is to ship what from where, and what was shipped. */
export type StoreFulfillmentOrderLine = {
  readonly id: bigint;
  readonly lineId: bigint;
  /** Units to ship and shipped; units that were moved elsewhere or withdrawn are not in it. */
  total: number;
  remaining: number;
  /** Units taken off by an edit, a refund or a cancellation before they were shipped. */
  withdrawn: number;
};

export type HoldReason =
  | 'AWAITING_PAYMENT'
  | 'AWAITING_RETURN_ITEMS'
  | 'HIGH_RISK_OF_FRAUD'
  | 'INCORRECT_ADDRESS'
  | 'INVENTORY_OUT_OF_STOCK'
  | 'ONLINE_STORE_POST_PURCHASE_CROSS_SELL'
  | 'OTHER'
  | 'UNKNOWN_DELIVERY_DATE';

export type StoreHold = {
  readonly id: bigint;
  readonly handle: string | null;
  readonly reason: HoldReason;
  readonly notes: string | null;
  /** The app that holds it; null for staff. */
  readonly heldBy: string | null;
};

export type StoreFulfillmentOrder = {
  readonly id: bigint;
  readonly createdAt: number;
  updatedAt: number;
  status: 'OPEN' | 'IN_PROGRESS' | 'SCHEDULED' | 'ON_HOLD' | 'INCOMPLETE' | 'CLOSED' | 'CANCELLED';
  requestStatus:
    | 'UNSUBMITTED'
    | 'SUBMITTED'
    | 'ACCEPTED'
    | 'REJECTED'
    | 'CANCELLATION_REQUESTED'
    | 'CANCELLATION_ACCEPTED'
    | 'CANCELLATION_REJECTED'
    | 'CLOSED';
  locationId: bigint;
  readonly fulfillAt: number | null;
  readonly lines: StoreFulfillmentOrderLine[];
  readonly holds: StoreHold[];
  progressReported: boolean;
};

export type StoreFulfillmentLine = {
  readonly id: bigint;
  /** One fulfillment may ship from several fulfillment orders of one location. */
  readonly fulfillmentOrderLineId: bigint;
  readonly lineId: bigint;
  readonly quantity: number;
};

export type StoreTracking = {
  readonly company: string;
  readonly numbers: readonly string[];
  /** Where each number can be followed, as whoever shipped says; the carrier's own pages when left out. */
  readonly urls?: readonly string[];
};

export type StoreFulfillment = {
  readonly id: bigint;
  /** `#1001-F1`. */
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  status: 'success' | 'cancelled' | 'error' | 'failure';
  readonly fulfillmentOrderId: bigint;
  readonly locationId: bigint;
  tracking: StoreTracking | null;
  readonly lines: readonly StoreFulfillmentLine[];
};
