import { shareOfLine } from '../../act/agree.ts';
import { minus } from '../../model/bag.ts';
import type { StoreFulfillment, StoreFulfillmentLine } from '../../model/fulfillment.ts';
import type { StoreOrder } from '../../model/order.ts';
import { utcTime } from '../../text.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { locationOfId } from '../lookup.ts';
import { lineView } from './line.ts';
import { locationView } from './location.ts';
import { moneyBag, top } from './money.ts';

export function fulfillmentView(
  context: AdminContext,
  order: StoreOrder,
  fulfillment: StoreFulfillment,
): View {
  const { status } = fulfillment;
  return {
    __typename: 'Fulfillment',
    id: `gid://shopify/Fulfillment/${fulfillment.id}`,
    legacyResourceId: String(fulfillment.id),
    name: fulfillment.name,
    status: status.toUpperCase(),
    displayStatus: status === 'success' ? 'FULFILLED' : status === 'cancelled' ? 'CANCELED' : 'FAILURE',
    createdAt: utcTime(fulfillment.createdAt),
    updatedAt: utcTime(fulfillment.updatedAt),
    // No carrier reports back to this store.
    deliveredAt: null,
    estimatedDeliveryAt: null,
    inTransitAt: null,
    originAddress: null,
    totalQuantity: fulfillment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    requiresShipping: () =>
      fulfillment.lines.some(
        ({ lineId }) => order.lines.find(({ id }) => id === lineId)?.requiresShipping === true,
      ),
    trackingInfo: ({ first }: { first?: number | null }) => trackingOf(fulfillment, first),
    location: () => {
      const location = locationOfId(context.state, fulfillment.locationId);
      return location === undefined ? null : locationView(context, location);
    },
    fulfillmentLineItems: (page: Page) =>
      connectionOf(inOrder(fulfillment.lines), page, (line) => shippedView(context, order, line)),
    fulfillmentOrders: (page: Page) =>
      connectionOf(inOrder(sourcesOf(order, fulfillment)), page, (each) =>
        context.views.fulfillmentOrder(context, order, each),
      ),
    order: () => context.views.order(context, order),
  };
}

/** The shipped units that a return names. */
export function fulfillmentLineView(context: AdminContext, order: StoreOrder, id: bigint): View | null {
  for (const { lines } of order.fulfillments)
    for (const line of lines) if (line.id === id) return shippedView(context, order, line);
  return null;
}

function shippedView(context: AdminContext, order: StoreOrder, shipped: StoreFulfillmentLine): View {
  const line = order.lines.find(({ id }) => id === shipped.lineId);
  return {
    __typename: 'FulfillmentLineItem',
    id: `gid://shopify/FulfillmentLineItem/${shipped.id}`,
    quantity: shipped.quantity,
    ...(line === undefined
      ? {}
      : {
          lineItem: () => lineView(context, order, line),
          originalTotalSet: () => moneyBag(worthOf(line, shipped).price, order),
          discountedTotalSet: () => {
            const { price, discount } = worthOf(line, shipped);
            return moneyBag(minus(price, discount), order);
          },
        }),
  };
}

/** An edit may have left fewer units than were shipped of the line. */
function worthOf(line: StoreOrder['lines'][number], { quantity }: StoreFulfillmentLine) {
  return shareOfLine(line, 0, Math.min(quantity, line.quantity - line.removedQuantity));
}

function trackingOf({ tracking }: StoreFulfillment, first: number | null | undefined): View[] {
  if (tracking === null) return [];
  return top(tracking.numbers, first).map((number, index) => ({
    __typename: 'FulfillmentTrackingInfo',
    company: tracking.company,
    number,
    url: tracking.urls?.[index] ?? `https://track.example.com/${encodeURIComponent(number)}`,
  }));
}

/** One fulfillment may ship from several fulfillment orders of one location. */
function sourcesOf(order: StoreOrder, { lines }: StoreFulfillment) {
  const ids = new Set(lines.map(({ fulfillmentOrderLineId }) => fulfillmentOrderLineId));
  return order.fulfillmentOrders.filter((each) => each.lines.some(({ id }) => ids.has(id)));
}
