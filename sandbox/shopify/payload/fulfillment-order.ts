/** The bodies of fulfillment_orders/* and fulfillment_holds/*: global ids and lower-case states. */
import type { StoreFulfillmentOrder, StoreHold } from '../model/fulfillment.ts';
import type { FulfillmentOrderTopic } from '../model/news.ts';
import { appNumber } from './app-number.ts';
import { gid, type Json, type JsonObject } from './json.ts';

// All staff of this store is one person.
const staffMemberId = 902_541_635n;

type Subject = {
  readonly topic: FulfillmentOrderTopic;
  readonly fulfillmentOrder: StoreFulfillmentOrder;
  readonly other?: StoreFulfillmentOrder;
  readonly sourceLocationId?: bigint;
  readonly merged?: readonly StoreFulfillmentOrder[];
};

export function fulfillmentOrderPayload(news: Subject): JsonObject {
  const { fulfillmentOrder, other } = news;
  const plain = { fulfillment_order: stated(fulfillmentOrder) };
  switch (news.topic) {
    case 'fulfillment_orders/order_routing_complete':
    case 'fulfillment_orders/hold_released':
      return plain;
    case 'fulfillment_orders/moved':
      return movedPayload(news);
    case 'fulfillment_orders/split':
      return splitPayload(fulfillmentOrder, other ?? fulfillmentOrder);
    case 'fulfillment_orders/merged':
      return {
        merge_intents: (news.merged ?? [fulfillmentOrder]).map(mergeIntentOf),
        fulfillment_order_merges: plain,
      };
    case 'fulfillment_orders/cancelled':
      return { ...plain, replacement_fulfillment_order: other === undefined ? null : stated(other) };
    case 'fulfillment_orders/placed_on_hold':
      return heldPayload(fulfillmentOrder, other);
    case 'fulfillment_orders/progress_reported':
      return {
        ...plain,
        progress_report: {
          reason_notes: '',
          progress_reported_by_app: null,
          progress_reported_by_user: { id: gid('StaffMember', staffMemberId) },
        },
        initial_status: 'open',
      };
    case 'fulfillment_orders/fulfillment_request_submitted':
      return {
        original_fulfillment_order: requested(fulfillmentOrder),
        submitted_fulfillment_order: requested(other ?? fulfillmentOrder),
        fulfillment_order_merchant_request: merchantRequestOf(fulfillmentOrder),
      };
    case 'fulfillment_orders/cancellation_request_submitted':
      return {
        fulfillment_order: requested(fulfillmentOrder),
        fulfillment_order_merchant_request: merchantRequestOf(fulfillmentOrder),
      };
    case 'fulfillment_orders/cancellation_request_accepted':
      return { ...plain, message: '' };
    case 'fulfillment_orders/fulfillment_request_accepted':
    case 'fulfillment_orders/fulfillment_request_rejected':
    case 'fulfillment_orders/cancellation_request_rejected':
      return { fulfillment_order: requested(fulfillmentOrder), message: '' };
  }
}

/** The body of fulfillment_holds/*, one for each hold. */
export function fulfillmentHoldPayload(fulfillmentOrder: StoreFulfillmentOrder, hold: StoreHold): JsonObject {
  return {
    fulfillment_order: { id: gidOf(fulfillmentOrder) },
    fulfillment_hold: holdPayload(hold),
  };
}

function holdPayload({ id, reason, notes, handle, heldBy }: StoreHold): JsonObject {
  return {
    id: gid('FulfillmentHold', id),
    reason: reason.toLowerCase(),
    reason_notes: notes,
    held_by_requesting_app: false,
    handle,
    held_by_app: heldBy === null ? null : { id: gid('App', appNumber(heldBy)) },
  };
}

function heldPayload(held: StoreFulfillmentOrder, remaining: StoreFulfillmentOrder | undefined): JsonObject {
  const created = held.holds.at(-1);
  return {
    fulfillment_order: { ...stated(held), fulfillment_holds: held.holds.map(holdPayload) },
    remaining_fulfillment_order: remaining === undefined ? null : stated(remaining),
    held_fulfillment_order_line_items: unitsOf(held),
    created_fulfillment_hold: created === undefined ? null : holdPayload(created),
  };
}

/** A fulfillment order that moved as a whole is original and moved at once, and no longer knows where it was. */
function movedPayload({ fulfillmentOrder: original, other, sourceLocationId }: Subject): JsonObject {
  const moved = other ?? original;
  const located = (one: StoreFulfillmentOrder): JsonObject => ({
    ...stated(one),
    assigned_location_id: gid('Location', one.locationId),
  });
  return {
    original_fulfillment_order: located(original),
    moved_fulfillment_order: located(moved),
    destination_location_id: gid('Location', moved.locationId),
    fulfillment_order_line_items_requested: unitsOf(moved),
    source_location: { id: gid('Location', sourceLocationId ?? original.locationId) },
  };
}

function splitPayload(original: StoreFulfillmentOrder, apart: StoreFulfillmentOrder): JsonObject {
  return {
    split_line_items: unitsOf(apart),
    fulfillment_order: stated(original),
    remaining_fulfillment_order: stated(apart),
    replacement_fulfillment_order: null,
  };
}

/** Here Shopify writes numbers rather than global ids. */
function mergeIntentOf(into: StoreFulfillmentOrder): JsonObject {
  return {
    fulfillment_order_id: into.id,
    fulfillment_order_line_items: into.lines.map(({ id, remaining }) => ({ id, quantity: remaining })),
  };
}

/** A request has no id of its own in this store: there is at most one of each fulfillment order at a time. */
function merchantRequestOf({ id }: StoreFulfillmentOrder): JsonObject {
  return { id: gid('FulfillmentOrderMerchantRequest', id), message: '' };
}

function unitsOf({ lines }: StoreFulfillmentOrder): Json[] {
  return lines
    .filter(({ remaining }) => remaining > 0)
    .map(({ id, remaining }) => ({ id: gid('FulfillmentOrderLineItem', id), quantity: remaining }));
}

function stated(one: StoreFulfillmentOrder): JsonObject {
  return { id: gidOf(one), status: one.status.toLowerCase() };
}

function requested(one: StoreFulfillmentOrder): JsonObject {
  return { ...stated(one), request_status: one.requestStatus.toLowerCase() };
}

function gidOf({ id }: StoreFulfillmentOrder): string {
  return gid('FulfillmentOrder', id);
}
