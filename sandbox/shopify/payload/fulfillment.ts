import type { StoreFulfillment } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import { gid, type Json, type JsonObject } from './json.ts';
import { linePayload } from './line.ts';
import { addressPayload } from './person.ts';
import { timeText } from './time.ts';

/** The body of fulfillments/*, and an element of an order's `fulfillments`. */
export function fulfillmentPayload(
  order: StoreOrder,
  fulfillment: StoreFulfillment,
  state: ShopState,
): JsonObject {
  const { timeZone } = state.shop;
  const numbers = fulfillment.tracking?.numbers ?? [];
  const urls =
    fulfillment.tracking?.urls ??
    numbers.map((number) => `https://track.example.com/${encodeURIComponent(number)}`);
  return {
    id: fulfillment.id,
    order_id: order.id,
    status: fulfillment.status,
    created_at: timeText(fulfillment.createdAt, timeZone),
    service: 'manual',
    updated_at: timeText(fulfillment.updatedAt, timeZone),
    tracking_company: fulfillment.tracking?.company ?? null,
    shipment_status: null,
    location_id: fulfillment.locationId,
    origin_address: null,
    email: order.customer?.person.email ?? '',
    destination: order.shippingAddress === null ? null : addressPayload(order.shippingAddress),
    line_items: linesOf(order, fulfillment, state),
    tracking_number: numbers[0] ?? null,
    tracking_numbers: numbers,
    tracking_url: urls[0] ?? null,
    tracking_urls: urls,
    receipt: {},
    name: fulfillment.name,
    admin_graphql_api_id: gid('Fulfillment', fulfillment.id),
  };
}

/** Each order line once: units of one line may come from several fulfillment orders. */
function linesOf(order: StoreOrder, fulfillment: StoreFulfillment, state: ShopState): Json[] {
  const quantities = new Map<bigint, number>();
  for (const { lineId, quantity } of fulfillment.lines)
    quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  return order.lines.flatMap((line) => {
    const quantity = quantities.get(line.id);
    return quantity === undefined ? [] : [linePayload({ order, line, quantity }, state)];
  });
}
