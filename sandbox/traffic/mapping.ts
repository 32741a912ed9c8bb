/** What an accountant of this shop would have mapped before it goes live; anything else in an order is a fault. */
import type { Shop } from '#sandbox/shopify/model/shop.ts';
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
  'bogus',
] as const;

export function mappingOf(shop: Pick<Shop, 'country'>): Mapping {
  const { markets } = profileOf(shop);
  return { gateways, taxes: new Set(markets.flatMap(taxesIn)) };
}

function taxesIn({ places, exported }: Market): string[] {
  if (exported) return [];
  return places.flatMap(({ taxes }) =>
    [...taxes.standard, ...taxes.reduced].map(({ title, rate }) => `${title} ${rate}`),
  );
}
