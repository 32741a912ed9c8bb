/** Finds what a mutation is about; what is not there is refused, since user errors and not exceptions say so. */
import { Refused } from '../../model/act.ts';
import type { StoreFulfillment, StoreFulfillmentOrder } from '../../model/fulfillment.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { StoreReturn } from '../../model/return.ts';
import type { AdminContext } from '../context.ts';
import { fulfillmentOfId, fulfillmentOrderOfId, numberOf, orderOfId, returnOfId } from '../lookup.ts';
import { isWithinReach } from '../window.ts';

type Missing = { readonly code?: string; readonly message: string; readonly at?: readonly string[] };

/** The order of a global id. */
export function orderNamed(context: AdminContext, id: string, missing: Missing): StoreOrder {
  const order = orderOfId(context.state, numberOf('Order', id));
  return order !== undefined && isWithinReach(context, order) ? order : refuse(missing);
}

export type OwnFulfillmentOrder = {
  readonly order: StoreOrder;
  readonly fulfillmentOrder: StoreFulfillmentOrder;
};

/** A fulfillment order with its order. */
export function fulfillmentOrderNamed(
  context: AdminContext,
  id: string,
  at?: readonly string[],
): OwnFulfillmentOrder {
  const found = fulfillmentOrderOfId(context.state, numberOf('FulfillmentOrder', id));
  if (found !== undefined && isWithinReach(context, found.order))
    return { order: found.order, fulfillmentOrder: found.item };
  const message = 'Fulfillment order does not exist.';
  return refuse({ code: 'FULFILLMENT_ORDER_NOT_FOUND', message, ...(at && { at }) });
}

/** A fulfillment with its order. */
export function fulfillmentNamed(
  context: AdminContext,
  id: string,
  at: readonly string[],
): { readonly order: StoreOrder; readonly fulfillment: StoreFulfillment } {
  const found = fulfillmentOfId(context.state, numberOf('Fulfillment', id));
  if (found !== undefined && isWithinReach(context, found.order))
    return { order: found.order, fulfillment: found.item };
  return refuse({ message: 'Fulfillment not found.', at });
}

/** A return with its order. */
export function returnNamed(
  context: AdminContext,
  id: string,
  at: readonly string[],
): { readonly order: StoreOrder; readonly returned: StoreReturn } {
  const found = returnOfId(context.state, numberOf('Return', id));
  if (found !== undefined && isWithinReach(context, found.order))
    return { order: found.order, returned: found.item };
  return refuse({ message: 'Return does not exist.', at });
}

function refuse({ code = 'NOT_FOUND', message, at }: Missing): never {
  throw new Refused(code, message, at ?? null);
}
