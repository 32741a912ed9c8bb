/** Who is to ship what from where, and what may be done about it. */
import type { StoreFulfillmentOrder, StoreFulfillmentOrderLine, StoreHold } from '../../model/fulfillment.ts';
import type { StoreOrder } from '../../model/order.ts';
import { appNumber } from '../../payload/app-number.ts';
import { regionOf } from '../../person.ts';
import { utcTime } from '../../text.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { locationOfId, variantOfId } from '../lookup.ts';
import { supportedActions } from '../supported-action.ts';
import { fulfillmentView } from './fulfillment.ts';
import { lineView } from './line.ts';
import { locationAddress, locationView } from './location.ts';
import { timeOrNull } from './money.ts';
import { requestingApp } from '../mutation/requesting-app.ts';
import { variantView } from './product.ts';

export function fulfillmentOrderView(
  context: AdminContext,
  order: StoreOrder,
  fulfillmentOrder: StoreFulfillmentOrder,
): View {
  const { id, status, requestStatus, lines } = fulfillmentOrder;
  return {
    __typename: 'FulfillmentOrder',
    id: `gid://shopify/FulfillmentOrder/${id}`,
    status,
    requestStatus,
    createdAt: utcTime(fulfillmentOrder.createdAt),
    updatedAt: utcTime(fulfillmentOrder.updatedAt),
    fulfillAt: timeOrNull(fulfillmentOrder.fulfillAt),
    fulfillBy: null,
    internationalDuties: null,
    orderId: `gid://shopify/Order/${order.id}`,
    orderName: order.name,
    orderProcessedAt: utcTime(order.createdAt),
    assignedLocation: () => assignedLocation(context, fulfillmentOrder),
    deliveryMethod: () => deliveryMethod(order, fulfillmentOrder),
    destination: () => destination(order, fulfillmentOrder),
    fulfillmentHolds: () => fulfillmentOrder.holds.map(holdView),
    supportedActions: () =>
      supportedActions(context.state, order, fulfillmentOrder).map((action) => ({
        __typename: 'FulfillmentOrderSupportedAction',
        action,
        externalUrl: null,
      })),
    lineItems: (page: Page) =>
      connectionOf(inOrder(lines), page, (line) => orderedView(context, order, line)),
    fulfillments: (page: Page) =>
      connectionOf(inOrder(shipmentsOf(order, fulfillmentOrder)), page, (each) =>
        fulfillmentView(context, order, each),
      ),
    order: () => context.views.order(context, order),
  };
}

function orderedView(context: AdminContext, order: StoreOrder, ordered: StoreFulfillmentOrderLine): View {
  const line = order.lines.find(({ id }) => id === ordered.lineId);
  if (line === undefined) throw new Error(`Order ${order.name} has no line ${ordered.lineId}`);
  const sold = line.variantId === null ? undefined : variantOfId(context.state, line.variantId);
  return {
    __typename: 'FulfillmentOrderLineItem',
    id: `gid://shopify/FulfillmentOrderLineItem/${ordered.id}`,
    totalQuantity: ordered.total,
    remainingQuantity: ordered.remaining,
    requiresShipping: line.requiresShipping,
    productTitle: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    inventoryItemId:
      sold === undefined ? null : `gid://shopify/InventoryItem/${sold.variant.inventoryItemId}`,
    warnings: [],
    weight: { __typename: 'Weight', unit: 'GRAMS', value: line.grams },
    lineItem: () => lineView(context, order, line),
    variant: () => (sold === undefined ? null : variantView(context, sold)),
  };
}

export function holdView({ id, reason, notes, handle, heldBy }: StoreHold): View {
  return {
    __typename: 'FulfillmentHold',
    id: `gid://shopify/FulfillmentHold/${id}`,
    reason,
    reasonNotes: notes,
    displayReason: reason.toLowerCase().replaceAll('_', ' '),
    handle,
    heldByRequestingApp: heldBy === requestingApp,
    heldByApp:
      heldBy === null
        ? null
        : { __typename: 'App', id: `gid://shopify/App/${appNumber(heldBy)}`, title: heldBy },
  };
}

function assignedLocation(context: AdminContext, { locationId }: StoreFulfillmentOrder): View {
  const location = locationOfId(context.state, locationId);
  if (location === undefined) throw new Error(`The store has no location ${locationId}`);
  const { address1, address2, city, countryCode, phone, province, zip } = locationAddress(location);
  return {
    __typename: 'FulfillmentOrderAssignedLocation',
    name: location.name,
    address1,
    address2,
    city,
    countryCode,
    phone,
    province,
    zip,
    location: () => locationView(context, location),
  };
}

function deliveryMethod(order: StoreOrder, { id, lines }: StoreFulfillmentOrder): View {
  const isShipped = lines.some(
    ({ lineId }) => order.lines.find((line) => line.id === lineId)?.requiresShipping === true,
  );
  const methodType = order.retailLocationId !== null ? 'RETAIL' : isShipped ? 'SHIPPING' : 'NONE';
  return {
    __typename: 'DeliveryMethod',
    id: `gid://shopify/DeliveryMethod/${id}`,
    methodType,
    presentedName: order.shipping.find(({ removed }) => !removed)?.title ?? null,
    serviceCode: order.shipping.find(({ removed }) => !removed)?.code ?? null,
    additionalInformation: null,
    brandedPromise: null,
    maxDeliveryDateTime: null,
    minDeliveryDateTime: null,
    sourceReference: null,
  };
}

function destination(order: StoreOrder, { id }: StoreFulfillmentOrder): View | null {
  const person = order.shippingAddress;
  if (person === null) return null;
  const { countryCode, province } = regionOf(person);
  const { firstName, lastName, email, phone, street, zip, city } = person;
  return {
    __typename: 'FulfillmentOrderDestination',
    id: `gid://shopify/FulfillmentOrderDestination/${id}`,
    firstName,
    lastName,
    email,
    phone,
    zip,
    city,
    countryCode,
    province,
    address1: street,
    address2: null,
    company: null,
    location: null,
  };
}

function shipmentsOf(order: StoreOrder, { lines }: StoreFulfillmentOrder) {
  const ids = new Set(lines.map(({ id }) => id));
  return order.fulfillments.filter((each) =>
    each.lines.some(({ fulfillmentOrderLineId }) => ids.has(fulfillmentOrderLineId)),
  );
}
