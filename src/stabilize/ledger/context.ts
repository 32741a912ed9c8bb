import { balanced, type Dimensions, type JournalEntry, type JournalLine } from '#domain/journal.ts';
import { type Instant, localDate } from '#domain/instant.ts';
import { type Policy, policyAt } from '#domain/policy.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';

/** Raised when a rule of this folder changes; entries already written keep the version that wrote them. */
export const ledgerRuleVersion = 2;

/** Whose books an amount goes to, and under which of the entity's policies. */
export type BooksContext = { readonly order: KnownOrder; readonly shop: ShopSettings };

export type Heading = { readonly key: string; readonly source: string; readonly happenedAt: Instant };

/** What every entry about one thing has in common; `order` is '' where it is about none. */
export type Frame = {
  readonly order: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly dimensions: Dimensions;
};

export function policyOf({ shop }: BooksContext, happenedAt: Instant): Policy {
  return policyAt(shop.policies, happenedAt);
}

/** An entry of an order with the order's dimensions on each line; none when nothing moves. */
export function entryOf(
  { order: { header }, shop }: BooksContext,
  heading: Heading,
  lines: readonly JournalLine[],
): readonly JournalEntry[] {
  const dimensions = {
    ...(header.channel === null ? {} : { channel: header.channel }),
    ...(header.location === null ? {} : { location: header.location }),
  };
  const { order, currency } = header;
  return framed({ order, currency, timeZone: shop.timeZone, dimensions }, heading, lines);
}

/** One entry on the local day of what happened; none when nothing moves. */
export function framed(
  { order, currency, timeZone, dimensions }: Frame,
  heading: Heading,
  lines: readonly JournalLine[],
): readonly JournalEntry[] {
  const effectiveOn = localDate(heading.happenedAt, timeZone);
  const entry = balanced({
    ...heading,
    order,
    effectiveOn,
    postingDate: effectiveOn,
    currency,
    ruleVersion: ledgerRuleVersion,
    reverses: null,
    lines: lines.map((line) => ({ ...line, dimensions: { ...dimensions, ...line.dimensions } })),
  });
  return entry.lines.length > 0 ? [entry] : [];
}

/** The same amounts on the other side. */
export function turned(lines: readonly JournalLine[]): JournalLine[] {
  return lines.map((line) => ({ ...line, minor: -line.minor }));
}
