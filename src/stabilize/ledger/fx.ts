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
  const { order, currency, presentmentCurrency, outstanding } = context.order.header;
  const last = entries
    .map((one) => one.happenedAt)
    .toSorted()
    .at(-1);
  if (presentmentCurrency === currency || outstanding?.minor !== 0n || last === undefined) return [];
  const rest = fxBooks({
    receivable: balance(entries, accounts.receivable),
    deposits: balance(entries, accounts.deposits),
  });
  return entryOf(context, { key: `fx/${legacyId(order)}`, source: order, happenedAt: last }, rest);
}

/** Brings what is left of a settled order to zero; a debit on 7000 is a loss. */
export function fxBooks(left: { receivable: bigint; deposits: bigint }): readonly JournalLine[] {
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
