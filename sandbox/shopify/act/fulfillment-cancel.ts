/** Takes a fulfillment back, so that its units are to be shipped again. */
import { Refused } from '../model/act.ts';
import type { StoreFulfillment } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import { fulfilledQuantityOf } from '../order.ts';
import type { ActContext } from './context.ts';
import { addUnits, isActive, lineOf, moveStockOfLine, openFulfillmentOrder } from './fulfillment-order.ts';
import { shippedRefundsOf } from './refund-units.ts';
import { together } from './together.ts';

/**
 * `fulfillmentCancel`: units go back to a fulfillment order that still stands, else into a new one at the same
 * location (Shopify docs: fulfillmentCancel). Refused when a return or refund already has the units.
 */
export function cancelFulfillment(
  context: ActContext,
  order: StoreOrder,
  fulfillment: StoreFulfillment,
): void {
  if (!order.fulfillments.includes(fulfillment) || fulfillment.status !== 'success')
    throw new Refused('INVALID', 'Fulfillment cannot be cancelled.');
  if (order.cancelledAt !== null) throw new Refused('INVALID', 'The order is cancelled.');
  for (const { lineId } of fulfillment.lines) assertNotComeBack(order, fulfillment, lineId);

  together(context, order, (inner) => {
    const { locationId } = fulfillment;
    fulfillment.status = 'cancelled';
    fulfillment.updatedAt = inner.clock.now();
    order.updatedAt = inner.clock.now();
    const reopened: { lineId: bigint; quantity: number }[] = [];
    for (const { fulfillmentOrderLineId, lineId, quantity } of fulfillment.lines) {
      const { fulfillmentOrder, line } = sourceOf(order, fulfillmentOrderLineId);
      line.total -= quantity;
      if (isActive(fulfillmentOrder)) addUnits(inner, fulfillmentOrder, { lineId, quantity });
      else reopened.push({ lineId, quantity });
      moveStockOfLine(inner, order, {
        line: lineOf(order, lineId),
        quantity,
        locationId,
        deltas: { committed: 1 },
        reason: 'fulfillment_cancelled',
      });
    }
    if (reopened.length > 0) openFulfillmentOrder(inner, order, { locationId, lines: reopened });
    inner.announce([
      { topic: 'fulfillments/update', order, fulfillment },
      { topic: 'orders/updated', order },
    ]);
  });
}

function sourceOf(order: StoreOrder, fulfillmentOrderLineId: bigint) {
  for (const fulfillmentOrder of order.fulfillmentOrders)
    for (const line of fulfillmentOrder.lines)
      if (line.id === fulfillmentOrderLineId) return { fulfillmentOrder, line };
  throw new Error(`Order ${order.name} has no fulfillment order line ${fulfillmentOrderLineId}`);
}

function assertNotComeBack(order: StoreOrder, fulfillment: StoreFulfillment, lineId: bigint): void {
  const line = lineOf(order, lineId);
  const own = fulfillment.lines.filter((each) => each.lineId === lineId);
  const units = own.reduce((sum, { quantity }) => sum + quantity, 0);
  const isInReturn = order.returns.some(
    ({ status, lines }) =>
      status !== 'DECLINED' &&
      status !== 'CANCELED' &&
      lines.some(({ fulfillmentLineId }) => own.some(({ id }) => id === fulfillmentLineId)),
  );
  if (isInReturn || fulfilledQuantityOf(order, line) - units < shippedRefundsOf(order, line))
    throw new Refused(
      'INVALID',
      'Fulfillment cannot be cancelled because items of it were returned or refunded.',
    );
}
