/** The catalog and the places it is kept in. */
import { GraphQLError } from 'graphql';
import { levelAt } from '../../act/stock.ts';
import type { StoreLocation, StoreProduct } from '../../model/catalog.ts';
import type { AdminContext, Root, Sold } from '../context.ts';
import { counted, type Counting, type Listing, listed, type ListPage } from '../listing.ts';
import { locationOfId, numberOf, productOfId, variantOfId, variantOfItem } from '../lookup.ts';
import { inventoryItemView, levelView } from '../view/inventory.ts';
import { locationView } from '../view/location.ts';
import { productView, variantView } from '../view/product.ts';

type ById = { readonly id: string };

export function goodsRoot(context: AdminContext): Root {
  return { ...locationRoot(context), ...productRoot(context), ...inventoryRoot(context) };
}

function locationRoot(context: AdminContext): Root {
  const { state } = context;
  const listing = (hasInactive: boolean): Listing<StoreLocation> => ({
    items: hasInactive ? state.locations : state.locations.filter(({ active }) => active),
    fields: locationFields,
    sorts: { NAME: ({ name }) => name },
    idOf: ({ id }) => id,
    view: (location) => locationView(context, location),
  });
  return {
    // Without an id it is the shop's own location.
    location({ id }: { readonly id?: string | null }) {
      const location = locationOfId(state, id == null ? state.shop.locationId : numberOf('Location', id));
      return location === undefined ? null : locationView(context, location);
    },
    locations: (page: ListPage & { readonly includeInactive?: boolean | null }) =>
      listed(listing(page.includeInactive === true), page),
    locationsCount: (args: Counting) => counted(listing(true), args),
  };
}

function productRoot(context: AdminContext): Root {
  const { state } = context;
  const products: Listing<StoreProduct> = {
    items: state.products,
    fields: productFields,
    sorts: {
      CREATED_AT: ({ createdAt }) => createdAt,
      UPDATED_AT: ({ updatedAt }) => updatedAt,
      TITLE: ({ title }) => title,
      VENDOR: ({ vendor }) => vendor,
      PRODUCT_TYPE: ({ productType }) => productType,
    },
    idOf: ({ id }) => id,
    view: (product) => productView(context, product),
  };
  const variants = (): Listing<Sold> => ({
    items: allSold(context),
    fields: variantFields,
    sorts: {
      SKU: ({ variant }) => variant.sku ?? '',
      TITLE: ({ variant }) => variant.title,
      FULL_TITLE: ({ product, variant }) => `${product.title} ${variant.title}`,
    },
    idOf: ({ variant }) => variant.id,
    view: (sold) => variantView(context, sold),
  });
  return {
    product({ id }: ById) {
      const product = productOfId(state, numberOf('Product', id));
      return product === undefined ? null : productView(context, product);
    },
    products: (page: ListPage) => listed(products, page),
    productsCount: (args: Counting) => counted(products, args),
    productVariant({ id }: ById) {
      const found = variantOfId(state, numberOf('ProductVariant', id));
      return found === undefined ? null : variantView(context, found);
    },
    productVariants: (page: ListPage) => listed(variants(), page),
    productVariantsCount: (args: Counting) => counted(variants(), args),
  };
}

function inventoryRoot(context: AdminContext): Root {
  const { state } = context;
  return {
    inventoryItem({ id }: ById) {
      const found = variantOfItem(state, numberOf('InventoryItem', id));
      return found === undefined ? null : inventoryItemView(context, found);
    },
    inventoryItems: (page: ListPage) =>
      listed(
        {
          items: allSold(context),
          fields: itemFields,
          idOf: ({ variant }) => variant.inventoryItemId,
          view: (sold) => inventoryItemView(context, sold),
        },
        page,
      ),
    inventoryLevel({ id }: ById) {
      const [, location, item] = levelId.exec(id) ?? [];
      if (location === undefined || item === undefined) throw new GraphQLError(`Invalid global id '${id}'`);
      const level = levelAt(state, { inventoryItemId: BigInt(item), locationId: BigInt(location) });
      return level === undefined ? null : levelView(context, level);
    },
  };
}

function allSold({ state }: AdminContext): Sold[] {
  return state.products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
}

const levelId = /^gid:\/\/shopify\/InventoryLevel\/(\d+)\?inventory_item_id=(\d+)$/;

const locationFields: Listing<StoreLocation>['fields'] = {
  id: ({ id }) => id,
  location_id: ({ id }) => id,
  name: ({ name }) => name,
  active: ({ active }) => active,
  country: ({ country }) => country,
  created_at: ({ createdAt }) => createdAt,
};

const productFields: Listing<StoreProduct>['fields'] = {
  id: ({ id }) => id,
  title: ({ title }) => title,
  vendor: ({ vendor }) => vendor,
  product_type: ({ productType }) => productType,
  status: ({ status }) => status,
  tag: ({ tags }) => tags,
  gift_card: ({ giftCard }) => giftCard,
  sku: ({ variants }) => variants.flatMap(({ sku }) => (sku === null ? [] : [sku])),
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

const variantFields: Listing<Sold>['fields'] = {
  id: ({ variant }) => variant.id,
  sku: ({ variant }) => variant.sku,
  title: ({ variant }) => variant.title,
  taxable: ({ variant }) => variant.taxable,
  requires_components: ({ variant }) => variant.components.length > 0,
  product_id: ({ product }) => product.id,
  product_status: ({ product }) => product.status,
  product_type: ({ product }) => product.productType,
  gift_card: ({ product }) => product.giftCard,
  vendor: ({ product }) => product.vendor,
  updated_at: ({ product }) => product.updatedAt,
};

const itemFields: Listing<Sold>['fields'] = {
  id: ({ variant }) => variant.inventoryItemId,
  sku: ({ variant }) => variant.sku,
  created_at: ({ product }) => product.createdAt,
  updated_at: ({ product }) => product.updatedAt,
};
