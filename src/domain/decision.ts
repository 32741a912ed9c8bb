import type { Instant } from './instant.ts';
import type { Lane } from './lane.ts';

/**
 * What was done about a delivery, a posting or a workflow. `attempted`: the lease was taken and the body is fixed ·
 * `retried`: the lease was given back until later · `superseded`: the facts changed before anything left ·
 * `declined`, `restored`: a person keeps it from leaving, or takes that back · `gave up`: it failed as often as it may ·
 * `sent again`: a person has it tried again · `connection …`: the other side was left alone, tried, and taken up again.
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
  | 'claimed'
  | 'approved'
  | 'declined'
  | 'restored'
  | 'mode changed'
  | 'paused'
  | 'resumed'
  | 'routing changed'
  | 'gave up'
  | 'sent again'
  | 'connection shut'
  | 'connection probed'
  | 'connection reopened';

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

/** A person of the merchant, as the session names them. */
export function byUser(user: string): string {
  return `user ${user}`;
}

/** Who decides when no person does. */
export const byRule = 'rule';
