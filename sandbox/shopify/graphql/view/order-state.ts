/** Where an order stands: paid, shipped, returned, and what may still be done. */
import { currentQuantityOf, refundableOf } from '../../act/agree.ts';
import { isActive } from '../../act/fulfillment-order.ts';
import type { StoreOrder } from '../../model/order.ts';
import { financialStatusOf, fulfillmentStatusOf, openAuthorizationsOf, outstandingOf } from '../../order.ts';

export function statesOf(order: StoreOrder) {
  const isOpenOwing = (): boolean => order.cancelledAt === null && outstandingOf(order).presentment > 0n;
  const goods = order.lines.filter(({ tip }) => !tip);
  return {
    displayFinancialStatus: () => financialStatusOf(order).toUpperCase(),
    displayFulfillmentStatus: () => displayFulfillmentStatus(order),
    returnStatus: () => returnStatusOf(order),
    canMarkAsPaid: isOpenOwing,
    capturable: () => openAuthorizationsOf(order).length > 0,
    fulfillable: () => order.fulfillmentOrders.some(isActive),
    refundable: () => order.lines.some((line) => refundableOf(order, line) > 0),
    restockable: () => order.lines.some((line) => refundableOf(order, line) > 0 && line.variantId !== null),
    requiresShipping: order.lines.some(({ requiresShipping }) => requiresShipping),
    merchantEditable: order.cancelledAt === null,
    canNotifyCustomer: order.customer !== null,
    subtotalLineItemsQuantity: goods.reduce((sum, { quantity }) => sum + quantity, 0),
    currentSubtotalLineItemsQuantity: () =>
      goods.reduce((sum, line) => sum + currentQuantityOf(order, line), 0),
    totalWeight: String(order.lines.reduce((grams, line) => grams + line.grams * line.quantity, 0)),
    currentTotalWeight: () =>
      String(order.lines.reduce((grams, line) => grams + line.grams * currentQuantityOf(order, line), 0)),
  };
}

/** Shopify docs (OrderDisplayFulfillmentStatus): what all unshipped items have in common comes before how many shipped. */
export function displayFulfillmentStatus(order: StoreOrder): string {
  const shipped = fulfillmentStatusOf(order);
  if (shipped === 'fulfilled') return 'FULFILLED';
  const open = order.fulfillmentOrders.filter(
    (each) => isActive(each) && each.lines.some(({ remaining }) => remaining > 0),
  );
  if (shipped === 'partial') return 'PARTIALLY_FULFILLED';
  if (order.fulfillmentOrders.length === 0)
    return order.cancelledAt === null ? notRequired(order) : 'UNFULFILLED';
  if (open.length > 0 && open.every(({ status }) => status === 'ON_HOLD')) return 'ON_HOLD';
  if (open.length > 0 && open.every(({ status }) => status === 'SCHEDULED')) return 'SCHEDULED';
  if (open.some(({ requestStatus }) => requestStatus === 'REJECTED')) return 'REQUEST_DECLINED';
  if (open.length > 0 && open.every(isUnderWay)) return 'IN_PROGRESS';
  return 'UNFULFILLED';
}

function isUnderWay({ status, requestStatus }: StoreOrder['fulfillmentOrders'][number]): boolean {
  return status === 'IN_PROGRESS' || requestStatus === 'SUBMITTED' || requestStatus === 'ACCEPTED';
}

function notRequired(order: StoreOrder): string {
  return order.lines.every(({ tip }) => tip) ? 'FULFILLMENT_NOT_REQUIRED' : 'UNFULFILLED';
}

export function returnStatusOf({ returns }: StoreOrder): string {
  const has = (status: string): boolean => returns.some((each) => each.status === status);
  if (has('REQUESTED')) return 'RETURN_REQUESTED';
  const open = returns.filter(({ status }) => status === 'OPEN');
  if (open.length > 0) return open.every(isInspected) ? 'INSPECTION_COMPLETE' : 'IN_PROGRESS';
  if (has('CLOSED')) return 'RETURNED';
  return 'NO_RETURN';
}

function isInspected({ reverseFulfillmentOrders }: StoreOrder['returns'][number]): boolean {
  const lines = reverseFulfillmentOrders.flatMap((reverse) => reverse.lines);
  const disposed = (line: (typeof lines)[number]): number =>
    line.dispositions.reduce((sum, { quantity }) => sum + quantity, 0);
  return lines.length > 0 && lines.every((line) => disposed(line) === line.quantity);
}
