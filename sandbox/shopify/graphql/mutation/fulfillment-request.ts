/** What a merchant asks of a fulfillment service, and what the service answers. */
import { split } from '../../act/fulfillment-move.ts';
import { remainingUnits } from '../../act/fulfillment-order.ts';
import { assertRequestStep, takeRequestStep } from '../../act/fulfillment-request.ts';
import { together } from '../../act/together.ts';
import type { StoreFulfillmentOrder } from '../../model/fulfillment.ts';
import type { AdminContext } from '../context.ts';
import { fulfillmentOrderView } from '../view/fulfillment-order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { fulfillmentOrderNamed, type OwnFulfillmentOrder } from './find.ts';
import { type LineInput, unitsOf } from './fulfillment.ts';

/** The steps that take a whole fulfillment order, by the mutation that takes them. */
const steps = {
  fulfillmentOrderAcceptFulfillmentRequest: 'accept',
  fulfillmentOrderRejectFulfillmentRequest: 'reject',
  fulfillmentOrderSubmitCancellationRequest: 'request-cancellation',
  fulfillmentOrderAcceptCancellationRequest: 'accept-cancellation',
  fulfillmentOrderRejectCancellationRequest: 'reject-cancellation',
} as const;

type SubmitInput = {
  readonly id: string;
  readonly fulfillmentOrderLineItems?: readonly LineInput[] | null;
};

export function fulfillmentRequestMutations(context: AdminContext): Mutations {
  const whole: Mutations = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [
      name,
      ({ id }: { readonly id: string }, info) =>
        carryOut(
          info,
          () => {
            const { order, fulfillmentOrder } = fulfillmentOrderNamed(context, id, ['id']);
            context.acts.requestFulfillment(order, fulfillmentOrder, step);
            return { fulfillmentOrder: fulfillmentOrderView(context, order, fulfillmentOrder) };
          },
          { at: ['id'] },
        ),
    ]),
  );
  return {
    ...whole,
    fulfillmentOrderSubmitFulfillmentRequest: (args: SubmitInput, info) =>
      carryOut(
        info,
        () => {
          const own = fulfillmentOrderNamed(context, args.id, ['id']);
          const rest = submit(context, own, unitsOf(args.fulfillmentOrderLineItems));
          const { order, fulfillmentOrder } = own;
          const submitted = fulfillmentOrderView(context, order, fulfillmentOrder);
          return {
            originalFulfillmentOrder: submitted,
            submittedFulfillmentOrder: submitted,
            unsubmittedFulfillmentOrder: rest === null ? null : fulfillmentOrderView(context, order, rest),
          };
        },
        { at: ['id'] },
      ),
  };
}

/** Submits the units named; the others go into a fulfillment order of their own, which is answered. */
function submit(
  context: AdminContext,
  { order, fulfillmentOrder }: OwnFulfillmentOrder,
  units: ReturnType<typeof unitsOf>,
): StoreFulfillmentOrder | null {
  assertRequestStep(context, order, { fulfillmentOrder, step: 'submit' });
  const others = units === null ? [] : withoutUnits(fulfillmentOrder, units);
  return together(context, order, (inner) => {
    const rest = others.length === 0 ? null : split(inner, order, { fulfillmentOrder, lines: others });
    takeRequestStep(inner, order, { fulfillmentOrder, step: 'submit' });
    return rest;
  });
}

function withoutUnits(
  fulfillmentOrder: StoreFulfillmentOrder,
  units: NonNullable<ReturnType<typeof unitsOf>>,
) {
  return remainingUnits(fulfillmentOrder)
    .map(({ id, quantity }) => {
      const named = units.filter((each) => each.id === id);
      return { id, quantity: named.reduce((left, each) => left - each.quantity, quantity) };
    })
    .filter(({ quantity }) => quantity !== 0);
}
