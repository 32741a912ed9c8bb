import type { ErpDocumentKind } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalLine } from '#domain/journal.ts';
import type { Money } from '#domain/money.ts';
import type { ItemGroup } from '#domain/open-item.ts';

/** One document that ought to be in the ERP, whoever makes it: we, a person or an earlier connector. */
export type Due = {
  /** `due/<kind>/<anchor>`: its name for ever. */
  readonly ref: string;
  readonly kind: ErpDocumentKind;
  readonly group: ItemGroup;
  readonly total: Money;
  /** Other totals that are right as well, of an order that was changed: up to an instant, or for ever. */
  readonly also?: { readonly totals: readonly Money[]; readonly until: Instant | null };
  readonly happenedAt: Instant;
  /** The last instant at which it may still be missing. */
  readonly lateAt: Instant;
  /** Its day in the general ledger. */
  readonly on: string;
  /** The key of our posting for it, where we post its kind. */
  readonly postingKey: string | null;
  /** `stands`: it may be there and need not. */
  readonly force: 'due' | 'stands';
  /** What it does to the general ledger, by our chart. */
  readonly books: readonly JournalLine[];
  /** "the invoice for shipment 12385865400", as a sentence names it. */
  readonly label: string;
};
