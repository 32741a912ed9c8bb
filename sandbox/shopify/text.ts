/** How Shopify writes instants and amounts: one way in webhooks, another in GraphQL. */
import { exponentOf } from '#domain/currency.ts';

/** Webhooks: the shop's own time with its offset, to the second. */
export function shopTime(at: number, timeZone: string): string {
  const offset = offsetMinutes(at, timeZone);
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
}

/** GraphQL: UTC, to the second. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** To make one takes far longer than to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function offsetMinutes(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const parts = format.formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Webhooks write every decimal of the currency: "119.00", "1000" for yen. */
export function decimalText(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  if (exponent === undefined) throw new Error(`The store knows no currency ${currency}.`);
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${minor < 0n ? '-' : ''}${whole}${exponent > 0 ? `.${digits.slice(-exponent)}` : ''}`;
}

/** GraphQL's Decimal drops trailing zeros but keeps one decimal: "119.0", "107.1", "1000.0" for yen. */
export function graphqlDecimal(minor: bigint, currency: string): string {
  const [whole = '0', fraction = ''] = decimalText(minor, currency).split('.');
  return `${whole}.${fraction.replace(/0+$/, '') || '0'}`;
}
