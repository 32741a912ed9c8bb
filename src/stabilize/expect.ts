import type { DocumentKind } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import { type Instant, localDate } from '#domain/instant.ts';
import type { JournalEntry } from '#domain/journal.ts';
import { type Money, add, subtract, sum, zero } from '#domain/money.ts';
import { type Obligation, postingKey } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { applicationEntry, invoiceEntry, paymentEntry, tenderAccount } from './entries.ts';
import { type Invoiceable, invoiceable, type Overshipped } from './invoice.ts';
import type { KnownOrder } from './know.ts';
import { type Application, type Payment, receipts, settle } from './settle.ts';
import { documentCharges, documentLine, type Sold, soldLines, totalOf } from './sold.ts';

/** What the facts of an order oblige: documents at the ERP and entries in the books. */
export type Expectation = {
  readonly obligations: readonly Obligation[];
  readonly entries: readonly JournalEntry[];
  readonly invoiced: Money;
  readonly overshipped: readonly Overshipped[];
  /** Money that came after its invoice: in the books, but not yet a document this version posts. */
  readonly latePayments: readonly Payment[];
};

/** Pure: the default policy (invoice at fulfillment, a deposit for what was paid before) applied to an order. */
export function expectOrder(order: KnownOrder, shop: ShopSettings): Expectation {
  const { currency } = order.header;
  const sold = soldLines(order.agreements, currency);
  const { invoices, overshipped } = invoiceable(order, sold);
  const { payments, applications } = settle(order.transactions, invoices);
  const books = { order, timeZone: shop.timeZone };
  const entries = [
    ...payments.map((payment) => paymentEntry(books, payment)),
    ...invoices.flatMap((invoice) => invoiceEntry(books, invoice) ?? []),
    ...applications.map((one) => applicationEntry(books, one)),
  ];
  return {
    obligations: obligations({ order, shop, sold, invoices, payments, applications }),
    entries: entries.filter((entry) => entry.lines.length > 0),
    invoiced: sum(
      invoices.map((invoice) => invoice.total),
      currency,
    ),
    overshipped,
    latePayments: payments.filter((payment) => payment.settled.minor > 0n),
  };
}

type Basis = {
  readonly order: KnownOrder;
  readonly shop: ShopSettings;
  readonly sold: readonly Sold[];
  readonly invoices: readonly Invoiceable[];
  readonly payments: readonly Payment[];
  readonly applications: readonly Application[];
};

function obligations(basis: Basis): readonly Obligation[] {
  const due = salesOrderDue(basis);
  if (due === undefined) return [];
  return [
    salesOrderObligation(basis, due),
    ...depositObligations(basis),
    ...invoiceObligations(basis),
    ...basis.applications.map((one) => applicationObligation(basis, one)),
  ];
}

type Due = { readonly at: Instant; readonly because: string };

/** A sales order is due when the order is paid in full, or when its first goods leave, whichever is earlier. */
function salesOrderDue({ order, sold, invoices: [first] }: Basis): Due | undefined {
  if (order.agreements.length === 0) return undefined;
  // Cancelled before anything left: nothing is owed any more, whatever was paid is on its way back.
  if (order.header.cancelledAt !== null && first === undefined) return undefined;
  const total = sum(sold.map(totalOf), order.header.currency);
  const paidAt = paidInFullAt(order, total);
  const { name } = order.header;
  const free = total.minor <= 0n;
  const reasons = [
    ...(paidAt === undefined
      ? []
      : [{ at: paidAt, because: `${name} ${free ? 'costs nothing' : 'was paid in full'}` }]),
    ...(first === undefined ? [] : [{ at: first.happenedAt, because: `goods of ${name} left the store` }]),
  ];
  return reasons.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))[0];
}

/** What the store calls an order that was paid in full, whatever went back later. */
const paidStates = new Set(['paid', 'partially_refunded', 'refunded']);

/**
 * The customer's side decides, and each payment of it is converted by itself: where the store says paid, the shop's
 * side may be short of the total by a minor unit a payment.
 */
