/** Why a posting waits for a mode or a person, as the end of a sentence. */
import type { Posting } from '#domain/posting.ts';
import type { Mode, Workflow, WorkflowName } from '#domain/workflow.ts';

export function modeReason(name: WorkflowName, mode: Mode): string {
  return `${name} is in mode ${mode}`;
}

export function declinedReason(reason: string): string {
  return `a person keeps it from leaving: ${reason}`;
}

/** Until the next plan says otherwise. */
export const restoredReason = 'it is no longer kept from leaving, and is planned anew';

const voidReason =
  'the facts changed what had been approved, so that approval is void; it waits for another one';

/** Null where it may leave as far as mode and people are concerned. */
export function waitsFor(
  { name, mode }: Workflow,
  posting: Pick<Posting, 'approval' | 'declined'> | undefined,
  bodyDigest: string,
): string | null {
  const { approval = null, declined = null } = posting ?? {};
  if (declined !== null) return declinedReason(declined);
  if (mode === 'auto') return null;
  if (mode !== 'approve' || approval === null) return modeReason(name, mode);
  return approval.isVoid || approval.bodyDigest !== bodyDigest ? voidReason : null;
}
