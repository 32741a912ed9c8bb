/** What is known of one day's summary: what the ledger has of it, and what was said of it to the ERP. */
import type { JournalBody } from '#domain/document.ts';
import type { Instant } from '#domain/instant.ts';
import type { PostingState } from '#domain/posting.ts';

/** Σ of the entries that the summary sums, by account and tax. A debit is positive. */
export type SummarySum = { readonly account: string; readonly taxKey: string | null; readonly minor: bigint };

/** One of its postings, the day's own or one for what was told late. */
export type SummaryPart = {
  readonly key: string;
  readonly n: number;
  readonly state: PostingState;
  readonly frozen: boolean;
  readonly body: JournalBody;
};

export type KnownSummary = {
  readonly sums: readonly SummarySum[];
  /** The id of the newest entry of them. */
  readonly through: string;
  /** When the first of those was written that no frozen part sums; null where there is none. */
  readonly openSince: Instant | null;
  readonly parts: readonly SummaryPart[];
};

/** Of a day of which nothing is written. */
export const emptySummary: KnownSummary = { sums: [], through: '0', openSince: null, parts: [] };
