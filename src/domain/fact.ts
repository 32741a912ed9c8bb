import type { DocumentKind } from './document.ts';
import type { Gid } from './gid.ts';
import type { Lane } from './lane.ts';
import type { Money } from './money.ts';
import type { Instant } from './instant.ts';

export type OrderLine = {
  readonly lineItem: Gid<'LineItem'>;
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
};

/** The head of an order as the store showed it last. Holds no personal data. */
export type OrderHeader = {
  readonly order: Gid<'Order'>;
  readonly name: string;
  readonly currency: string;
  readonly test: boolean;
  readonly taxesIncluded: boolean;
  readonly placedAt: Instant;
  readonly cancelledAt: Instant | null;
  readonly financialStatus: string;
  readonly poNumber: string | null;
  readonly total: Money;
  readonly outstanding: Money | null;
  readonly lines: readonly OrderLine[];
};

/** One state of one transaction. `amount` is shop money when the authority says it, else as the payload has it. */
export type Transaction = {
  readonly transaction: Gid<'OrderTransaction'>;
  readonly kind: string;
  readonly status: string;
  readonly gateway: string;
  readonly amount: Money;
  readonly test: boolean;
  readonly processedAt: Instant;
};

export type Fulfillment = {
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly status: string;
  readonly createdAt: Instant;
  readonly lines: readonly { readonly lineItem: Gid<'LineItem'>; readonly quantity: number }[];
};

export type TaxShare = {
  /** Title, rate and liable party: what the books keep apart (ACCOUNTING §3). */
  readonly title: string;
  readonly rate: string;
  readonly channelLiable: boolean;
  readonly amount: Money;
};

/** One line of a sales agreement: Shopify's own, immutable allocation to the minor unit (ACCOUNTING §4). */
export type Sale = {
  readonly sale: Gid;
  readonly lineType: string;
  readonly lineItem: Gid<'LineItem'> | null;
  readonly quantity: number;
  readonly total: Money;
  readonly tax: Money;
  readonly discount: Money;
  readonly taxes: readonly TaxShare[];
};

export type Agreement = {
  readonly agreement: Gid;
  readonly reason: string;
  readonly happenedAt: Instant;
  readonly sales: readonly Sale[];
};

/** What the store answered when we asked for the whole order; `readAt` is our clock when we asked. */
export type OrderRead = { readonly readAt: Instant; readonly found: boolean };

/** A document the ERP holds, as its answer or its callback described it. */
export type ErpDocument = {
  readonly connectionId: string;
  readonly kind: DocumentKind;
  readonly documentId: string;
  readonly number: string;
  /** The obligation this document discharges; null for one that people made. */
  readonly postingKey: string | null;
  readonly adopted: boolean;
  /** A receipt answers a posting of ours; a callback is told by the ERP itself. */
  readonly told: 'receipt' | 'callback';
  readonly status: string;
  readonly total: Money;
};

/** What a topic said whose use comes with a later workflow: the fields we believe in, unread so far. */
export type Noted = { readonly [field: string]: string | number | boolean | null };

export type FactBodies = {
  order: OrderHeader;
  order_read: OrderRead;
  order_deleted: Noted;
  order_risk: Noted;
  order_edit: Noted;
  transaction: Transaction;
  fulfillment: Fulfillment;
  agreement: Agreement;
  refund: Noted;
  return: Noted;
  disposition: Noted;
  fulfillment_order: Noted;
  fulfillment_hold: Noted;
  payment_terms: Noted;
  payment_schedule: Noted;
  product: Noted;
  inventory_level: Noted;
  location: Noted;
  dispute: Noted;
  bulk_operation: Noted;
  app: Noted;
  compliance: Noted;
  erp_document: ErpDocument;
  erp_shipment: Noted;
  erp_stock: Noted;
  erp_credit_memo: Noted;
  erp_payment: Noted;
};

export type FactKind = keyof FactBodies;

/**
 * What one system said of one thing. Facts with one key are rivals and the greatest
 * (happenedAt, authority over payload, content digest) wins, so the order of arrival cannot matter.
 * A state that must be kept beside its successor (a transaction's, a fulfillment's) has it in its key.
 */
export type Fact = {
  [Kind in FactKind]: {
    readonly kind: Kind;
    readonly key: string;
    /** Every lane this fact concerns; the first is its home. */
    readonly lanes: readonly [Lane, ...Lane[]];
    readonly happenedAt: Instant;
    readonly authority: boolean;
    readonly body: FactBodies[Kind];
  };
}[FactKind];
