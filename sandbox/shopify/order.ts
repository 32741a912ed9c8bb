/** What follows from an order's agreements, transactions and fulfillments: its totals and its states. */
import { type Bag, minus, noMoney, plus } from './model/bag.ts';
import type { StoreTax } from './model/charge.ts';
import type { StoreLine, StoreOrder } from './model/order.ts';
import type { StoreTransaction } from './model/transaction.ts';

export type { StoreOrder } from './model/order.ts';

export type FinancialStatus =
  | 'pending'
  | 'authorized'
  | 'partially_paid'
  | 'paid'
  | 'partially_refunded'
  | 'refunded'
  | 'voided'
  | 'expired';

export function orderGid(order: StoreOrder): string {
  return `gid://shopify/Order/${order.id}`;
}

/** What the order comes to now: the sum of all its sales. */
export function totalOf(order: StoreOrder): Bag {
  return plus(...order.agreements.flatMap(({ sales }) => sales.map(({ total }) => total)));
}

/** What the order came to when it was placed. */
export function originalTotalOf(order: StoreOrder): Bag {
  const placed = order.agreements.filter(({ reason }) => reason === 'ORDER');
  return plus(...placed.flatMap(({ sales }) => sales.map(({ total }) => total)));
}

/** Successful payments less the change given for them. */
export function receivedOf(order: StoreOrder): Bag {
  const { sale, capture, change } = movedBy(order);
  return minus(plus(sale, capture), change);
}

/** Money that has gone back; what is still on its way is not in it. */
export function refundedOf(order: StoreOrder): Bag {
  return movedBy(order).refund;
}

export function netPaymentOf(order: StoreOrder): Bag {
  return minus(receivedOf(order), refundedOf(order));
}

/**
 * What is still to be paid; negative when the customer is owed something. An order is settled when the presentment side
 * is zero: the shop's side may keep a rest, since each payment is converted by itself.
 */
export function outstandingOf(order: StoreOrder): Bag {
  return minus(totalOf(order), netPaymentOf(order));
}

/** Authorizations that may still be captured, each with what is left of it in presentment minor units. */
export function openAuthorizationsOf(
  order: StoreOrder,
): { readonly authorization: StoreTransaction; readonly left: bigint }[] {
  return authorizationsOf(order)
    .filter((each) => each.expired !== true && !isVoided(order, each))
    .map((authorization) => ({ authorization, left: uncapturedOf(order, authorization) }))
    .filter(({ left }) => left > 0n);
}

/** An order of zero is paid from the start, as in the real store. */
export function financialStatusOf(order: StoreOrder): FinancialStatus {
  const received = receivedOf(order).presentment;
  const refunded = refundedOf(order).presentment;
  if (refunded > 0n) return refunded >= received ? 'refunded' : 'partially_refunded';
  const isPaid = received >= totalOf(order).presentment;
  if (received > 0n) return isPaid ? 'paid' : 'partially_paid';
  if (order.cancelledAt !== null && originalTotalOf(order).presentment > 0n) return 'voided';
  if (isPaid) return 'paid';
  const authorizations = authorizationsOf(order);
  if (openAuthorizationsOf(order).length > 0) return 'authorized';
  if (authorizations.some((each) => each.expired === true)) return 'expired';
  return authorizations.length > 0 ? 'voided' : 'pending';
}

/** Units that were shipped and whose fulfillment was not cancelled. */
export function fulfilledQuantityOf(order: StoreOrder, line: StoreLine): number {
  let quantity = 0;
  for (const fulfillment of order.fulfillments)
    if (fulfillment.status === 'success')
      for (const each of fulfillment.lines) if (each.lineId === line.id) quantity += each.quantity;
  return quantity;
}

/** As webhooks write it: whether every unit that is not taken off was shipped, some were, or all were put back. */
export function fulfillmentStatusOf(order: StoreOrder): 'fulfilled' | 'partial' | 'restocked' | null {
  const isShipping = order.fulfillmentOrders.some(({ lines }) =>
    lines.some(({ remaining }) => remaining > 0),
  );
  const hasShipped = order.fulfillments.some(({ status }) => status === 'success');
  if (hasShipped) return isShipping ? 'partial' : 'fulfilled';
  return order.cancelledAt !== null && isRestocked(order) ? 'restocked' : null;
}

/** The taxes of all sales, summed by title, rate and who owes them. */
export function currentTaxesOf(order: StoreOrder): StoreTax[] {
  const taxes = order.agreements.flatMap(({ sales }) => sales.flatMap((sale) => sale.taxes));
  const byTax = Map.groupBy(taxes, taxKey);
  return [...byTax.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, amount: plus(first.amount, ...others.map(({ amount }) => amount)) }],
  );
}

/** Which taxes are one: the same title, rate and debtor. */
export function taxKey({ title, rate, channelLiable }: StoreTax): string {
  return JSON.stringify([title, rate, channelLiable]);
}

function movedBy(order: StoreOrder): Record<StoreTransaction['kind'], Bag> {
  const moved: Record<StoreTransaction['kind'], Bag> = {
    sale: noMoney,
    capture: noMoney,
    change: noMoney,
    refund: noMoney,
    authorization: noMoney,
    emv_authorization: noMoney,
    void: noMoney,
  };
  for (const { kind, status, amount } of order.transactions)
    if (status === 'success') moved[kind] = plus(moved[kind], amount);
  return moved;
}

function authorizationsOf(order: StoreOrder): StoreTransaction[] {
  return order.transactions.filter(
    ({ kind, status }) => status === 'success' && (kind === 'authorization' || kind === 'emv_authorization'),
  );
}

function isVoided(order: StoreOrder, authorization: StoreTransaction): boolean {
  return order.transactions.some(
    ({ kind, status, parentId }) => kind === 'void' && status === 'success' && parentId === authorization.id,
  );
}

/** A capture that is still pending has taken its part of the authorization already. */
function uncapturedOf(order: StoreOrder, authorization: StoreTransaction): bigint {
  let left = authorization.amount.presentment;
  for (const { kind, status, parentId, amount } of order.transactions)
    if (kind === 'capture' && parentId === authorization.id && (status === 'success' || status === 'pending'))
      left -= amount.presentment;
  return left;
}

function isRestocked(order: StoreOrder): boolean {
  const restocked = new Map<bigint, number>();
  for (const refund of order.refunds)
    for (const { lineId, quantity, restockType } of refund.lines)
      if (restockType !== 'NO_RESTOCK') restocked.set(lineId, (restocked.get(lineId) ?? 0) + quantity);
  return order.lines.every(
    (line) => line.tip || (restocked.get(line.id) ?? 0) >= line.quantity - line.removedQuantity,
  );
}
