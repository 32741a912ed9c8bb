/** Countries whose provinces tax by themselves. */
const taxedByProvince = new Set(['US', 'CA']);

type Region = { readonly country?: string | null | undefined; readonly province?: string | null | undefined };

/** Where a sale is taxed, as the books name it: `DE`, `US-CA`. Nothing but a code may come of an address. */
export function taxPlaceOf({ country, province }: Region): string | null {
  if (!/^[A-Z]{2}$/.test(country ?? '')) return null;
  const isNamed = taxedByProvince.has(country ?? '') && /^[A-Z]{2}$/.test(province ?? '');
  return isNamed ? `${country}-${province}` : (country ?? null);
}

type Schedule = { readonly dueAt: string | null; readonly completedAt: string | null };

/** When the earliest part is due that nobody has paid yet. */
export function earliestUnpaid(schedules: readonly Schedule[]): string | null {
  const open = schedules.flatMap(({ dueAt, completedAt }) =>
    completedAt === null && dueAt !== null ? [dueAt] : [],
  );
  return open.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}
