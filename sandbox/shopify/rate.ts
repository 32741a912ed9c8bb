/** What the two currencies of an order are worth in each other: exact fractions, so that no float touches money. */
import { exponentOf } from '#domain/currency.ts';
import { type Bag, par, type Rate } from './model/bag.ts';

/**
 * The rate between minor units from one between major units, e.g. `1.18`: what one major unit of the presentment
 * currency is worth in the shop's. Without a rate one is worth one.
 */
export function rateOf(
  text: string | undefined,
  currencies: { readonly shop: string; readonly presentment: string },
): Rate {
  if (currencies.shop === currencies.presentment) return par;
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text ?? '1') ?? [];
  if (whole === undefined || /^0*$/.test(whole + fraction)) throw new Error(`"${text}" is not a rate.`);
  return {
    numerator: BigInt(whole + fraction) * minorUnits(currencies.shop),
    denominator: 10n ** BigInt(fraction.length) * minorUnits(currencies.presentment),
  };
}

/** A presentment amount on both sides: converted half up, symmetric for negative amounts. */
export function bagAt({ numerator, denominator }: Rate, presentment: bigint): Bag {
  const size = presentment < 0n ? -presentment : presentment;
  const shop = (2n * size * numerator + denominator) / (2n * denominator);
  return { shop: presentment < 0n ? -shop : shop, presentment };
}

/** Minor units in one major unit. */
function minorUnits(currency: string): bigint {
  const exponent = exponentOf(currency);
  if (exponent === undefined) throw new Error(`The store knows no currency ${currency}.`);
  return 10n ** BigInt(exponent);
}
