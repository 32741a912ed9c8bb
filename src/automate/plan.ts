import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Obligation, Posting } from '#domain/posting.ts';
import type { Workflow } from '#domain/shop.ts';

/** Raised when a rule of planning changes; each posting keeps the version that planned it. */
export const planRuleVersion = 1;

/** A posting as it is to be written. The database keeps whatever has left already from being changed. */
export type PlannedPosting = {
  readonly obligation: Obligation;
  readonly bodyDigest: string;
  readonly workflow: string;
  readonly state: 'planned' | 'held';
  readonly reason: string | null;
  /** What the log calls this: new plans and changes of mode by their state, a changed body `superseded`. */
  readonly change: 'planned' | 'held' | 'superseded';
};

export type Plan = {
  readonly write: readonly PlannedPosting[];
  /** Postings that no fact obliges any more and that have not left. */
  readonly withdraw: readonly string[];
  /** Same key, other body after the freeze: never silence, a break (ACCOUNTING §6). */
  readonly conflicts: readonly Obligation[];
};

/** Pure: obligations against what is stored, under the workflow's mode. Writes only what differs. */
export function plan(
  obligations: readonly Obligation[],
  postings: readonly Posting[],
  workflow: Workflow,
): Plan {
  const known = new Map(postings.map((posting) => [posting.key, posting]));
  const state = workflow.mode === 'auto' ? 'planned' : 'held';
  const reason = workflow.mode === 'auto' ? null : `${workflow.name} is in mode ${workflow.mode}`;
  const write: PlannedPosting[] = [];
  const conflicts: Obligation[] = [];
  for (const obligation of obligations) {
    const bodyDigest = digest(encode(obligation.body));
    const posting = known.get(obligation.key);
    if (posting?.frozen === true) {
      if (posting.bodyDigest !== bodyDigest) conflicts.push(obligation);
    } else if (
      posting === undefined ||
      posting.bodyDigest !== bodyDigest ||
      !stands(posting, state, reason)
    ) {
      const changed = posting !== undefined && posting.bodyDigest !== bodyDigest && state === 'planned';
      const change = changed ? 'superseded' : state;
      write.push({ obligation, bodyDigest, workflow: workflow.name, state, reason, change });
    }
  }
  const obliged = new Set(obligations.map((one) => one.key));
  const withdraw = postings.filter(
    (one) => !one.frozen && one.state !== 'withdrawn' && !obliged.has(one.key),
  );
  return { write, withdraw: withdraw.map((one) => one.key), conflicts };
}

function stands(posting: Posting, state: 'planned' | 'held', reason: string | null): boolean {
  return posting.state === state && posting.reason === reason;
}
