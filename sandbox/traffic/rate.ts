/** What foreign money is worth: one rate a day and currency, which wanders a little from day to day. */
import { exponentOf } from '#domain/currency.ts';
import { chanceOf } from './random.ts';
import { normal } from './spread.ts';

/** Millionths of a US dollar for one major unit. Rounded rates of 2026; assumption. */
const millionthsOfDollar: Readonly<Record<string, number>> = {
  USD: 1_000_000,
  EUR: 1_160_000,
  GBP: 1_330_000,
  CHF: 1_240_000,
  CAD: 720_000,
  JPY: 6_600,
  KWD: 3_260_000,
};

/** About half a percent a day, as the large pairs move. Assumption. */
const daySpread = 0.005;

/**
 * What one major unit of `from` is worth in major units of `to` on a day of the life, as decimal text with eight
 * decimals. Days are counted from the life's first.
 */
export function rateOf(seed: number, day: number, pair: { from: string; to: string }): string {
  const base = (millionthsOfDollar[pair.from] ?? 1_000_000) / (millionthsOfDollar[pair.to] ?? 1_000_000);
  const wander = 1 + daySpread * normal(chanceOf(seed, 'rate', pair.from, pair.to, day));
  const whole = Math.max(1, Math.round(base * wander * 1e8));
  const digits = String(whole).padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** Minor units of `from` as minor units of `to`, where one major unit of `to` is worth `rate` of `from`; never nothing. */
export function inMoney(
  minor: bigint,
  rate: string,
  pair: { readonly from: string; readonly to: string },
): bigint {
  const scale = (currency: string) => 10n ** BigInt(exponentOf(currency) ?? 2);
  const decimals = 10n ** BigInt(rate.split('.')[1]?.length ?? 0);
  return (minor * decimals * scale(pair.to)) / (BigInt(rate.replace('.', '')) * scale(pair.from)) + 1n;
}
