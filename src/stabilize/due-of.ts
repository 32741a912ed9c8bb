/** Every document that ought to be in the ERP for an order, whoever makes it. */
import { legacyId } from '#domain/gid.ts';
import { type Instant, localDate, later } from '#domain/instant.ts';
import { zero } from '#domain/money.ts';
import { posts } from '#domain/shop.ts';
import type { WorkflowName } from '#domain/workflow.ts';
import type { CreditMemo, Invoice, Payment, RefundPayment } from './course.ts';
import type { Due } from './due.ts';
import { creditBooks } from '#src/stabilize/ledger/credit.ts';
import { invoiceBooks } from '#src/stabilize/ledger/invoice.ts';
import { paymentBooks, refundPaymentBooks } from '#src/stabilize/ledger/payment.ts';
import { anchorOf, type Basis, creditMemoKey, keyOf, salesOrderKey } from './obligation-basis.ts';
import { isAmendable } from './obligation-sales-order.ts';
import { isRefundDue, refundPaymentKey } from './obligation-refund.ts';

export function duesOf(basis: Basis): readonly Due[] {
  const { course } = basis;
  return [
    ...salesOrderDues(basis),
    ...course.payments.flatMap((one) => receiptDues(basis, one)),
    ...course.invoices.map((one) => invoiceDue(basis, one)),
    ...course.credits.map((one) => creditDue(basis, one)),
    ...course.refunds.map((one) => refundDue(basis, one)),
  ];
}

type Known = Pick<Due, 'kind' | 'group' | 'total' | 'books' | 'label'> &
  Partial<Pick<Due, 'postingKey' | 'force' | 'also'>> & {
    readonly anchor: string;
    readonly happenedAt: Instant;
    /** Where it became due later than it happened. */
    readonly dueAt?: Instant;
    readonly slaMs?: number;
  };

function due({ shop }: Basis, known: Known): Due {
  const { kind, group, total, also, books, label, anchor, happenedAt } = known;
  const { postingKey = null, force = 'due', dueAt = happenedAt, slaMs = shop.policy.erpSlaMs } = known;
  return {
    ref: `due/${kind}/${anchor}`,
    kind,
    group,
    total,
    ...(also && { also }),
    happenedAt,
    lateAt: later(dueAt, slaMs),
    on: localDate(happenedAt, shop.timeZone),
    postingKey,
    force,
    books,
    label,
  };
}

/** Whether the app itself posts such documents for this order, or people do. */
function isPostedByUs({ order, shop }: Basis, workflow: WorkflowName): boolean {
  return posts(shop, workflow, order.header.placedAt);
}

/**
 * Of an order that was changed: where we amend it, it may say what it held before until that is late; people may leave
 * it as it was first ordered, or change it too.
 */
function salesOrderDues(basis: Basis): readonly Due[] {
  const { order, salesOrder, shop } = basis;
  if (salesOrder === undefined) return [];
  const { states, at, force } = salesOrder;
  const [first] = states;
  const last = states.at(-1) ?? first;
  const isAmended = force === 'due' && isPostedByUs(basis, 'invoice posting') && isAmendable(basis);
  const [{ total }, others] = isAmended ? [last, states.slice(0, -1)] : [first, [last]];
  const until = isAmended ? later(last.happenedAt, shop.policy.erpSlaMs) : null;
  return [
    due(basis, {
      kind: 'sales_order',
      group: 'sales_order',
      anchor: legacyId(order.header.order),
      total,
      ...(states.length > 1 && { also: { totals: others.map((one) => one.total), until } }),
      happenedAt: at,
      postingKey: salesOrderKey(basis),
      force,
      books: [],
      label: 'the sales order',
    }),
  ];
}

/**
 * A payment is one receipt where people enter it. One that is partly a deposit and partly pays an invoice that was open
 * is two documents where we post it.
 */
