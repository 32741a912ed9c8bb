/** Moves and cancels fulfillment orders, and says that work on them has begun. */
import { remainingUnits } from '../../act/fulfillment-order.ts';
import type { AdminContext, View } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { fulfillmentOrderView } from '../view/fulfillment-order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { fulfillmentOrderNamed, type OwnFulfillmentOrder } from './find.ts';
import { type LineInput, unitsOf } from './fulfillment.ts';

type MoveInput = {
  readonly id: string;
  readonly newLocationId: string;
  readonly fulfillmentOrderLineItems?: readonly LineInput[] | null;
};

export function fulfillmentOrderMutations(context: AdminContext): Mutations {
  const view = ({ order, fulfillmentOrder }: OwnFulfillmentOrder): View =>
    fulfillmentOrderView(context, order, fulfillmentOrder);
  return {
    fulfillmentOrderMove: (args: MoveInput, info) =>
      carryOut(info, () => {
        const own = fulfillmentOrderNamed(context, args.id, ['id']);
        const locationId = numberOf('Location', args.newLocationId);
        const lines = unitsOf(args.fulfillmentOrderLineItems);
        const { order, fulfillmentOrder } = own;
        const moved = context.acts.moveFulfillmentOrder(order, fulfillmentOrder, {
          locationId,
          ...(lines !== null && { lines }),
        });
        const isWhole = moved === fulfillmentOrder;
        return {
          movedFulfillmentOrder: view({ order, fulfillmentOrder: moved }),
          originalFulfillmentOrder: view(own),
          remainingFulfillmentOrder:
            isWhole || remainingUnits(fulfillmentOrder).length === 0 ? null : view(own),
        };
      }),
    fulfillmentOrderCancel: ({ id }: { readonly id: string }, info) =>
      carryOut(
        info,
        () => {
          const own = fulfillmentOrderNamed(context, id, ['id']);
          const { order } = own;
          const replacement = context.acts.cancelFulfillmentOrder(order, own.fulfillmentOrder);
          return {
            fulfillmentOrder: view(own),
            replacementFulfillmentOrder:
              replacement === null ? null : view({ order, fulfillmentOrder: replacement }),
          };
        },
        { at: ['id'] },
      ),
    fulfillmentOrderReportProgress: ({ id }: { readonly id: string }, info) =>
      carryOut(
        info,
        () => {
          const own = fulfillmentOrderNamed(context, id, ['id']);
          context.acts.reportProgress(own.order, own.fulfillmentOrder);
          return { fulfillmentOrder: view(own) };
        },
        { at: ['id'] },
      ),
  };
}
