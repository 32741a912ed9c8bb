/** Exact arithmetic on whole units: every division says how it rounds, and no float is near. */

/** An exchange rate as the fraction its decimal text names. */
export type Rate = { readonly text: string; readonly numerator: bigint; readonly denominator: bigint };

/**
 * Reads a positive decimal such as `1.0842`: the amount in the one currency times the rate is the amount in the
 * other, both in the smallest units (Stripe docs: `exchange_rate` of the BalanceTransaction).
 * @throws RangeError for other text, and for more digits than a JSON number carries through unchanged.
 */
export function rateFrom(text: string): Rate {
  const [, whole = '', decimals = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const numerator = BigInt(`0${whole}${decimals}`);
  if (numerator === 0n || String(numerator).length > 15)
    throw new RangeError(`"${text}" is no exchange rate of at most 15 digits.`);
  return { text, numerator, denominator: 10n ** BigInt(decimals.length) };
}

/** Rounds half away from zero, so that an amount and its negation convert to the same size. */
export function convert(amount: bigint, { numerator, denominator }: Rate): bigint {
  const size = halfUp((amount < 0n ? -amount : amount) * numerator, denominator);
  return amount < 0n ? -size : size;
}

/** A share of an amount that is not negative, rounded half up. */
export function basisPointsOf(amount: bigint, basisPoints: bigint): bigint {
  return halfUp(amount * basisPoints, 10_000n);
}

function halfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}
