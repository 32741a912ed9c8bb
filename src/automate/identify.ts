import type { DocumentBody } from '#domain/document.ts';
import { type Money, shown } from '#domain/money.ts';

/** What a search at the ERP showed of one document; the fields by which it is recognized. */
export type Candidate = {
  readonly id: string;
  readonly number: string;
  readonly key: string | null;
  readonly total: { readonly minor: string; readonly currency: string };
};

export type Identified<Found> =
  | { readonly outcome: 'ours'; readonly document: Found; readonly duplicates: readonly Found[] }
  | { readonly outcome: 'adopt'; readonly document: Found }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'tie'; readonly reason: string };

/**
 * Identity first (ACCOUNTING §6): our key names our own document; otherwise a document that a person
 * made for this order is adopted if it is the only one that can be meant. A tie is never guessed.
 */
export function identify<Found extends Candidate>(
  body: DocumentBody,
  byKey: readonly Found[],
  byOrder: readonly Found[],
): Identified<Found> {
  const [ours, ...duplicates] = byKey;
  if (ours !== undefined) return { outcome: 'ours', document: ours, duplicates };
  const byHand = byOrder.filter((one) => one.key === null);
  if (byHand.length === 0) return { outcome: 'absent' };
  const equal = byHand.filter((one) => comesTo(one, body.total));
  // A sales order stands for the whole order, so its amount need not fit: the proof shows the difference.
  const meant = body.kind === 'sales_order' ? byHand : equal;
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return { outcome: 'adopt', document: only };
  const numbers = byHand.map((one) => one.number).join(', ');
  return {
    outcome: 'tie',
    reason: `the ERP holds ${numbers} made by hand for this order; ${shown(body.total)} is due: which one is it?`,
  };
}

/** Whether a document of the ERP says that total. */
export function comesTo({ total }: Pick<Candidate, 'total'>, wanted: Money): boolean {
  return total.minor === String(wanted.minor) && total.currency === wanted.currency;
}
