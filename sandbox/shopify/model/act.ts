/** Everything that can happen in a store. Each act changes the state and announces it as Shopify would, under one event id. */
import type { EditSpec, OrderSpec, PaymentSpec } from '../spec.ts';
import type { StoreCustomer, StoreLocation, StorePriceList, StoreProduct, StoreVariant } from './catalog.ts';
import type {
  HoldReason,
  StoreFulfillment,
  StoreFulfillmentOrder,
  StoreHold,
  StoreTracking,
} from './fulfillment.ts';
import type { StoreGiftCard } from './gift-card.ts';
import type { QuantityName, StoreLevel } from './inventory.ts';
import type { StoreLine, StoreOrder, StoreRisk } from './order.ts';
import type { BalanceTransaction, StoreDispute, StorePayout } from './payments.ts';
import type {
  DiscrepancyReason,
  Disposition,
  RestockType,
  StoreRefund,
  StoreReturn,
  StoreReturnLine,
} from './return.ts';
import type { StoreTransaction } from './transaction.ts';

/** Orders, their payments and their edits. All amounts of specs are minor units of the order's presentment currency. */
export type OrderActs = {
  placeOrder(spec: OrderSpec): StoreOrder;
  /** Authorizes, captures, sells, voids; `pending` payments are settled later under the same id. */
  pay(order: StoreOrder, payment: PaymentSpec): StoreTransaction;
  settlePayment(order: StoreOrder, transaction: StoreTransaction, outcome: 'success' | 'failure'): void;
  /** Staff record a payment: bank deposit, cash on delivery, or all that is outstanding when no amount is given. */
  recordManualPayment(
    order: StoreOrder,
    payment: { readonly gateway: string; readonly amount?: bigint },
  ): StoreTransaction;
  editOrder(order: StoreOrder, edit: EditSpec): void;
  /** Refunds what was paid and restocks what was not shipped, where asked to. */
  cancel(
    order: StoreOrder,
    how?: {
      readonly reason?: NonNullable<StoreOrder['cancelReason']>;
      readonly refund?: boolean;
      readonly restock?: boolean;
      /** Another gateway that the refund goes to than the ones that took the money, e.g. `shopify_store_credit`. */
      readonly to?: string;
    },
  ): void;
  closeOrder(order: StoreOrder): void;
  reopenOrder(order: StoreOrder): void;
  /** Takes the order out of the Admin API for ever. */
  deleteOrder(order: StoreOrder): void;
  changeNote(order: StoreOrder, changes: { readonly note?: string; readonly tags?: readonly string[] }): void;
  assessRisk(order: StoreOrder, risk: Omit<StoreRisk, 'at'>): void;
};

/** Where a part of a refund goes: back to one payment, or to a gateway that took none, such as `shopify_store_credit`. */
export type RefundTender = { readonly amount: bigint } & (
  | { readonly paymentId: bigint }
  | { readonly gateway: string }
);

export type RefundSpec = {
  readonly lines?: readonly {
    readonly lineId: bigint;
    readonly quantity: number;
    readonly restock?: RestockType;
    readonly locationId?: bigint;
  }[];
  /** Shipping with its tax, in presentment minor units; `all` takes what is left. */
  readonly shipping?: bigint | 'all';
  /** Import duties: all of what is left of one, or its share for the units refunded here. */
  readonly duties?: readonly { readonly dutyId: bigint; readonly type: 'FULL' | 'PROPORTIONAL' }[];
  /** Additional fees that are left; only cancelling an order takes them back. */
  readonly fees?: 'all';
  /** What goes back to the customer. The difference to what the lines come to is an adjustment with `discrepancy`. */
  readonly amount?: bigint;
  readonly discrepancy?: DiscrepancyReason;
  /** Pending refunds settle later by `settlePayment`. */
  readonly status?: 'success' | 'pending' | 'failure';
  /** Over-refunding is legal when asked for. */
  readonly allowOverRefunding?: boolean;
  /** Another gateway than the one that took the money, e.g. `gift_card` or `shopify_store_credit`. */
  readonly to?: string;
  /** Where the amount goes in parts, which together are the amount. */
  readonly tenders?: readonly RefundTender[];
  readonly note?: string;
};

