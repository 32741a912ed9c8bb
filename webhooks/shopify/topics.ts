import { fulfillment, fulfillmentHold, fulfillmentOrder, disposition, returned } from './goods-movement.ts';
import { bulkOperation, compliance, scopesUpdated, shopUpdated, uninstalled } from './lifecycle.ts';
import { inventoryLevel, location, product } from './catalog.ts';
import { dispute, paymentSchedule, paymentTerms, transaction } from './money-movement.ts';
import { order, orderDeleted, orderEdited, orderRisk } from './order.ts';
import { refund } from './refund.ts';
import type { Topic } from './topic.ts';

const each = (resource: string, events: string, topic: Topic): [string, Topic][] =>
  events.split(' ').map((event) => [`${resource}/${event}`, topic]);

/** Every topic the app subscribes to, as Shopify writes it in `X-Shopify-Topic`, and how it is read. */
export const topics: ReadonlyMap<string, Topic> = new Map([
  ...each('orders', 'create updated paid cancelled fulfilled partially_fulfilled', order),
  ...each('orders', 'edited', orderEdited),
  ...each('orders', 'delete', orderDeleted),
  ...each('orders', 'risk_assessment_changed', orderRisk),
  ...each('order_transactions', 'create', transaction),
  ...each('refunds', 'create', refund),
  ...each('returns', 'request approve decline process update cancel close reopen', returned),
  ...each('reverse_fulfillment_orders', 'dispose', disposition),
  ...each('fulfillments', 'create update', fulfillment),
  ...each(
    'fulfillment_orders',
    'order_routing_complete moved split merged cancelled placed_on_hold hold_released rescheduled ' +
      'scheduled_fulfillment_order_ready progress_reported manually_reported_progress_stopped ' +
      'fulfillment_request_submitted fulfillment_request_accepted fulfillment_request_rejected ' +
      'cancellation_request_submitted cancellation_request_accepted cancellation_request_rejected ' +
      'fulfillment_service_failed_to_complete line_items_prepared_for_pickup ' +
      'line_items_prepared_for_local_delivery',
    fulfillmentOrder,
  ),
  ...each('fulfillment_holds', 'added released', fulfillmentHold),
  ...each('payment_terms', 'create update delete', paymentTerms),
  ...each('payment_schedules', 'due', paymentSchedule),
  ...each('products', 'create update delete', product),
  ...each('inventory_levels', 'update connect disconnect', inventoryLevel),
  ...each('locations', 'create update activate deactivate delete', location),
  ...each('disputes', 'create update', dispute),
  ...each('bulk_operations', 'finish', bulkOperation),
  ...each('app', 'uninstalled', uninstalled),
  ...each('app', 'scopes_update', scopesUpdated),
  ...each('shop', 'update', shopUpdated),
  ...each('customers', 'data_request redact', compliance),
  ...each('shop', 'redact', compliance),
]);
