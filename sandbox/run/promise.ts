/** Which documents the product promises for an order today, told from its true life and not from anything it wrote. */
import type { StoreOrder } from '../shopify/model/order.ts';
import { outstandingOf, totalOf } from '../shopify/order.ts';
import { faultKinds } from '../traffic/fault/catalog.ts';
import type { FaultRecord } from '../traffic/fault/kind.ts';
import type { ExpectedDocuments, OrderTruth } from '../traffic/truth.ts';

export type Promised =
  /** Exactly these documents. */
  | { readonly kind: 'documents'; readonly expected: ExpectedDocuments }
  /** More became of it than can be counted beforehand: its proof says whether its documents are there. */
  | { readonly kind: 'left-to-proof'; readonly because: string }
  /** A planted fault keeps the news from us, or has changed what stands at the ERP. */
  | { readonly kind: 'planted'; readonly because: string };

const nothing: ExpectedDocuments = { salesOrder: 0, deposits: 0, invoices: 0 };

/**
 * A sales order once the order is paid in full or its first goods leave, a deposit for each payment before that, an
 * invoice for each parcel. Test orders owe nothing, nor does what was canceled before anybody paid or shipped. People,
 * who make the documents of orders placed before the cut-over, record each payment when it comes.
 */
export function promisedFor(truth: OrderTruth, cutOverAt = -Infinity): Promised {
  const { order } = truth;
  const disturbed = disturbanceOf(truth);
  if (disturbed !== null) return { kind: 'planted', because: disturbed };
  if (order.test) return { kind: 'documents', expected: nothing };
  const payments = paymentsOf(order);
  const parcels = order.fulfillments.filter((one) => one.status === 'success');
  if (order.cancelledAt !== null && payments.length + parcels.length === 0)
    return { kind: 'documents', expected: nothing };
  const because = courseOf(order);
  if (because !== null) return { kind: 'left-to-proof', because };
  // The customer's side decides: in the shop's money two conversions may be a cent apart.
  const isPaid = totalOf(order).presentment <= 0n || outstandingOf(order).presentment <= 0n;
  if (!isPaid && parcels.length === 0) {
    const deposits = order.createdAt < cutOverAt ? payments.length : 0;
    return { kind: 'documents', expected: { ...nothing, deposits } };
  }
  return {
    kind: 'documents',
    expected: { salesOrder: 1, deposits: payments.length, invoices: parcels.length },
  };
}

function paymentsOf(order: StoreOrder) {
  return order.transactions.filter(
    (one) => one.status === 'success' && (one.kind === 'sale' || one.kind === 'capture'),
  );
}

/** The first thing in its life after which its documents are more than its payments and parcels. */
function courseOf(order: StoreOrder): string | null {
  if (order.cancelledAt !== null) return 'canceled after it was paid or shipped';
  if (order.agreements.some((one) => one.reason === 'ORDER_EDIT')) return 'edited';
  if (order.returns.length > 0) return 'returned or exchanged';
  if (order.refunds.length > 0 || order.transactions.some((one) => one.kind === 'refund')) return 'refunded';
  if (order.fulfillments.some((one) => one.status !== 'success')) return 'a shipment was undone';
  const [first] = order.fulfillments;
  const isLate = first !== undefined && paymentsOf(order).some((one) => one.at > first.createdAt);
  return isLate ? 'paid after its invoice' : null;
}

function disturbanceOf({ planted }: OrderTruth): string | null {
  if (planted.some((one) => one.kind === 'delivery-lost')) return 'a delivery of it was lost on its way';
  if (planted.some((one) => one.kind === 'order-deleted')) return 'it was deleted from the store';
  if (planted.some(({ kind }) => isOfDocuments(faultKinds[kind])))
    return 'people wrote or changed its documents';
  return null;
}

/** A payment that people forgot or misplaced is a document that is not where it ought to be. */
function isOfDocuments({ family, subject }: FaultRecord): boolean {
  return subject === 'document' || (family === 'people' && subject === 'transaction');
}
