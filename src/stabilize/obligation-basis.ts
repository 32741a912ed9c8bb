/** What obligations are made from, and the names of their documents. */
import type { PostingKind } from '#domain/workflow.ts';
import { type Gid, legacyId } from '#domain/gid.ts';
import { type Posting, postingKey } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { Course, Invoice } from './course.ts';
import type { KnownOrder } from './know.ts';
import type { SalesOrderDue } from './sales-order.ts';

export type Basis = {
  readonly order: KnownOrder;
  readonly shop: ShopSettings;
  readonly course: Course;
  readonly salesOrder: SalesOrderDue | undefined;
  /** What is stored of its postings: what has left already. */
  readonly left: readonly Posting[];
};

export function keyOf({ shop }: Pick<Basis, 'shop'>, kind: PostingKind, anchor: string): string {
  return postingKey({ store: shop.domain, kind, anchor, n: 1 });
}

/** The shipment's own id; whatever else makes an invoice due says what it is, for ids are unique only within a kind. */
export function anchorOf(anchor: Invoice['anchor']): string {
  if (isOf('SalesAgreement', anchor)) return `agreement-${legacyId(anchor)}`;
  return isOf('OrderTransaction', anchor) ? `payment-${legacyId(anchor)}` : legacyId(anchor);
}

export function isOf(kind: string, anchor: Gid): boolean {
  return anchor.startsWith(`gid://shopify/${kind}/`);
}

export function orderReference({ order, shop }: Basis) {
  return { id: order.header.order, name: order.header.name, store: shop.domain };
}

export function salesOrderKey(basis: Pick<Basis, 'order' | 'shop'>): string {
  return keyOf(basis, 'sales_order', legacyId(basis.order.header.order));
}

export function depositKey(basis: Pick<Basis, 'shop'>, transaction: Gid<'OrderTransaction'>): string {
  return keyOf(basis, 'customer_deposit', legacyId(transaction));
}

export function invoiceKey(basis: Pick<Basis, 'shop'>, anchor: Invoice['anchor']): string {
  return keyOf(basis, 'invoice', anchorOf(anchor));
}

export function creditMemoKey(basis: Pick<Basis, 'shop'>, agreement: Gid<'SalesAgreement'>): string {
  return keyOf(basis, 'credit_memo', legacyId(agreement));
}

/** Whether the ERP has a document of ours under that key. */
export function isMade({ order }: Pick<Basis, 'order'>, key: string): boolean {
  return order.documents.some((one) => one.postingKey === key && one.status !== 'canceled');
}
