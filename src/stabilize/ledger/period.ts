import type { ErpPeriod } from '#domain/fact.ts';

/** The day itself, or the first day after it that lies in no closed period of the ERP. */
export function postingDay(effectiveOn: string, periods: readonly ErpPeriod[]): string {
  const closed = periods
    .filter((one) => one.status === 'closed')
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  return closed.reduce(
    (day, period) => (period.from <= day && day <= period.to ? dayAfter(period.to) : day),
    effectiveOn,
  );
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
