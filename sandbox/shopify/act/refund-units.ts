/** Which units of a line were refunded: those that were shipped, or those that were still to be. */
import type { StoreLine, StoreOrder } from '../model/order.ts';
import { refundedUnits } from './agree.ts';
import { withdrawnQuantityOf } from './routing.ts';

/**
 * Units that were refunded after they were shipped. A refund without restock does not say which it was, so it is what
 * the fulfillment orders did not lose: edits and refunds of unshipped units withdraw theirs.
 */
export function shippedRefundsOf(order: StoreOrder, line: StoreLine): number {
  const withdrawnByRefund = Math.max(0, withdrawnQuantityOf(order, line) - line.removedQuantity);
  return Math.max(0, refundedUnits(order, line) - withdrawnByRefund);
}
