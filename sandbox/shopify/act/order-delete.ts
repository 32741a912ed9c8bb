/** Deleting orders, which Shopify allows for few of them. */
import { Refused } from '../model/act.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ActContext } from './context.ts';
import { together } from './together.ts';

/** Takes the order out of the Admin API for ever; only its id is kept. Throws when it is not in the store. */
export function deleteOrder(context: ActContext, order: StoreOrder): void {
  const { orders, deletedOrderIds } = context.state;
  const index = orders.indexOf(order);
  if (index < 0) throw new Refused('NOT_FOUND', 'Order does not exist');
  orders.splice(index, 1);
  deletedOrderIds.add(order.id);
  together(context, order, (inner) => inner.announce([{ topic: 'orders/delete', order }]));
}
