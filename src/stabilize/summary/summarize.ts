/** One lane of a day's summary: what it obliges, what is wrong with it, and when it is looked at again. */
import type { Break } from '#domain/break.ts';
import type { JournalBody } from '#domain/document.ts';
import type { Fact } from '#domain/fact.ts';
import { type Instant, later } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Obligation } from '#domain/posting.ts';
import { summaryDay, summedFrom } from '#domain/summary.ts';
import { distinct } from '#src/stabilize/difference.ts';
import { goneDocuments, knowDocuments } from '#src/stabilize/know.ts';
import type { Reading } from '#src/stabilize/reading.ts';
import type { KnownSummary } from './known.ts';
import { summaryObligation } from './obligation.ts';
import { proveSummary } from './prove.ts';

type Given = { readonly facts: readonly Fact[]; readonly known: KnownSummary; readonly reading: Reading };

export type Summarized = {
  readonly obligations: readonly Obligation<JournalBody>[];
  readonly breaks: readonly Break[];
  readonly againAt: Instant | null;
};

/** Before its day is over nothing is obliged, whatever is booked. */
export function summarize(lane: Lane, { facts, known, reading }: Given): Summarized {
  const { now, shop, shopFacts } = reading;
  const of = summaryDay(lane);
  const from = summedFrom(of, shop);
  if (now < from) return { obligations: [], breaks: [], againAt: from };
  const next = summaryObligation({ of, known, shop, periods: shopFacts.periods });
  const [documents, gone] = [knowDocuments(facts), goneDocuments(facts)];
  const { breaks, againAt } = proveSummary({ of, known, next, documents, gone, reading });
  // Whoever wrote to the ledger in the last moment of the day is read once more, though it should have stirred.
  const last = later(from, shop.policy.erpSlaMs);
  return {
    obligations: next === null ? [] : [next],
    breaks: distinct(breaks),
    againAt: againAt ?? (last > now ? last : null),
  };
}
