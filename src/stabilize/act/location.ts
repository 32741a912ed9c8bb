/** Which location of the store a warehouse of the ERP is, by the merchant's mapping. */
import { type Gid, gid } from '#domain/gid.ts';
import type { ShopFacts } from '#domain/shop.ts';

/** Null where nobody mapped it. People map a location to its warehouse, or a warehouse that is asked for to its location. */
export function locationOf(warehouse: string, { locations }: ShopFacts): Gid<'Location'> | null {
  const [source] = [...(locations ?? [])].find(([, target]) => target === warehouse) ?? [];
  return asLocation(source) ?? asLocation(locations?.get(warehouse));
}

function asLocation(text: string | undefined): Gid<'Location'> | null {
  const [, id] = /^(?:gid:\/\/shopify\/Location\/)?(\d{1,20})$/.exec(text ?? '') ?? [];
  return id === undefined ? null : gid('Location', id);
}
