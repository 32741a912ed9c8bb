import type { DocumentAmounts } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type { Recognition } from '#src/stabilize/course.ts';
import { type BooksContext, entryOf } from './context.ts';
import { chargeAccounts, isDeferrable, lineAccounts, type RevenueAccounts } from './revenue.ts';

/** Recognition: what was invoiced before its goods left becomes revenue when they do, discount and all. */
export function recognitionBooks(context: BooksContext, recognition: Recognition): readonly JournalLine[] {
  const { happenedAt, lines, charges } = recognition;
  return [
    ...lines.filter(isDeferrable).flatMap((line) =>
      moved(line, {
        from: lineAccounts(context, line, false),
        to: lineAccounts(context, line, true),
        item: line.lineItem,
      }),
    ),
    ...charges.filter(isDeferrable).flatMap((charge) => {
      const { kind } = charge;
      const from = chargeAccounts(context, { kind, happenedAt, earned: false });
      const to = chargeAccounts(context, { kind, happenedAt, earned: true });
      return moved(charge, { from, to, item: kind });
    }),
  ];
}

export function recognitionEntry(context: BooksContext, recognition: Recognition): readonly JournalEntry[] {
  const { fulfillment, happenedAt } = recognition;
  const heading = { key: `recognition/${legacyId(fulfillment)}`, source: fulfillment, happenedAt };
  return entryOf(context, heading, recognitionBooks(context, recognition));
}

function moved(
  { gross, discount }: DocumentAmounts,
  { from, to, item }: { from: RevenueAccounts; to: RevenueAccounts; item: string },
): readonly JournalLine[] {
  // What waits in suspense goes on waiting there.
  if (from.gross === to.gross) return [];
  return [
    { account: from.gross, minor: gross.minor, item },
    { account: to.gross, minor: -gross.minor, item },
    { account: to.discount, minor: discount.minor, item },
    { account: from.discount, minor: -discount.minor, item },
  ];
}
