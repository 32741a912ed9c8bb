import { digest } from './canonical.ts';
import { encode } from './encode.ts';
import type { Instant } from './instant.ts';

/** What a line is about beyond its account and item: `channel`, `location`, `tax` (the key as the ERP is sent it). */
export type Dimensions = Readonly<Record<string, string>>;

/** A debit is positive, a credit negative. */
export type JournalLine = {
  readonly account: string;
  readonly minor: bigint;
  /** Shopify's id of the order line or transaction the amount belongs to, or its kind of charge; '' for the whole order. */
  readonly item: string;
  readonly dimensions?: Dimensions;
};

/** One balanced entry of the books layer, in the books currency. `key` is unique for ever. */
export type JournalEntry = {
  readonly key: string;
  readonly order: string;
  readonly source: string;
  readonly happenedAt: Instant;
  /** The local date of `happenedAt` in the legal entity's time zone. */
  readonly effectiveOn: string;
  /** `effectiveOn`, or the first open day after it where its period is closed in the ERP. */
  readonly postingDate: string;
  readonly currency: string;
  readonly ruleVersion: number;
  /** The key of the entry that this one takes back whole; null for one that stands by itself. */
  readonly reverses: string | null;
  readonly lines: readonly JournalLine[];
};

/** Drops lines of zero and asserts what Postgres will assert again: two lines or more, and their sum zero. */
export function balanced(entry: JournalEntry): JournalEntry {
  const lines = entry.lines.filter((line) => line.minor !== 0n);
  const rest = lines.reduce((total, line) => total + line.minor, 0n);
  if (rest !== 0n) throw new Error(`the entry ${entry.key} is out of balance by ${rest} ${entry.currency}`);
  return { ...entry, lines };
}

/**
 * The digest by which a second writing of one key is told from a different entry under that key. Which periods the
 * ERP has closed meanwhile makes no different entry, so the posting date is not in it.
 */
export function entryDigest(entry: JournalEntry): string {
  const { key, order, source, happenedAt, effectiveOn, currency, ruleVersion, reverses } = entry;
  const lines = entry.lines.map(({ account, minor, item, dimensions = {} }) => ({
    account,
    minor,
    item,
    dimensions,
  }));
  return digest(
    encode({ key, order, source, happenedAt, effectiveOn, currency, ruleVersion, reverses, lines }),
  );
}
