/** Roundings of the ERP's own that policy tolerates: the receivable takes them, and 7100 says so (ACCOUNTING §5). */
import type { Break } from '#domain/break.ts';
import type { JournalEntry } from '#domain/journal.ts';
import type { OrderHeader } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { money } from '#domain/money.ts';
import { documentRoundingEntry, type Entity } from './settlement.ts';

/** What a document of a kind says of the receivable: an invoice adds to it, a credit memo takes from it. */
const signs: Readonly<Record<string, bigint>> = { invoice: 1n, credit_memo: -1n };

type Given = {
  readonly order: OrderHeader;
  readonly breaks: readonly Break[];
  /** Keys of the breaks that are closed as within tolerance. */
  readonly tolerated: ReadonlySet<string>;
  readonly booksFrom: Instant;
};

/** One entry for each; a difference that opens again is not among them, so its entry is taken back. */
export function roundingEntries(
  entity: Entity,
  { order: { order, currency }, breaks, tolerated, booksFrom }: Given,
): readonly JournalEntry[] {
  return breaks.flatMap(({ key, cause, amount, about, evidence }) => {
    const { documentKind = '', on = '' } = evidence;
    const sign = signs[documentKind];
    // Whatever the zone, this is a time of that day.
    const documentAt = `${on}T10:30:00.000Z`;
    if (cause !== 'TAX_ROUNDING' || !tolerated.has(key) || sign === undefined) return [];
    if (amount === null || amount.currency !== currency || documentAt < booksFrom) return [];
    const difference = money(amount.minor * sign, currency);
    return documentRoundingEntry(entity, {
      document: `${documentKind}-${evidence['document'] ?? about}`,
      order,
      difference,
      documentAt,
    });
  });
}
