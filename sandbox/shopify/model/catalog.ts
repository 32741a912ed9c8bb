/** What a store sells, where it keeps it, and to whom it sells. */
import type { Person } from '../person.ts';

export type StoreLocation = {
  readonly id: bigint;
  readonly name: string;
  readonly country: string;
  readonly kind: 'warehouse' | 'retail' | 'third-party';
  readonly createdAt: number;
  updatedAt: number;
  active: boolean;
};

export type StoreVariant = {
  readonly id: bigint;
  readonly inventoryItemId: bigint;
  readonly title: string;
  sku: string | null;
  readonly barcode: string | null;
  /** Minor units of the shop's currency. */
  price: bigint;
  compareAtPrice: bigint | null;
  readonly grams: number;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  /** The variants and units a bundle is made of; its own inventory cannot be set. Empty for all others. */
  readonly components: readonly { readonly variantId: bigint; readonly quantity: number }[];
};

export type StoreProduct = {
  readonly id: bigint;
  title: string;
  readonly vendor: string;
  readonly productType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT';
  readonly giftCard: boolean;
  readonly tags: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
  readonly variants: StoreVariant[];
};

/** Prices of a market in another currency than the shop's. */
export type StorePriceList = {
  readonly id: bigint;
  readonly name: string;
  readonly currency: string;
  readonly countries: readonly string[];
  /** Minor units of the list's currency by variant id. */
  readonly prices: Map<bigint, bigint>;
};

export type StoreCustomer = {
  readonly id: bigint;
  readonly person: Person;
  readonly createdAt: number;
  updatedAt: number;
  readonly taxExempt: boolean;
};
