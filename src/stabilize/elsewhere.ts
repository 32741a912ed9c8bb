/** Obligations whose document the ERP may hold already, filed under another order or none. */
import type { DocumentBody } from '#domain/document.ts';
import type { Claim } from '#domain/open-item.ts';
import type { Obligation } from '#domain/posting.ts';
import type { Due } from './due.ts';

/** The matcher found documents that fit: whether one of them is the one, a person says, and nothing is made beside it. */
export function heldForCandidates(
  obligations: readonly Obligation<DocumentBody>[],
  dues: readonly Due[],
  claims: readonly Claim[],
): readonly Obligation<DocumentBody>[] {
  const candidates = new Map(
    dues.flatMap(({ ref, postingKey }) => {
      const claim = claims.find((one) => one.due === ref);
      return claim === undefined || postingKey === null ? [] : [[postingKey, claim] as const];
    }),
  );
  return obligations.map((one) => {
    const claim = candidates.get(one.key);
    return claim === undefined ? one : { ...one, held: one.held ?? reasonOf(claim) };
  });
}

function reasonOf({ documents, state }: Claim): string {
  const numbers = documents.map(({ label }) => label).join(', ');
  return state === 'claimed'
    ? `the ERP holds ${numbers} for it, filed under another order or none`
    : `the ERP holds ${numbers}, filed under another order or none: which one is it?`;
}
