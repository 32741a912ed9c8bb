import type { StoreFulfillment, StoreOrder } from './order.ts';
import { address, type Json, lineItem, type Shop } from './payload.ts';
import { shopTime } from './text.ts';

/** The body of fulfillments/create, and an element of an order's `fulfillments`. */
export function fulfillmentPayload(
  order: StoreOrder,
  fulfillment: StoreFulfillment,
  shop: Shop,
): { readonly [key: string]: Json } {
  const tracking = `1Z${fulfillment.id % 10_000_000_000n}`;
  const trackingUrl = `https://track.example.com/${tracking}`;
  return {
    id: fulfillment.id,
    order_id: order.id,
    status: 'success',
    created_at: shopTime(fulfillment.createdAt, shop.timeZone),
    service: 'manual',
    updated_at: shopTime(fulfillment.createdAt, shop.timeZone),
    tracking_company: 'DHL',
    shipment_status: null,
    location_id: shop.locationId,
    origin_address: null,
    email: order.customer.email,
    destination: address(order.customer),
    line_items: fulfillment.lines.map(({ line, quantity }) =>
      lineItem(order, line, { quantity, open: line.quantity - shippedBy(order, fulfillment, line.id) }),
    ),
    tracking_number: tracking,
    tracking_numbers: [tracking],
    tracking_url: trackingUrl,
    tracking_urls: [trackingUrl],
    receipt: {},
    name: fulfillment.name,
    admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfillment.id}`,
  };
}

/** Units of a line shipped up to and with this fulfillment. */
function shippedBy(order: StoreOrder, until: StoreFulfillment, lineId: bigint): number {
  const upTo = order.fulfillments.slice(0, order.fulfillments.indexOf(until) + 1);
  const shipped = upTo.flatMap((each) => each.lines).filter((each) => each.line.id === lineId);
  return shipped.reduce((quantity, each) => quantity + each.quantity, 0);
}
