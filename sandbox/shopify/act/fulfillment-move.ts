/** Moves, splits, merges and replaces fulfillment orders; no unit is shipped, lost or made by it. */
import { Refused } from '../model/act.ts';
import type { StoreFulfillmentOrder } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ActContext } from './context.ts';
import {
  addUnits,
  assertOwned,
  type FulfillmentOrderUnits,
  isActive,
  lineOf,
  linesOfUnits,
  moveStockOfLine,
  notOpen,
  openFulfillmentOrder,
  remainingUnits,
  shippedOf,
  takeUnits,
} from './fulfillment-order.ts';
import { levelAt, stockOf } from './stock.ts';
import { together } from './together.ts';

// Shopify docs, fulfillmentOrderMove: such a fulfillment order waits for its fulfillment service.
const heldByService = ['SUBMITTED', 'ACCEPTED', 'CANCELLATION_REQUESTED', 'CANCELLATION_REJECTED'];

/**
 * `fulfillmentOrderMove`. Refused for what is closed, has progress reported, waits for a service, or is not stocked
 * at the destination. A whole one that nothing was shipped of takes the new location; else its units go to a new one,
 * together with those of an open one that is there already, which is closed (Shopify docs, second scenario).
 */
export function move(
  context: ActContext,
  order: StoreOrder,
  asked: {
    readonly fulfillmentOrder: StoreFulfillmentOrder;
    readonly locationId: bigint;
    readonly lines?: readonly FulfillmentOrderUnits[];
  },
): StoreFulfillmentOrder {
  const { fulfillmentOrder, locationId } = asked;
  assertMovable(order, fulfillmentOrder);
  if (!context.state.locations.some(({ id, active }) => id === locationId && active))
    throw new Refused('INVALID', 'Location not found.', ['id']);
  const picked = linesOfUnits(fulfillmentOrder, asked.lines ?? remainingUnits(fulfillmentOrder));
  for (const { line } of picked) assertStocked(context, order, { lineId: line.lineId, locationId });

  return together(context, order, (inner) => {
    for (const { line, quantity } of picked) {
      const moved = { line: lineOf(order, line.lineId), quantity, reason: 'fulfillment_order_moved' };
      const source = {
        locationId: fulfillmentOrder.locationId,
        deltas: { committed: -1, available: 1 } as const,
      };
      const target = { locationId, deltas: { committed: 1, available: -1 } as const };
      moveStockOfLine(inner, order, { ...moved, ...source });
      moveStockOfLine(inner, order, { ...moved, ...target });
    }
    const left = fulfillmentOrder.lines.reduce((sum, { total }) => sum + total, 0);
    const isWhole = picked.reduce((sum, { quantity }) => sum + quantity, 0) === left;
    const moved = isWhole
      ? fulfillmentOrder
      : moveApart(inner, order, { fulfillmentOrder, locationId, picked });
    moved.locationId = locationId;
    moved.updatedAt = inner.clock.now();
    inner.announce([
      { topic: 'fulfillment_orders/moved', order, fulfillmentOrder, other: moved },
      { topic: 'orders/updated', order },
    ]);
    return moved;
  });
}

/**
 * `fulfillmentOrderSplit`: the units named go into a new fulfillment order. One that cannot be split as it is,
 * because something of it was shipped, is closed, and what is left goes into a replacement.
 */
export function split(
  context: ActContext,
  order: StoreOrder,
  asked: {
    readonly fulfillmentOrder: StoreFulfillmentOrder;
    readonly lines: readonly FulfillmentOrderUnits[];
  },
): StoreFulfillmentOrder {
  const { fulfillmentOrder } = asked;
  const picked = splittable(order, asked);

  return together(context, order, (inner) => {
    const { locationId } = fulfillmentOrder;
    const apart = openFulfillmentOrder(inner, order, { locationId, lines: unitsOf(picked) });
    for (const each of picked) takeUnits(inner, fulfillmentOrder, each);
    if (shippedOf(fulfillmentOrder) > 0) replace(inner, order, fulfillmentOrder);
    inner.announce([{ topic: 'fulfillment_orders/split', order, fulfillmentOrder, other: apart }]);
    return apart;
  });
}

/** The units that a split takes apart; refuses what cannot be split, and to split off everything. */
export function splittable(
  order: StoreOrder,
  {
    fulfillmentOrder,
    lines,
  }: {
    readonly fulfillmentOrder: StoreFulfillmentOrder;
    readonly lines: readonly FulfillmentOrderUnits[];
  },
): Picked {
  assertOwned(order, fulfillmentOrder);
  if (!isActive(fulfillmentOrder)) throw notOpen();
  if (lines.length === 0)
    throw new Refused(
      'NO_LINE_ITEMS_PROVIDED_TO_SPLIT',
      'There must be at least one item selected in this fulfillment to split it.',
      ['fulfillmentOrderLineItems'],
    );
  const picked = linesOfUnits(fulfillmentOrder, lines);
  const whole = remainingUnits(fulfillmentOrder).reduce((sum, { quantity }) => sum + quantity, 0);
  if (picked.reduce((sum, { quantity }) => sum + quantity, 0) >= whole)
    throw new Refused('INVALID_LINE_ITEM_QUANTITY', 'The fulfillment order line item quantity is invalid.');
  return picked;
}

