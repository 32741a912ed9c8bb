import { exponentOf } from './currency.ts';
import { Park } from './obstacle.ts';

/** An amount in integer minor units (cents, yen) of one currency. */
export type Money = { readonly minor: bigint; readonly currency: string };

export function money(minor: bigint, currency: string): Money {
  return { minor, currency };
}

export function zero(currency: string): Money {
  return { minor: 0n, currency };
}

/**
 * Reads decimal text such as "119.00" without floats.
 * Parks the delivery when the currency is unknown or the text has more digits than the currency
 * allows: an amount that is not understood must never be rounded into the books.
 */
export function parseMoney(decimal: string, currency: string): Money {
  const exponent = exponentOf(currency);
  if (exponent === undefined) throw new Park(`the currency ${currency} is not in the ISO 4217 table`);
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (parts === null) throw new Park('an amount is not decimal text');
  const [, sign = '', whole = '', written = ''] = parts;
  const fraction = written.replace(/0+$/, '');
  if (fraction.length > exponent)
    throw new Park(`an amount has more than ${exponent} decimals for ${currency}`);
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'));
  return { minor: sign === '-' ? -minor : minor, currency };
}

/** The decimal text of an amount, with exactly as many decimals as its currency has. */
export function formatMoney(amount: Money): string {
  const exponent = exponentOf(amount.currency) ?? 0;
  const negative = amount.minor < 0n;
  const digits = String(negative ? -amount.minor : amount.minor).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${negative ? '-' : ''}${whole}${exponent > 0 ? `.${fraction}` : ''}`;
}

/** "119.00 EUR", as a sentence says it. */
export function shown(amount: Money): string {
  return `${formatMoney(amount)} ${amount.currency}`;
}

export function add(left: Money, right: Money): Money {
  return { minor: left.minor + sameCurrency(left, right).minor, currency: left.currency };
}

export function subtract(left: Money, right: Money): Money {
  return { minor: left.minor - sameCurrency(left, right).minor, currency: left.currency };
}

export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/**
 * `amount × part ÷ whole`, rounded half away from zero (half-up, symmetric for negatives; ACCOUNTING §8).
 * Shares of a growing part, each less what was shared before, sum to the whole to the last unit.
 */
export function share(amount: Money, part: bigint, whole: bigint): Money {
  if (whole <= 0n) throw new RangeError('a share needs a positive whole');
  const scaled = amount.minor * part;
  const magnitude = scaled < 0n ? -scaled : scaled;
  const rounded = (2n * magnitude + whole) / (2n * whole);
  return { minor: scaled < 0n ? -rounded : rounded, currency: amount.currency };
}

function sameCurrency(left: Money, right: Money): Money {
  if (left.currency !== right.currency)
    throw new TypeError(`amounts of ${left.currency} and ${right.currency} do not add up`);
  return right;
}
