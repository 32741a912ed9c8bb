/** Takes fulfillment orders apart and puts them together. */
import { mergeable, splittable } from '../../act/fulfillment-move.ts';
import { remainingUnits } from '../../act/fulfillment-order.ts';
import { Refused } from '../../model/act.ts';
import type { AdminContext, View } from '../context.ts';
import { fulfillmentOrderView } from '../view/fulfillment-order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { fulfillmentOrderNamed, type OwnFulfillmentOrder } from './find.ts';
import { type LineInput, unitsOf } from './fulfillment.ts';
import { assertNotGiven } from './input.ts';

type SplitInput = {
  readonly fulfillmentOrderSplits: readonly {
    readonly fulfillmentOrderId: string;
    readonly fulfillmentOrderLineItems: readonly LineInput[];
  }[];
};

type MergeInput = {
  readonly fulfillmentOrderMergeInputs: readonly {
    readonly mergeIntents: readonly {
      readonly fulfillmentOrderId: string;
      readonly fulfillmentOrderLineItems?: readonly LineInput[] | null;
    }[];
  }[];
};

/** Both take several at once; all of them are checked before the first is done. */
export function fulfillmentShapeMutations(context: AdminContext): Mutations {
  const view = ({ order, fulfillmentOrder }: OwnFulfillmentOrder): View =>
    fulfillmentOrderView(context, order, fulfillmentOrder);
  return {
    fulfillmentOrderSplit: ({ fulfillmentOrderSplits: inputs }: SplitInput, info) =>
      carryOut(info, () => {
        const splits = inputs.map((input, index) => splitOf(context, input, index));
        assertOnce(splits);
        return {
          fulfillmentOrderSplits: splits.map(({ order, fulfillmentOrder, lines }) => {
            const known = new Set(order.fulfillmentOrders);
            const apart = context.acts.splitFulfillmentOrder(order, fulfillmentOrder, lines);
            const replacement = order.fulfillmentOrders.find((each) => each !== apart && !known.has(each));
            return {
              __typename: 'FulfillmentOrderSplitResult',
              fulfillmentOrder: view({ order, fulfillmentOrder }),
              remainingFulfillmentOrder: view({ order, fulfillmentOrder: apart }),
              replacementFulfillmentOrder:
                replacement === undefined ? null : view({ order, fulfillmentOrder: replacement }),
            };
          }),
        };
      }),
    fulfillmentOrderMerge: ({ fulfillmentOrderMergeInputs: inputs }: MergeInput, info) =>
      carryOut(info, () => {
        const merges = inputs.map((input) => mergeOf(context, input));
        assertOnce(merges.flatMap(({ merged }) => merged.map((fulfillmentOrder) => ({ fulfillmentOrder }))));
        return {
          fulfillmentOrderMerges: merges.map(({ order, merged }) => ({
            __typename: 'FulfillmentOrderMergeResult',
            fulfillmentOrder: view({
              order,
              fulfillmentOrder: context.acts.mergeFulfillmentOrders(order, merged),
            }),
          })),
        };
      }),
  };
}

function splitOf(context: AdminContext, input: SplitInput['fulfillmentOrderSplits'][number], index: number) {
  const own = fulfillmentOrderNamed(context, input.fulfillmentOrderId);
  const at = ['fulfillmentOrderSplits', String(index), 'fulfillmentOrderLineItems'];
  const lines = unitsOf(input.fulfillmentOrderLineItems) ?? [];
  const none = lines.findIndex(({ quantity }) => quantity < 1);
  if (none >= 0)
    throw new Refused(
      'GREATER_THAN',
      'You must select at least one item to split into a new fulfillment order.',
      [...at, String(none), 'quantity'],
    );
  try {
    splittable(own.order, { fulfillmentOrder: own.fulfillmentOrder, lines });
  } catch (error) {
    if (!(error instanceof Refused) || error.field === null) throw error;
    throw new Refused(error.code, error.message, at);
  }
  return { ...own, lines };
}

function mergeOf(context: AdminContext, { mergeIntents }: MergeInput['fulfillmentOrderMergeInputs'][number]) {
  const named = mergeIntents.map(({ fulfillmentOrderId, fulfillmentOrderLineItems }) => {
    const own = fulfillmentOrderNamed(context, fulfillmentOrderId);
    const units = unitsOf(fulfillmentOrderLineItems);
    const isWhole = units === null || isEverything(units, remainingUnits(own.fulfillmentOrder));
    // Merging a part of a fulfillment order is not modelled, and is said so.
    if (!isWhole) assertNotGiven({ fulfillmentOrderLineItems }, ['fulfillmentOrderLineItems']);
    return own;
  });
  const [first] = named;
  if (first === undefined)
    throw new Refused('FULFILLMENT_ORDER_NOT_FOUND', 'Fulfillment order does not exist.');
  const merged = named.map(({ fulfillmentOrder }) => fulfillmentOrder);
  mergeable(first.order, merged);
  return { order: first.order, merged };
}

type Units = readonly { readonly id: bigint; readonly quantity: number }[];

function isEverything(units: Units, remaining: Units): boolean {
  return (
    units.length === remaining.length &&
    remaining.every(({ id, quantity }) => units.some((each) => each.id === id && each.quantity === quantity))
  );
}

function assertOnce(named: readonly { readonly fulfillmentOrder: unknown }[]): void {
  if (new Set(named.map(({ fulfillmentOrder }) => fulfillmentOrder)).size < named.length)
    throw new Refused('INVALID', 'The same fulfillment order was named twice.');
}
