/** What foreign money is worth to the account: the rates of the traffic, in the units that Stripe counts. */
import { rateOf } from '#sandbox/traffic/rate.ts';
import { decimalsOf } from './currency.ts';

const daySeconds = 86_400;

/**
 * The exchange rate of the account's terms for any currency it takes, one a day. Like Stripe's own it is the worth of
 * the smallest unit in smallest units, so that one yen is 0.57 euro cents.
 */
export function ratesInto(settlement: string, seed: number): (currency: string, at: number) => string {
  return (currency, at) => {
    const pair = { from: currency.toUpperCase(), to: settlement.toUpperCase() };
    const [whole = '0', decimals = ''] = rateOf(seed, Math.floor(at / daySeconds), pair).split('.');
    const places = decimals.length + digitsOf(currency) - digitsOf(settlement);
    const digits = `${whole}${decimals}`.padStart(places + 1, '0');
    return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  };
}

function digitsOf(currency: string): number {
  return decimalsOf(currency.toLowerCase()) ?? 2;
}
