/** Holds on fulfillment orders: as long as one is left, nothing of the fulfillment order is shipped. */
import { Refused } from '../model/act.ts';
import type { HoldReason, StoreFulfillmentOrder, StoreHold } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ActContext } from './context.ts';
import {
  assertOwned,
  type FulfillmentOrderUnits,
  linesOfUnits,
  notOpen,
  openFulfillmentOrder,
  remainingUnits,
  shippedOf,
  takeUnits,
} from './fulfillment-order.ts';
import { together } from './together.ts';

// Shopify docs: fulfillmentOrderHold.
const holdsPerAppMax = 10;

/**
 * `fulfillmentOrderHold`: an app holds under distinct handles, ten times at most. The first hold of all tells
 * `placed_on_hold` and `fulfillment_holds/added`, each later one only the latter (Shopify docs: webhook topics).
 */
export function hold(
  context: ActContext,
  order: StoreOrder,
  placed: {
    readonly fulfillmentOrder: StoreFulfillmentOrder;
    readonly reason: HoldReason;
    readonly notes?: string;
    readonly handle?: string;
    readonly heldBy?: string;
    /** The units to hold; the others go into a fulfillment order of their own, which is not held. */
    readonly units?: readonly FulfillmentOrderUnits[];
  },
): StoreHold {
  const { fulfillmentOrder, heldBy = null, handle = null } = placed;
  assertOwned(order, fulfillmentOrder);
  const { status, holds } = fulfillmentOrder;
  if (status !== 'OPEN' && status !== 'SCHEDULED' && status !== 'ON_HOLD') throw notOpen();
  const own = holds.filter((each) => each.heldBy === heldBy);
  if (own.length >= holdsPerAppMax)
    throw new Refused(
      'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED',
      'The maximum number of fulfillment holds for this fulfillment order has been reached for this app. ' +
        'An app can only have up to 10 holds on a single fulfillment order at any one time.',
    );
  if (own.some((each) => each.handle === handle))
    throw new Refused(
      'DUPLICATE_FULFILLMENT_HOLD_HANDLE',
      'The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.',
      ['fulfillmentHold', 'handle'],
    );

  const apart = placed.units === undefined ? [] : othersOf(fulfillmentOrder, placed.units);

  return together(context, order, (inner) => {
    const { reason, notes = null } = placed;
    const other = apart.length === 0 ? {} : { other: splitOff(inner, order, { fulfillmentOrder, apart }) };
    const added: StoreHold = { id: inner.nextId(), handle, reason, notes, heldBy };
    holds.push(added);
    fulfillmentOrder.status = 'ON_HOLD';
    fulfillmentOrder.updatedAt = inner.clock.now();
    if (holds.length === 1)
      inner.announce([{ topic: 'fulfillment_orders/placed_on_hold', order, fulfillmentOrder, ...other }]);
    inner.announce([{ topic: 'fulfillment_holds/added', order, fulfillmentOrder, hold: added }]);
    return added;
  });
}

/** Everything unshipped but the units named; refuses units that are not there, and to take apart what is held. */
function othersOf(
  fulfillmentOrder: StoreFulfillmentOrder,
  units: readonly FulfillmentOrderUnits[],
): ReturnType<typeof linesOfUnits> {
  const at = ['fulfillmentHold', 'fulfillmentOrderLineItems'];
  if (fulfillmentOrder.holds.length > 0)
    throw new Refused(
      'FULFILLMENT_ORDER_NOT_SPLITTABLE',
      'The fulfillment order is not in a splittable state.',
      at,
    );
  if (new Set(units.map(({ id }) => id)).size < units.length)
    throw new Refused(
      'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS',
      'The fulfillment order line items are not unique.',
      at,
    );
  if (units.some(({ quantity }) => quantity < 1))
    throw new Refused(
      'GREATER_THAN_ZERO',
      'The fulfillment order line item quantity must be greater than 0.',
      at,
    );
  const held = linesOfUnits(fulfillmentOrder, units);
  const others = remainingUnits(fulfillmentOrder).map(({ id, quantity }) => ({
    id,
    quantity: quantity - (held.find(({ line }) => line.id === id)?.quantity ?? 0),
  }));
  return linesOfUnits(
    fulfillmentOrder,
    others.filter(({ quantity }) => quantity > 0),
  );
}

function splitOff(
  context: ActContext,
  order: StoreOrder,
  asked: {
    readonly fulfillmentOrder: StoreFulfillmentOrder;
    readonly apart: ReturnType<typeof linesOfUnits>;
  },
): StoreFulfillmentOrder {
  const { fulfillmentOrder, apart } = asked;
  const lines = apart.map(({ line, quantity }) => ({ lineId: line.lineId, quantity }));
  const other = openFulfillmentOrder(context, order, { locationId: fulfillmentOrder.locationId, lines });
  for (const each of apart) takeUnits(context, fulfillmentOrder, each);
  return other;
}

/** `fulfillmentOrderReleaseHold`: all holds without ids; only the last one left tells `hold_released`. */
export function releaseHold(
  context: ActContext,
  order: StoreOrder,
  released: { readonly fulfillmentOrder: StoreFulfillmentOrder; readonly holdIds?: readonly bigint[] },
): void {
  const { fulfillmentOrder, holdIds } = released;
  assertOwned(order, fulfillmentOrder);
  const gone = fulfillmentOrder.holds.filter(({ id }) => holdIds === undefined || holdIds.includes(id));
  if (gone.length === 0) throw new Refused('INVALID', 'The fulfillment order is not on hold.');

  together(context, order, (inner) => {
    const left = fulfillmentOrder.holds.filter((each) => !gone.includes(each));
    fulfillmentOrder.holds.splice(0, fulfillmentOrder.holds.length, ...left);
    fulfillmentOrder.updatedAt = inner.clock.now();
    for (const each of gone)
      inner.announce([{ topic: 'fulfillment_holds/released', order, fulfillmentOrder, hold: each }]);
    if (left.length > 0) return;
    fulfillmentOrder.status = shippedOf(fulfillmentOrder) > 0 ? 'IN_PROGRESS' : 'OPEN';
    inner.announce([{ topic: 'fulfillment_orders/hold_released', order, fulfillmentOrder }]);
  });
}
