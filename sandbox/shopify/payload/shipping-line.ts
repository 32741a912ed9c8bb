import { minus, negative, noMoney, plus } from '../model/bag.ts';
import type { StoreOrder, StoreShipping } from '../model/order.ts';
import type { Json, JsonObject } from './json.ts';
import { allocationPayloads } from './line.ts';
import { moneySet, shopText, taxLines } from './money.ts';

/** A shipping line of an order, which also tells what is left of it. */
export function orderShippingPayloads(order: StoreOrder): Json[] {
  return order.shipping.map((line) => {
    const refunded = order.refunds
      .flatMap(({ shipping }) => shipping)
      .filter(({ shippingLineId }) => shippingLineId === line.id)
      .map(({ subtotal }) => negative(subtotal));
    const left = line.removed ? noMoney : plus(minus(line.price, line.discount), ...refunded);
    return {
      ...shippingPayload(order, line),
      current_discounted_price_set: moneySet(left, order),
      is_removed: line.removed,
    };
  });
}

export function shippingPayload(order: StoreOrder, line: StoreShipping): JsonObject {
  const discounted = minus(line.price, line.discount);
  return {
    id: line.id,
    carrier_identifier: null,
    code: line.code,
    discounted_price: shopText(discounted, order),
    discounted_price_set: moneySet(discounted, order),
    phone: null,
    price: shopText(line.price, order),
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: line.title,
    tax_lines: taxLines(line.taxes, order),
    discount_allocations: allocationPayloads(line.allocations, order),
  };
}
