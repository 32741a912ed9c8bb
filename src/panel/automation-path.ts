import { type WorkflowName, workflowNames } from '#domain/workflow.ts';
import { withQuery } from './path.ts';

/** A workflow's name as an address carries it: "invoice-posting". */
export function slugOf(name: WorkflowName): string {
  return name.replaceAll(' ', '-');
}

export function workflowAt(slug: string): WorkflowName | undefined {
  return workflowNames.find((one) => slugOf(one) === slug);
}

export type AutomationPath = {
  readonly show?: string | undefined;
  readonly after?: string | undefined;
  readonly differsAfter?: string | undefined;
};

/** The page of a workflow, with these of its postings and disagreements. */
export function automationPath(
  name: WorkflowName,
  { show, after, differsAfter }: AutomationPath = {},
): string {
  return withQuery(`/automations/${slugOf(name)}`, { show, after, differs: differsAfter });
}

export function postingPath(key: string): string {
  return `/postings/${encodeURIComponent(key)}`;
}
