/** Ships units of fulfillment orders of one location as one fulfillment. */
import { Refused } from '../model/act.ts';
import type { StoreFulfillment, StoreFulfillmentOrder, StoreTracking } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import { fulfillmentStatusOf } from '../order.ts';
import type { ActContext } from './context.ts';
import {
  closeWhenDone,
  type FulfillmentOrderUnits,
  lineOf,
  linesOfUnits,
  moveStockOfLine,
} from './fulfillment-order.ts';
import { archiveWhenDone } from './order-archive.ts';
import { together } from './together.ts';

/** What is shipped from one fulfillment order. */
export type ShipPart = {
  readonly fulfillmentOrder: StoreFulfillmentOrder;
  readonly units: readonly FulfillmentOrderUnits[];
};

/**
 * `fulfillmentCreate`: refuses a fulfillment order that is closed, on hold or waiting for a service's answer, units
 * that are not left, and fulfillment orders of several locations (Shopify docs: fulfillmentCreate).
 */
export function ship(
  context: ActContext,
  order: StoreOrder,
  work: { readonly parts: readonly ShipPart[]; readonly tracking?: StoreTracking },
): StoreFulfillment {
  const [first] = work.parts;
  if (first === undefined)
    throw new Refused('INVALID', 'Fulfillment payloads fulfillment order must be greater than 0');
  const { locationId } = first.fulfillmentOrder;
  const picked = work.parts.flatMap(({ fulfillmentOrder, units }) => {
    assertShippable(fulfillmentOrder);
    if (fulfillmentOrder.locationId !== locationId)
      throw new Refused('INVALID', 'All fulfillment orders must be assigned to the same location.');
    return linesOfUnits(fulfillmentOrder, units);
  });

  return together(context, order, (inner) => {
    const now = inner.clock.now();
    const fulfillment: StoreFulfillment = {
      id: inner.nextId(),
      name: `${order.name}-F${order.fulfillments.length + 1}`,
      createdAt: now,
      updatedAt: now,
      status: 'success',
      fulfillmentOrderId: first.fulfillmentOrder.id,
      locationId,
      tracking: work.tracking ?? null,
      lines: picked.map(({ line, quantity }) => ({
        id: inner.nextId(),
        fulfillmentOrderLineId: line.id,
        lineId: line.lineId,
        quantity,
      })),
    };
    for (const { line, quantity } of picked) {
      line.remaining -= quantity;
      const deltas = { committed: -1 } as const;
      const move = { line: lineOf(order, line.lineId), quantity, locationId, deltas, reason: 'fulfillment' };
      moveStockOfLine(inner, order, move);
    }
    for (const { fulfillmentOrder } of work.parts) {
      fulfillmentOrder.status = 'IN_PROGRESS';
      closeWhenDone(inner, fulfillmentOrder);
    }
    order.fulfillments.push(fulfillment);
    order.updatedAt = now;
    archiveWhenDone(inner, order);
    const isComplete = fulfillmentStatusOf(order) === 'fulfilled';
    inner.announce([
      { topic: 'fulfillments/create', order, fulfillment },
      { topic: isComplete ? 'orders/fulfilled' : 'orders/partially_fulfilled', order },
      { topic: 'orders/updated', order },
    ]);
    return fulfillment;
  });
}

/** Shopify's own sentence, its odd spacing included. */
export function assertShippable(fulfillmentOrder: StoreFulfillmentOrder): void {
  const { id, status } = fulfillmentOrder;
  if (!isShippable(fulfillmentOrder))
    throw new Refused(
      'INVALID',
      `Fulfillment order ${id} has an unfulfillable status= ${status.toLowerCase()}.`,
      ['fulfillment'],
    );
}

/** A request that a service has not answered yet blocks shipping (Shopify docs: supported actions). */
export function isShippable({ status, requestStatus }: StoreFulfillmentOrder): boolean {
  return (status === 'OPEN' || status === 'IN_PROGRESS') && requestStatus !== 'SUBMITTED';
}
