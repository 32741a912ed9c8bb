/** Orders, searched, sorted and counted, and single parts of them by id. */
import type { StoreOrder } from '../../model/order.ts';
import type { AdminContext, Root } from '../context.ts';
import { counted, type Counting, listed, type ListPage } from '../listing.ts';
import {
  fulfillmentOfId,
  numberOf,
  orderOfId,
  refundOfId,
  returnOfId,
  reverseFulfillmentOrderOfId,
} from '../lookup.ts';
import { orderListing } from '../order-listing.ts';
import { fulfillmentView } from '../view/fulfillment.ts';
import { orderView } from '../view/order.ts';
import { refundView } from '../view/refund.ts';
import { returnView } from '../view/return.ts';
import { reverseFulfillmentOrderView } from '../view/reverse.ts';
import { isWithinReach } from '../window.ts';

type ById = { readonly id: string };

export function orderRoot(context: AdminContext): Root {
  const { state } = context;
  return {
    order({ id }: ById) {
      const order = orderOfId(state, numberOf('Order', id));
      return order === undefined || !isWithinReach(context, order) ? null : orderView(context, order);
    },
    orders: (page: ListPage) => listed(orderListing(context, reachableOrders(context)), page),
    ordersCount: (args: Counting) => counted(orderListing(context, reachableOrders(context)), args),
    fulfillment({ id }: ById) {
      const found = fulfillmentOfId(state, numberOf('Fulfillment', id));
      return found === undefined ? null : fulfillmentView(context, found.order, found.item);
    },
    refund({ id }: ById) {
      const found = refundOfId(state, numberOf('Refund', id));
      return found === undefined ? null : refundView(context, found.order, found.item);
    },
    return({ id }: ById) {
      const found = returnOfId(state, numberOf('Return', id));
      return found === undefined ? null : returnView(context, found.order, found.item);
    },
    reverseFulfillmentOrder({ id }: ById) {
      const found = reverseFulfillmentOrderOfId(state, numberOf('ReverseFulfillmentOrder', id));
      return found === undefined ? null : reverseFulfillmentOrderView(context, found.order, found.item);
    },
  };
}

/** All that the app may read, oldest first. */
function reachableOrders(context: AdminContext): readonly StoreOrder[] {
  const { orders } = context.state;
  const [oldest] = orders;
  if (oldest === undefined || isWithinReach(context, oldest)) return orders;
  return orders.filter((order) => isWithinReach(context, order));
}
