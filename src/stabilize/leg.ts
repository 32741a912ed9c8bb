import { formatMoney, type Money } from '#domain/money.ts';
import type { BreakCause } from '#domain/break.ts';
import type { Leg } from '#domain/proof.ts';

/** A leg with what it says; what it does not say is null. */
export function leg(
  name: Leg['leg'],
  state: Leg['state'],
  says: { expected?: Money; seen?: Money; cause?: BreakCause; sentence: string },
): Leg {
  return {
    leg: name,
    state,
    expected: says.expected ?? null,
    seen: says.seen ?? null,
    cause: says.cause ?? null,
    sentence: says.sentence,
  };
}

/** "119.00 EUR", as a sentence says it. */
export function shown(amount: Money): string {
  return `${formatMoney(amount)} ${amount.currency}`;
}
