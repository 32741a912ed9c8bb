import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Obligation, Posting } from '#domain/posting.ts';
import { type Workflow, type WorkflowName, workflowOf } from '#domain/workflow.ts';
import { waitsFor } from './hold.ts';

/** Raised when a rule of planning changes; each posting keeps the version that planned it. */
export const planRuleVersion = 5;

/** A posting as it is to be written. The database keeps whatever has left already from being changed. */
export type PlannedPosting = {
  readonly obligation: Obligation;
  readonly bodyDigest: string;
  readonly workflow: WorkflowName;
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

/**
 * Pure: obligations against what is stored, each under the mode of its workflow. Writes only what differs. Of a
 * workflow that is not among the `acting` ones nothing is written, and nothing is withdrawn.
 */
export function plan(
  obligations: readonly Obligation[],
  postings: readonly Posting[],
  acting: readonly Workflow[],
): Plan {
  const known = new Map(postings.map((posting) => [posting.key, posting]));
  const obliged = new Set(obligations.map((one) => one.key));
  const groundless = postings.find((one) => isGroundlessInvoice(one, obliged));
  const ours = new Set(
    obligations.filter((one) => actingOn(one, acting) !== undefined).map((one) => one.key),
  );
  const isMadeOrPlanned = (key: string): boolean => known.get(key)?.state === 'posted' || ours.has(key);
  const write: PlannedPosting[] = [];
  const conflicts: Obligation[] = [];
  for (const obligation of obligations) {
    const workflow = actingOn(obligation, acting);
    if (workflow === undefined) continue;
    const bodyDigest = digest(encode(obligation.body));
    const posting = known.get(obligation.key);
    const reason =
      waitsFor(workflow, posting, bodyDigest) ??
      obligation.held ??
      holdReason(obligation, groundless) ??
      (obligation.dependsOn.every(isMadeOrPlanned) ? null : restsOnNothing);
    const state = reason === null ? 'planned' : 'held';
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
  const withdraw = postings.filter(
    (one) =>
      !one.frozen &&
      one.state !== 'withdrawn' &&
      !obliged.has(one.key) &&
      acting.some(({ name }) => name === one.workflow),
  );
  return { write, withdraw: withdraw.map((one) => one.key), conflicts };
}

const restsOnNothing =
  'what it rests on is not posted by Plumbline: its workflow does not run for this order';

function actingOn(obligation: Obligation, acting: readonly Workflow[]): Workflow | undefined {
  const name = obligation.workflow ?? workflowOf(obligation.kind);
  return acting.find((one) => one.name === name);
}

/** An invoice that has left, or may have, for goods whose shipment was cancelled since. */
function isGroundlessInvoice(posting: Posting, obliged: ReadonlySet<string>): boolean {
  const mayStand = posting.state !== 'rejected' && posting.state !== 'withdrawn';
  return posting.kind === 'invoice' && posting.frozen && mayStand && !obliged.has(posting.key);
}

/** Goods that are shipped again may not be invoiced again before their first invoice is corrected. */
function holdReason({ kind }: Obligation, groundless: Posting | undefined): string | null {
  if (kind !== 'invoice' || groundless === undefined) return null;
  return `${groundless.key} was invoiced for a shipment that was cancelled, and has to be corrected first`;
}

function stands(posting: Posting, state: 'planned' | 'held', reason: string | null): boolean {
  return posting.state === state && posting.reason === reason;
}
