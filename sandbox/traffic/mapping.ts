/** What an accountant of this shop would have mapped before it goes live; anything else in an order is a fault. */
import type { MappingKind } from '#domain/shop.ts';
import type { StoreLocation } from '#sandbox/shopify/model/catalog.ts';
import type { Shop } from '#sandbox/shopify/model/shop.ts';
import { hostileSkus } from './hostile.ts';
import { type Market, profileOf } from './profile.ts';

export type Mapping = {
  readonly gateways: readonly string[];
  /** `title rate`, e.g. `DE MwSt 0.19`. */
  readonly taxes: ReadonlySet<string>;
};

const gateways = [
  'shopify_payments',
  'paypal',
  'stripe',
  'klarna',
  'gift_card',
  'cash',
  'marketplace',
  'Bank Deposit',
  'Cash on Delivery (COD)',
  // What the store calls money that it was told of.
  'manual',
  'bogus',
] as const;

/** Goods of no catalog that every shop of this world sells now and then. */
const services = ['ENGRAVING'] as const;

export function mappingOf(shop: Pick<Shop, 'country'>): Mapping {
  const { markets } = profileOf(shop);
  return { gateways, taxes: new Set(markets.flatMap(taxesIn)) };
}

/** The same as rows, with what each source is called in the ERP, and every place of the shop. */
export function mappingRows(
  shop: Pick<Shop, 'country' | 'currency'>,
  locations: readonly Pick<StoreLocation, 'id'>[],
): { readonly kind: MappingKind; readonly source: string; readonly target: string }[] {
  const { taxes } = mappingOf(shop);
  const currencies = new Set([shop.currency, ...profileOf(shop).markets.map(({ currency }) => currency)]);
  const rows = (kind: MappingKind, sources: Iterable<string>, target: string) =>
    [...sources].map((source) => ({ kind, source, target: `${target}-${source}` }));
  return [
    ...rows('gateway', gateways, '1020'),
    ...rows('tax', taxes, '2000'),
    ...rows('sku', [...services, ...hostileSkus], 'item'),
    ...rows('currency', currencies, 'currency'),
    ...locations.map((place) => {
      return { kind: 'location', source: gidOf(place), target: placeOf(place) } as const;
    }),
  ];
}

/** What the ERP calls a place of the store. */
export function placeOf(place: Pick<StoreLocation, 'id'>): string {
  return `place-${gidOf(place)}`;
}

function gidOf({ id }: Pick<StoreLocation, 'id'>): string {
  return `gid://shopify/Location/${id}`;
}

function taxesIn({ places, exported }: Market): string[] {
  if (exported) return [];
  return places.flatMap(({ taxes }) =>
    [...taxes.standard, ...taxes.reduced].map(({ title, rate }) => `${title} ${rate}`),
  );
}
