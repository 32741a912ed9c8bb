/** What a merchant asks of a fulfillment service, and what it answers. */
import { Refused } from '../model/act.ts';
import type { StoreFulfillmentOrder } from '../model/fulfillment.ts';
import type { FulfillmentOrderTopic } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ActContext } from './context.ts';
import { assertOwned, shippedOf } from './fulfillment-order.ts';
import { together } from './together.ts';

type RequestStep =
  | 'submit'
  | 'accept'
  | 'reject'
  | 'request-cancellation'
  | 'accept-cancellation'
  | 'reject-cancellation';

type RequestStatus = StoreFulfillmentOrder['requestStatus'];

/** From which request status a step is possible, and to what it leads (Shopify docs: fulfillment service apps). */
const steps: Record<
  RequestStep,
  {
    readonly from: readonly RequestStatus[];
    readonly to: RequestStatus;
    readonly topic: FulfillmentOrderTopic;
  }
> = {
  submit: {
    from: ['UNSUBMITTED', 'REJECTED', 'CANCELLATION_ACCEPTED', 'CLOSED'],
    to: 'SUBMITTED',
    topic: 'fulfillment_orders/fulfillment_request_submitted',
  },
  accept: {
    from: ['SUBMITTED'],
    to: 'ACCEPTED',
    topic: 'fulfillment_orders/fulfillment_request_accepted',
  },
  reject: {
    from: ['SUBMITTED'],
    to: 'REJECTED',
    topic: 'fulfillment_orders/fulfillment_request_rejected',
  },
  'request-cancellation': {
    from: ['ACCEPTED', 'CANCELLATION_REJECTED'],
    to: 'CANCELLATION_REQUESTED',
    topic: 'fulfillment_orders/cancellation_request_submitted',
  },
  'accept-cancellation': {
    from: ['CANCELLATION_REQUESTED'],
    to: 'CANCELLATION_ACCEPTED',
    topic: 'fulfillment_orders/cancellation_request_accepted',
  },
  'reject-cancellation': {
    from: ['CANCELLATION_REQUESTED'],
    to: 'CANCELLATION_REJECTED',
    topic: 'fulfillment_orders/cancellation_request_rejected',
  },
};

/** Takes one step of a request; an accepted one is in progress, and one whose cancellation is accepted open again. */
export function takeRequestStep(
  context: ActContext,
  order: StoreOrder,
  asked: { readonly fulfillmentOrder: StoreFulfillmentOrder; readonly step: RequestStep },
): void {
  const { fulfillmentOrder, step } = asked;
  const { to, topic } = steps[step];
  assertRequestStep(context, order, asked);
  together(context, order, (inner) => {
    fulfillmentOrder.requestStatus = to;
    fulfillmentOrder.updatedAt = inner.clock.now();
    if (step === 'accept') fulfillmentOrder.status = 'IN_PROGRESS';
    if (step === 'accept-cancellation')
      fulfillmentOrder.status = shippedOf(fulfillmentOrder) > 0 ? 'INCOMPLETE' : 'OPEN';
    inner.announce([{ topic, order, fulfillmentOrder }]);
  });
}

/** Refuses a step that the fulfillment order's request cannot take, or that no service is there to take. */
export function assertRequestStep(
  context: ActContext,
  order: StoreOrder,
  asked: { readonly fulfillmentOrder: StoreFulfillmentOrder; readonly step: RequestStep },
): void {
  const { fulfillmentOrder, step } = asked;
  assertOwned(order, fulfillmentOrder);
  const { locationId, status, requestStatus } = fulfillmentOrder;
  const location = context.state.locations.find(({ id }) => id === locationId);
  if (location?.kind !== 'third-party')
    throw new Refused('INVALID', 'The fulfillment order is not assigned to a fulfillment service.');
  const isWorkable = status === 'OPEN' || status === 'IN_PROGRESS' || status === 'INCOMPLETE';
  if (!isWorkable || !steps[step].from.includes(requestStatus))
    throw new Refused('INVALID', `The fulfillment order's request status is ${requestStatus.toLowerCase()}.`);
}
