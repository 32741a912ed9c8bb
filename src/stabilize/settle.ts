import type { Transaction } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import { add, type Money, subtract, zero } from '#domain/money.ts';
import type { Invoiceable } from './invoice.ts';

/** A payment: what of it settled invoices that were open, and what became a deposit. */
export type Payment = {
  readonly transaction: Transaction;
  readonly settled: Money;
  readonly deposited: Money;
};

/** A deposit used on an invoice. */
export type Application = {
  readonly transaction: Gid<'OrderTransaction'>;
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly happenedAt: Instant;
  readonly amount: Money;
};

const tenders = new Set(['sale', 'capture']);

/**
 * Transactions that brought money: test ones never do, authorizations only promise it. What a till gave back as
 * change is taken off what the same gateway took last (a note of 20.00 for 19.00 is a receipt of 19.00).
 */
export function receipts(transactions: readonly Transaction[]): readonly Transaction[] {
  const moved = transactions.filter((one) => one.status === 'success' && !one.test);
  const change = moved.filter(({ kind }) => kind === 'change');
  return change.reduce(
    lessChange,
    moved.filter(({ kind }) => tenders.has(kind)),
  );
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

type Happening =
  | { readonly at: Instant; readonly payment: Transaction }
  | { readonly at: Instant; readonly invoice: Invoiceable };

/**
 * Walks payments and invoices in the order they happened. A payment first settles what is open on
 * invoices; the rest is a deposit. An invoice takes deposits, oldest first.
 */
export function settle(
  transactions: readonly Transaction[],
  invoices: readonly Invoiceable[],
): { payments: Payment[]; applications: Application[] } {
  const happenings: Happening[] = [
    // A capture in the very instant of the fulfillment comes first: it is what let the goods go.
    ...receipts(transactions).map((payment) => ({ at: payment.processedAt, payment })),
    ...invoices.map((invoice) => ({ at: invoice.happenedAt, invoice })),
  ];
  happenings.sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));

  const payments: Payment[] = [];
  const applications: Application[] = [];
  const deposits: { transaction: Gid<'OrderTransaction'>; left: Money }[] = [];
  let open: Money | undefined;
  for (const happening of happenings) {
    if ('payment' in happening) {
      const { payment } = happening;
      const settled = smaller(payment.amount, open ?? zero(payment.amount.currency));
      const deposited = subtract(payment.amount, settled);
      if (open !== undefined) open = subtract(open, settled);
      deposits.push({ transaction: payment.transaction, left: deposited });
      payments.push({ transaction: payment, settled, deposited });
    } else {
      const { invoice } = happening;
      let due = invoice.total;
      for (const deposit of deposits) {
        const amount = smaller(deposit.left, due);
        if (amount.minor <= 0n) continue;
        deposit.left = subtract(deposit.left, amount);
        due = subtract(due, amount);
        applications.push({
          transaction: deposit.transaction,
          fulfillment: invoice.fulfillment,
          happenedAt: happening.at,
          amount,
        });
      }
      open = open === undefined ? due : add(open, due);
    }
  }
  return { payments, applications };
}

function smaller(one: Money, other: Money): Money {
  return subtract(one, other).minor <= 0n ? one : other;
}
