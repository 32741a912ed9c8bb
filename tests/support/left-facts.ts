/** Postings that left, by a shop that posts and refunds by itself. */
import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Obligation, Posting } from '#domain/posting.ts';
import { workflowOf } from '#domain/workflow.ts';
import { at, shopSettings } from './order-facts.ts';

export const postsAll = shopSettings({
  workflows: (['invoice posting', 'refund posting'] as const).map((name) => ({
    name,
    mode: 'auto',
    cutOverAt: at(-1440),
  })),
});

/** The obligations of a story as postings that left. */
export function left(of: readonly Obligation[], rest: Partial<Posting> = {}): Posting[] {
  return of.map(({ key, kind, workflow = workflowOf(kind), body }) => ({
    key,
    kind,
    workflow,
    state: 'posted',
    bodyDigest: digest(encode(body)),
    frozen: true,
    reason: null,
    body,
    ...rest,
  }));
}
