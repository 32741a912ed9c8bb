/** Cancelling: authorizations are voided, what was paid goes back where asked to, and nothing is shipped any more. */
import { type OrderActs, Refused } from '../model/act.ts';
import type { StoreOrder } from '../model/order.ts';
import { openAuthorizationsOf } from '../order.ts';
import { refundableOf } from './agree.ts';
import type { ActContext } from './context.ts';
import { newsOfPayments, takePayment } from './payment.ts';
import { refundOrder } from './refund.ts';
import { closeRouting } from './routing.ts';
import { together } from './together.ts';

type How = NonNullable<Parameters<OrderActs['cancel']>[1]>;

/**
 * Refuses an order of which anything is fulfilled (Shopify changelog 2018-03-01), and one that is cancelled already. With
 * `refund` or `restock` all that is left of the order is taken back by a refund, with the money in the first case.
 */
export function cancelOrder(context: ActContext, order: StoreOrder, how: How = {}): void {
  const { refund = false, restock = false, reason = 'other' } = how;
  if (order.cancelledAt !== null)
    throw new Refused('INVALID', 'Cannot cancel an order that has already been canceled', ['orderId']);
  if (order.fulfillments.some(({ status }) => status === 'success'))
    throw new Refused('INVALID', 'Cannot cancel a fulfilled order', ['orderId']);
  together(context, order, (inner) => {
    const now = inner.clock.now();
    const voids = openAuthorizationsOf(order).map(({ authorization }) =>
      takePayment(inner, order, { kind: 'void', gateway: authorization.gateway }),
    );
    inner.announce(newsOfPayments(order, voids));
    if (refund || restock) takeBack(inner, order, { ...how, refund, restock });
    closeRouting(inner, order, restock);
    order.cancelledAt = now;
    order.cancelReason = reason;
    order.closedAt ??= now;
    order.updatedAt = now;
    inner.announce([
      { topic: 'orders/cancelled', order },
      { topic: 'orders/updated', order },
    ]);
  });
}

function takeBack(
  context: ActContext,
  order: StoreOrder,
  how: How & { readonly refund: boolean; readonly restock: boolean },
): void {
  const { refund, restock, to } = how;
  const lines = order.lines.flatMap((line) => {
    const quantity = refundableOf(order, line);
    if (quantity === 0) return [];
    return [{ lineId: line.id, quantity, restock: restock && !line.tip ? 'CANCEL' : 'NO_RESTOCK' } as const];
  });
  const duties = order.lines.flatMap((line) =>
    line.duties.map(({ id }) => ({ dutyId: id, type: 'FULL' }) as const),
  );
  if (lines.length === 0 && order.shipping.length === 0 && duties.length === 0) return;
  // The cancellation itself tells that the order was updated.
  const quieter: ActContext = {
    ...context,
    announce: (news) => context.announce(news.filter(({ topic }) => topic !== 'orders/updated')),
  };
  const everything = { lines, duties, shipping: 'all', fees: 'all' } as const;
  const money = refund ? { ...(to !== undefined && { to }) } : { amount: 0n };
  refundOrder(quieter, order, { ...everything, ...money });
}
