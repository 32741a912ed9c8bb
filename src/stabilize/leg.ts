import { formatMoney, type Money } from '#domain/money.ts';
import type { BreakCause, Leg } from '#domain/proof.ts';

/** One leg of a proof; what is not said stays null. */
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

/** An amount as sentences show it: "119.00 EUR". */
export const shown = (amount: Money) => `${formatMoney(amount)} ${amount.currency}`;
