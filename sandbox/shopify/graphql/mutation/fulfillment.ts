/** Ships, takes a shipment back, and says how it is tracked. */
import { cancelFulfillment } from '../../act/fulfillment-cancel.ts';
import { remainingUnits } from '../../act/fulfillment-order.ts';
import { assertShippable, ship, type ShipPart } from '../../act/fulfillment-ship.ts';
import { Refused } from '../../model/act.ts';
import type { StoreTracking } from '../../model/fulfillment.ts';
import type { AdminContext } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { fulfillmentView } from '../view/fulfillment.ts';
import { carryOut, type Mutations } from './answer.ts';
import { fulfillmentNamed, fulfillmentOrderNamed, type OwnFulfillmentOrder } from './find.ts';
import { assertNotGiven } from './input.ts';

/** Units of lines of a fulfillment order, as all its mutations take them. */
export type LineInput = { readonly id: string; readonly quantity: number };

type FulfillmentInput = {
  readonly lineItemsByFulfillmentOrder: readonly {
    readonly fulfillmentOrderId: string;
    readonly fulfillmentOrderLineItems?: readonly LineInput[] | null;
  }[];
  readonly trackingInfo?: TrackingInput | null;
};

type TrackingInput = {
  readonly company?: string | null;
  readonly number?: string | null;
  readonly numbers?: readonly string[] | null;
  readonly url?: string | null;
  readonly urls?: readonly string[] | null;
};

export function fulfillmentMutations(context: AdminContext): Mutations {
  return {
    fulfillmentCreate: ({ fulfillment: input }: { readonly fulfillment: FulfillmentInput }, info) => {
      assertNotGiven(input, ['originAddress']);
      return carryOut(
        info,
        () => {
          const { order, parts } = partsOf(context, input);
          const tracking = input.trackingInfo == null ? {} : { tracking: trackingOf(input.trackingInfo) };
          const fulfillment = ship(context, order, { parts, ...tracking });
          return { fulfillment: fulfillmentView(context, order, fulfillment) };
        },
        { at: ['fulfillment'] },
      );
    },
    fulfillmentCancel: ({ id }: { readonly id: string }, info) =>
      carryOut(
        info,
        () => {
          const { order, fulfillment } = fulfillmentNamed(context, id, ['id']);
          cancelFulfillment(context, order, fulfillment);
          return { fulfillment: fulfillmentView(context, order, fulfillment) };
        },
        { at: ['id'] },
      ),
    fulfillmentTrackingInfoUpdate: (
      args: { readonly fulfillmentId: string; readonly trackingInfoInput: TrackingInput },
      info,
    ) =>
      carryOut(
        info,
        () => {
          const { order, fulfillment } = fulfillmentNamed(context, args.fulfillmentId, ['fulfillmentId']);
          context.acts.changeTracking(order, fulfillment, trackingOf(args.trackingInfoInput));
          return { fulfillment: fulfillmentView(context, order, fulfillment) };
        },
        { at: ['fulfillmentId'] },
      ),
  };
}

/** The lines that inputs name, as units; null when none are given, which means all. */
export function unitsOf(lines: readonly LineInput[] | null | undefined) {
  if (lines == null || lines.length === 0) return null;
  return lines.map(({ id, quantity }) => ({ id: numberOf('FulfillmentOrderLineItem', id), quantity }));
}

function partsOf(
  context: AdminContext,
  { lineItemsByFulfillmentOrder: groups }: FulfillmentInput,
): { readonly order: OwnFulfillmentOrder['order']; readonly parts: ShipPart[] } {
  const named = groups.map(({ fulfillmentOrderId, fulfillmentOrderLineItems }) => ({
    ...fulfillmentOrderNamed(context, fulfillmentOrderId),
    units: unitsOf(fulfillmentOrderLineItems),
  }));
  const [first] = named;
  if (first === undefined)
    throw new Refused('INVALID', 'Fulfillment payloads fulfillment order must be greater than 0');
  if (named.some(({ order }) => order !== first.order))
    throw new Refused('INVALID', 'All fulfillment orders must belong to the same order.');
  if (new Set(named.map(({ fulfillmentOrder }) => fulfillmentOrder)).size < named.length)
    throw new Refused('INVALID', 'Fulfillment orders must be unique.');
  const parts = named.map(({ fulfillmentOrder, units }) => {
    assertShippable(fulfillmentOrder);
    return { fulfillmentOrder, units: summed(units ?? remainingUnits(fulfillmentOrder)) };
  });
  return { order: first.order, parts };
}

/** Each line once, so that units named twice are counted together before anything is shipped. */
function summed(units: ShipPart['units']): ShipPart['units'] {
  const byLine = Map.groupBy(units, ({ id }) => id);
  return [...byLine].map(([id, each]) => ({
    id,
    quantity: each.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
}

function trackingOf(input: TrackingInput): StoreTracking {
  const { company, number, url } = input;
  const numbers = input.numbers ?? (number == null ? [] : [number]);
  const urls = input.urls ?? (url == null ? null : [url]);
  return { company: company ?? '', numbers, ...(urls !== null && { urls }) };
}
