/** The topics this store announces, by the names that the Admin API has for them. */
import type { News } from './model/news.ts';

/** A record, so that a topic that is added to the news and not to this list is a type error. */
const announced: Record<News['topic'], true> = {
  'app/scopes_update': true,
  'app/uninstalled': true,
  'bulk_operations/finish': true,
  'disputes/create': true,
  'disputes/update': true,
  'fulfillment_holds/added': true,
  'fulfillment_holds/released': true,
  'fulfillment_orders/cancellation_request_accepted': true,
  'fulfillment_orders/cancellation_request_rejected': true,
  'fulfillment_orders/cancellation_request_submitted': true,
  'fulfillment_orders/cancelled': true,
  'fulfillment_orders/fulfillment_request_accepted': true,
  'fulfillment_orders/fulfillment_request_rejected': true,
  'fulfillment_orders/fulfillment_request_submitted': true,
  'fulfillment_orders/hold_released': true,
  'fulfillment_orders/merged': true,
  'fulfillment_orders/moved': true,
  'fulfillment_orders/order_routing_complete': true,
  'fulfillment_orders/placed_on_hold': true,
  'fulfillment_orders/progress_reported': true,
  'fulfillment_orders/split': true,
  'fulfillments/create': true,
  'fulfillments/update': true,
  'inventory_levels/connect': true,
  'inventory_levels/disconnect': true,
  'inventory_levels/update': true,
  'locations/activate': true,
  'locations/create': true,
  'locations/deactivate': true,
  'locations/update': true,
  'order_transactions/create': true,
  'orders/cancelled': true,
  'orders/create': true,
  'orders/delete': true,
  'orders/edited': true,
  'orders/fulfilled': true,
  'orders/paid': true,
  'orders/partially_fulfilled': true,
  'orders/risk_assessment_changed': true,
  'orders/updated': true,
  'payment_schedules/due': true,
  'payment_terms/create': true,
  'payment_terms/delete': true,
  'payment_terms/update': true,
  'products/create': true,
  'products/delete': true,
  'products/update': true,
  'refunds/create': true,
  'returns/approve': true,
  'returns/cancel': true,
  'returns/close': true,
  'returns/decline': true,
  'returns/process': true,
  'returns/reopen': true,
  'returns/request': true,
  'returns/update': true,
  'reverse_fulfillment_orders/dispose': true,
  'shop/redact': true,
  'shop/update': true,
};

/** A topic of the privacy law is part of the app's configuration and has no name in the Admin API. */
const byName = new Map(
  Object.keys(announced)
    .filter((topic) => topic !== 'shop/redact')
    .map((topic) => [nameOf(topic), topic]),
);

/** `ORDERS_CREATE` for `orders/create`. */
export function nameOf(topic: string): string {
  return topic.replace('/', '_').toUpperCase();
}

/** The topic of that name; undefined for one that this store never announces. */
export function topicOf(name: string): string | undefined {
  return byName.get(name);
}
