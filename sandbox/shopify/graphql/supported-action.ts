/** Which actions a fulfillment order allows: those that its acts would not refuse as it stands. */
import { isActive } from '../act/fulfillment-order.ts';
import type { StoreFulfillmentOrder } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';

type Action =
  | 'CANCEL_FULFILLMENT_ORDER'
  | 'CREATE_FULFILLMENT'
  | 'HOLD'
  | 'MERGE'
  | 'MOVE'
  | 'RELEASE_HOLD'
  | 'REPORT_PROGRESS'
  | 'REQUEST_CANCELLATION'
  | 'REQUEST_FULFILLMENT'
  | 'SPLIT';

const isWaitingForService = (one: StoreFulfillmentOrder): boolean =>
  one.requestStatus === 'SUBMITTED' ||
  one.requestStatus === 'ACCEPTED' ||
  one.requestStatus === 'CANCELLATION_REQUESTED' ||
  one.requestStatus === 'CANCELLATION_REJECTED';

const isRequestable = (one: StoreFulfillmentOrder): boolean =>
  one.requestStatus === 'UNSUBMITTED' ||
  one.requestStatus === 'REJECTED' ||
  one.requestStatus === 'CANCELLATION_ACCEPTED';

const canShip = ({ status }: StoreFulfillmentOrder): boolean => status === 'OPEN' || status === 'IN_PROGRESS';

export function supportedActions(
  { locations }: ShopState,
  order: StoreOrder,
  fulfillmentOrder: StoreFulfillmentOrder,
): Action[] {
  const { status, requestStatus, progressReported, lines, locationId } = fulfillmentOrder;
  const isService = locations.find(({ id }) => id === locationId)?.kind === 'third-party';
  const units = lines.reduce((sum, { remaining }) => sum + remaining, 0);
  const allowed: Record<Action, boolean> = {
    CREATE_FULFILLMENT: canShip(fulfillmentOrder),
    REQUEST_FULFILLMENT: isService && canShip(fulfillmentOrder) && isRequestable(fulfillmentOrder),
    REQUEST_CANCELLATION: isService && requestStatus === 'ACCEPTED',
    CANCEL_FULFILLMENT_ORDER:
      isActive(fulfillmentOrder) &&
      !progressReported &&
      (requestStatus === 'SUBMITTED' || requestStatus === 'CANCELLATION_REQUESTED'),
    MOVE:
      !progressReported &&
      (isActive(fulfillmentOrder) || status === 'INCOMPLETE') &&
      !isWaitingForService(fulfillmentOrder) &&
      locations.some(({ id, active }) => active && id !== locationId),
    HOLD: status === 'OPEN' || status === 'SCHEDULED' || status === 'ON_HOLD',
    RELEASE_HOLD: status === 'ON_HOLD',
    REPORT_PROGRESS: canShip(fulfillmentOrder) && !isService,
    SPLIT: isActive(fulfillmentOrder) && units > 1,
    MERGE:
      isMergeable(fulfillmentOrder) && order.fulfillmentOrders.some((each) => joins(each, fulfillmentOrder)),
  };
  return actions.filter((action) => units > 0 && allowed[action]);
}

const actions = [
  'CREATE_FULFILLMENT',
  'REQUEST_FULFILLMENT',
  'REQUEST_CANCELLATION',
  'CANCEL_FULFILLMENT_ORDER',
  'MOVE',
  'HOLD',
  'RELEASE_HOLD',
  'REPORT_PROGRESS',
  'SPLIT',
  'MERGE',
] as const satisfies readonly Action[];

function isMergeable({ status, requestStatus }: StoreFulfillmentOrder): boolean {
  return status === 'OPEN' && requestStatus === 'UNSUBMITTED';
}

function joins(one: StoreFulfillmentOrder, other: StoreFulfillmentOrder): boolean {
  return one !== other && isMergeable(one) && one.locationId === other.locationId;
}
