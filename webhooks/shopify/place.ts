/** Countries whose provinces tax by themselves. */
const taxedByProvince = new Set(['US', 'CA']);

type Region = { readonly country?: string | null | undefined; readonly province?: string | null | undefined };

/** Where a sale is taxed, as the books name it: `DE`, `US-CA`. Null for a place that names no country. */
export function taxPlaceOf({ country, province }: Region): string | null {
  if (!country) return null;
  return taxedByProvince.has(country) && province ? `${country}-${province}` : country;
}

type Schedule = { readonly dueAt: string | null; readonly completedAt: string | null };

/** When the earliest part is due that nobody has paid yet. */
export function earliestUnpaid(schedules: readonly Schedule[]): string | null {
  const open = schedules.flatMap(({ dueAt, completedAt }) =>
    completedAt === null && dueAt !== null ? [dueAt] : [],
  );
  return open.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}