function receiptDues(basis: Basis, payment: Payment): readonly Due[] {
  const { transaction, settled, deposited } = payment;
  const { transaction: id, processedAt: happenedAt, amount } = transaction;
  const anchor = legacyId(id);
  const deposit = {
    kind: 'customer_deposit',
    group: 'receipt',
    anchor,
    happenedAt,
    label: `the deposit for payment ${anchor}`,
  } as const;
  const late = { ...deposit, kind: 'payment', label: `the receipt of payment ${anchor}` } as const;
  if (!isPostedByUs(basis, 'invoice posting')) {
    const kind = settled.minor > 0n ? late : deposit;
    return [due(basis, { ...kind, total: amount, books: paymentBooks(payment) })];
  }
  // Nothing is posted of an order that is not due at the ERP, and its deposits wait for it.
  const { salesOrder } = basis;
  const force = salesOrder?.force === 'due' ? 'due' : 'stands';
  const dueAt = salesOrder !== undefined && salesOrder.at > happenedAt ? salesOrder.at : happenedAt;
  const none = zero(amount.currency);
  // One payment is rounded once: its deposit takes the rounding where it has one.
  const rest = deposited.minor > 0n ? { ...transaction, rounding: null } : transaction;
  const parts = [
    {
      ...deposit,
      total: deposited,
      postingKey: keyOf(basis, 'customer_deposit', anchor),
      books: paymentBooks({ transaction, settled: none, deposited }),
    },
    {
      ...late,
      total: settled,
      postingKey: keyOf(basis, 'payment', anchor),
      books: paymentBooks({ transaction: rest, settled, deposited: none }),
    },
  ];
  return parts.filter(({ total }) => total.minor > 0n).map((one) => due(basis, { ...one, force, dueAt }));
}

function invoiceDue(basis: Basis, invoice: Invoice): Due {
  const { happenedAt, total, force } = invoice;
  const anchor = anchorOf(invoice.anchor);
  return due(basis, {
    kind: 'invoice',
    group: 'invoice',
    anchor,
    total,
    happenedAt,
    postingKey: keyOf(basis, 'invoice', anchor),
    force,
    books: invoiceBooks(basis, invoice),
    label: `the invoice for ${subjectOf(invoice.anchor)}`,
  });
}

function subjectOf(anchor: Invoice['anchor']): string {
  const id = legacyId(anchor);
  if (anchor.startsWith('gid://shopify/Fulfillment/')) return `shipment ${id}`;
  return anchor.startsWith('gid://shopify/OrderTransaction/') ? `payment ${id}` : `agreement ${id}`;
}

function creditDue(basis: Basis, credit: CreditMemo): Due {
  const { anchor, happenedAt, total, refund } = credit;
  return due(basis, {
    kind: 'credit_memo',
    group: 'credit_memo',
    anchor: legacyId(anchor),
    total,
    happenedAt,
    postingKey: isPostedByUs(basis, 'refund posting') ? creditMemoKey(basis, anchor) : null,
    books: creditBooks(basis, credit, basis.course),
    label: `the credit memo for ${refund === null ? `agreement ${legacyId(anchor)}` : `refund ${legacyId(refund)}`}`,
  });
}

function refundDue(basis: Basis, refund: RefundPayment): Due {
  const { transaction, processedAt: happenedAt, amount } = refund.transaction;
  return due(basis, {
    kind: 'refund_payment',
    group: 'refund_payment',
    anchor: legacyId(transaction),
    total: amount,
    happenedAt,
    slaMs: basis.shop.policy.refundSlaMs,
    ...(isPostedByUs(basis, 'refund posting') && {
      postingKey: refundPaymentKey(basis, transaction),
      // Money that never got to the ERP need not come back there.
      force: isRefundDue(basis, refund) ? 'due' : 'stands',
    }),
    books: refundPaymentBooks(refund),
    label: `the refund payment ${legacyId(transaction)}`,
  });
}
