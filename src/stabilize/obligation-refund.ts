/** What goes back: a credit memo for each agreement that takes sales back, and a refund payment for each one made. */
import type { CreditedLine, CreditMemoBody, DocumentBody, DocumentLine } from '#domain/document.ts';
import type { Gid } from '#domain/gid.ts';
import { legacyId } from '#domain/gid.ts';
import { type Instant, localDate } from '#domain/instant.ts';
import type { Obligation as Duty } from '#domain/posting.ts';
import { tenderAccount } from '#src/stabilize/ledger/tender.ts';
import type { CreditMemo, RefundPayment } from './course.ts';
import {
  type Basis,
  creditMemoKey,
  depositKey,
  invoiceKey,
  isMade,
  keyOf,
  orderReference,
  salesOrderKey,
} from './obligation-basis.ts';

type Obligation = Duty<DocumentBody>;

export function creditObligations(basis: Basis): readonly Obligation[] {
  return basis.course.credits.map((credit) => {
    const { anchor, happenedAt } = credit;
    return {
      key: creditMemoKey(basis, anchor),
      kind: 'credit_memo',
      anchor: legacyId(anchor),
      happenedAt,
      because: becauseOf(credit, basis.order.header.name),
      dependsOn: [salesOrderKey(basis), ...invoicesBy(basis, happenedAt)],
      body: creditMemo(basis, credit),
    };
  });
}

function creditMemo(basis: Basis, credit: CreditMemo): CreditMemoBody {
  const { anchor, happenedAt, refund, return: returned, lines, charges, total } = credit;
  return {
    kind: 'credit_memo',
    order: orderReference(basis),
    salesOrder: salesOrderKey(basis),
    credits: anchor,
    refund,
    return: returned,
    creditedOn: localDate(happenedAt, basis.shop.timeZone),
    lines: lines.map((line) => credited(basis, line, credit)),
    charges,
    total,
  };
}

/** A shelf is named by the refund; goods that never left lie where they lay. */
function credited({ order }: Basis, line: DocumentLine, { refund, shipped }: CreditMemo): CreditedLine {
  const said = order.refunds
    .find((one) => one.refund === refund)
    ?.lines.find((one) => one.lineItem === line.lineItem && one.location !== null);
  const isBack = shipped.has(line.lineItem);
  return {
    ...line,
    goods: isBack ? 'returned' : 'unshipped',
    restockedAt: isBack ? (said?.location ?? null) : null,
  };
}

function becauseOf({ refund, return: returned }: CreditMemo, name: string): string {
  if (returned !== null) return `goods of ${name} came back`;
  return refund === null ? `${name} was changed after it was invoiced` : `${name} was refunded`;
}

/** Nothing is credited before what it credits is there. */
function invoicesBy(basis: Basis, at: Instant): readonly string[] {
  return basis.course.invoices
    .filter(({ force, happenedAt }) => force === 'due' && happenedAt <= at)
    .map(({ anchor }) => invoiceKey(basis, anchor));
}

/** Of an order that is no longer due at the ERP, only what went there as a deposit comes back there. */
export function refundPaymentObligations(basis: Basis): readonly Obligation[] {
  const isDue = basis.salesOrder?.force === 'due';
  return basis.course.refunds.flatMap((refund): readonly Obligation[] => {
    const { processedAt } = refund.transaction;
    const deposits = depositsBy(basis, processedAt);
    if (!isDue && !deposits.every((key) => isMade(basis, key))) return [];
    return [refundPayment(basis, refund, deposits)];
  });
}

/** Whether anybody has to make the refund payments of the order in the ERP: not where the money never got there. */
export function isRefundDue(basis: Basis, { transaction }: RefundPayment): boolean {
  if (basis.salesOrder?.force === 'due') return true;
  return depositsBy(basis, transaction.processedAt).every((key) => isMade(basis, key));
}

function depositsBy(basis: Basis, at: Instant): readonly string[] {
  return basis.course.payments
    .filter(({ transaction, deposited }) => deposited.minor > 0n && transaction.processedAt <= at)
    .map(({ transaction }) => depositKey(basis, transaction.transaction));
}

function refundPayment(basis: Basis, refund: RefundPayment, deposits: readonly string[]): Obligation {
  const { fromDeposits, fromReceivable, transaction: paid } = refund;
  const anchor = legacyId(paid.transaction);
  const credits = basis.course.credits
    .filter(({ happenedAt }) => happenedAt <= paid.processedAt)
    .map((one) => creditMemoKey(basis, one.anchor));
  return {
    key: refundPaymentKey(basis, paid.transaction),
    kind: 'refund_payment',
    anchor,
    happenedAt: paid.processedAt,
    because: `${paid.gateway} paid the money back`,
    dependsOn: [
      salesOrderKey(basis),
      ...(fromDeposits.minor > 0n ? deposits : []),
      ...(fromReceivable.minor > 0n ? credits : []),
    ],
    body: {
      kind: 'refund_payment',
      order: orderReference(basis),
      salesOrder: salesOrderKey(basis),
      transaction: paid.transaction,
      gateway: paid.gateway,
      account: tenderAccount(paid.gateway),
      paidOn: localDate(paid.processedAt, basis.shop.timeZone),
      fromDeposits,
      fromReceivable,
      total: paid.amount,
    },
  };
}

export function refundPaymentKey(basis: Pick<Basis, 'shop'>, transaction: Gid<'OrderTransaction'>): string {
  return keyOf(basis, 'refund_payment', legacyId(transaction));
}
