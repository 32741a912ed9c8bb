/** Places holds of the app on fulfillment orders, and releases holds. */
import { hold } from '../../act/fulfillment-hold.ts';
import { Refused } from '../../model/act.ts';
import type { HoldReason } from '../../model/fulfillment.ts';
import type { AdminContext } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { fulfillmentOrderView, holdView } from '../view/fulfillment-order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { requestingApp } from './requesting-app.ts';
import { fulfillmentOrderNamed, type OwnFulfillmentOrder } from './find.ts';
import { type LineInput, unitsOf } from './fulfillment.ts';
import { assertNotGiven } from './input.ts';

type HoldInput = {
  readonly id: string;
  readonly fulfillmentHold: {
    readonly reason: HoldReason;
    readonly reasonNotes?: string | null;
    readonly handle?: string | null;
    readonly fulfillmentOrderLineItems?: readonly LineInput[] | null;
  };
};

// Schema: FulfillmentOrderHoldInput.handle.
const handleMax = 64;

export function fulfillmentHoldMutations(context: AdminContext): Mutations {
  return {
    fulfillmentOrderHold: ({ id, fulfillmentHold }: HoldInput, info) => {
      assertNotGiven(fulfillmentHold, ['externalId']);
      return carryOut(info, () =>
        holdAsAsked(context, fulfillmentOrderNamed(context, id, ['id']), fulfillmentHold),
      );
    },
    fulfillmentOrderReleaseHold: (
      args: { readonly id: string; readonly holdIds?: readonly string[] | null },
      info,
    ) => {
      assertNotGiven(args, ['externalId']);
      return carryOut(
        info,
        () => {
          const { order, fulfillmentOrder } = fulfillmentOrderNamed(context, args.id, ['id']);
          const holdIds = args.holdIds?.map((id) => numberOf('FulfillmentHold', id));
          context.acts.releaseHold(order, fulfillmentOrder, holdIds);
          return { fulfillmentOrder: fulfillmentOrderView(context, order, fulfillmentOrder) };
        },
        { at: ['id'] },
      );
    },
  };
}

function holdAsAsked(
  context: AdminContext,
  { order, fulfillmentOrder }: OwnFulfillmentOrder,
  asked: HoldInput['fulfillmentHold'],
) {
  const { reason, reasonNotes } = asked;
  const handle = asked.handle ?? '';
  if (handle.length > handleMax)
    throw new Refused('TOO_LONG', 'Handle is too long (maximum is 64 characters)', [
      'fulfillmentHold',
      'handle',
    ]);
  const known = new Set(order.fulfillmentOrders);
  const units = unitsOf(asked.fulfillmentOrderLineItems);
  const held = hold(context, order, {
    fulfillmentOrder,
    reason,
    handle,
    heldBy: requestingApp,
    ...(reasonNotes != null && { notes: reasonNotes }),
    ...(units !== null && { units }),
  });
  const remaining = order.fulfillmentOrders.find((each) => !known.has(each));
  return {
    fulfillmentHold: holdView(held),
    fulfillmentOrder: fulfillmentOrderView(context, order, fulfillmentOrder),
    remainingFulfillmentOrder:
      remaining === undefined ? null : fulfillmentOrderView(context, order, remaining),
  };
}
