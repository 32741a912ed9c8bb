import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type { Payment, RefundPayment } from '#src/stabilize/course.ts';
import { type BooksContext, entryOf } from './context.ts';
import { tenderAccount } from './tender.ts';

/** Payment: debit the tender's account; credit open invoices, and deposits with the rest (ACCOUNTING §5). */
export function paymentBooks({ transaction, settled, deposited }: Payment): readonly JournalLine[] {
  const { transaction: item, gateway } = transaction;
  const rounded = transaction.rounding?.minor ?? 0n;
  // Cash rounding is no money of the order: the drawer holds it beside the tender.
  return [
    { account: tenderAccount(gateway), minor: settled.minor + deposited.minor + rounded, item },
    { account: accounts.receivable, minor: -settled.minor, item },
    { account: accounts.deposits, minor: -deposited.minor, item },
    { account: accounts.cashRounding, minor: -rounded, item },
  ];
}

/** Refund payment: what was held or owed goes back by the tender it came from. */
export function refundPaymentBooks(refund: RefundPayment): readonly JournalLine[] {
  const { transaction: item, gateway, rounding } = refund.transaction;
  const rounded = rounding?.minor ?? 0n;
  const { fromDeposits, fromReceivable } = refund;
  return [
    { account: accounts.deposits, minor: fromDeposits.minor, item },
    { account: accounts.receivable, minor: fromReceivable.minor, item },
    { account: accounts.cashRounding, minor: rounded, item },
    { account: tenderAccount(gateway), minor: -(fromDeposits.minor + fromReceivable.minor + rounded), item },
  ];
}

export function paymentEntry(context: BooksContext, payment: Payment): readonly JournalEntry[] {
  const { transaction: id, processedAt } = payment.transaction;
  const heading = { key: `payment/${legacyId(id)}`, source: id, happenedAt: processedAt };
  return entryOf(context, heading, paymentBooks(payment));
}

export function refundPaymentEntry(context: BooksContext, refund: RefundPayment): readonly JournalEntry[] {
  const { transaction: id, processedAt } = refund.transaction;
  const heading = { key: `refund/${legacyId(id)}`, source: id, happenedAt: processedAt };
  return entryOf(context, heading, refundPaymentBooks(refund));
}
