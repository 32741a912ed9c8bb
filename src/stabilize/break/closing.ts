import type { LegName, Proof } from '#domain/proof.ts';

/** How a difference of each leg closed, when the leg no longer has it: by what the leg says now, as far as it says it. */
export type Closings = Readonly<Partial<Record<LegName, string>>>;

/** What a closed difference says of itself where its leg has nothing to say. */
export const agreedAgain = 'it agreed when it was looked at again';

/** A leg that is still broken speaks of another difference, so it explains the end of none. */
export function closingsOf(proof: Proof | null): Closings {
  if (proof === null) return {};
  if (proof.state === 'test') return every(proof, 'the order is a test');
  const speaking = proof.legs.filter((one) => one.state === 'matched' || one.state === 'pending');
  return Object.fromEntries(speaking.map(({ leg, sentence }) => [leg, sentence.replace(/\.$/, '')]));
}

function every({ legs }: Proof, how: string): Closings {
  return Object.fromEntries(legs.map(({ leg }) => [leg, how]));
}
