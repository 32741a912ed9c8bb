/** The whole state of one store. Acts change it, views and payloads read it, and nothing else keeps state. */
import type { StoreCustomer, StoreLocation, StoreProduct, StorePriceList } from './catalog.ts';
import type { StoreGiftCard } from './gift-card.ts';
import type { InventoryBook } from './inventory.ts';
import type { StoreOrder } from './order.ts';
import type { PaymentsBook } from './payments.ts';

export type Shop = {
  readonly id: bigint;
  readonly name: string;
  readonly domain: string;
  /** ISO 4217; every `shop` side of a bag is in it. */
  readonly currency: string;
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Prices of this shop include tax unless an order says otherwise. */
  readonly taxesIncluded: boolean;
  /** Whether the tax of an order is rounded on each line, or once for the order and then allocated. */
  readonly taxRounding: 'line' | 'order';
  /** Cash is rounded to so many minor units at the till (5 for CHF or CAD); 1 where it is not. */
  readonly cashRoundingUnit: bigint;
  /** Shopify documents neither: whether `returnProcess` books an adjustment when less is refunded than was returned. */
  readonly returnProcess: 'with-adjustment' | 'without-adjustment';
  /** The location that fulfills when nothing else is said. */
  readonly locationId: bigint;
};

export type ShopState = {
  readonly shop: Shop;
  readonly locations: StoreLocation[];
  readonly products: StoreProduct[];
  readonly priceLists: StorePriceList[];
  readonly customers: StoreCustomer[];
  /** Oldest first. A deleted order is taken out, and its id is kept in `deletedOrderIds`. */
  readonly orders: StoreOrder[];
  readonly deletedOrderIds: Set<bigint>;
  readonly inventory: InventoryBook;
  readonly giftCards: StoreGiftCard[];
  readonly payments: PaymentsBook;
};
