import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import { type BooksContext, entryOf } from './context.ts';

/** Revenue is deferred line by line, because it is earned so; an order is open or paid as a whole. */
const deferrals: readonly string[] = [accounts.deferredRevenue, accounts.deferredDiscounts];

/**
 * Everything from before the cut-over becomes one opening balance against 3000; the rest is booked as it happened.
 * Carried on is what later events of the order go on from: cash, taxes and revenue of the past are in the entity's own books.
 */
export function openedAt(
  context: BooksContext,
  entries: readonly JournalEntry[],
  cutOverAt: Instant,
): readonly JournalEntry[] {
  const { order } = context.order.header;
  const before = entries.filter((one) => one.happenedAt < cutOverAt).flatMap((one) => one.lines);
  const standing = [
    { account: accounts.receivable, item: '', minor: sumOf(before, { account: accounts.receivable }) },
    { account: accounts.deposits, item: '', minor: sumOf(before, { account: accounts.deposits }) },
    ...deferrals.flatMap((account) => {
      const lines = before.filter((line) => line.account === account);
      const items = [...new Set(lines.map(({ item }) => item))].toSorted();
      return items.map((item) => ({ account, item, minor: sumOf(lines, { account, item }) }));
    }),
  ];
  const rest = standing.reduce((sum, { minor }) => sum + minor, 0n);
  const heading = { key: `opening/${legacyId(order)}`, source: order, happenedAt: cutOverAt };
  return [
    ...entryOf(context, heading, [...standing, { account: accounts.opening, minor: -rest, item: '' }]),
    ...entries.filter((one) => one.happenedAt >= cutOverAt),
  ];
}

function sumOf(lines: readonly JournalLine[], of: { account: string; item?: string }): bigint {
  return lines
    .filter((line) => line.account === of.account && (of.item === undefined || line.item === of.item))
    .reduce((sum, { minor }) => sum + minor, 0n);
}
