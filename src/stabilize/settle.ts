/** Which money pays which document: deposits and what the customer is owed against invoices, payments against what is open. */
import type { Transaction } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { type Money, subtract } from '#domain/money.ts';
import type { Application, Course, CreditMemo, Invoice, Payment, RefundPayment } from './course.ts';

const tenders = new Set(['sale', 'capture']);

/**
 * Transactions that brought money: test ones never do, authorizations only promise it. What a till gave back as
 * change is taken off what the same gateway took last (a note of 20.00 for 19.00 is a receipt of 19.00).
 */
export function receipts(transactions: readonly Transaction[]): readonly Transaction[] {
  const moved = transactions.filter(hasMoved);
  const change = moved.filter(({ kind }) => kind === 'change');
  return change.reduce(
    lessChange,
    moved.filter(({ kind }) => tenders.has(kind)),
  );
}

/** Transactions by which money went back. */
export function refundsPaid(transactions: readonly Transaction[]): readonly Transaction[] {
  return transactions.filter((one) => one.kind === 'refund' && hasMoved(one));
}

function hasMoved({ status, test }: Transaction): boolean {
  return status === 'success' && !test;
}

function lessChange(taken: readonly Transaction[], change: Transaction): readonly Transaction[] {
  let left = change.amount;
  const newestFirst = taken.toReversed().map((one) => {
    if (one.gateway !== change.gateway || one.amount.currency !== left.currency) return one;
    const given = smaller(one.amount, left);
    left = subtract(left, given);
    return { ...one, amount: subtract(one.amount, given) };
  });
  return newestFirst.toReversed().filter(({ amount }) => amount.minor > 0n);
}

type Settlement = Pick<Course, 'payments' | 'refunds' | 'applications'>;

type Bill = Pick<Invoice, 'anchor' | 'happenedAt' | 'total'>;
type Memo = Pick<CreditMemo, 'anchor' | 'happenedAt' | 'total'>;

type Books = {
  readonly payments: Payment[];
  readonly refunds: RefundPayment[];
  readonly applications: Application[];
  /** What is left of each, oldest first. */
  readonly deposits: { readonly of: Transaction; left: Money }[];
  readonly open: { readonly invoice: Bill; left: Money }[];
  readonly credit: { readonly memo: Memo; left: Money }[];
};

type Happening = { readonly at: Instant; readonly act: (books: Books) => void };

/**
 * Walks money and documents in the order they happened. A payment first settles what is open on invoices; the rest is
 * a deposit. An invoice takes deposits, then what the customer is owed; a credit memo goes against what is open first.
 */
export function settle(
  transactions: readonly Transaction[],
  { invoices, credits }: { readonly invoices: readonly Bill[]; readonly credits: readonly Memo[] },
): Settlement {
  const paid = receipts(transactions);
  const back = refundsPaid(transactions);
  const happenings: Happening[] = [
    // A capture in the very instant of the fulfillment comes first: it is what let the goods go.
    ...paid.map((one) => ({ at: one.processedAt, act: (books: Books) => pay(books, one) })),
    ...invoices.map((one) => ({ at: one.happenedAt, act: (books: Books) => bill(books, one) })),
    ...credits.map((one) => ({ at: one.happenedAt, act: (books: Books) => credit(books, one) })),
    ...back.map((one) => ({ at: one.processedAt, act: (books: Books) => refund(books, one) })),
  ];
  const books: Books = {
    payments: [],
    refunds: [],
    applications: [],
    deposits: [],
    open: [],
    credit: [],
  };
  const inTime = happenings.toSorted((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));
  for (const { act } of inTime) act(books);
  return books;
}

function pay(books: Books, transaction: Transaction): void {
  const { amount } = transaction;
  const left = drain(books.open, amount, () => {});
  const settled = subtract(amount, left);
  books.deposits.push({ of: transaction, left });
  books.payments.push({ transaction, settled, deposited: left });
}

function bill(books: Books, invoice: Bill): void {
  const { anchor, happenedAt, total } = invoice;
  const owed = drain(books.deposits, total, ({ of }, amount) => {
    books.applications.push({ from: { deposit: of.transaction }, invoice: anchor, happenedAt, amount });
  });
  const left = drain(books.credit, owed, ({ memo }, amount) => {
    books.applications.push({ from: { credit: memo.anchor }, invoice: anchor, happenedAt, amount });
  });
  books.open.push({ invoice, left });
}

function credit(books: Books, memo: Memo): void {
  const { anchor, happenedAt, total } = memo;
  const left = drain(books.open, total, ({ invoice }, amount) => {
    books.applications.push({ from: { credit: anchor }, invoice: invoice.anchor, happenedAt, amount });
  });
  books.credit.push({ memo, left });
}

/** What the customer is owed goes back first, then what lies in deposits; beyond both the customer owes it to us. */
function refund(books: Books, transaction: Transaction): void {
  const { amount } = transaction;
  const afterCredit = drain(books.credit, amount, () => {});
  const beyond = drain(books.deposits, afterCredit, () => {});
  const fromDeposits = subtract(afterCredit, beyond);
  books.refunds.push({ transaction, fromDeposits, fromReceivable: subtract(amount, fromDeposits) });
}

/** Takes an amount out of what is left of each, the oldest first; what none of them had is returned. */
function drain<Of extends { left: Money }>(
  from: readonly Of[],
  amount: Money,
  taken: (of: Of, amount: Money) => void,
): Money {
  let rest = amount;
  for (const of of from) {
    const part = smaller(of.left, rest);
    if (part.minor <= 0n) continue;
    of.left = subtract(of.left, part);
    rest = subtract(rest, part);
    taken(of, part);
  }
  return rest;
}

function smaller(one: Money, other: Money): Money {
  return subtract(one, other).minor <= 0n ? one : other;
}
