import type { Instant } from './instant.ts';
import type { Lane } from './lane.ts';

/**
 * What was done about a delivery or a posting. `attempted`: the lease was taken and the body is fixed ·
 * `retried`: the lease was given back until later · `superseded`: the facts changed before anything left.
 */
export type DecisionKind =
  | 'translated'
  | 'parked'
  | 'planned'
  | 'held'
  | 'superseded'
  | 'withdrawn'
  | 'attempted'
  | 'posted'
  | 'adopted'
  | 'retried'
  | 'rejected'
  | 'break opened'
  | 'break changed'
  | 'break closed'
  | 'caught up'
  | 'claimed';

/** The named parts of a decision's sentence; no personal data. */
export type DecisionDetail = Readonly<Record<string, string | number | boolean | null>>;

/** One row of the append-only log. */
export type Decision = {
  readonly lane: Lane;
  readonly decidedAt: Instant;
  readonly kind: DecisionKind;
  readonly subject: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly detail: DecisionDetail;
  readonly actor: string;
};

/** Who decides when no person does. */
export const byRule = 'rule';