/** `fulfillmentOrderMerge`: what is left of open ones of one location goes into the first, and the others close. */
export function merge(
  context: ActContext,
  order: StoreOrder,
  merged: readonly StoreFulfillmentOrder[],
): StoreFulfillmentOrder {
  const [first, ...others] = mergeable(order, merged);
  return together(context, order, (inner) => {
    for (const other of new Set(others))
      if (other !== first)
        for (const each of linesOfUnits(other, remainingUnits(other))) {
          addUnits(inner, first, { lineId: each.line.lineId, quantity: each.quantity });
          takeUnits(inner, other, each);
        }
    inner.announce([{ topic: 'fulfillment_orders/merged', order, fulfillmentOrder: first }]);
    return first;
  });
}

/** Those that can be merged, two at least; refuses any that is not open, or is of another location than the first. */
export function mergeable(
  order: StoreOrder,
  merged: readonly StoreFulfillmentOrder[],
): [StoreFulfillmentOrder, ...StoreFulfillmentOrder[]] {
  const [first, ...others] = merged;
  if (first === undefined || others.length === 0)
    throw new Refused('FULFILLMENT_ORDER_NOT_FOUND', 'The fulfillment order could not be found.');
  for (const each of merged) {
    assertOwned(order, each);
    if (each.status !== 'OPEN' || each.requestStatus !== 'UNSUBMITTED') throw notOpen();
    if (each.locationId !== first.locationId)
      throw new Refused('INVALID', 'All fulfillment orders must be assigned to the same location.');
  }
  return [first, ...others];
}

/**
 * `fulfillmentOrderCancel`: works while a request is submitted or its cancellation is requested; the original is
 * closed, and a replacement stands for the work left. Null when nothing was left.
 */
export function cancelFulfillmentOrder(
  context: ActContext,
  order: StoreOrder,
  fulfillmentOrder: StoreFulfillmentOrder,
): StoreFulfillmentOrder | null {
  assertOwned(order, fulfillmentOrder);
  if (fulfillmentOrder.progressReported)
    throw new Refused(
      'FULFILLMENT_ORDER_HAS_MANUALLY_REPORTED_PROGRESS',
      'Cannot cancel fulfillment order with reported progress. Mark as unfulfilled first.',
    );
  const { requestStatus } = fulfillmentOrder;
  const isRequested = requestStatus === 'SUBMITTED' || requestStatus === 'CANCELLATION_REQUESTED';
  if (!isActive(fulfillmentOrder) || !isRequested) throw notOpen();
  return together(context, order, (inner) => {
    const replacement = replace(inner, order, fulfillmentOrder);
    const other = replacement === null ? {} : { other: replacement };
    inner.announce([{ topic: 'fulfillment_orders/cancelled', order, fulfillmentOrder, ...other }]);
    return replacement;
  });
}

function replace(
  context: ActContext,
  order: StoreOrder,
  fulfillmentOrder: StoreFulfillmentOrder,
): StoreFulfillmentOrder | null {
  const { locationId } = fulfillmentOrder;
  const left = linesOfUnits(fulfillmentOrder, remainingUnits(fulfillmentOrder));
  if (left.length === 0) return null;
  const replacement = openFulfillmentOrder(context, order, { locationId, lines: unitsOf(left) });
  for (const each of left) takeUnits(context, fulfillmentOrder, each);
  return replacement;
}

type Picked = ReturnType<typeof linesOfUnits>;

function unitsOf(picked: Picked) {
  return picked.map(({ line, quantity }) => ({ lineId: line.lineId, quantity }));
}

function moveApart(
  context: ActContext,
  order: StoreOrder,
  asked: {
    readonly fulfillmentOrder: StoreFulfillmentOrder;
    readonly locationId: bigint;
    readonly picked: Picked;
  },
): StoreFulfillmentOrder {
  const { fulfillmentOrder, locationId, picked } = asked;
  const there = order.fulfillmentOrders.find(
    (each) =>
      each.status === 'OPEN' && each.requestStatus === 'UNSUBMITTED' && each.locationId === locationId,
  );
  const moved = openFulfillmentOrder(context, order, { locationId, lines: unitsOf(picked) });
  for (const each of picked) takeUnits(context, fulfillmentOrder, each);
  if (there !== undefined && there !== fulfillmentOrder)
    for (const each of linesOfUnits(there, remainingUnits(there))) {
      addUnits(context, moved, { lineId: each.line.lineId, quantity: each.quantity });
      takeUnits(context, there, each);
    }
  return moved;
}

function assertMovable(order: StoreOrder, fulfillmentOrder: StoreFulfillmentOrder): void {
  assertOwned(order, fulfillmentOrder);
  const { status, requestStatus } = fulfillmentOrder;
  if (fulfillmentOrder.progressReported)
    throw new Refused(
      'CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS',
      'Cannot move a fulfillment order that has had progress reported. To move a fulfillment order that has had ' +
        'progress reported, the fulfillment order must first be marked as open resolving the ongoing progress state.',
      ['id'],
    );
  if (!isActive(fulfillmentOrder) && status !== 'INCOMPLETE') throw notOpen();
  if (requestStatus === 'SUBMITTED')
    throw new Refused(
      'INVALID',
      'Cannot move submitted fulfillment order that is at a 3PL fulfillment service.',
    );
  if (heldByService.includes(requestStatus))
    throw new Refused(
      'INVALID',
      `Cannot change the assigned location while the request status is ${requestStatus.toLowerCase()}.`,
    );
}

function assertStocked(
  context: ActContext,
  order: StoreOrder,
  { lineId, locationId }: { readonly lineId: bigint; readonly locationId: bigint },
): void {
  const { state } = context;
  for (const { inventoryItemId } of stockOf(state, lineOf(order, lineId)))
    if (levelAt(state, { inventoryItemId, locationId })?.active !== true)
      throw new Refused('INVALID', "The destination location doesn't stock the requested inventory item.");
}
