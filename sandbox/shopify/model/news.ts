/** What the store tells its apps: each names a webhook topic and what it is about. */
import type { StoreLocation, StoreProduct } from './catalog.ts';
import type { StoreFulfillment, StoreFulfillmentOrder, StoreHold } from './fulfillment.ts';
import type { StoreLevel } from './inventory.ts';
import type { StoreOrder, StorePaymentTerms, StoreRisk } from './order.ts';
import type { StoreDispute } from './payments.ts';
import type { Disposition, StoreRefund, StoreReturn, StoreReverseFulfillmentOrder } from './return.ts';
import type { StoreTransaction } from './transaction.ts';

export type OrderTopic =
  | 'orders/create'
  | 'orders/updated'
  | 'orders/paid'
  | 'orders/cancelled'
  | 'orders/fulfilled'
  | 'orders/partially_fulfilled';

export type ReturnTopic =
  | 'returns/request'
  | 'returns/approve'
  | 'returns/decline'
  | 'returns/process'
  | 'returns/update'
  | 'returns/cancel'
  | 'returns/close'
  | 'returns/reopen';

export type FulfillmentOrderTopic =
  | 'fulfillment_orders/order_routing_complete'
  | 'fulfillment_orders/moved'
  | 'fulfillment_orders/split'
  | 'fulfillment_orders/merged'
  | 'fulfillment_orders/cancelled'
  | 'fulfillment_orders/placed_on_hold'
  | 'fulfillment_orders/hold_released'
  | 'fulfillment_orders/progress_reported'
  | 'fulfillment_orders/fulfillment_request_submitted'
  | 'fulfillment_orders/fulfillment_request_accepted'
  | 'fulfillment_orders/fulfillment_request_rejected'
  | 'fulfillment_orders/cancellation_request_submitted'
  | 'fulfillment_orders/cancellation_request_accepted'
  | 'fulfillment_orders/cancellation_request_rejected';

export type News =
  | { readonly topic: OrderTopic; readonly order: StoreOrder }
  | {
      readonly topic: 'orders/edited';
      readonly order: StoreOrder;
      readonly edit: {
        readonly id: bigint;
        readonly added: readonly { readonly lineId: bigint; readonly delta: number }[];
        readonly removed: readonly { readonly lineId: bigint; readonly delta: number }[];
      };
    }
  | { readonly topic: 'orders/delete'; readonly order: StoreOrder }
  | { readonly topic: 'orders/risk_assessment_changed'; readonly order: StoreOrder; readonly risk: StoreRisk }
  | {
      readonly topic: 'order_transactions/create';
      readonly order: StoreOrder;
      readonly transaction: StoreTransaction;
    }
  | { readonly topic: 'refunds/create'; readonly order: StoreOrder; readonly refund: StoreRefund }
  | { readonly topic: ReturnTopic; readonly order: StoreOrder; readonly return: StoreReturn }
  | {
      readonly topic: 'reverse_fulfillment_orders/dispose';
      readonly order: StoreOrder;
      readonly reverse: StoreReverseFulfillmentOrder;
      readonly dispositions: readonly Disposition[];
    }
  | {
      readonly topic: 'fulfillments/create' | 'fulfillments/update';
      readonly order: StoreOrder;
      readonly fulfillment: StoreFulfillment;
    }
  | {
      readonly topic: FulfillmentOrderTopic;
      readonly order: StoreOrder;
      readonly fulfillmentOrder: StoreFulfillmentOrder;
      /** What was split off, moved away or put in its place. */
      readonly other?: StoreFulfillmentOrder;
      /** Where a moved one was before. */
      readonly sourceLocationId?: bigint;
      /** All that were merged, the one that is left among them. */
      readonly merged?: readonly StoreFulfillmentOrder[];
    }
  | {
      readonly topic: 'fulfillment_holds/added' | 'fulfillment_holds/released';
      readonly order: StoreOrder;
      readonly fulfillmentOrder: StoreFulfillmentOrder;
      readonly hold: StoreHold;
    }
  | {
      readonly topic:
        | 'payment_terms/create'
        | 'payment_terms/update'
        | 'payment_terms/delete'
        | 'payment_schedules/due';
      readonly order: StoreOrder;
      readonly terms: StorePaymentTerms;
    }
  | {
      readonly topic: 'products/create' | 'products/update' | 'products/delete';
      readonly product: StoreProduct;
    }
  | {
      readonly topic: 'inventory_levels/update' | 'inventory_levels/connect' | 'inventory_levels/disconnect';
      readonly level: StoreLevel;
    }
  | {
      readonly topic: 'locations/create' | 'locations/update' | 'locations/activate' | 'locations/deactivate';
      readonly location: StoreLocation;
    }
  | { readonly topic: 'disputes/create' | 'disputes/update'; readonly dispute: StoreDispute }
  | {
      readonly topic: 'bulk_operations/finish';
      readonly operation: {
        readonly id: bigint;
        readonly type: 'QUERY' | 'MUTATION';
        readonly status: string;
        readonly errorCode: string | null;
        readonly createdAt: number;
        readonly completedAt: number;
      };
    }
  | { readonly topic: 'app/uninstalled' | 'shop/update' | 'shop/redact' }
  | {
      readonly topic: 'app/scopes_update';
      readonly previous: readonly string[];
      readonly current: readonly string[];
    };

/** Tells what one action of a merchant or customer brought about; all of it shares one event id. */
export type Announce = (news: readonly News[]) => void;
