/** The workflows that a shop of the sandbox lets post by themselves; all others are off. */
import { type Mode, type WorkflowName, workflowNames } from '#domain/workflow.ts';

export function modesOf(auto: readonly WorkflowName[]): Readonly<Record<WorkflowName, Mode>> {
  const mode = (name: WorkflowName): Mode => (auto.includes(name) ? 'auto' : 'off');
  return {
    'order routing': mode('order routing'),
    'invoice posting': mode('invoice posting'),
    'shipment confirmation': mode('shipment confirmation'),
    'refund posting': mode('refund posting'),
    'payment write-back': mode('payment write-back'),
  };
}

/**
 * What runs by itself in every life, unless it is asked for otherwise. A shop without rules has nothing to route, and
 * would only ask its store more.
 */
export const usuallyAuto: readonly WorkflowName[] = workflowNames.filter((name) => name !== 'order routing');
