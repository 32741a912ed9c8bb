import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry } from '#domain/journal.ts';
import { type Suspended, suspended } from '#src/stabilize/suspense.ts';
import { type BooksContext, entryOf } from './context.ts';

/** A payment of an unknown kind is the customer's all the same; where its money lies waits for somebody who knows. */
export function suspenseEntries(context: BooksContext): readonly JournalEntry[] {
  return suspended(context.order).flatMap((one) => suspenseEntry(context, one));
}

function suspenseEntry(context: BooksContext, { move, amount }: Suspended): readonly JournalEntry[] {
  const { transaction: item, processedAt } = move;
  const heading = { key: `suspense/${legacyId(item)}`, source: item, happenedAt: processedAt };
  return entryOf(context, heading, [
    { account: accounts.suspense, minor: amount.minor, item },
    { account: accounts.receivable, minor: -amount.minor, item },
  ]);
}
