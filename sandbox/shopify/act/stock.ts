/** Units of inventory items at locations: every change is recorded as a movement and announced. */
import { Refused } from '../model/act.ts';
import type { StoreProduct, StoreVariant } from '../model/catalog.ts';
import type { QuantityName, StoreLevel } from '../model/inventory.ts';
import type { StoreLine } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import type { ActContext } from './context.ts';

type StockPlace = { readonly inventoryItemId: bigint; readonly locationId: bigint };

/** Why units moved, in Shopify's words, and the document that moved them. */
type StockCause = { readonly reason: string; readonly documentUri?: string | null };

// Shopify docs, InventorySetQuantitiesUserErrorCode: quantities stay within plus and minus one billion.
const quantityMax = 1_000_000_000;

/** Changes named quantities of one level together; a missing level is activated first. Levels may go negative. */
export function moveStock(
  context: ActContext,
  at: StockPlace,
  change: StockCause & { readonly deltas: Partial<Record<QuantityName, number>> },
): StoreLevel {
  const level = activateLevel(context, at);
  const now = context.clock.now();
  let changed = false;
  for (const name of quantityNames) {
    const delta = change.deltas[name] ?? 0;
    if (delta === 0) continue;
    changed = true;
    level.quantities[name] += delta;
    context.state.inventory.movements.push({
      at: now,
      inventoryItemId: at.inventoryItemId,
      locationId: at.locationId,
      name,
      delta,
      reason: change.reason,
      documentUri: change.documentUri ?? null,
    });
  }
  if (changed) {
    level.updatedAt = now;
    context.announce([{ topic: 'inventory_levels/update', level }]);
  }
  return level;
}

/** What staff or an app set; Shopify refuses it for a bundle, whose stock follows its components. */
export function setStock(
  context: ActContext,
  at: StockPlace,
  change: StockCause & { readonly name: QuantityName; readonly quantity: number },
): StoreLevel {
  assertSettable(context.state, at, change.name);
  const current = levelAt(context.state, at)?.quantities[change.name] ?? 0;
  return adjustStock(context, at, { ...change, delta: change.quantity - current });
}

/** What staff or an app move by; refuses as `setStock` does. */
export function adjustStock(
  context: ActContext,
  at: StockPlace,
  change: StockCause & { readonly name: QuantityName; readonly delta: number },
): StoreLevel {
  assertSettable(context.state, at, change.name);
  const quantity = (levelAt(context.state, at)?.quantities[change.name] ?? 0) + change.delta;
  if (!Number.isSafeInteger(quantity) || quantity > quantityMax)
    throw new Refused('INVALID_QUANTITY_TOO_HIGH', "The total quantity can't be higher than 1,000,000,000.");
  if (quantity < -quantityMax)
    throw new Refused('INVALID_QUANTITY_TOO_LOW', "The total quantity can't be lower than -1,000,000,000.");
  const { reason, documentUri = null } = change;
  return moveStock(context, at, { deltas: { [change.name]: change.delta }, reason, documentUri });
}

/** All states but `incoming`, since those units are not there yet (Shopify docs: inventory states). */
export function onHandOf(level: StoreLevel): number {
  const quantities = quantityNames.map((name) => (name === 'incoming' ? 0 : level.quantities[name]));
  return quantities.reduce((sum, quantity) => sum + quantity, 0);
}

export function levelAt(state: ShopState, at: StockPlace): StoreLevel | undefined {
  return state.inventory.levels.get(keyOf(at));
}

/**
 * The stock a line takes per unit: a bundle takes its components', and what is not kept in stock (custom items,
 * tips, gift cards, what needs no shipping) takes none.
 */
export function stockOf(
  state: ShopState,
  line: StoreLine,
): readonly { readonly inventoryItemId: bigint; readonly perUnit: number }[] {
  if (line.variantId === null || line.tip || line.giftCard || !line.requiresShipping) return [];
  const variant = catalogOf(state).variants.get(line.variantId);
  if (variant === undefined) return [];
  if (variant.components.length === 0) return [{ inventoryItemId: variant.inventoryItemId, perUnit: 1 }];
  return variant.components.flatMap(({ variantId, quantity }) => {
    const component = catalogOf(state).variants.get(variantId);
    return component === undefined ? [] : [{ inventoryItemId: component.inventoryItemId, perUnit: quantity }];
  });
}

/** The variant and its product, unless it was deleted. */
export function variantOf(
  state: ShopState,
  variantId: bigint,
): { readonly product: StoreProduct; readonly variant: StoreVariant } | undefined {
  const variant = catalogOf(state).variants.get(variantId);
  const product = catalogOf(state).products.get(variantId);
  return variant === undefined || product === undefined ? undefined : { product, variant };
}

const quantityNames = [
  'available',
  'committed',
  'reserved',
  'damaged',
  'safety_stock',
  'quality_control',
  'incoming',
] as const satisfies readonly QuantityName[];

function keyOf(at: StockPlace): string {
  return `${at.inventoryItemId}/${at.locationId}`;
}

function activateLevel(context: ActContext, at: StockPlace): StoreLevel {
  const known = levelAt(context.state, at);
  if (known?.active === true) return known;
  const now = context.clock.now();
  const level = known ?? emptyLevel(at, now);
  level.active = true;
  level.updatedAt = now;
  context.state.inventory.levels.set(keyOf(at), level);
  context.announce([{ topic: 'inventory_levels/connect', level }]);
  return level;
}

function emptyLevel(at: StockPlace, now: number): StoreLevel {
  return {
    inventoryItemId: at.inventoryItemId,
    locationId: at.locationId,
    quantities: {
      available: 0,
      committed: 0,
      reserved: 0,
      damaged: 0,
      safety_stock: 0,
      quality_control: 0,
      incoming: 0,
    },
    active: true,
    createdAt: now,
    updatedAt: now,
  };
}

function assertSettable(state: ShopState, at: StockPlace, name: QuantityName): void {
  const variant = catalogOf(state).items.get(at.inventoryItemId);
  if (variant === undefined)
    throw new Refused('INVALID_INVENTORY_ITEM', 'The specified inventory item could not be found.');
  if (!state.locations.some((each) => each.id === at.locationId))
    throw new Refused('INVALID_LOCATION', 'The specified location could not be found.');
  // Committed units follow from orders alone (Shopify docs: inventory states).
  if (name === 'committed')
    throw new Refused('INVALID_QUANTITY_NAME', 'The specified quantity name is invalid.');
  if (variant.components.length > 0)
    throw new Refused(
      'NON_MUTABLE_INVENTORY_ITEM',
      'The specified inventory item is not allowed to be adjusted via API. Example: if the inventory item is a parent bundle.',
    );
}

type Catalog = {
  readonly edition: string;
  readonly variants: Map<bigint, StoreVariant>;
  readonly products: Map<bigint, StoreProduct>;
  readonly items: Map<bigint, StoreVariant>;
};

const catalogs = new WeakMap<readonly StoreProduct[], Catalog>();

/** An index over the products, made anew when one was added or deleted, so that no line searches the catalog. */
function catalogOf({ products }: ShopState): Catalog {
  const edition = `${products.length} ${products.at(-1)?.id ?? ''}`;
  const known = catalogs.get(products);
  if (known?.edition === edition) return known;
  const catalog: Catalog = { edition, variants: new Map(), products: new Map(), items: new Map() };
  for (const product of products)
    for (const variant of product.variants) {
      catalog.variants.set(variant.id, variant);
      catalog.products.set(variant.id, product);
      catalog.items.set(variant.inventoryItemId, variant);
    }
  catalogs.set(products, catalog);
  return catalog;
}
