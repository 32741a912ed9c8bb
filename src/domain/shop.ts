import type { Fact } from './fact.ts';
import type { Instant } from './instant.ts';

export type Mode = 'off' | 'shadow' | 'approve' | 'auto';

/** A workflow's standing in one shop: nothing earlier than the cut-over is ever posted. */
export type Workflow = { readonly name: string; readonly mode: Mode; readonly cutOverAt: Instant };

/** What a legal entity chose. Milliseconds. */
export type Policy = {
  /** How long a subject must be quiet before its store is asked for the authority (ACCOUNTING §4). */
  readonly quietMs: number;
  /** How long after its trigger an ERP document may be missing before that is a break (ACCOUNTING §7). */
  readonly erpSlaMs: number;
};

export const defaultPolicy: Policy = { quietMs: 60_000, erpSlaMs: 3_600_000 };

/** What the rules may know of a shop. */
export type ShopSettings = {
  readonly domain: string;
  readonly state: 'installed' | 'uninstalled' | 'redacted';
  readonly installedAt: Instant;
  readonly currency: string;
  readonly timeZone: string;
  readonly policy: Policy;
  readonly workflows: readonly Workflow[];
  readonly erpConnectionId: string | null;
};

/** The one workflow of this phase that posts: sales orders, deposits, invoices and applications. */
export const invoicePosting = 'invoice posting';

export type Standing = 'uninstalled' | 'redacted';

/** News of an uninstallation or of shop/redact, unless the shop was installed again after it. */
export function standing(facts: readonly Fact[], shop: ShopSettings): Standing | null {
  const since = facts.filter((fact) => fact.happenedAt > shop.installedAt);
  if (since.some((fact) => fact.kind === 'compliance' && fact.body.topic === 'shop/redact'))
    return 'redacted';
  return since.some((fact) => fact.kind === 'app' && fact.key === 'app/uninstalled') ? 'uninstalled' : null;
}
