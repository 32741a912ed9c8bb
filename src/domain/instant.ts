/** An instant as ISO 8601 text in UTC with milliseconds, so that text order is time order. */
export type Instant = string;

/** Reads a sender's time, whatever its offset. Undefined when it is no time at all. */
export function instant(text: string | null | undefined): Instant | undefined {
  if (text === null || text === undefined) return undefined;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString();
}

/** An instant so many milliseconds after another, or before it where they are negative. */
export function later(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString();
}

/** The calendar day of an instant in a time zone, as YYYY-MM-DD: what the books call its effective date. */
export function localDate(at: Instant, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, format);
  return format.format(new Date(at));
}

/** Making a format costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();
