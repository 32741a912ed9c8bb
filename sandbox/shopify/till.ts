/** What can happen to an order. Each act changes the store's state; nothing here knows of webhooks. */
import type { Clock } from '../clock.ts';
import {
  fulfilledQuantityOf,
  outstandingOf,
  receivedOf,
  type StoreFulfillment,
  type StoreLine,
  type StoreOrder,
  type StoreTransaction,
} from './order.ts';
import type { NextId } from './place.ts';
import type { PaymentSpec } from './spec.ts';

/** Units of one line; all lines with what is left of them when a fulfillment names none. */
export type FulfillLine = { readonly line: StoreLine; readonly quantity: number };

export function recordPayment(
  order: StoreOrder,
  payment: PaymentSpec,
  shop: { clock: Clock; nextId: NextId },
): StoreTransaction {
  const authorization = order.transactions.find(
    (each) => each.kind === 'authorization' && each.status === 'success',
  );
  if (payment.kind === 'capture' && authorization === undefined)
    throw new Error(`Order ${order.name} has no authorization to capture.`);
  const transaction: StoreTransaction = {
    id: shop.nextId(),
    kind: payment.kind,
    status: payment.status ?? 'success',
    gateway: payment.gateway,
    amount: payment.amount ?? outstandingOf(order),
    at: shop.clock.now(),
    parentId: payment.kind === 'capture' ? (authorization?.id ?? null) : null,
  };
  order.transactions.push(transaction);
  order.updatedAt = shop.clock.now();
  return transaction;
}

export function recordFulfillment(
  order: StoreOrder,
  lines: readonly FulfillLine[] | undefined,
  shop: { clock: Clock; nextId: NextId },
): StoreFulfillment {
  const open = order.lines.map((line) => ({
    line,
    quantity: line.quantity - fulfilledQuantityOf(order, line),
  }));
  const shipped = lines ?? open.filter((each) => each.quantity > 0);
  for (const { line, quantity } of shipped)
    if (quantity < 1 || quantity > (open.find((each) => each.line === line)?.quantity ?? 0))
      throw new Error(`Order ${order.name} does not have ${quantity} of ${line.title} left to fulfill.`);
  if (shipped.length === 0) throw new Error(`Order ${order.name} has nothing left to fulfill.`);
  const fulfillment: StoreFulfillment = {
    id: shop.nextId(),
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    createdAt: shop.clock.now(),
    lines: shipped.map((each) => ({ id: shop.nextId(), ...each })),
  };
  order.fulfillments.push(fulfillment);
  order.updatedAt = shop.clock.now();
  return fulfillment;
}

/** Only orders without money or goods on the way: anything else needs refunds, which this store cannot do yet. */
export function recordCancellation(order: StoreOrder, clock: Clock): void {
  if (receivedOf(order) > 0n || order.fulfillments.length > 0)
    throw new Error(
      `Order ${order.name} is paid or shipped; this store only cancels orders that are neither.`,
    );
  order.cancelledAt = clock.now();
  order.updatedAt = clock.now();
}
