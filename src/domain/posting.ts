import type { ActBody } from './act.ts';
import type { AmendmentBody } from './amendment.ts';
import type { DocumentBody } from './document.ts';
import type { Instant } from './instant.ts';
import type { PostingKind, WorkflowName } from './workflow.ts';

export type PostingBody = DocumentBody | AmendmentBody | ActBody;

/** A document or an act that the facts oblige. `key` is its name for ever; see ACCOUNTING §6. */
export type Obligation<Body extends PostingBody = PostingBody> = {
  readonly key: string;
  readonly kind: Body['kind'];
  /** Where it is not the one of its kind: what applies a credit memo belongs to the refund. */
  readonly workflow?: WorkflowName;
  readonly anchor: string;
  /** Which of the anchor's it is, where there may be several; the first where nothing is said. */
  readonly n?: number;
  /** Of a summary, the id of the newest entry that it sums; no part of the document. */
  readonly sumsThrough?: string;
  /** When the duty arose at the source; its age is counted from here. */
  readonly happenedAt: Instant;
  /** Why it is due, as the end of a sentence; no part of the document. */
  readonly because: string;
  readonly dependsOn: readonly string[];
  /** Why no rule may let it leave as the facts stand, as the end of a sentence. */
  readonly held?: string;
  readonly body: Body;
};

/**
 * planned: may leave as soon as its dependencies are posted · leased: a worker is carrying it out ·
 * posted: a receipt is stored · held: waits for a person or a mode · rejected: the ERP refused it ·
 * withdrawn: the facts no longer oblige it and nothing had left.
 */
export type PostingState = 'planned' | 'leased' | 'posted' | 'held' | 'rejected' | 'withdrawn';

/** What is stored of a posting, as far as rules read it. `frozen`: the body can no longer change. */
export type Posting = {
  readonly key: string;
  readonly kind: PostingKind;
  readonly workflow: WorkflowName;
  readonly state: PostingState;
  readonly bodyDigest: string;
  readonly frozen: boolean;
  /** What a frozen one says, where rules read it: of what they say anew as the order changes, and where its goods were sent. */
  readonly body?: PostingBody | null;
  readonly postedAt?: Instant | null;
  readonly reason: string | null;
  /** A person's word that exactly this body may leave; void once the facts made another of it. */
  readonly approval?: { readonly bodyDigest: string; readonly isVoid: boolean } | null;
  /** Why a person keeps it from leaving, if one does. */
  readonly declined?: string | null;
};

/**
 * The name of an obligation: store, kind, the anchor's immutable Shopify id, n.
 * It goes to the ERP as `Idempotency-Key`, hence the alphabet `[a-z0-9_-]`.
 */
export function postingKey(parts: { store: string; kind: PostingKind; anchor: string; n: number }): string {
  const store = parts.store.replace(/\.myshopify\.com$/, '').replace(/[^a-z0-9-]/g, '_');
  return `${store}-${parts.kind}-${parts.anchor}-${parts.n}`;
}
