/** How an act is named after a thing of the ERP, whose ids may be any text. */
import { digest } from '#domain/canonical.ts';
import { postingKey } from '#domain/posting.ts';
import type { OrderReference } from '#domain/document.ts';
import type { PostingKind } from '#domain/workflow.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';

const plain = /^[a-z0-9_-]{1,80}$/;

export function erpAnchor(id: string): string {
  return plain.test(id) ? id : digest(id).slice(0, 40);
}

/** Key and anchor of an act. */
export function named(store: string, kind: PostingKind, anchor: string) {
  return { key: postingKey({ store, kind, anchor, n: 1 }), kind, anchor };
}

export function referenceOf({ header }: KnownOrder, store: string): OrderReference {
  return { id: header.order, name: header.name, store };
}
