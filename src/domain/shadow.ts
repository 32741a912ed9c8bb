/** What a workflow would have posted beside what people did, as the proof paired the two. */
import type { ErpDocumentKind } from './fact.ts';
import type { Instant } from './instant.ts';
import type { Money } from './money.ts';
import type { WorkflowName } from './workflow.ts';

/** A document of either side, as far as both can be compared. Text is in no comparison. */
export type ShadowSide = {
  readonly kind: ErpDocumentKind;
  /** What we would post, or the number by which people know theirs. */
  readonly name: string;
  readonly total: Money;
  /** Its day in the general ledger, where it is known. */
  readonly on: string | null;
  /** What it does to the general ledger, where that is known; a debit is positive. */
  readonly lines: readonly ShadowLine[] | null;
};

export type ShadowLine = {
  readonly account: string;
  readonly taxKey: string | null;
  readonly minor: bigint;
};

/** One due or one document, and what the proof found to stand for it: mostly one beside one. */
export type ShadowPair = {
  readonly ref: string;
  readonly workflow: WorkflowName;
  readonly kind: ErpDocumentKind;
  readonly happenedAt: Instant;
  readonly ours: readonly ShadowSide[];
  readonly theirs: readonly ShadowSide[];
  /** People have it, under another order or under none. */
  readonly isElsewhere: boolean;
};

export const shadowFields = [
  'only ours',
  'only theirs',
  'order',
  'count',
  'kind',
  'currency',
  'gross',
  'tax',
  'accounts',
  'date',
] as const;
export type ShadowField = (typeof shadowFields)[number];

export type Shadowed = Omit<ShadowPair, 'isElsewhere'> & {
  /** Nothing where the two agree. */
  readonly differs: readonly ShadowField[];
};
