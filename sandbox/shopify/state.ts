/** A store as it is on its first day: one place, nothing sold yet. */
import type { Shop, ShopState } from './model/shop.ts';

/** What a shop is; a German one with one warehouse unless it says otherwise. */
export type ShopSettings = Partial<Omit<Shop, 'id' | 'domain' | 'locationId'>> & {
  /** The currency in which Shopify Payments settles; the shop's own when left out. */
  readonly settledIn?: string;
};

export function openState(domain: string, settings: ShopSettings, at: number): ShopState {
  const { settledIn, ...shopSettings } = settings;
  const shop: Shop = {
    id: 548380009n,
    name: 'Plumb Demo',
    domain,
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    country: 'DE',
    taxesIncluded: true,
    taxRounding: 'line',
    cashRoundingUnit: 1n,
    returnProcess: 'with-adjustment',
    locationId: 905684977n,
    ...shopSettings,
  };
  const { locationId: id, country } = shop;
  return {
    shop,
    locations: [
      { id, name: 'Warehouse', country, kind: 'warehouse', createdAt: at, updatedAt: at, active: true },
    ],
    products: [],
    priceLists: [],
    customers: [],
    orders: [],
    deletedOrderIds: new Set(),
    inventory: { levels: new Map(), movements: [] },
    giftCards: [],
    payments: { currency: settledIn ?? shop.currency, transactions: [], payouts: [], disputes: [] },
  };
}
