/** The work that is to be shipped, as far as the app may see it. */
import type { StoreFulfillmentOrder } from '../../model/fulfillment.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { AdminContext, Root } from '../context.ts';
import { type Listing, listed, type ListPage } from '../listing.ts';
import { fulfillmentOrderOfId, locationOfId, numberOf } from '../lookup.ts';
import { grants } from '../scope.ts';
import { fulfillmentOrderView } from '../view/fulfillment-order.ts';

type Assigned = { readonly order: StoreOrder; readonly item: StoreFulfillmentOrder };

export function fulfillmentOrderRoot(context: AdminContext): Root {
  const listing = (isWanted: (one: StoreFulfillmentOrder) => boolean): Listing<Assigned> => ({
    items: context.state.orders.flatMap((order) =>
      order.fulfillmentOrders
        .filter((item) => isWanted(item) && isVisible(context, item))
        .map((item) => ({ order, item })),
    ),
    fields,
    sorts: { UPDATED_AT: ({ item }) => item.updatedAt },
    idOf: ({ item }) => item.id,
    view: ({ order, item }) => fulfillmentOrderView(context, order, item),
  });
  return {
    fulfillmentOrder({ id }: { readonly id: string }) {
      const found = fulfillmentOrderOfId(context.state, numberOf('FulfillmentOrder', id));
      return found === undefined || !isVisible(context, found.item)
        ? null
        : fulfillmentOrderView(context, found.order, found.item);
    },
    fulfillmentOrders: (page: ListPage & { readonly includeClosed?: boolean | null }) =>
      listed(
        listing(({ status }) => page.includeClosed === true || status !== 'CLOSED'),
        page,
      ),
    manualHoldsFulfillmentOrders: (page: ListPage) =>
      listed(
        listing(({ status }) => status === 'ON_HOLD'),
        page,
      ),
  };
}

const fields: Listing<Assigned>['fields'] = {
  id: ({ item }) => item.id,
  status: ({ item }) => item.status,
  assigned_location_id: ({ item }) => item.locationId,
  updated_at: ({ item }) => item.updatedAt,
};

/** Shopify docs (access scopes): one scope for the merchant's own locations, one for those of third parties. */
function isVisible({ state, scopes }: AdminContext, { locationId }: StoreFulfillmentOrder): boolean {
  const isService = locationOfId(state, locationId)?.kind === 'third-party';
  return grants(scopes, [
    isService ? 'read_third_party_fulfillment_orders' : 'read_merchant_managed_fulfillment_orders',
  ]);
}
