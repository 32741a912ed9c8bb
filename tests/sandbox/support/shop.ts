/** A shop without an app: its acts, its state and what it announces, on a clock that stands still. */
import { virtualClock } from '#sandbox/clock.ts';
import { openActs } from '#sandbox/shopify/act/acts.ts';
import type { StoreVariant } from '#sandbox/shopify/model/catalog.ts';
import type { News } from '#sandbox/shopify/model/news.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { openState, type ShopSettings } from '#sandbox/shopify/state.ts';

const monday = Date.parse('2026-11-02T05:00:00Z');
export const vat = { title: 'DE MwSt', rate: '0.19' };

export function openShop(settings: ShopSettings = {}) {
  const clock = virtualClock(monday);
  const announced: (readonly News[])[] = [];
  let lastId = 7_000_000_000_000_000_000n;
  const state = openState('plumb-demo.myshopify.com', settings, monday);
  const context = {
    clock,
    state,
    nextId: () => (lastId += 1n),
    announce: (news: readonly News[]) => void announced.push(news),
  };
  const acts = openActs(context);
  return {
    ...acts,
    clock,
    state,
    /** The topics of each announcement, latest last. */
    topics: () => announced.map((news) => news.map(({ topic }) => topic)),
    /** Puts a product of one variant on the shelf of a location, the shop's own by default. */
    stocked(
      title: string,
      shelf: { price?: bigint; units?: number; locationId?: bigint; requiresShipping?: boolean } = {},
    ): StoreVariant {
      const {
        price = 11900n,
        units = 100,
        locationId = state.shop.locationId,
        requiresShipping = true,
      } = shelf;
      const product = acts.addProduct({
        title,
        variants: [{ title: 'Default Title', sku: title.toUpperCase(), price, requiresShipping }],
      });
      const variant = first(product.variants);
      const at = { inventoryItemId: variant.inventoryItemId, locationId };
      acts.setQuantity(at, 'available', { quantity: units, reason: 'received' });
      return variant;
    },
    /** The named quantities of a variant at a location. */
    levelOf(variant: StoreVariant, locationId = state.shop.locationId) {
      return state.inventory.levels.get(`${variant.inventoryItemId}/${locationId}`)?.quantities;
    },
  };
}

export type TestShop = ReturnType<typeof openShop>;

/** A line that sells a variant, with German VAT. */
export function lineFor(variant: StoreVariant, quantity = 1, unitPrice = variant.price) {
  return {
    sku: variant.sku,
    title: variant.sku ?? 'Thing',
    quantity,
    unitPrice,
    taxes: [vat],
    variantId: variant.id,
    requiresShipping: variant.requiresShipping,
  };
}

export const paidByCard = { kind: 'sale', gateway: 'shopify_payments' } as const;

export function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('There is nothing');
  return item;
}

/** What was agreed in all, by Shopify's sales: the presentment side. */
export function agreedOf(order: StoreOrder): bigint {
  return order.agreements
    .flatMap(({ sales }) => sales)
    .reduce((sum, { total }) => sum + total.presentment, 0n);
}
