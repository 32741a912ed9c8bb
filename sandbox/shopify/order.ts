/** The store's own state of an order, and what follows from it. */
import type { Person } from './person.ts';
import { type Priced, sum } from './price.ts';
import type { DiscountCodeSpec } from './spec.ts';

export type StoreLine = Priced & {
  readonly id: bigint;
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: bigint;
  readonly requiresShipping: boolean;
  readonly ownDiscount: bigint;
  readonly codeDiscount: bigint;
};

export type StoreShipping = Priced & { readonly id: bigint; readonly title: string };

export type StoreTransaction = {
  readonly id: bigint;
  readonly kind: 'sale' | 'authorization' | 'capture';
  readonly status: 'success' | 'failure';
  readonly gateway: string;
  readonly amount: bigint;
  readonly at: number;
  readonly parentId: bigint | null;
};

export type StoreFulfillment = {
  readonly id: bigint;
  readonly name: string;
  readonly createdAt: number;
  readonly lines: readonly { readonly id: bigint; readonly line: StoreLine; readonly quantity: number }[];
};

export type StoreOrder = {
  readonly id: bigint;
  /** Counts the orders of a store from 1; `number` is what customers see. */
  readonly index: number;
  readonly number: number;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  readonly test: boolean;
  readonly quiet: boolean;
  readonly taxesIncluded: boolean;
  readonly currency: string;
  readonly poNumber: string | null;
  readonly customer: Person;
  readonly lines: readonly StoreLine[];
  readonly shipping: readonly StoreShipping[];
  readonly discountCode: DiscountCodeSpec | null;
  readonly transactions: StoreTransaction[];
  readonly fulfillments: StoreFulfillment[];
};

export type FinancialStatus = 'pending' | 'authorized' | 'partially_paid' | 'paid' | 'voided';

export function orderGid(order: StoreOrder): string {
  return `gid://shopify/Order/${order.id}`;
}

export function fulfillmentGid(fulfillment: StoreFulfillment): string {
  return `gid://shopify/Fulfillment/${fulfillment.id}`;
}

export function totalOf(order: StoreOrder): bigint {
  return sum([...order.lines, ...order.shipping].map((charge) => charge.total));
}

export function receivedOf(order: StoreOrder): bigint {
  const money = order.transactions.filter(
    (each) => each.status === 'success' && each.kind !== 'authorization',
  );
  return sum(money.map((each) => each.amount));
}

export function outstandingOf(order: StoreOrder): bigint {
  return totalOf(order) - receivedOf(order);
}

/** An order of zero is paid from the start, as in the real store. */
export function financialStatusOf(order: StoreOrder): FinancialStatus {
  const received = receivedOf(order);
  if (received >= totalOf(order)) return 'paid';
  if (received > 0n) return 'partially_paid';
  if (order.cancelledAt !== null) return 'voided';
  return order.transactions.some((each) => each.status === 'success') ? 'authorized' : 'pending';
}

export function fulfilledQuantityOf(order: StoreOrder, line: StoreLine): number {
  const shipped = order.fulfillments.flatMap((each) => each.lines).filter((each) => each.line.id === line.id);
  return shipped.reduce((quantity, each) => quantity + each.quantity, 0);
}

export function fulfillmentStatusOf(order: StoreOrder): 'fulfilled' | 'partial' | null {
  if (order.fulfillments.length === 0) return null;
  const complete = order.lines.every((line) => fulfilledQuantityOf(order, line) >= line.quantity);
  return complete ? 'fulfilled' : 'partial';
}
