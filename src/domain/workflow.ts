/** What runs by itself, and under whose mode each posting stands. */
import type { ActKind } from './act.ts';
import type { AmendmentKind } from './amendment.ts';
import type { DocumentKind } from './document.ts';
import type { Instant } from './instant.ts';

export const workflowNames = [
  'order routing',
  'invoice posting',
  'shipment confirmation',
  'refund posting',
  'payment write-back',
] as const;
export type WorkflowName = (typeof workflowNames)[number];

/** `shadow` computes and writes nothing, `approve` puts each posting before a person, `auto` posts. */
export const modes = ['off', 'shadow', 'approve', 'auto'] as const;
export type Mode = (typeof modes)[number];

/** A workflow's standing in one shop: nothing earlier than the cut-over is ever posted. */
export type Workflow = { readonly name: WorkflowName; readonly mode: Mode; readonly cutOverAt: Instant };

export type PostingKind = DocumentKind | AmendmentKind | ActKind;

const ofKind = {
  sales_order: 'invoice posting',
  amend_sales_order: 'invoice posting',
  cancel_sales_order: 'invoice posting',
  customer_deposit: 'invoice posting',
  payment: 'invoice posting',
  invoice: 'invoice posting',
  application: 'invoice posting',
  journal: 'invoice posting',
  credit_memo: 'refund posting',
  refund_payment: 'refund posting',
  shipment: 'shipment confirmation',
  fulfill: 'shipment confirmation',
  track: 'shipment confirmation',
  mark_paid: 'payment write-back',
  route: 'order routing',
} as const satisfies Record<PostingKind, WorkflowName>;

/** The workflow that a posting of this kind belongs to, unless its obligation names another. */
export function workflowOf(kind: PostingKind): WorkflowName {
  return ofKind[kind];
}

/** Every kind of document that we make in the ERP. */
export const documentKinds = [
  'sales_order',
  'customer_deposit',
  'payment',
  'invoice',
  'application',
  'credit_memo',
  'refund_payment',
  'shipment',
  'journal',
] as const satisfies readonly DocumentKind[];

const documents: ReadonlySet<PostingKind> = new Set(documentKinds);
const acts: ReadonlySet<PostingKind> = new Set<ActKind>(['fulfill', 'track', 'mark_paid', 'route']);

export function isDocument(kind: PostingKind): kind is DocumentKind {
  return documents.has(kind);
}

/** Where it is carried out. */
export function targetOf(kind: PostingKind): 'store' | 'erp' {
  return acts.has(kind) ? 'store' : 'erp';
}