export type ReturnSpec = {
  readonly lines: readonly {
    readonly fulfillmentLineId: bigint;
    readonly quantity: number;
    readonly reason?: StoreReturnLine['reason'];
    /** Percent of the line that is kept as a restocking fee. */
    readonly restockingFeePercent?: number;
    readonly note?: string;
  }[];
  readonly exchanges?: readonly { readonly variantId: bigint; readonly quantity: number }[];
  /** A fee for the way back, in presentment minor units. */
  readonly shippingFee?: bigint;
};

export type ProcessReturnSpec = {
  readonly lines: readonly {
    readonly returnLineId: bigint;
    readonly quantity: number;
    readonly dispositions?: readonly Pick<Disposition, 'type' | 'quantity' | 'locationId'>[];
  }[];
  readonly exchanges?: readonly { readonly exchangeLineId: bigint; readonly quantity: number }[];
  /** Presentment minor units; without it the suggested amount goes back (nothing, when an exchange costs more). */
  readonly refundAmount?: bigint;
  readonly refundShipping?: bigint | 'all';
  readonly status?: 'success' | 'pending' | 'failure';
  readonly tenders?: readonly RefundTender[];
  readonly allowOverRefunding?: boolean;
  readonly note?: string;
};

/** Money and goods on their way back. */
export type ReturnActs = {
  refund(order: StoreOrder, spec: RefundSpec): StoreRefund;
  requestReturn(order: StoreOrder, spec: ReturnSpec): StoreReturn;
  /** Staff open a return without a request. */
  createReturn(order: StoreOrder, spec: ReturnSpec): StoreReturn;
  approveReturn(order: StoreOrder, returned: StoreReturn): void;
  declineReturn(order: StoreOrder, returned: StoreReturn): void;
  processReturn(order: StoreOrder, returned: StoreReturn, spec: ProcessReturnSpec): StoreRefund | null;
  dispose(
    order: StoreOrder,
    returned: StoreReturn,
    parts: readonly {
      readonly reverseLineId: bigint;
      readonly quantity: number;
      readonly type: Disposition['type'];
      readonly locationId?: bigint;
    }[],
  ): void;
  closeReturn(order: StoreOrder, returned: StoreReturn): void;
  cancelReturn(order: StoreOrder, returned: StoreReturn): void;
  reopenReturn(order: StoreOrder, returned: StoreReturn): void;
};

/** Units of one line; all lines with what is left of them when a fulfillment names none. */
export type FulfillLine = { readonly line: StoreLine; readonly quantity: number };

/** Who ships what from where. An act that Shopify would refuse throws `Refused` with Shopify's own code. */
export type FulfillmentActs = {
  /** Fulfills the units named, or everything that is left and not on hold. */
  fulfill(
    order: StoreOrder,
    lines?: readonly FulfillLine[],
    how?: {
      readonly locationId?: bigint;
      readonly tracking?: StoreTracking;
      readonly fulfillmentOrderId?: bigint;
    },
  ): StoreFulfillment;
  changeTracking(order: StoreOrder, fulfillment: StoreFulfillment, tracking: StoreTracking): void;
  cancelFulfillment(order: StoreOrder, fulfillment: StoreFulfillment): void;
  moveFulfillmentOrder(
    order: StoreOrder,
    fulfillmentOrder: StoreFulfillmentOrder,
    to: {
      readonly locationId: bigint;
      readonly lines?: readonly { readonly id: bigint; readonly quantity: number }[];
    },
  ): StoreFulfillmentOrder;
  splitFulfillmentOrder(
    order: StoreOrder,
    fulfillmentOrder: StoreFulfillmentOrder,
    lines: readonly { readonly id: bigint; readonly quantity: number }[],
  ): StoreFulfillmentOrder;
  /** Puts what is left of open fulfillment orders of one location into the first of them. */
  mergeFulfillmentOrders(
    order: StoreOrder,
    fulfillmentOrders: readonly StoreFulfillmentOrder[],
  ): StoreFulfillmentOrder;
  holdFulfillmentOrder(
    order: StoreOrder,
    fulfillmentOrder: StoreFulfillmentOrder,
    hold: {
      readonly reason: HoldReason;
      readonly notes?: string;
      readonly handle?: string;
      readonly heldBy?: string;
    },
  ): StoreHold;
  releaseHold(order: StoreOrder, fulfillmentOrder: StoreFulfillmentOrder, holdIds?: readonly bigint[]): void;
  cancelFulfillmentOrder(
    order: StoreOrder,
    fulfillmentOrder: StoreFulfillmentOrder,
  ): StoreFulfillmentOrder | null;
  reportProgress(order: StoreOrder, fulfillmentOrder: StoreFulfillmentOrder): void;
  /** The request to a third party, and what became of it. */
  requestFulfillment(
    order: StoreOrder,
    fulfillmentOrder: StoreFulfillmentOrder,
    step:
      | 'submit'
      | 'accept'
      | 'reject'
      | 'request-cancellation'
      | 'accept-cancellation'
      | 'reject-cancellation',
  ): void;
};

