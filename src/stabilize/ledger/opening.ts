import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalEntry } from '#domain/journal.ts';
import { type BooksContext, entryOf } from './context.ts';

/** What later events of an order go on from; cash, taxes and revenue of the past are in the entity's own books. */
const carried: readonly string[] = [
  accounts.receivable,
  accounts.deferredRevenue,
  accounts.deferredDiscounts,
  accounts.deposits,
];

/** Everything from before the cut-over becomes one opening balance against 3000; the rest is booked as it happened. */
export function openedAt(
  context: BooksContext,
  entries: readonly JournalEntry[],
  cutOverAt: Instant,
): readonly JournalEntry[] {
  const { order } = context.order.header;
  const before = entries.filter((one) => one.happenedAt < cutOverAt).flatMap((one) => one.lines);
  const standing = carried.flatMap((account) => {
    const lines = before.filter((line) => line.account === account);
    const items = [...new Set(lines.map(({ item }) => item))].toSorted();
    return items.map((item) => ({
      account,
      minor: lines.filter((line) => line.item === item).reduce((sum, { minor }) => sum + minor, 0n),
      item,
    }));
  });
  const rest = standing.reduce((sum, { minor }) => sum + minor, 0n);
  const heading = { key: `opening/${legacyId(order)}`, source: order, happenedAt: cutOverAt };
  return [
    ...entryOf(context, heading, [...standing, { account: accounts.opening, minor: -rest, item: '' }]),
    ...entries.filter((one) => one.happenedAt >= cutOverAt),
  ];
}
