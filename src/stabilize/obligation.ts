/** What we post of what ought to be: sales orders, deposits, invoices and applications, each behind what it needs. */
import type { DocumentKind } from '#domain/document.ts';
import { type Gid, legacyId } from '#domain/gid.ts';
import { localDate } from '#domain/instant.ts';
import { sum } from '#domain/money.ts';
import { type Obligation, postingKey } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { Course, Invoice } from './course.ts';
import type { KnownOrder } from './know.ts';
import { tenderAccount } from '#src/stabilize/ledger/tender.ts';
import type { SalesOrderDue } from './sales-order.ts';
import { documentCharges, documentLine, soldLines, totalOf } from './sold.ts';

export type Basis = {
  readonly order: KnownOrder;
  readonly shop: ShopSettings;
  readonly course: Course;
  readonly salesOrder: SalesOrderDue | undefined;
};

export function obligationsOf(basis: Basis): readonly Obligation[] {
  const { salesOrder } = basis;
  if (salesOrder?.force !== 'due') return [];
  return [
    salesOrderObligation(basis, salesOrder),
    ...depositObligations(basis),
    ...invoiceObligations(basis),
    ...applicationObligations(basis),
  ];
}

export function keyOf({ shop }: Pick<Basis, 'shop'>, kind: DocumentKind, anchor: string): string {
  return postingKey({ store: shop.domain, kind, anchor, n: 1 });
}

/** The shipment's own id; whatever else makes an invoice due says what it is, for ids are unique only within a kind. */
export function anchorOf(anchor: Invoice['anchor']): string {
  if (isOf('SalesAgreement', anchor)) return `agreement-${legacyId(anchor)}`;
  return isOf('OrderTransaction', anchor) ? `payment-${legacyId(anchor)}` : legacyId(anchor);
}

function isOf(kind: string, anchor: Gid): boolean {
  return anchor.startsWith(`gid://shopify/${kind}/`);
}

function orderReference({ order, shop }: Basis) {
  return { id: order.header.order, name: order.header.name, store: shop.domain };
}

export function salesOrderKey(basis: Pick<Basis, 'order' | 'shop'>): string {
  return keyOf(basis, 'sales_order', legacyId(basis.order.header.order));
}

function salesOrderObligation(basis: Basis, due: SalesOrderDue): Obligation {
  const { header } = basis.order;
  const ordered = soldLines(due.agreements, header.currency);
  const lines = ordered.flatMap((sold) =>
    sold.lineItem === null || sold.quantity <= 0 ? [] : [documentLine(header, sold.lineItem, sold)],
  );
  const charges = documentCharges(ordered);
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

function depositObligations(basis: Basis): readonly Obligation[] {
  return basis.course.payments
    .filter((payment) => payment.deposited.minor > 0n)
    .map(({ transaction: paid, deposited }) => ({
      key: keyOf(basis, 'customer_deposit', legacyId(paid.transaction)),
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

function invoiceObligations(basis: Basis): readonly Obligation[] {
  return basis.course.invoices
    .filter((one) => one.force === 'due')
    .map(({ anchor, happenedAt, lines, charges, total }) => ({
      key: keyOf(basis, 'invoice', anchorOf(anchor)),
      kind: 'invoice',
      anchor: anchorOf(anchor),
      happenedAt,
      because: becauseOf(anchor, basis.order.header.name),
      dependsOn: [salesOrderKey(basis)],
      body: {
        kind: 'invoice',
        order: orderReference(basis),
        salesOrder: salesOrderKey(basis),
        fulfillment: anchor,
        invoicedOn: localDate(happenedAt, basis.shop.timeZone),
        lines,
        charges,
        total,
      },
    }));
}

function becauseOf(anchor: Invoice['anchor'], name: string): string {
  if (isOf('Fulfillment', anchor)) return `a shipment of ${name} left the store`;
  return isOf('OrderTransaction', anchor) ? `${name} was paid` : `${name} was agreed so`;
}

/** Only of deposits that we post to invoices that we post: what a credit memo is used on is for people so far. */
function applicationObligations(basis: Basis): readonly Obligation[] {
  const { invoices, applications } = basis.course;
  const due = new Set(invoices.filter((one) => one.force === 'due').map((one) => one.anchor));
  return applications.flatMap(({ from, invoice: to, happenedAt, amount }): readonly Obligation[] => {
    if (!('deposit' in from) || !due.has(to)) return [];
    const deposit = keyOf(basis, 'customer_deposit', legacyId(from.deposit));
    const invoice = keyOf(basis, 'invoice', anchorOf(to));
    const anchor = `${legacyId(from.deposit)}-${anchorOf(to)}`;
    return [
      {
        key: keyOf(basis, 'application', anchor),
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
      },
    ];
  });
}
