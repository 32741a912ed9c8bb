/** What the store sells. */
import { levelAt } from '../../act/stock.ts';
import type { StoreProduct, StoreVariant } from '../../model/catalog.ts';
import { graphqlDecimal, utcTime } from '../../text.ts';
import { connectionOf, type Page, type Placed } from '../connection.ts';
import type { AdminContext, Sold, View } from '../context.ts';

import { inventoryItemView } from './inventory.ts';

export function productView(context: AdminContext, product: StoreProduct): View {
  const { variants } = product;
  return {
    __typename: 'Product',
    id: `gid://shopify/Product/${product.id}`,
    legacyResourceId: String(product.id),
    title: product.title,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status,
    isGiftCard: product.giftCard,
    tags: product.tags,
    createdAt: utcTime(product.createdAt),
    updatedAt: utcTime(product.updatedAt),
    publishedAt: product.status === 'ACTIVE' ? utcTime(product.createdAt) : null,
    hasOnlyDefaultVariant: variants.length === 1,
    hasVariantsThatRequiresComponents: variants.some(({ components }) => components.length > 0),
    tracksInventory: !product.giftCard,
    totalInventory: () => variants.reduce((sum, variant) => sum + availableOf(context, variant), 0),
    variantsCount: { __typename: 'Count', count: variants.length, precision: 'EXACT' },
    variants: (page: Page) =>
      connectionOf(
        variants.map((variant): Placed<StoreVariant> => ({ node: variant, place: [0, variant.id] })),
        page,
        (variant) => variantView(context, { product, variant }),
      ),
  };
}

export function variantView(context: AdminContext, sold: Sold): View {
  const { product, variant } = sold;
  const { currency } = context.state.shop;
  return {
    __typename: 'ProductVariant',
    id: `gid://shopify/ProductVariant/${variant.id}`,
    legacyResourceId: String(variant.id),
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    barcode: variant.barcode,
    price: graphqlDecimal(variant.price, currency),
    compareAtPrice: variant.compareAtPrice === null ? null : graphqlDecimal(variant.compareAtPrice, currency),
    taxable: variant.taxable,
    requiresComponents: variant.components.length > 0,
    inventoryPolicy: 'DENY',
    position: product.variants.indexOf(variant) + 1,
    createdAt: utcTime(product.createdAt),
    updatedAt: utcTime(product.updatedAt),
    inventoryQuantity: () => availableOf(context, variant),
    product: () => productView(context, product),
    inventoryItem: () => inventoryItemView(context, sold),
  };
}

/** Over all locations. */
function availableOf({ state }: AdminContext, { inventoryItemId }: StoreVariant): number {
  return state.locations.reduce(
    (sum, { id }) => sum + (levelAt(state, { inventoryItemId, locationId: id })?.quantities.available ?? 0),
    0,
  );
}
