import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type { BooksContext } from './context.ts';
import { entryOf } from './context.ts';

/**
 * An order in the customer's currency is settled when its presentment side is. What the rates of its single
 * conversions leave on the receivable or in deposits then is a realized difference (ACCOUNTING §2).
 */
export function fxEntry(context: BooksContext, entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const { order, currency, presentmentCurrency } = context.order.header;
  const last = entries
    .map((one) => one.happenedAt)
    .toSorted()
    .at(-1);
  if (presentmentCurrency === currency || last === undefined || !isSettled(context)) return [];
  const rest = fxBooks({
    receivable: balance(entries, accounts.receivable),
    deposits: balance(entries, accounts.deposits),
  });
  return entryOf(context, { key: `fx/${legacyId(order)}`, source: order, happenedAt: last }, rest);
}

/** What the store calls an order whose customer paid it in full, whatever went back later. */
const paidStates: ReadonlySet<string> = new Set(['paid', 'partially_refunded', 'refunded']);

/** The customer's side decides; on the shop's side each conversion may leave a unit. */
function isSettled({ order: { header, transactions } }: BooksContext): boolean {
  const { outstanding, financialStatus } = header;
  if (outstanding === null) return false;
  const most = paidStates.has(financialStatus) ? BigInt(transactions.length) : 0n;
  return outstanding.minor <= most && outstanding.minor >= -most;
}

/** Brings what is left of a settled order to zero; a debit on 7000 is a loss. */
function fxBooks(left: { receivable: bigint; deposits: bigint }): readonly JournalLine[] {
  return [
    { account: accounts.receivable, minor: -left.receivable, item: '' },
    { account: accounts.deposits, minor: -left.deposits, item: '' },
    { account: accounts.fx, minor: left.receivable + left.deposits, item: '' },
  ];
}

function balance(entries: readonly JournalEntry[], account: string): bigint {
  const lines = entries.flatMap((one) => one.lines).filter((line) => line.account === account);
  return lines.reduce((sum, { minor }) => sum + minor, 0n);
}
