/** `fulfillmentOrdersReroute`: the store finds another location for fulfillment orders by its own routing. */
import { lineOf } from '../../act/fulfillment-order.ts';
import { move } from '../../act/fulfillment-move.ts';
import { levelAt, stockOf } from '../../act/stock.ts';
import { together } from '../../act/together.ts';
import { Refused } from '../../model/act.ts';
import type { StoreFulfillmentOrder } from '../../model/fulfillment.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { AdminContext } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { fulfillmentOrderView } from '../view/fulfillment-order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { fulfillmentOrderNamed } from './find.ts';

type RerouteInput = {
  readonly fulfillmentOrderIds: readonly string[];
  readonly includedLocationIds?: readonly string[] | null;
  readonly excludedLocationIds?: readonly string[] | null;
};

export function rerouteMutations(context: AdminContext): Mutations {
  return {
    fulfillmentOrdersReroute: (args: RerouteInput, info) =>
      carryOut(info, () => {
        const { order, fulfillmentOrders } = reroutable(context, args.fulfillmentOrderIds);
        const place = placesFor(context, fulfillmentOrders, args).find((locationId) =>
          fulfillmentOrders.every((each) => hasAll(context, order, each, locationId)),
        );
        if (place === undefined)
          throw new Refused(
            'CANNOT_REASSIGN_LOCATION_FOR_FULFILLMENT_ORDERS',
            'Cannot reassign location for fulfillment orders.',
          );
        const moved = together(context, order, (inner) =>
          fulfillmentOrders.map((fulfillmentOrder) =>
            move(inner, order, { fulfillmentOrder, locationId: place }),
          ),
        );
        return {
          movedFulfillmentOrders: moved.map((each) => fulfillmentOrderView(context, order, each)),
        };
      }),
  };
}

function reroutable(context: AdminContext, ids: readonly string[]) {
  const named = [...new Set(ids)].map((id) => fulfillmentOrderNamed(context, id, ['fulfillmentOrderIds']));
  const [first] = named;
  if (first === undefined)
    throw new Refused('NO_FULFILLMENT_ORDER_IDS', 'No fulfillment order IDs were provided.');
  const { order, fulfillmentOrder } = first;
  for (const each of named) {
    if (each.order !== order)
      throw new Refused(
        'FULFILLMENT_ORDERS_NOT_FROM_THE_SAME_ORDER',
        'Fulfillment orders are not from the same order.',
      );
    if (each.fulfillmentOrder.locationId !== fulfillmentOrder.locationId)
      throw new Refused(
        'FULFILLMENT_ORDERS_MUST_BELONG_TO_SAME_LOCATION',
        'Fulfillment orders must belong to the same location.',
      );
    assertState(each.fulfillmentOrder);
  }
  return { order, fulfillmentOrders: named.map((each) => each.fulfillmentOrder) };
}

function assertState({ progressReported, status, requestStatus, lines }: StoreFulfillmentOrder): void {
  if (progressReported)
    throw new Refused(
      'CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS',
      'Cannot move a fulfillment order that has progress reported.',
    );
  const isWaiting = requestStatus === 'UNSUBMITTED' || requestStatus === 'REJECTED';
  if (status !== 'OPEN' || !isWaiting || lines.every(({ remaining }) => remaining === 0))
    throw new Refused(
      'FULFILLMENT_ORDERS_STATE_NOT_SUPPORTED',
      'All fulfillment orders must have status and request status compatible with reroutable states.',
    );
}

/** The shop's own location first, then the others; retail stores ship nothing that was ordered elsewhere. */
function placesFor(
  { state }: AdminContext,
  [first]: readonly StoreFulfillmentOrder[],
  { includedLocationIds, excludedLocationIds }: RerouteInput,
): bigint[] {
  const numbers = (ids: readonly string[] | null | undefined) => ids?.map((id) => numberOf('Location', id));
  const [included, excluded] = [numbers(includedLocationIds), numbers(excludedLocationIds) ?? []];
  const shipping = state.locations.filter(({ active, kind }) => active && kind !== 'retail');
  if (shipping.length < 2)
    throw new Refused(
      'SINGLE_LOCATION_SHOP_NOT_SUPPORTED',
      'This feature is only supported for multi-location shops.',
    );
  const home = state.shop.locationId;
  return shipping
    .map(({ id }) => id)
    .toSorted((left, right) => Number(right === home) - Number(left === home))
    .filter((id) => id !== first?.locationId && !excluded.includes(id) && (included?.includes(id) ?? true));
}

function hasAll(
  { state }: AdminContext,
  order: StoreOrder,
  ...[fulfillmentOrder, locationId]: [StoreFulfillmentOrder, bigint]
): boolean {
  return fulfillmentOrder.lines.every(({ lineId, remaining }) =>
    stockOf(state, lineOf(order, lineId)).every(({ inventoryItemId, perUnit }) => {
      const level = levelAt(state, { inventoryItemId, locationId });
      return level?.active === true && level.quantities.available >= remaining * perUnit;
    }),
  );
}
