/** Decides which location ships which units, and takes back units that will not be shipped. */
import { Refused } from '../model/act.ts';
import type { StoreFulfillmentOrder } from '../model/fulfillment.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import type { ActContext } from './context.ts';
import {
  addUnits,
  closeWhenDone,
  lineOf,
  moveStockOfLine,
  openFulfillmentOrder,
  remainingUnits,
} from './fulfillment-order.ts';
import { ship } from './fulfillment-ship.ts';
import { levelAt, stockOf } from './stock.ts';
import { together } from './together.ts';

type Work = { readonly line: StoreLine; readonly quantity: number };

/**
 * Makes the fulfillment orders for units that have none yet, one per location (what needs no shipping in one of its
 * own), and commits their stock. Units join an untouched open fulfillment order of the location where there is one.
 * What is carried out of a store is fulfilled on the spot.
 */
export function routeLines(context: ActContext, order: StoreOrder, lines: readonly StoreLine[]): void {
  const work = lines
    .filter((line) => !line.tip)
    .map((line) => ({ line, quantity: line.quantity - routedQuantityOf(order, line) }))
    .filter(({ quantity }) => quantity > 0);
  if (work.length === 0) return;
  together(context, order, (inner) => {
    const opened: StoreFulfillmentOrder[] = [];
    for (const [locationId, parts] of placesFor(inner.state, order, work))
      for (const isShipped of [true, false]) {
        const group = parts.filter(({ line }) => line.requiresShipping === isShipped);
        if (group.length === 0) continue;
        const fulfillmentOrder = assign(inner, order, { locationId, isShipped, group });
        if (!opened.includes(fulfillmentOrder)) opened.push(fulfillmentOrder);
      }
    inner.announce(
      opened.map((fulfillmentOrder) => ({
        topic: 'fulfillment_orders/order_routing_complete',
        order,
        fulfillmentOrder,
      })),
    );
    if (isCarriedOut(order))
      ship(inner, order, {
        parts: opened.map((each) => ({ fulfillmentOrder: each, units: remainingUnits(each) })),
      });
  });
}

/**
 * Takes unshipped units off their fulfillment orders, the youngest first, and uncommits their stock: back to
 * `available` when restocked, else they leave the shelf for good. Refuses more units than are unshipped.
 */
export function withdrawUnits(
  ...[context, order, line, quantity, restock]: [ActContext, StoreOrder, StoreLine, number, boolean]
): void {
  if (quantity > unshippedQuantityOf(order, line))
    throw new Refused('INVALID', 'Quantity cannot remove more than the fulfillable quantity.');
  together(context, order, (inner) => {
    let left = quantity;
    for (const fulfillmentOrder of order.fulfillmentOrders.toReversed())
      for (const each of fulfillmentOrder.lines) {
        const units = Math.min(left, each.remaining);
        if (each.lineId !== line.id || units === 0) continue;
        left -= units;
        each.total -= units;
        each.remaining -= units;
        each.withdrawn += units;
        moveStockOfLine(inner, order, {
          line,
          quantity: units,
          locationId: fulfillmentOrder.locationId,
          deltas: restock ? { committed: -1, available: 1 } : { committed: -1 },
          reason: restock ? 'restock' : 'not_restocked',
        });
        closeWhenDone(inner, fulfillmentOrder);
      }
  });
}

/** Withdraws everything a cancelled order has not shipped, which closes its fulfillment orders. */
export function closeRouting(context: ActContext, order: StoreOrder, restock = true): void {
  together(context, order, (inner) => {
    for (const line of order.lines)
      withdrawUnits(inner, order, line, unshippedQuantityOf(order, line), restock);
  });
}

/** Units that are still to be shipped, on hold or not. */
export function unshippedQuantityOf(order: StoreOrder, line: StoreLine): number {
  return sumOf(order, line, ({ remaining }) => remaining);
}

/** Units that were taken off before they were shipped. */
export function withdrawnQuantityOf(order: StoreOrder, line: StoreLine): number {
  return sumOf(order, line, ({ withdrawn }) => withdrawn);
}

function routedQuantityOf(order: StoreOrder, line: StoreLine): number {
  return sumOf(order, line, ({ total, withdrawn }) => total + withdrawn);
}

function sumOf(
  order: StoreOrder,
  line: StoreLine,
  count: (each: { total: number; remaining: number; withdrawn: number }) => number,
): number {
  let sum = 0;
  for (const fulfillmentOrder of order.fulfillmentOrders)
    for (const each of fulfillmentOrder.lines) if (each.lineId === line.id) sum += count(each);
  return sum;
}

function isCarriedOut(order: StoreOrder): boolean {
  return order.retailLocationId !== null && order.shippingAddress === null;
}

function assign(
  context: ActContext,
  order: StoreOrder,
  work: { readonly locationId: bigint; readonly isShipped: boolean; readonly group: readonly Work[] },
): StoreFulfillmentOrder {
  const { locationId, isShipped, group } = work;
  const lines = group.map(({ line, quantity }) => ({ lineId: line.id, quantity }));
  const joined = order.fulfillmentOrders.find(
    (each) =>
      each.status === 'OPEN' &&
      each.requestStatus === 'UNSUBMITTED' &&
      each.locationId === locationId &&
      each.lines.every(({ lineId }) => lineOf(order, lineId).requiresShipping === isShipped),
  );
  for (const units of lines) if (joined !== undefined) addUnits(context, joined, units);
  const fulfillmentOrder = joined ?? openFulfillmentOrder(context, order, { locationId, lines });
  for (const { line, quantity } of group) {
    const deltas = { available: -1, committed: 1 } as const;
    moveStockOfLine(context, order, { line, quantity, locationId, deltas, reason: 'sale' });
  }
  return fulfillmentOrder;
}

/**
 * One location for everything where one has it all, the shop's own first; else each line goes where enough of it is,
 * and to the shop's own location where it is nowhere (it is oversold). Retail stores ship nothing that was ordered
 * elsewhere. Shopify's routing rules are the merchant's settings; these are its defaults, fewest splits first.
 */
function placesFor(state: ShopState, order: StoreOrder, work: readonly Work[]): Map<bigint, Work[]> {
  const home = isCarriedOut(order) && order.retailLocationId !== null ? order.retailLocationId : null;
  if (home !== null) return new Map([[home, [...work]]]);
  const { locationId } = state.shop;
  const others = state.locations.filter(
    ({ id, active, kind }) => active && kind !== 'retail' && id !== locationId,
  );
  const places = [locationId, ...others.map(({ id }) => id)];
  const whole = places.find((place) => work.every((each) => hasEnough(state, each, place)));
  if (whole !== undefined) return new Map([[whole, [...work]]]);
  const placed = new Map<bigint, Work[]>();
  for (const each of work) {
    const place = places.find((candidate) => hasEnough(state, each, candidate)) ?? locationId;
    placed.set(place, [...(placed.get(place) ?? []), each]);
  }
  return placed;
}

function hasEnough(state: ShopState, { line, quantity }: Work, locationId: bigint): boolean {
  return stockOf(state, line).every(({ inventoryItemId, perUnit }) => {
    const level = levelAt(state, { inventoryItemId, locationId });
    return level?.active === true && level.quantities.available >= quantity * perUnit;
  });
}
