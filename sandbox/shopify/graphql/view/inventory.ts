/** Units at places: inventory items, their levels, and the named quantities of a level. */
import { GraphQLError } from 'graphql';
import { levelAt, onHandOf } from '../../act/stock.ts';
import type { QuantityName, StoreLevel } from '../../model/inventory.ts';
import { utcTime } from '../../text.ts';
import { connection, connectionOf, type Page, type Placed } from '../connection.ts';
import type { AdminContext, View, Sold } from '../context.ts';
import { locationOfId, numberOf, variantOfItem } from '../lookup.ts';

function levelGid({ locationId, inventoryItemId }: StoreLevel): string {
  return `gid://shopify/InventoryLevel/${locationId}?inventory_item_id=${inventoryItemId}`;
}

export function levelView(context: AdminContext, level: StoreLevel): View {
  const location = locationOfId(context.state, level.locationId);
  const sold = variantOfItem(context.state, level.inventoryItemId);
  return {
    __typename: 'InventoryLevel',
    id: levelGid(level),
    isActive: level.active,
    canDeactivate: level.quantities.committed === 0,
    deactivationAlert: null,
    createdAt: utcTime(level.createdAt),
    updatedAt: utcTime(level.updatedAt),
    quantities: ({ names }: { names: readonly string[] }) => names.map((name) => quantityView(level, name)),
    ...(location === undefined ? {} : { location: () => context.views.location(context, location) }),
    ...(sold === undefined ? {} : { item: () => inventoryItemView(context, sold) }),
  };
}

export function levelConnection(context: AdminContext, levels: readonly StoreLevel[], page: Page) {
  const placed: Placed<StoreLevel>[] = levels.map((node) => ({
    node,
    place: [String(node.inventoryItemId).padStart(20, '0'), node.locationId],
  }));
  return connectionOf(placed, page, (level) => levelView(context, level));
}

export function inventoryItemView(context: AdminContext, sold: Sold): View {
  const { product, variant } = sold;
  const { state } = context;
  const id = variant.inventoryItemId;
  return {
    __typename: 'InventoryItem',
    id: `gid://shopify/InventoryItem/${id}`,
    legacyResourceId: String(id),
    sku: variant.sku,
    tracked: !product.giftCard,
    requiresShipping: variant.requiresShipping,
    createdAt: utcTime(product.createdAt),
    updatedAt: utcTime(product.updatedAt),
    countryCodeOfOrigin: null,
    harmonizedSystemCode: null,
    provinceCodeOfOrigin: null,
    unitCost: null,
    variant: () => context.views.variant(context, sold),
    variants: (page: Page) =>
      connection([{ node: context.views.variant(context, sold), place: [0, variant.id] }], page),
    locationsCount: () => ({
      __typename: 'Count',
      count: levelsOf(context, id, false).length,
      precision: 'EXACT',
    }),
    inventoryLevel: ({ locationId, includeInactive }: LevelArguments) => {
      const at = { inventoryItemId: id, locationId: numberOf('Location', locationId) };
      const level = levelAt(state, at);
      return level !== undefined && (level.active || includeInactive === true)
        ? levelView(context, level)
        : null;
    },
    inventoryLevels: (page: Page & { readonly includeInactive?: boolean | null }) =>
      levelConnection(context, levelsOf(context, id, page.includeInactive === true), page),
  };
}

type LevelArguments = { readonly locationId: string; readonly includeInactive?: boolean | null };

function levelsOf({ state }: AdminContext, inventoryItemId: bigint, includeInactive: boolean): StoreLevel[] {
  return state.locations.flatMap(({ id }) => {
    const level = levelAt(state, { inventoryItemId, locationId: id });
    return level !== undefined && (level.active || includeInactive) ? [level] : [];
  });
}

function quantityView(level: StoreLevel, name: string): View {
  return {
    __typename: 'InventoryQuantity',
    id: `gid://shopify/InventoryQuantity/${level.locationId}?inventory_item_id=${level.inventoryItemId}&name=${name}`,
    name,
    quantity: quantityOf(level, name),
    updatedAt: utcTime(level.updatedAt),
  };
}

function quantityOf(level: StoreLevel, name: string): number {
  if (name === 'on_hand') return onHandOf(level);
  if (isName(level, name)) return level.quantities[name];
  throw new GraphQLError(`The specified quantity name "${name}" is invalid.`, {
    extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
  });
}

function isName(level: StoreLevel, name: string): name is QuantityName {
  return Object.hasOwn(level.quantities, name);
}
