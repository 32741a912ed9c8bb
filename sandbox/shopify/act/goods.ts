/** Catalog, places, customers, stock and gift cards: what staff do outside any order. */
import { type GoodsActs, Refused } from '../model/act.ts';
import type { StoreProduct, StoreVariant } from '../model/catalog.ts';
import { addCustomer } from '../customer.ts';
import type { ActContext } from './context.ts';
import { balanceOf, issueGiftCard } from './gift-card.ts';
import { adjustStock, setStock, variantOf } from './stock.ts';

type NewProduct = Parameters<GoodsActs['addProduct']>[0];

export function openGoodsActs(context: ActContext): GoodsActs {
  const { state, clock, nextId, announce } = context;
  return {
    addProduct(wanted) {
      const product = productOf(context, wanted);
      state.products.push(product);
      announce([{ topic: 'products/create', product }]);
      return product;
    },
    changePrice(variant, price, compareAtPrice) {
      const product = productWith(context, variant);
      if (price < 0n) throw new Refused('INVALID', 'Price must be greater than or equal to 0', ['price']);
      variant.price = price;
      if (compareAtPrice !== undefined) variant.compareAtPrice = compareAtPrice;
      product.updatedAt = clock.now();
      announce([{ topic: 'products/update', product }]);
    },
    deleteProduct(product) {
      const index = state.products.indexOf(product);
      if (index < 0) throw new Refused('INVALID', 'Product does not exist', ['id']);
      state.products.splice(index, 1);
      announce([{ topic: 'products/delete', product }]);
    },
    addPriceList(wanted) {
      const list = { id: nextId(), ...wanted, prices: new Map(wanted.prices) };
      state.priceLists.push(list);
      return list;
    },
    addLocation(wanted) {
      const now = clock.now();
      const location = { id: nextId(), ...wanted, createdAt: now, updatedAt: now, active: true };
      state.locations.push(location);
      announce([{ topic: 'locations/create', location }]);
      return location;
    },
    addCustomer: (person, options) => addCustomer(context, person, options?.taxExempt ?? false),
    setQuantity: (at, name, to) => setStock(context, at, { name, ...to }),
    adjustQuantity: (at, name, by) => adjustStock(context, at, { name, ...by }),
    issueGiftCard: (amount) => issueGiftCard(context, { amount, why: 'issued', orderId: null, soldBy: null }),
    adjustGiftCard(card, amount) {
      if (balanceOf(card) + amount < 0n)
        throw new Refused('INSUFFICIENT_FUNDS', 'The gift card does not have sufficient funds');
      card.movements.push({ at: clock.now(), amount, why: 'adjusted', orderId: null });
    },
  };
}

function productOf({ clock, nextId }: ActContext, wanted: NewProduct): StoreProduct {
  const now = clock.now();
  return {
    id: nextId(),
    title: wanted.title,
    vendor: wanted.vendor ?? 'Plumb Demo',
    productType: wanted.productType ?? '',
    status: 'ACTIVE',
    giftCard: wanted.giftCard ?? false,
    tags: wanted.tags ?? [],
    createdAt: now,
    updatedAt: now,
    variants: wanted.variants.map((variant): StoreVariant => {
      const { title, sku, price, compareAtPrice = null, components = [] } = variant;
      const requiresShipping = variant.requiresShipping ?? wanted.giftCard !== true;
      return {
        id: nextId(),
        inventoryItemId: nextId(),
        title,
        sku,
        barcode: null,
        price,
        compareAtPrice,
        grams: variant.grams ?? (requiresShipping ? 400 : 0),
        requiresShipping,
        taxable: variant.taxable ?? wanted.giftCard !== true,
        components,
      };
    }),
  };
}

function productWith({ state }: ActContext, variant: StoreVariant): StoreProduct {
  const sold = variantOf(state, variant.id);
  if (sold === undefined) throw new Refused('NOT_FOUND', 'Product variant does not exist', ['variantId']);
  return sold.product;
}
