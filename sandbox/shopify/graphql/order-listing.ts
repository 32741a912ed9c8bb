/** How orders are searched and sorted. They may move to another place of the list while it is read. */
import type { StoreOrder } from '../model/order.ts';
import { financialStatusOf, totalOf } from '../order.ts';
import type { AdminContext } from './context.ts';
import type { Listing } from './listing.ts';
import { displayFulfillmentStatus, returnStatusOf } from './view/order-state.ts';
import { orderView } from './view/order.ts';

export function orderListing(context: AdminContext, items: readonly StoreOrder[]): Listing<StoreOrder> {
  return { items, fields, sorts, idOf: ({ id }) => id, view: (order) => orderView(context, order) };
}

const fields: Listing<StoreOrder>['fields'] = {
  id: ({ id }) => id,
  name: ({ name }) => [name, name.replace(/^#/, '')],
  created_at: ({ createdAt }) => createdAt,
  processed_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  financial_status: financialStatusOf,
  fulfillment_status: shipmentStatusOf,
  return_status: returnStatusOf,
  status: statusOf,
  test: ({ test }) => test,
  tag: ({ tags }) => tags,
  po_number: ({ poNumber }) => poNumber,
  email: ({ customer }) => customer?.person.email ?? null,
  customer_id: ({ customer }) => customer?.id ?? null,
  discount_code: ({ discounts }) => discounts.flatMap(({ code }) => (code === null ? [] : [code])),
  gateway: ({ transactions }) => transactions.map(({ gateway }) => gateway),
  location_id: ({ retailLocationId }) => retailLocationId,
  sku: ({ lines }) => lines.flatMap(({ sku }) => (sku === null ? [] : [sku])),
  source_name: ({ source }) => source,
};

const sorts: NonNullable<Listing<StoreOrder>['sorts']> = {
  CREATED_AT: ({ createdAt }) => createdAt,
  PROCESSED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  ORDER_NUMBER: ({ index }) => index,
  CURRENT_TOTAL_PRICE: (order) => sortable(totalOf(order).shop),
  TOTAL_ITEMS_QUANTITY: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
  PO_NUMBER: ({ poNumber }) => poNumber ?? '',
  FINANCIAL_STATUS: financialStatusOf,
  FULFILLMENT_STATUS: displayFulfillmentStatus,
  CUSTOMER_NAME: ({ customer }) => {
    const { lastName = '', firstName = '' } = customer?.person ?? {};
    return `${lastName} ${firstName}`;
  },
};

/** The words of the search, which are fewer and older than those of the field. */
function shipmentStatusOf(order: StoreOrder): readonly string[] {
  const status = displayFulfillmentStatus(order);
  if (status === 'FULFILLED') return ['fulfilled', 'shipped'];
  if (status === 'PARTIALLY_FULFILLED') return ['partial'];
  return [...new Set([status.toLowerCase(), 'unfulfilled', 'unshipped'])];
}

function statusOf(order: StoreOrder): readonly string[] {
  const isOpen = order.closedAt === null;
  if (order.cancelledAt !== null) return isOpen ? ['cancelled', 'not_closed'] : ['cancelled', 'closed'];
  return isOpen ? ['open', 'not_closed'] : ['closed'];
}

/** An amount as text of one width, so that texts compare as the amounts do. */
function sortable(amount: bigint): string {
  return String(amount + 10n ** 18n).padStart(20, '0');
}
