/** The acts on fulfillment orders and fulfillments, with Shopify's preconditions. */
import { type FulfillLine, type FulfillmentActs, Refused } from '../model/act.ts';
import type { StoreFulfillment, StoreFulfillmentOrder, StoreTracking } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ActContext } from './context.ts';
import { cancelFulfillment } from './fulfillment-cancel.ts';
import { hold, releaseHold } from './fulfillment-hold.ts';
import { cancelFulfillmentOrder, merge, move, split } from './fulfillment-move.ts';
import { assertOwned, notOpen, remainingUnits } from './fulfillment-order.ts';
import { takeRequestStep } from './fulfillment-request.ts';
import { assertShippable, isShippable, ship, type ShipPart } from './fulfillment-ship.ts';
import { together } from './together.ts';

export function openFulfillmentActs(context: ActContext): FulfillmentActs {
  return {
    fulfill: (order, lines, how) => fulfill(context, order, { ...how, ...(lines && { lines }) }),
    changeTracking: (order, fulfillment, tracking) =>
      changeTracking(context, order, { fulfillment, tracking }),
    cancelFulfillment: (order, fulfillment) => cancelFulfillment(context, order, fulfillment),
    moveFulfillmentOrder: (order, fulfillmentOrder, to) => move(context, order, { fulfillmentOrder, ...to }),
    splitFulfillmentOrder: (order, fulfillmentOrder, lines) =>
      split(context, order, { fulfillmentOrder, lines }),
    mergeFulfillmentOrders: (order, fulfillmentOrders) => merge(context, order, fulfillmentOrders),
    holdFulfillmentOrder: (order, fulfillmentOrder, placed) =>
      hold(context, order, { fulfillmentOrder, ...placed }),
    releaseHold: (order, fulfillmentOrder, holdIds) =>
      releaseHold(context, order, { fulfillmentOrder, ...(holdIds && { holdIds }) }),
    cancelFulfillmentOrder: (order, fulfillmentOrder) =>
      cancelFulfillmentOrder(context, order, fulfillmentOrder),
    reportProgress: (order, fulfillmentOrder) => reportProgress(context, order, fulfillmentOrder),
    requestFulfillment: (order, fulfillmentOrder, step) =>
      takeRequestStep(context, order, { fulfillmentOrder, step }),
  };
}

/** One fulfillment per location that ships; the first of them is answered. */
function fulfill(
  context: ActContext,
  order: StoreOrder,
  how: {
    readonly lines?: readonly FulfillLine[];
    readonly locationId?: bigint;
    readonly tracking?: StoreTracking;
    readonly fulfillmentOrderId?: bigint;
  },
): StoreFulfillment {
  const named = order.fulfillmentOrders.filter(
    (each) =>
      (how.fulfillmentOrderId ?? each.id) === each.id &&
      (how.locationId ?? each.locationId) === each.locationId,
  );
  const shippable = named.filter(isShippable);
  const parts = how.lines === undefined ? everythingLeft(shippable) : pick(how.lines, shippable, named);
  if (parts.length === 0) throw nothingToShip(named);
  const byLocation = Map.groupBy(parts, ({ fulfillmentOrder }) => fulfillmentOrder.locationId);
  const tracking = how.tracking === undefined ? {} : { tracking: how.tracking };
  const [first] = together(context, order, (inner) =>
    [...byLocation.values()].map((group) => ship(inner, order, { parts: group, ...tracking })),
  );
  if (first === undefined) throw nothingToShip(named);
  return first;
}

function everythingLeft(fulfillmentOrders: readonly StoreFulfillmentOrder[]): ShipPart[] {
  return fulfillmentOrders
    .map((fulfillmentOrder) => ({ fulfillmentOrder, units: remainingUnits(fulfillmentOrder) }))
    .filter(({ units }) => units.length > 0);
}

/** Takes the units of each line from the oldest fulfillment orders that may ship them. */
function pick(
  lines: readonly FulfillLine[],
  shippable: readonly StoreFulfillmentOrder[],
  named: readonly StoreFulfillmentOrder[],
): ShipPart[] {
  const parts = new Map<StoreFulfillmentOrder, { id: bigint; quantity: number }[]>();
  for (const { line, quantity } of lines) {
    let left = quantity;
    for (const fulfillmentOrder of shippable)
      for (const each of fulfillmentOrder.lines) {
        const units = parts.get(fulfillmentOrder) ?? [];
        const taken = units.find(({ id }) => id === each.id)?.quantity ?? 0;
        const picked = Math.min(left, each.remaining - taken);
        if (each.lineId !== line.id || picked <= 0) continue;
        left -= picked;
        parts.set(fulfillmentOrder, [
          ...units.filter(({ id }) => id !== each.id),
          { id: each.id, quantity: taken + picked },
        ]);
      }
    if (left === 0 && quantity > 0) continue;
    const blocked = named.find(
      (each) =>
        !isShippable(each) && each.lines.some(({ lineId, remaining }) => lineId === line.id && remaining > 0),
    );
    if (blocked !== undefined) assertShippable(blocked);
    throw new Refused('INVALID', 'Invalid fulfillment order line item quantity requested.', ['fulfillment']);
  }
  return [...parts].map(([fulfillmentOrder, units]) => ({ fulfillmentOrder, units }));
}

function nothingToShip(named: readonly StoreFulfillmentOrder[]): Refused {
  const [first] = named;
  const message =
    first === undefined
      ? 'Fulfillment order does not exist.'
      : `Fulfillment order ${first.id} has an unfulfillable status= ${first.status.toLowerCase()}.`;
  return new Refused('INVALID', message, ['fulfillment']);
}

function changeTracking(
  context: ActContext,
  order: StoreOrder,
  changed: { readonly fulfillment: StoreFulfillment; readonly tracking: StoreTracking },
): void {
  const { fulfillment, tracking } = changed;
  if (!order.fulfillments.includes(fulfillment))
    throw new Refused('INVALID', 'Fulfillment could not be found.');
  if (fulfillment.status === 'cancelled') throw new Refused('INVALID', 'Fulfillment is cancelled.');
  together(context, order, (inner) => {
    fulfillment.tracking = tracking;
    fulfillment.updatedAt = inner.clock.now();
    inner.announce([
      { topic: 'fulfillments/update', order, fulfillment },
      { topic: 'orders/updated', order },
    ]);
  });
}

/** Work has begun, so that the fulfillment order cannot be moved or cancelled any more. */
function reportProgress(
  context: ActContext,
  order: StoreOrder,
  fulfillmentOrder: StoreFulfillmentOrder,
): void {
  assertOwned(order, fulfillmentOrder);
  if (fulfillmentOrder.status !== 'OPEN' && fulfillmentOrder.status !== 'IN_PROGRESS')
    throw new Refused('FULFILLMENT_ORDER_STATUS_INVALID', 'The fulfillment order status is invalid.');
  if (fulfillmentOrder.requestStatus === 'SUBMITTED') throw notOpen();
  together(context, order, (inner) => {
    fulfillmentOrder.status = 'IN_PROGRESS';
    fulfillmentOrder.progressReported = true;
    fulfillmentOrder.updatedAt = inner.clock.now();
    inner.announce([{ topic: 'fulfillment_orders/progress_reported', order, fulfillmentOrder }]);
  });
}
