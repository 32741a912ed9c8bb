/** The bodies of returns/*: each topic has its own shape, and Shopify's sample of returns/process is empty. */
import type { ReturnTopic } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { Disposition, StoreReturn, StoreReverseFulfillmentOrder } from '../model/return.ts';
import type { ShopState } from '../model/shop.ts';
import { orderGid } from '../order.ts';
import { gid, type Json, type JsonObject } from './json.ts';
import { linePayload } from './line.ts';
import { moneySet, shortMoneySet } from './money.ts';
import { timeText } from './time.ts';

export function returnPayload(
  of: { readonly topic: ReturnTopic; readonly order: StoreOrder; readonly return: StoreReturn },
  state: ShopState,
): JsonObject {
  const { order, return: returned } = of;
  const placed = { id: order.id, admin_graphql_api_id: orderGid(order) };
  const head = {
    id: returned.id,
    admin_graphql_api_id: gid('Return', returned.id),
    status: returned.status.toLowerCase(),
  };
  switch (of.topic) {
    case 'returns/request':
    case 'returns/approve':
      return { ...head, order: placed, ...contentPayload(order, returned, state) };
    case 'returns/decline':
      return { ...head, order: placed, decline: { reason: 'other', note: '' } };
    case 'returns/cancel':
    case 'returns/close':
    case 'returns/reopen':
      return { ...head, order_id: order.id };
    case 'returns/process':
      return { ...head, order: placed, ...processedPayload(returned) };
    case 'returns/update':
      return updatePayload(returned);
  }
}

/** Within an order; Shopify's samples show the list empty, so this follows the body of returns/approve. */
export function embeddedReturnPayload(
  order: StoreOrder,
  returned: StoreReturn,
  state: ShopState,
): JsonObject {
  return {
    id: returned.id,
    admin_graphql_api_id: gid('Return', returned.id),
    status: returned.status.toLowerCase(),
    created_at: timeText(returned.createdAt, state.shop.timeZone),
    ...contentPayload(order, returned, state),
  };
}

export function dispositionPayload(
  reverse: StoreReverseFulfillmentOrder,
  dispositions: readonly Disposition[],
): JsonObject {
  return {
    id: reverse.id,
    admin_graphql_api_id: gid('ReverseFulfillmentOrder', reverse.id),
    dispositions: dispositions.map((disposition) => {
      const line = reverse.lines.find(({ dispositions: own }) => own.some(({ id }) => id === disposition.id));
      return {
        reverse_fulfillment_order_line_item:
          line === undefined ? null : named('ReverseFulfillmentOrderLineItem', line.id),
        reverse_delivery_line_item: null,
        type: disposition.type.toLowerCase(),
        location: disposition.locationId === null ? null : named('Location', disposition.locationId),
        quantity: disposition.quantity,
      };
    }),
    total_dispositions: dispositions.length,
  };
}

function contentPayload(order: StoreOrder, returned: StoreReturn, state: ShopState): JsonObject {
  const { shippingFee } = returned;
  return {
    total_return_line_items: returned.lines.length,
    name: returned.name,
    return_line_items: returned.lines.map((line) => returnLinePayload(order, line)),
    return_shipping_fees:
      shippingFee === null
        ? []
        : [
            {
              ...named('ReturnShippingFee', shippingFee.id),
              price: shortMoneySet(shippingFee.amount, order),
            },
          ],
    exchange_line_items: returned.exchanges.map(({ id, lineIds }) => {
      const line = order.lines.find((each) => lineIds.includes(each.id));
      return {
        ...named('ExchangeLineItem', id),
        // Nothing until the exchange is processed and becomes a line of the order.
        line_item: line === undefined ? null : linePayload({ order, line }, state),
      };
    }),
    total_exchange_line_items: returned.exchanges.length,
  };
}

/** Every sample shows the list empty; the fields follow GraphQL's ReturnLineItem. */
function returnLinePayload(order: StoreOrder, line: StoreReturn['lines'][number]): JsonObject {
  const { restockingFee } = line;
  return {
    ...named('ReturnLineItem', line.id),
    fulfillment_line_item: named('FulfillmentLineItem', line.fulfillmentLineId),
    quantity: line.quantity,
    return_reason: line.reason.toLowerCase(),
    return_reason_note: line.note,
    customer_note: null,
    restocking_fee:
      restockingFee === null
        ? null
        : {
            ...named('RestockingFee', restockingFee.id),
            percentage: restockingFee.percentage,
            amount_set: moneySet(restockingFee.amount, order),
          },
  };
}

function processedPayload(returned: StoreReturn): JsonObject {
  return {
    return_line_items: returned.lines.map(({ id, quantity, processed }) => ({
      ...named('ReturnLineItem', id),
      quantity,
      processed_quantity: processed,
    })),
    exchange_line_items: returned.exchanges.map(({ id, quantity, processed }) => ({
      ...named('ExchangeLineItem', id),
      quantity,
      processed_quantity: processed,
    })),
  };
}

/** The state keeps no removals, so the body names the return and lists nothing as removed. */
function updatePayload(returned: StoreReturn): JsonObject {
  return {
    admin_graphql_api_id: gid('Return', returned.id),
    return_line_items: { removals: [] },
    restocking_fees: { updates: [], removals: [] },
    return_shipping_fees: { updates: [], removals: [] },
  };
}

function named(type: string, id: bigint): { readonly [key: string]: Json } {
  return { id, admin_graphql_api_id: gid(type, id) };
}
