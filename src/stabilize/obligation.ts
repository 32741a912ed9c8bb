/** What we post of what ought to be, each document behind what it needs. */
import type { DocumentBody } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import { localDate } from '#domain/instant.ts';
import type { Obligation as Duty } from '#domain/posting.ts';
import type { Invoice } from './course.ts';
import {
  anchorOf,
  type Basis,
  creditMemoKey,
  depositKey,
  invoiceKey,
  isOf,
  keyOf,
  orderReference,
  salesOrderKey,
} from './obligation-basis.ts';
import { journalObligations } from './obligation-journal.ts';
import { receiptsOf } from '#src/stabilize/act/receipt.ts';
import { salesOrderObligation } from './obligation-sales-order.ts';
import { creditObligations, refundPaymentObligations } from './obligation-refund.ts';
import { shipmentObligations } from './obligation-shipment.ts';
import { tenderAccount } from '#src/stabilize/ledger/tender.ts';

type Obligation = Duty<DocumentBody>;

export function obligationsOf(basis: Basis): readonly Obligation[] {
  const { salesOrder } = basis;
  // Cancelled before anything left: only money that the ERP has as a deposit still has to go back there.
  if (salesOrder?.force !== 'due') return refundPaymentObligations(basis);
  return [
    salesOrderObligation(basis, salesOrder),
    ...paymentObligations(basis),
    ...invoiceObligations(basis),
    ...creditObligations(basis),
    ...applicationObligations(basis),
    ...refundPaymentObligations(basis),
    ...journalObligations(basis),
    ...shipmentObligations(basis),
  ];
}

/** What of a payment found no invoice is a deposit; what found one pays it. */
function paymentObligations(basis: Basis): readonly Obligation[] {
  const { paidInErp } = receiptsOf(basis.order);
  return basis.course.payments.flatMap(({ transaction: paid, deposited, settled }): readonly Obligation[] => {
    // People's own payment of it stands in the ERP; where it found an invoice too, it is adopted like any other.
    if (deposited.minor > 0n && paidInErp.has(paid.transaction)) return [];
    const anchor = legacyId(paid.transaction);
    const about = {
      order: orderReference(basis),
      salesOrder: salesOrderKey(basis),
      transaction: paid.transaction,
      gateway: paid.gateway,
      account: tenderAccount(paid.gateway),
      receivedOn: localDate(paid.processedAt, basis.shop.timeZone),
    };
    const duty = { anchor, happenedAt: paid.processedAt, dependsOn: [salesOrderKey(basis)] };
    const parts: readonly Obligation[] = [
      {
        ...duty,
        key: depositKey(basis, paid.transaction),
        kind: 'customer_deposit',
        because: `${paid.gateway} took the money before an invoice was due`,
        body: { kind: 'customer_deposit', ...about, total: deposited },
      },
      {
        ...duty,
        key: keyOf(basis, 'payment', anchor),
        kind: 'payment',
        because: `${paid.gateway} took the money for an invoice that was open`,
        body: { kind: 'payment', ...about, total: settled },
      },
    ];
    return parts.filter(({ body }) => body.total.minor > 0n);
  });
}

function invoiceObligations(basis: Basis): readonly Obligation[] {
  return basis.course.invoices
    .filter((one) => one.force === 'due')
    .map(({ anchor, happenedAt, lines, charges, total, earned }) => ({
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
        deferred: !earned,
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

/** What pays an invoice that we post: a deposit, or what the customer was credited. */
function applicationObligations(basis: Basis): readonly Obligation[] {
  const { invoices, applications } = basis.course;
  const { paidInErp } = receiptsOf(basis.order);
  const due = new Set(invoices.filter((one) => one.force === 'due').map((one) => one.anchor));
  return applications.flatMap(({ from, invoice: to, happenedAt, amount }): readonly Obligation[] => {
    if (!due.has(to) || ('deposit' in from && paidInErp.has(from.deposit))) return [];
    const isDeposit = 'deposit' in from;
    const deposit = isDeposit ? depositKey(basis, from.deposit) : null;
    const creditMemo = isDeposit ? null : creditMemoKey(basis, from.credit);
    const invoice = invoiceKey(basis, to);
    // Ids are unique only within a kind.
    const paying = isDeposit ? legacyId(from.deposit) : `credit-${legacyId(from.credit)}`;
    const anchor = `${paying}-${anchorOf(to)}`;
    return [
      {
        key: keyOf(basis, 'application', anchor),
        kind: 'application',
        ...(isDeposit ? {} : { workflow: 'refund posting' }),
        anchor,
        happenedAt,
        because: `${isDeposit ? 'a deposit' : 'a credit memo'} stands against an open invoice`,
        dependsOn: [deposit, creditMemo, invoice].filter((one) => one !== null),
        body: {
          kind: 'application',
          order: orderReference(basis),
          deposit,
          creditMemo,
          invoice,
          appliedOn: localDate(happenedAt, basis.shop.timeZone),
          total: amount,
        },
      },
    ];
  });
}
