/** What people still type of an order that the app posts for: whatever its workflows leave to them. */
import type { Mode, WorkflowName } from '#domain/workflow.ts';
import type { Draft } from './draft.ts';

type Modes = ReadonlyMap<WorkflowName, Mode>;

/** The app as it came first: it posts whatever comes in and goes out, and nothing of what comes back. */
const beginnings: Modes = new Map([['invoice posting', 'auto']]);

/** In these modes a document leaves by itself or by a person's word, and nobody types it. */
const posting: ReadonlySet<Mode> = new Set(['approve', 'auto']);

export function leftToPeople(draft: Draft, modes: Modes = beginnings): Draft | null {
  const posts = (name: WorkflowName): boolean => posting.has(modes.get(name) ?? 'off');
  const isBack = draft.kind === 'credit_memo' || draft.kind === 'refund_payment';
  return posts(isBack ? 'refund posting' : 'invoice posting') ? null : draft;
}
