/** What really happened to each order of a life, kept apart from everything the product can reach. */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf } from '#sandbox/shopify/order.ts';
import type { Planted } from './fault/planted.ts';
import type { Afterwards, OrderLife } from './step.ts';

export type OrderTruth = {
  /** The Shopify gid. */
  readonly orderId: string;
  readonly name: string;
  readonly order: StoreOrder;
  readonly life: OrderLife;
  readonly afterwards: Afterwards;
  /** One of a group that shares address and phone. */
  readonly ring: number | null;
  /** What was planted in it, lasting or not. */
  readonly planted: Planted[];
};

/** What the ERP ought to hold for an order at the end. */
export type ExpectedDocuments = {
  readonly salesOrder: 0 | 1;
  readonly deposits: number;
  readonly invoices: number;
};

/**
 * For orders that were never edited, refunded or returned: a sales order once the order is paid in full, a deposit
 * for each payment, an invoice for each parcel. A test order and an unpaid one owe nothing.
 */
export function expectedDocuments({ order }: Pick<OrderTruth, 'order'>): ExpectedDocuments {
  if (order.test || financialStatusOf(order) !== 'paid') return { salesOrder: 0, deposits: 0, invoices: 0 };
  const money = order.transactions.filter(
    (one) => one.status === 'success' && (one.kind === 'sale' || one.kind === 'capture'),
  );
  const parcels = order.fulfillments.filter((one) => one.status === 'success');
  return { salesOrder: 1, deposits: money.length, invoices: parcels.length };
}
