/** Archived orders: what is paid and fulfilled is out of the way. */
import type { StoreOrder } from '../model/order.ts';
import { financialStatusOf, fulfillmentStatusOf } from '../order.ts';
import type { ActContext } from './context.ts';

/** Archives an order that is paid and fulfilled, which Shopify does by itself (Shopify help: archiving orders). */
export function archiveWhenDone({ clock }: Pick<ActContext, 'clock'>, order: StoreOrder): void {
  if (order.closedAt !== null || order.cancelledAt !== null) return;
  if (financialStatusOf(order) !== 'paid' || fulfillmentStatusOf(order) !== 'fulfilled') return;
  order.closedAt = clock.now();
}
