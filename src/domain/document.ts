import type { Gid } from './gid.ts';
import type { Instant } from './instant.ts';
import type { Money } from './money.ts';

export type DocumentKind = 'sales_order' | 'customer_deposit' | 'invoice' | 'application';

/** `key` names the tax in the books: who owes it, at which rate (ACCOUNTING §3). */
export type DocumentTax = {
  readonly key: string;
  readonly title: string;
  readonly rate: string;
  readonly amount: Money;
};

/** `gross` is before discount and without tax; the line's total is gross − discount + Σ taxes. */
export type DocumentAmounts = {
  readonly gross: Money;
  readonly discount: Money;
  readonly taxes: readonly DocumentTax[];
};

export type DocumentLine = DocumentAmounts & {
  readonly lineItem: Gid<'LineItem'>;
  readonly sku: string | null;
  readonly description: string;
  readonly quantity: number;
  /** Sold gift cards are a liability, not revenue. */
  readonly giftCard: boolean;
};

export type ChargeKind = 'shipping' | 'tip' | 'duty' | 'fee' | 'unknown';
export type DocumentCharge = DocumentAmounts & { readonly kind: ChargeKind };

type OrderReference = { readonly id: Gid<'Order'>; readonly name: string; readonly store: string };

export type SalesOrderBody = {
  readonly kind: 'sales_order';
  readonly order: OrderReference & { readonly placedAt: Instant; readonly poNumber: string | null };
  readonly currency: string;
  readonly taxesIncluded: boolean;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

export type CustomerDepositBody = {
  readonly kind: 'customer_deposit';
  readonly order: OrderReference;
  readonly salesOrder: string;
  readonly transaction: Gid<'OrderTransaction'>;
  readonly gateway: string;
  readonly account: string;
  readonly receivedOn: string;
  readonly total: Money;
};

export type InvoiceBody = {
  readonly kind: 'invoice';
  readonly order: OrderReference;
  readonly salesOrder: string;
  /** The shipment that it invoices, or by policy the payment or the agreement. */
  readonly fulfillment: Gid<'Fulfillment' | 'SalesAgreement' | 'OrderTransaction'>;
  readonly invoicedOn: string;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

export type ApplicationBody = {
  readonly kind: 'application';
  readonly order: OrderReference;
  readonly deposit: string;
  readonly invoice: string;
  readonly appliedOn: string;
  readonly total: Money;
};

/**
 * What is said to the ERP. Other documents are named by *our* posting keys, because their ERP ids
 * are not known when the rule runs; so equal facts give equal bytes, whenever they are planned.
 */
export type DocumentBody = SalesOrderBody | CustomerDepositBody | InvoiceBody | ApplicationBody;