/** Catalog, stock, gift cards and customers. */
export type GoodsActs = {
  addProduct(product: {
    readonly title: string;
    readonly vendor?: string;
    readonly productType?: string;
    readonly giftCard?: boolean;
    readonly tags?: readonly string[];
    readonly variants: readonly (Pick<StoreVariant, 'title' | 'sku' | 'price'> &
      Partial<
        Pick<StoreVariant, 'compareAtPrice' | 'grams' | 'requiresShipping' | 'taxable' | 'components'>
      >)[];
  }): StoreProduct;
  changePrice(variant: StoreVariant, price: bigint, compareAtPrice?: bigint | null): void;
  deleteProduct(product: StoreProduct): void;
  /** Prices abroad, in the list's own currency. */
  addPriceList(
    list: Pick<StorePriceList, 'name' | 'currency' | 'countries'> & {
      readonly prices: Iterable<readonly [variantId: bigint, price: bigint]>;
    },
  ): StorePriceList;
  addLocation(location: Pick<StoreLocation, 'name' | 'country' | 'kind'>): StoreLocation;
  addCustomer(person: StoreCustomer['person'], options?: { readonly taxExempt?: boolean }): StoreCustomer;
  /** Sets or moves units; the reason is one of Shopify's (`received`, `cycle_count_available`, `correction`, …). */
  setQuantity(
    at: { readonly inventoryItemId: bigint; readonly locationId: bigint },
    name: QuantityName,
    to: { readonly quantity: number; readonly reason: string; readonly documentUri?: string },
  ): StoreLevel;
  adjustQuantity(
    at: { readonly inventoryItemId: bigint; readonly locationId: bigint },
    name: QuantityName,
    by: { readonly delta: number; readonly reason: string; readonly documentUri?: string },
  ): StoreLevel;
  /** Staff issue a card or change a balance outside any order; no webhook tells of it. */
  issueGiftCard(amount: bigint): StoreGiftCard;
  adjustGiftCard(card: StoreGiftCard, amount: bigint): void;
};

/** What Shopify Payments does by itself. */
export type PaymentsActs = {
  dispute(
    order: StoreOrder,
    transaction: StoreTransaction,
    how?: { readonly type?: StoreDispute['type']; readonly amount?: bigint; readonly reason?: string },
  ): StoreDispute;
  resolveDispute(dispute: StoreDispute, outcome: 'WON' | 'LOST' | 'ACCEPTED'): void;
  /** A fee or correction that no order explains; negative takes money. */
  adjustBalance(amount: bigint, reason: string): BalanceTransaction;
  reserve(amount: bigint): BalanceTransaction;
  releaseReserve(amount: bigint): BalanceTransaction;
  /** Issues a payout of everything that waits, at the UTC midnight before now; null when nothing waits. */
  issuePayout(): StorePayout | null;
  settlePayout(payout: StorePayout, outcome: 'PAID' | 'FAILED'): void;
};

export type Acts = OrderActs & ReturnActs & FulfillmentActs & GoodsActs & PaymentsActs;

/** An act that Shopify refuses, with the code and the sentence of its user error. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  readonly field: readonly string[] | null;

  constructor(code: string, message: string, field: readonly string[] | null = null) {
    super(message);
    this.code = code;
    this.field = field;
  }
}
