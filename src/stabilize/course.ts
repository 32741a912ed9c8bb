/** The course of one order as documents and books must tell it: what policy makes of its facts, oldest first. */
import type { DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Transaction } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import type { Money } from '#domain/money.ts';

/** Money that came in: what of it settled invoices that were open, and what became a deposit. */
export type Payment = {
  readonly transaction: Transaction;
  readonly settled: Money;
  readonly deposited: Money;
};

/** Money that went back: what of it came out of deposits, and what out of the receivable. */
export type RefundPayment = {
  readonly transaction: Transaction;
  readonly fromDeposits: Money;
  readonly fromReceivable: Money;
};

type Itemized = {
  readonly happenedAt: Instant;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

/** What policy makes invoiceable at once: a fulfillment, or by policy a payment, or an agreement of its own. */
export type Invoice = Itemized & {
  readonly anchor: Gid<'Fulfillment' | 'SalesAgreement' | 'OrderTransaction'>;
  /** False while its goods have not left and revenue waits for them (policy `revenueAt: fulfillment`). */
  readonly earned: boolean;
  /**
   * `stands`: its shipment was cancelled after it was due. It obliges nobody to make it, and whoever made it was right.
   */
  readonly force: 'due' | 'stands';
};

/** The negative sales of one agreement, as far as they had been invoiced. Amounts are positive. */
export type CreditMemo = Itemized & {
  readonly anchor: Gid<'SalesAgreement'>;
  readonly refund: Gid<'Refund'> | null;
  readonly return: Gid<'Return'> | null;
  /** Lines whose goods had left; the others were invoiced and never shipped. */
  readonly shipped: ReadonlySet<Gid<'LineItem'>>;
  /** Shopify's reason where the amount has no goods. */
  readonly discrepancy: string | null;
};

/** A deposit, or a credit memo, used on an invoice. */
export type Application = {
  readonly from: { readonly deposit: Gid<'OrderTransaction'> } | { readonly credit: Gid<'SalesAgreement'> };
  readonly invoice: Invoice['anchor'];
  readonly happenedAt: Instant;
  readonly amount: Money;
};

/** Revenue of an invoice before its goods left, earned when they do. */
export type Recognition = {
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly happenedAt: Instant;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
};

/** What the order holds after an agreement: what is invoiced by then, whatever was credited of it, and what is yet to be. */
export type Ordered = Itemized & { readonly agreement: Gid };

/** Something in the facts that no rule may act on; a break of its own. */
export type Anomaly = {
  readonly kind: 'overshipped' | 'refunded-beyond-receipts' | 'credited-beyond-invoices';
  readonly about: Gid;
  readonly amount: Money | null;
  readonly sentence: string;
};

export type Course = {
  /** One an agreement. */
  readonly ordered: readonly Ordered[];
  readonly payments: readonly Payment[];
  readonly refunds: readonly RefundPayment[];
  readonly invoices: readonly Invoice[];
  readonly credits: readonly CreditMemo[];
  readonly applications: readonly Application[];
  readonly recognitions: readonly Recognition[];
  readonly anomalies: readonly Anomaly[];
};
