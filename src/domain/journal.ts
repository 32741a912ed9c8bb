import { digest } from './canonical.ts';
import { encode } from './encode.ts';
import type { Instant } from './instant.ts';

/** A debit is positive, a credit negative. */
export type JournalLine = {
  readonly account: string;
  readonly minor: bigint;
  /** Shopify's id of the order line, transaction or tax key the amount belongs to; '' for the whole order. */
  readonly item: string;
};

/** One balanced entry of the books layer, in the books currency. `key` is unique for ever. */
export type JournalEntry = {
  readonly key: string;
  readonly order: string;
  readonly source: string;
  readonly happenedAt: Instant;
  /** The local date of `happenedAt` in the legal entity's time zone. */
  readonly effectiveOn: string;
  readonly currency: string;
  readonly ruleVersion: number;
  readonly lines: readonly JournalLine[];
};

/** Drops lines of zero and asserts what Postgres will assert again: two lines or more, and their sum zero. */
export function balanced(entry: JournalEntry): JournalEntry {
  const lines = entry.lines.filter((line) => line.minor !== 0n);
  const rest = lines.reduce((total, line) => total + line.minor, 0n);
  if (rest !== 0n) throw new Error(`the entry ${entry.key} is out of balance by ${rest} ${entry.currency}`);
  return { ...entry, lines };
}

/** The digest by which a second writing of one key is told from a different entry under that key. */
export function entryDigest(entry: JournalEntry): string {
  return digest(encode(entry));
}
