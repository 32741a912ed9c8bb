/** The bodies of products/*, inventory_levels/* and locations/*. */
import type { StoreLocation, StoreProduct, StoreVariant } from '../model/catalog.ts';
import type { StoreLevel } from '../model/inventory.ts';
import type { ShopState } from '../model/shop.ts';
import { decimalText } from '../text.ts';
import { countryName } from './country.ts';
import { gid, type JsonObject } from './json.ts';
import { timeText } from './time.ts';

// Shopify docs (products/create): variants beyond the first hundred are only named in `variant_gids`.
const fullVariantsMax = 100;

export function productPayload(product: StoreProduct, state: ShopState): JsonObject {
  const { timeZone } = state.shop;
  const createdAt = timeText(product.createdAt, timeZone);
  const updatedAt = timeText(product.updatedAt, timeZone);
  return {
    admin_graphql_api_id: gid('Product', product.id),
    body_html: '',
    created_at: createdAt,
    handle: handleOf(product.title),
    id: product.id,
    product_type: product.productType,
    published_at: product.status === 'ACTIVE' ? createdAt : null,
    template_suffix: null,
    title: product.title,
    updated_at: updatedAt,
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: 'web',
    tags: product.tags.join(', '),
    variants: product.variants
      .slice(0, fullVariantsMax)
      .map((variant, index) => variantPayload(product, { variant, position: index + 1 }, state)),
    options: [
      {
        name: 'Title',
        id: product.id + 1_000_000_000_000_000_000n,
        product_id: product.id,
        position: 1,
        values: product.variants.map(({ title }) => title),
      },
    ],
    images: [],
    image: null,
    media: [],
    variant_gids: product.variants.map(({ id }) => ({
      admin_graphql_api_id: gid('ProductVariant', id),
      updated_at: new Date(product.updatedAt).toISOString(),
    })),
    has_variants_that_requires_components: product.variants.some(({ components }) => components.length > 0),
    category: null,
  };
}

function variantPayload(
  product: StoreProduct,
  { variant, position }: { readonly variant: StoreVariant; readonly position: number },
  state: ShopState,
): JsonObject {
  const { currency, timeZone } = state.shop;
  const quantity = availableOf(variant, state);
  return {
    admin_graphql_api_id: gid('ProductVariant', variant.id),
    barcode: variant.barcode,
    compare_at_price: variant.compareAtPrice === null ? null : decimalText(variant.compareAtPrice, currency),
    created_at: timeText(product.createdAt, timeZone),
    id: variant.id,
    inventory_policy: 'deny',
    position,
    price: decimalText(variant.price, currency),
    product_id: product.id,
    sku: variant.sku,
    taxable: variant.taxable,
    title: variant.title,
    updated_at: timeText(product.updatedAt, timeZone),
    option1: variant.title,
    option2: null,
    option3: null,
    image_id: null,
    inventory_item_id: variant.inventoryItemId,
    inventory_quantity: quantity,
    old_inventory_quantity: quantity,
  };
}

export function levelPayload(level: StoreLevel, { shop }: ShopState): JsonObject {
  return {
    ...levelNamePayload(level),
    available: level.quantities.available,
    updated_at: timeText(level.updatedAt, shop.timeZone),
    admin_graphql_api_id: `${gid('InventoryLevel', level.locationId)}?inventory_item_id=${level.inventoryItemId}`,
  };
}

/** All that is told of a level that is gone. */
export function levelNamePayload({ inventoryItemId, locationId }: StoreLevel): JsonObject {
  return { inventory_item_id: inventoryItemId, location_id: locationId };
}

export function locationPayload(location: StoreLocation, { shop }: ShopState): JsonObject {
  return {
    id: location.id,
    name: location.name,
    // Every location of this store stands in the same street.
    address1: 'Lagerstraße 1',
    address2: '',
    city: 'Berlin',
    zip: '10115',
    province: null,
    country: location.country,
    phone: '',
    created_at: timeText(location.createdAt, shop.timeZone),
    updated_at: timeText(location.updatedAt, shop.timeZone),
    country_code: location.country,
    country_name: countryName(location.country),
    province_code: null,
    legacy: location.kind === 'third-party',
    active: location.active,
    admin_graphql_api_id: gid('Location', location.id),
  };
}

/** Over all locations, as the retired field of REST summed it. */
function availableOf({ inventoryItemId }: StoreVariant, { inventory, locations }: ShopState): number {
  return locations.reduce(
    (sum, { id }) => sum + (inventory.levels.get(`${inventoryItemId}/${id}`)?.quantities.available ?? 0),
    0,
  );
}

function handleOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
