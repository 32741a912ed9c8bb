import type { Tracking } from '#domain/act.ts';

type Parcel = {
  readonly company?: string | null | undefined;
  readonly number?: string | null | undefined;
  readonly url?: string | null | undefined;
};

/** How a fulfillment is followed; null where nobody said a number. Empty text is nothing. */
export function trackingOf(parcels: readonly Parcel[]): Tracking | null {
  const numbered = parcels.filter(({ number }) => number);
  if (numbered.length === 0) return null;
  const [company = null] = numbered.flatMap((one) => (one.company ? [one.company] : []));
  return {
    numbers: numbered.flatMap(({ number }) => (number ? [number] : [])),
    company,
    urls: numbered.flatMap(({ url }) => (url ? [url] : [])),
  };
}
