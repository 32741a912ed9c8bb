/** What the rules of settlement are given, and what they conclude. */
import type { Break } from '#domain/break.ts';
import type { Fact, FactBodies, FactKind } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalEntry } from '#domain/journal.ts';
import type { Lane } from '#domain/lane.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import type { Reading } from '#src/stabilize/reading.ts';

export type Settling = {
  readonly lane: Lane;
  readonly facts: readonly Fact[];
  readonly order: KnownOrder | null;
  readonly reading: Reading;
  /** When the books begin; what happened earlier is in their opening balances. */
  readonly booksFrom: Instant;
};

export type Settled = {
  readonly entries: readonly JournalEntry[];
  readonly breaks: readonly Break[];
  /** When time alone will change the reading. */
  readonly againAt: Instant | null;
  /** When the store is to be asked about the lane's order, of which only money is known so far. */
  readonly askAt: Instant | null;
};

export const nothingSettled: Settled = { entries: [], breaks: [], againAt: null, askAt: null };

export function together(parts: readonly Settled[]): Settled {
  const first = (times: readonly (Instant | null)[]) =>
    times.filter((at) => at !== null).toSorted()[0] ?? null;
  return {
    entries: parts.flatMap((one) => one.entries),
    breaks: parts.flatMap((one) => one.breaks),
    againAt: first(parts.map((one) => one.againAt)),
    askAt: first(parts.map((one) => one.askAt)),
  };
}

/** What the facts of one kind say. */
export function said<Kind extends FactKind>(facts: readonly Fact[], kind: Kind): FactBodies[Kind][] {
  const isOne = (fact: Fact): fact is Fact & { readonly body: FactBodies[Kind] } => fact.kind === kind;
  return facts.filter(isOne).map(({ body }) => body);
}
