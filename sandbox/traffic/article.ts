/** What a shop sells, as the traffic remembers it: made once when a life opens, and never read back from the store. */
import type { TaxClass } from './tax.ts';

export type Article = {
  readonly productId: bigint;
  readonly variantId: bigint;
  readonly inventoryItemId: bigint;
  readonly sku: string;
  readonly title: string;
  /** Minor units of the shop's currency; a sale or a price change moves it. */
  price: bigint;
  readonly regularPrice: bigint;
  readonly taxClass: TaxClass;
  readonly requiresShipping: boolean;
  readonly giftCard: boolean;
  readonly bundle: boolean;
};

export type Shelf = {
  /** Most popular first. */
  readonly goods: readonly [Article, ...Article[]];
  readonly giftCards: readonly Article[];
  /** The same goods by product, for price changes. */
  readonly byVariant: ReadonlyMap<bigint, Article>;
};
