import type { Gid } from './gid.ts';
import type { Instant } from './instant.ts';
import type { Money } from './money.ts';

/** A document that we make in the ERP. */
export type DocumentKind = DocumentBody['kind'];

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

/** `location`: where its goods are to leave from; null where they leave from several, or nobody says. */
export type SalesOrderLine = DocumentLine & { readonly location: Gid<'Location'> | null };

export type ChargeKind = 'shipping' | 'tip' | 'duty' | 'fee' | 'unknown';
export type DocumentCharge = DocumentAmounts & { readonly kind: ChargeKind };

export type OrderReference = { readonly id: Gid<'Order'>; readonly name: string; readonly store: string };

export type SalesOrderBody = {
  readonly kind: 'sales_order';
  readonly order: OrderReference & { readonly placedAt: Instant; readonly poNumber: string | null };
  readonly currency: string;
  readonly taxesIncluded: boolean;
  readonly lines: readonly SalesOrderLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

type ReceiptBody<Kind extends string> = {
  readonly kind: Kind;
  readonly order: OrderReference;
  readonly salesOrder: string;
  readonly transaction: Gid<'OrderTransaction'>;
  readonly gateway: string;
  readonly account: string;
  readonly receivedOn: string;
  readonly total: Money;
};

/** Money that came before an invoice was due. */
export type CustomerDepositBody = ReceiptBody<'customer_deposit'>;

/** Money that found an invoice open. */
export type PaymentBody = ReceiptBody<'payment'>;

export type InvoiceBody = {
  readonly kind: 'invoice';
  readonly order: OrderReference;
  readonly salesOrder: string;
  /** The shipment that it invoices, or by policy the payment or the agreement. */
  readonly fulfillment: Gid<'Fulfillment' | 'SalesAgreement' | 'OrderTransaction'>;
  readonly invoicedOn: string;
  /** Its revenue is not earned yet. */
  readonly deferred: boolean;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

/** A deposit, or a credit memo, used on an invoice: exactly one of the two is named. */
export type ApplicationBody = {
  readonly kind: 'application';
  readonly order: OrderReference;
  readonly deposit: string | null;
  readonly creditMemo: string | null;
  readonly invoice: string;
  readonly appliedOn: string;
  readonly total: Money;
};

/** `goods`: came back (and lie at `restockedAt`, a location, or nowhere), never left, or there are none. */
export type CreditedLine = DocumentLine & {
  readonly goods: 'returned' | 'unshipped';
  readonly restockedAt: Gid<'Location'> | null;
};

export type CreditMemoBody = {
  readonly kind: 'credit_memo';
  readonly order: OrderReference;
  readonly salesOrder: string;
  /** The agreement whose negative sales it credits; a shipment whose invoice had no ground. */
  readonly credits: Gid<'SalesAgreement' | 'Fulfillment'>;
  readonly refund: Gid<'Refund'> | null;
  readonly return: Gid<'Return'> | null;
  readonly creditedOn: string;
  readonly lines: readonly CreditedLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

/** Money that went back: what of it came out of deposits, and what out of the receivable. */
export type RefundPaymentBody = {
  readonly kind: 'refund_payment';
  readonly order: OrderReference;
  readonly salesOrder: string;
  readonly transaction: Gid<'OrderTransaction'>;
  readonly gateway: string;
  readonly account: string;
  readonly paidOn: string;
  readonly fromDeposits: Money;
  readonly fromReceivable: Money;
  readonly total: Money;
};

/** Goods that left by the store's word; it moves stock and no money of ours, so its total is nothing. */
export type ShipmentBody = {
  readonly kind: 'shipment';
  readonly order: OrderReference;
  readonly salesOrder: string;
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly location: Gid<'Location'> | null;
  readonly shippedOn: string;
  readonly lines: readonly Pick<DocumentLine, 'lineItem' | 'sku' | 'quantity'>[];
  readonly total: Money;
};

/**
 * Entries by our chart that come to nothing: revenue of an order that is earned later than it was invoiced, or all that
 * a day booked of the orders whose documents are summed.
 */
export type JournalBody = {
  readonly kind: 'journal';
  /** The order and the shipment that earned it; null where it sums a day. */
  readonly order: OrderReference | null;
  readonly fulfillment: Gid<'Fulfillment'> | null;
  /** The day that it sums, and which of the day's summaries it is: what was told late is a further one. */
  readonly sums?: { readonly day: string; readonly part: number };
  readonly postedOn: string;
  /** Positive is a debit. */
  readonly entries: readonly {
    readonly account: string;
    readonly taxKey: string | null;
    readonly amount: Money;
  }[];
  /** Σ debits. */
  readonly total: Money;
};

/**
 * What is said to the ERP. Other documents are named by *our* posting keys, because their ERP ids
 * are not known when the rule runs; so equal facts give equal bytes, whenever they are planned.
 */
export type DocumentBody =
  | SalesOrderBody
  | CustomerDepositBody
  | InvoiceBody
  | ApplicationBody
  | PaymentBody
  | CreditMemoBody
  | RefundPaymentBody
  | ShipmentBody
  | JournalBody;