function paidInFullAt({ transactions, header }: KnownOrder, total: Money): Instant | undefined {
  if (total.minor <= 0n) return header.placedAt;
  let paid = zero(total.currency);
  let short = 0n;
  for (const receipt of receipts(transactions)) {
    paid = add(paid, receipt.amount);
    if (paidStates.has(header.financialStatus)) short += 1n;
    if (subtract(total, paid).minor <= short) return receipt.processedAt;
  }
  return undefined;
}

function key(basis: Basis, kind: DocumentKind, anchor: string): string {
  return postingKey({ store: basis.shop.domain, kind, anchor, n: 1 });
}

function orderReference({ order, shop }: Basis) {
  return { id: order.header.order, name: order.header.name, store: shop.domain };
}

function salesOrderKey(basis: Basis): string {
  return key(basis, 'sales_order', legacyId(basis.order.header.order));
}

function salesOrderObligation(basis: Basis, due: Due): Obligation {
  const { header } = basis.order;
  const lines = basis.sold.flatMap((sold) =>
    sold.lineItem === null || sold.quantity <= 0 ? [] : [documentLine(header, sold.lineItem, sold)],
  );
  const charges = documentCharges(basis.sold);
  return {
    key: salesOrderKey(basis),
    kind: 'sales_order',
    anchor: legacyId(header.order),
    happenedAt: due.at,
    because: due.because,
    dependsOn: [],
    body: {
      kind: 'sales_order',
      order: { ...orderReference(basis), placedAt: header.placedAt, poNumber: header.poNumber },
      currency: header.currency,
      taxesIncluded: header.taxesIncluded,
      lines,
      charges,
      total: sum([...lines, ...charges].map(totalOf), header.currency),
    },
  };
}

function depositObligations(basis: Basis): Obligation[] {
  return basis.payments
    .filter((payment) => payment.deposited.minor > 0n)
    .map(({ transaction: paid, deposited }) => ({
      key: key(basis, 'customer_deposit', legacyId(paid.transaction)),
      kind: 'customer_deposit',
      anchor: legacyId(paid.transaction),
      happenedAt: paid.processedAt,
      because: `${paid.gateway} took the money before an invoice was due`,
      dependsOn: [salesOrderKey(basis)],
      body: {
        kind: 'customer_deposit',
        order: orderReference(basis),
        salesOrder: salesOrderKey(basis),
        transaction: paid.transaction,
        gateway: paid.gateway,
        account: tenderAccount(paid.gateway),
        receivedOn: localDate(paid.processedAt, basis.shop.timeZone),
        total: deposited,
      },
    }));
}

function invoiceObligations(basis: Basis): Obligation[] {
  return basis.invoices.map(({ fulfillment, happenedAt, lines, charges, total }) => ({
    key: key(basis, 'invoice', legacyId(fulfillment)),
    kind: 'invoice',
    anchor: legacyId(fulfillment),
    happenedAt,
    because: `a shipment of ${basis.order.header.name} left the store`,
    dependsOn: [salesOrderKey(basis)],
    body: {
      kind: 'invoice',
      order: orderReference(basis),
      salesOrder: salesOrderKey(basis),
      fulfillment,
      invoicedOn: localDate(happenedAt, basis.shop.timeZone),
      lines,
      charges,
      total,
    },
  }));
}

function applicationObligation(
  basis: Basis,
  { transaction, fulfillment, happenedAt, amount }: Application,
): Obligation {
  const deposit = key(basis, 'customer_deposit', legacyId(transaction));
  const invoice = key(basis, 'invoice', legacyId(fulfillment));
  const anchor = `${legacyId(transaction)}-${legacyId(fulfillment)}`;
  return {
    key: key(basis, 'application', anchor),
    kind: 'application',
    anchor,
    happenedAt,
    because: 'a deposit stands against an open invoice',
    dependsOn: [deposit, invoice],
    body: {
      kind: 'application',
      order: orderReference(basis),
      deposit,
      invoice,
      appliedOn: localDate(happenedAt, basis.shop.timeZone),
      total: amount,
    },
  };
}
