/** Amounts, times and shares as people read them. */
import { exponentOf } from '#domain/currency.ts';
import type { Instant } from '#domain/instant.ts';
import { formatMoney, type Money } from '#domain/money.ts';

/** "€1,204.60": from the decimal text, which `Intl` reads without rounding it through a float. */
export function amount(money: Money): string {
  const decimal = formatMoney(money);
  const { currency } = money;
  if (!isDecimal(decimal) || !/^[A-Z]{3}$/.test(currency)) return `${decimal} ${currency}`;
  const digits = exponentOf(currency) ?? 0;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(decimal)
    .replace('-', '−');
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

/** An amount as JSON carries it. */
export function amountOf({ minor, currency }: { minor: string; currency: string }): string {
  return amount({ minor: BigInt(minor), currency });
}

/** "23 Nov 2026, 09:14" in the shop's time zone. */
export function when(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
}

/** "09:14:07" in the shop's time zone. */
export function clockTime(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(new Date(at));
}

/** "23 Nov 2026" of a calendar day as the books write it. */
export function dayOf(localDate: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium' }).format(
    new Date(`${localDate}T12:00:00Z`),
  );
}

/** "99.94 %", cut and never rounded up: one difference among thousands must not read as 100 %. */
export function percent(part: number, whole: number): string {
  const hundredths = Math.floor((part * 10_000) / whole);
  return `${(hundredths / 100).toFixed(hundredths % 100 === 0 ? 0 : 2)} %`;
}

/** "1 order", "3 orders". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat('en').format(number)} ${number === 1 ? one : many}`;
}

/** "41 s", "3 min", "2 h". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** "customer_deposit" as "customer deposit"; with a capital where a line begins. */
export function kindName(kind: string): string {
  const words = kind.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
