/** What an ERP no longer shows: a pass lists documents by their last change, and misses one that we know. */
import type { Instant } from '#domain/instant.ts';

/** A document as it was last known, or as a page shows it. */
export type Known = {
  readonly kind: string;
  readonly documentId: string;
  readonly modifiedAt: Instant;
  readonly order: string | null;
  /** Other lanes that know of it. */
  readonly also: readonly string[];
};

type Named = Pick<Known, 'kind' | 'documentId'>;

/**
 * Who is suspected of being gone after a page: who was before and is not on it, and whom the page's span lacks.
 * A document that changed while the pass ran comes again at its end, so nobody is gone before the last page.
 */
export function suspectsAfter(
  before: readonly Known[],
  { known, shown }: { known: readonly Known[]; shown: readonly Named[] },
): readonly Known[] {
  const seen = new Set(shown.map(nameOf));
  const all = new Map([...before, ...known].map((one) => [nameOf(one), one]));
  return [...all.values()].filter((one) => !seen.has(nameOf(one)));
}

function nameOf({ kind, documentId }: Named): string {
  return `${kind}/${documentId}`;
}
