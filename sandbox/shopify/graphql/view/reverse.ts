/** Goods on their way back, and what was done with them when they came. */
import type { StoreOrder } from '../../model/order.ts';
import type { Disposition, StoreReverseFulfillmentOrder } from '../../model/return.ts';
import { utcTime } from '../../text.ts';
import { connection, connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { locationOfId } from '../lookup.ts';
import { fulfillmentLineView } from './fulfillment.ts';
import { locationView } from './location.ts';

type ReverseLine = StoreReverseFulfillmentOrder['lines'][number];

export function reverseFulfillmentOrderView(
  context: AdminContext,
  order: StoreOrder,
  reverse: StoreReverseFulfillmentOrder,
): View {
  return {
    __typename: 'ReverseFulfillmentOrder',
    id: `gid://shopify/ReverseFulfillmentOrder/${reverse.id}`,
    status: reverse.status,
    thirdPartyConfirmation: null,
    // This store prints no labels for the way back.
    reverseDeliveries: (page: Page) => connection([], page),
    lineItems: (page: Page) =>
      connectionOf(inOrder(reverse.lines), page, (line) => reverseLineView(context, order, line)),
    order: () => context.views.order(context, order),
  };
}

export function reverseLineView(context: AdminContext, order: StoreOrder, line: ReverseLine): View {
  return {
    __typename: 'ReverseFulfillmentOrderLineItem',
    id: `gid://shopify/ReverseFulfillmentOrderLineItem/${line.id}`,
    totalQuantity: line.quantity,
    dispositions: () => line.dispositions.map((each) => dispositionView(context, each)),
    fulfillmentLineItem: () => fulfillmentLineView(context, order, line.fulfillmentLineId),
  };
}

function dispositionView(context: AdminContext, disposition: Disposition): View {
  const { id, type, quantity, locationId, at } = disposition;
  const location = locationId === null ? undefined : locationOfId(context.state, locationId);
  return {
    __typename: 'ReverseFulfillmentOrderDisposition',
    id: `gid://shopify/ReverseFulfillmentOrderDisposition/${id}`,
    type,
    quantity,
    createdAt: utcTime(at),
    location: () => (location === undefined ? null : locationView(context, location)),
  };
}
