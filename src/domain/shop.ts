import type { ErpPeriod, Fact } from './fact.ts';
import type { Instant } from './instant.ts';
import type { Policy, PolicyVersion } from './policy.ts';
import type { RoutingBook } from './routing.ts';
import type { Workflow, WorkflowName } from './workflow.ts';

/** What the merchant mapped, by kind; a source that is not among them is unmapped. */
export const mappingKinds = ['gateway', 'tax', 'sku', 'location', 'currency'] as const;
export type MappingKind = (typeof mappingKinds)[number];

/**
 * What is known of a shop as a whole, which the proofs of its single orders need. A change of it stirs the lanes
 * that it may concern.
 */
export type ShopFacts = {
  /** Sources that have a target in the ERP. A kind without any is not mapped yet, and nothing of it is a break. */
  readonly mappings: ReadonlyMap<MappingKind, ReadonlySet<string>>;
  /** Mapped locations with what each is called on the other side; absent where none is. */
  readonly locations?: ReadonlyMap<string, string>;
  readonly periods: readonly ErpPeriod[];
  /** All that changed in the ERP before this instant is known, whoever changed it; null before the first sweep. */
  readonly erpReadThrough: Instant | null;
  /** Whether the shop's past is read, so that an order nobody told of is one the store does not show. */
  readonly pastRead: boolean;
};

export const nothingKnown: ShopFacts = {
  mappings: new Map(),
  periods: [],
  erpReadThrough: null,
  pastRead: true,
};

/** What the rules may know of a shop. */
export type ShopSettings = {
  readonly domain: string;
  readonly state: 'installed' | 'uninstalled' | 'redacted';
  readonly installedAt: Instant;
  readonly currency: string;
  readonly timeZone: string;
  /** The policy in force now; what happened earlier is ruled by `policies`. */
  readonly policy: Policy;
  readonly policies: readonly PolicyVersion[];
  readonly workflows: readonly Workflow[];
  readonly erpConnectionId: string | null;
  /** The rules of where orders leave from; absent where there never were any. */
  readonly routing?: RoutingBook;
};

export function workflowNamed(shop: ShopSettings, name: WorkflowName): Workflow | undefined {
  return shop.workflows.find((one) => one.name === name);
}

/** Whether anything of it leaves at all, by itself or by a person's word. */
export function runs(workflow: Workflow | undefined): workflow is Workflow {
  return workflow?.mode === 'auto' || workflow?.mode === 'approve';
}

/** Whether postings of a workflow leave by themselves or by a person's word, for an order of that age. */
export function posts(shop: ShopSettings, name: WorkflowName, placedAt: Instant): boolean {
  const workflow = workflowNamed(shop, name);
  return runs(workflow) && shop.erpConnectionId !== null && placedAt >= workflow.cutOverAt;
}

export type Standing = 'uninstalled' | 'redacted';

/** News of an uninstallation or of shop/redact, unless the shop was installed again after it. */
export function standing(facts: readonly Fact[], shop: ShopSettings): Standing | null {
  const since = facts.filter((fact) => fact.happenedAt > shop.installedAt);
  if (since.some((fact) => fact.kind === 'compliance' && fact.body.topic === 'shop/redact'))
    return 'redacted';
  return since.some((fact) => fact.kind === 'app' && fact.key === 'app/uninstalled') ? 'uninstalled' : null;
}
