/** Fulfillment orders and their lines: how units come onto one, leave it, and what that does to stock. */
import { Refused } from '../model/act.ts';
import type { StoreFulfillmentOrder, StoreFulfillmentOrderLine } from '../model/fulfillment.ts';
import type { QuantityName } from '../model/inventory.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import { orderGid } from '../order.ts';
import type { ActContext } from './context.ts';
import { moveStock, stockOf } from './stock.ts';

/** Units of one line of a fulfillment order, by the id of that line. */
export type FulfillmentOrderUnits = { readonly id: bigint; readonly quantity: number };

/** Opens a fulfillment order with the units given; stock is not touched. */
export function openFulfillmentOrder(
  context: ActContext,
  order: StoreOrder,
  work: {
    readonly locationId: bigint;
    readonly lines: readonly { readonly lineId: bigint; readonly quantity: number }[];
  },
): StoreFulfillmentOrder {
  const now = context.clock.now();
  const fulfillmentOrder: StoreFulfillmentOrder = {
    id: context.nextId(),
    createdAt: now,
    updatedAt: now,
    status: 'OPEN',
    requestStatus: 'UNSUBMITTED',
    locationId: work.locationId,
    fulfillAt: order.createdAt,
    lines: [],
    holds: [],
    progressReported: false,
  };
  for (const { lineId, quantity } of work.lines) addUnits(context, fulfillmentOrder, { lineId, quantity });
  order.fulfillmentOrders.push(fulfillmentOrder);
  return fulfillmentOrder;
}

export function addUnits(
  context: ActContext,
  fulfillmentOrder: StoreFulfillmentOrder,
  units: { readonly lineId: bigint; readonly quantity: number },
): void {
  const known = fulfillmentOrder.lines.find((each) => each.lineId === units.lineId);
  fulfillmentOrder.updatedAt = context.clock.now();
  if (known !== undefined) {
    known.total += units.quantity;
    known.remaining += units.quantity;
    return;
  }
  const { lineId, quantity } = units;
  fulfillmentOrder.lines.push({
    id: context.nextId(),
    lineId,
    total: quantity,
    remaining: quantity,
    withdrawn: 0,
  });
}

/** Takes unshipped units of one line to go elsewhere, and closes the fulfillment order if nothing is left to ship. */
export function takeUnits(
  context: ActContext,
  fulfillmentOrder: StoreFulfillmentOrder,
  units: { readonly line: StoreFulfillmentOrderLine; readonly quantity: number },
): void {
  units.line.total -= units.quantity;
  units.line.remaining -= units.quantity;
  closeWhenDone(context, fulfillmentOrder);
}

/** Shopify closes a fulfillment order when nothing of it is left to be shipped. */
export function closeWhenDone(context: ActContext, fulfillmentOrder: StoreFulfillmentOrder): void {
  fulfillmentOrder.updatedAt = context.clock.now();
  if (fulfillmentOrder.lines.some((each) => each.remaining > 0)) return;
  fulfillmentOrder.status = 'CLOSED';
  fulfillmentOrder.holds.length = 0;
}

/** Whether it still stands for work; what is closed, cancelled or given back as incomplete does not. */
export function isActive({ status }: StoreFulfillmentOrder): boolean {
  return status === 'OPEN' || status === 'IN_PROGRESS' || status === 'SCHEDULED' || status === 'ON_HOLD';
}

export function shippedOf(fulfillmentOrder: StoreFulfillmentOrder): number {
  return fulfillmentOrder.lines.reduce((sum, { total, remaining }) => sum + total - remaining, 0);
}

/** Everything unshipped, as units. */
export function remainingUnits(fulfillmentOrder: StoreFulfillmentOrder): FulfillmentOrderUnits[] {
  return fulfillmentOrder.lines.flatMap(({ id, remaining }) =>
    remaining > 0 ? [{ id, quantity: remaining }] : [],
  );
}

/** The lines that units name; refuses what is not there, not positive, or more than is left. */
export function linesOfUnits(
  fulfillmentOrder: StoreFulfillmentOrder,
  units: readonly FulfillmentOrderUnits[],
): { readonly line: StoreFulfillmentOrderLine; readonly quantity: number }[] {
  return units.map(({ id, quantity }) => {
    const line = fulfillmentOrder.lines.find((each) => each.id === id);
    if (quantity < 1)
      throw new Refused('GREATER_THAN', 'The fulfillment order line item quantity must be greater than 0.');
    if (line === undefined || line.remaining < quantity || !Number.isSafeInteger(quantity))
      throw new Refused(
        'INVALID_LINE_ITEM_QUANTITY',
        'Invalid fulfillment order line item quantity requested.',
      );
    return { line, quantity };
  });
}

/** Refuses what is not part of the order, as Shopify refuses an id that it does not find. */
export function assertOwned(order: StoreOrder, fulfillmentOrder: StoreFulfillmentOrder): void {
  if (!order.fulfillmentOrders.includes(fulfillmentOrder))
    throw new Refused('FULFILLMENT_ORDER_NOT_FOUND', 'The fulfillment order could not be found.');
}

export function notOpen(): Refused {
  return new Refused('INVALID', 'The fulfillment order is not in an open state.');
}

export function lineOf(order: StoreOrder, lineId: bigint): StoreLine {
  const line = order.lines.find((each) => each.id === lineId);
  if (line === undefined) throw new Error(`Order ${order.name} has no line ${lineId}`);
  return line;
}

/** Moves the stock behind units of a line; the deltas are per unit, e.g. `{ available: -1, committed: 1 }` for a sale. */
export function moveStockOfLine(
  context: ActContext,
  order: StoreOrder,
  move: {
    readonly line: StoreLine;
    readonly quantity: number;
    readonly locationId: bigint;
    readonly deltas: Partial<Record<QuantityName, 1 | -1>>;
    readonly reason: string;
  },
): void {
  for (const { inventoryItemId, perUnit } of stockOf(context.state, move.line)) {
    const units = move.quantity * perUnit;
    moveStock(
      context,
      { inventoryItemId, locationId: move.locationId },
      {
        deltas: Object.fromEntries(Object.entries(move.deltas).map(([name, sign]) => [name, sign * units])),
        reason: move.reason,
        documentUri: orderGid(order),
      },
    );
  }
}
