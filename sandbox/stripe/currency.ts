/**
 * How Stripe counts each currency, after https://docs.stripe.com/currencies: the smallest unit, with these own
 * ways. MGA is counted without decimals although ISO 4217 gives it two. ISK and UGX have none in ISO 4217 but are
 * counted with two, and an amount must be a multiple of 100. Amounts of three-decimal currencies must be multiples
 * of 10. Whether Stripe takes a currency at all is only approximated: what ISO 4217 lists, less IQD and LYD.
 */
import { exponentOf } from '#domain/currency.ts';
import type { Refusal } from './refusal.ts';
import { invalid } from './refusal.ts';

const ownDecimals: Readonly<Record<string, number>> = { mga: 0, isk: 2, ugx: 2 };
const notTaken = new Set(['iqd', 'lyd']);

/** The smallest charge Stripe documents, for the currencies it documents one for, in units as Stripe counts. */
const smallest: Readonly<Record<string, bigint>> = {
  usd: 50n,
  aed: 200n,
  aud: 50n,
  brl: 50n,
  cad: 50n,
  chf: 50n,
  czk: 1500n,
  dkk: 250n,
  eur: 50n,
  gbp: 30n,
  hkd: 400n,
  huf: 17_500n,
  inr: 50n,
  jpy: 50n,
  mxn: 1000n,
  myr: 200n,
  nok: 300n,
  nzd: 50n,
  pln: 200n,
  ron: 200n,
  sek: 300n,
  sgd: 50n,
  thb: 1000n,
};
// The longest amount Stripe documents for any currency has twelve digits.
const largest = 999_999_999_999n;

/** Currencies whose payouts Stripe holds to multiples, which would leave a rest behind that is not modelled. */
const unevenPayouts = new Set(['huf', 'isk', 'twd', 'ugx']);

/** Whether the balance can be kept in a currency here. */
export function settlesIn(code: string): boolean {
  const decimals = decimalsOf(code.toLowerCase());
  return decimals !== undefined && decimals !== 3 && !unevenPayouts.has(code.toLowerCase());
}

/** @throws RangeError for a currency that the balance cannot be kept in here. */
export function settlementCurrency(code: string): string {
  if (!settlesIn(code)) throw new RangeError(`The sandbox does not settle in ${code}.`);
  return code.toLowerCase();
}

/**
 * An amount in minor units of ISO 4217 as Stripe wants it.
 * @throws RangeError when Stripe could not say it, such as 5.124 KWD or 0.50 MGA.
 */
export function stripeAmount({ minor, currency }: { minor: bigint; currency: string }): {
  amount: bigint;
  currency: string;
} {
  const code = currency.toLowerCase();
  const decimals = decimalsOf(code);
  const exponent = exponentOf(currency);
  if (decimals === undefined || exponent === undefined) throw new RangeError(`Stripe takes no ${currency}.`);
  const divisor = 10n ** BigInt(Math.max(0, exponent - decimals));
  const amount = (minor * 10n ** BigInt(Math.max(0, decimals - exponent))) / divisor;
  if (minor % divisor !== 0n || amount % stepOf(code) !== 0n)
    throw new RangeError(`Stripe cannot count ${minor} minor units of ${currency}.`);
  return { amount, currency: code };
}

/** Why an amount of that currency is not taken, or undefined. */
export function chargeRefusal(amount: bigint, currency: string): Refusal | undefined {
  if (decimalsOf(currency) === undefined)
    return invalid(`Invalid currency: ${currency}.`, { param: 'currency' });
  const least = smallest[currency] ?? 1n;
  if (amount < least)
    return invalid(`Amount must be no less than ${least} ${currency}.`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  if (amount > largest)
    return invalid(`Amount must be no more than ${largest} ${currency}.`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  return stepRefusal(amount, currency);
}

/** The rule on multiples alone, which binds captures and refunds too. */
export function stepRefusal(amount: bigint, currency: string): Refusal | undefined {
  const step = stepOf(currency);
  if (amount % step === 0n) return undefined;
  const name = currency.toUpperCase();
  return step === 10n
    ? invalid(`Invalid amount. Amounts in ${name} must be evenly divisible by 10.`, { param: 'amount' })
    : invalid(
        `Invalid amount. Currency ${name} has become effectively zero-decimal and charged amounts must be evenly divisible by 100.`,
        { code: 'invalid_charge_amount_no_decimal_compatible', param: 'amount' },
      );
}

function stepOf(currency: string): bigint {
  if (currency === 'isk' || currency === 'ugx') return 100n;
  return decimalsOf(currency) === 3 ? 10n : 1n;
}

/** How many decimals Stripe counts, by its lower-case code; undefined for what it does not take. */
export function decimalsOf(currency: string): number | undefined {
  if (notTaken.has(currency) || currency !== currency.toLowerCase()) return undefined;
  return ownDecimals[currency] ?? exponentOf(currency.toUpperCase());
}
