import { levelAt } from '../../act/stock.ts';
import type { StoreLocation } from '../../model/catalog.ts';
import { countryName } from '../../payload/country.ts';
import { utcTime } from '../../text.ts';
import type { Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { levelConnection, levelView } from './inventory.ts';

export function locationView(context: AdminContext, location: StoreLocation): View {
  const isService = location.kind === 'third-party';
  return {
    __typename: 'Location',
    id: `gid://shopify/Location/${location.id}`,
    legacyResourceId: String(location.id),
    name: location.name,
    isActive: location.active,
    activatable: !location.active,
    isFulfillmentService: isService,
    fulfillsOnlineOrders: location.active && location.kind !== 'retail',
    shipsInventory: location.active && location.kind !== 'retail',
    addressVerified: false,
    createdAt: utcTime(location.createdAt),
    updatedAt: utcTime(location.updatedAt),
    deactivatedAt: location.active ? null : utcTime(location.updatedAt),
    address: () => locationAddress(location),
    hasActiveInventory: () => levelsOf(context, location).length > 0,
    inventoryLevel: ({ inventoryItemId, includeInactive }: LevelArguments) => {
      const item = numberOf('InventoryItem', inventoryItemId);
      const level = levelAt(context.state, { inventoryItemId: item, locationId: location.id });
      return level !== undefined && (level.active || includeInactive === true)
        ? levelView(context, level)
        : null;
    },
    inventoryLevels: (page: Page & { readonly includeInactive?: boolean | null }) =>
      levelConnection(context, levelsOf(context, location, page.includeInactive), page),
  };
}

type LevelArguments = { readonly inventoryItemId: string; readonly includeInactive?: boolean | null };

/** Every location of this store stands in the same street, as its payloads say. */
export function locationAddress({ country }: StoreLocation) {
  const address1 = 'Lagerstraße 1';
  return {
    __typename: 'LocationAddress',
    address1,
    address2: '',
    city: 'Berlin',
    zip: '10115',
    country: countryName(country),
    countryCode: country,
    formatted: [address1, '10115 Berlin', countryName(country)],
    latitude: null,
    longitude: null,
    phone: '',
    province: null,
    provinceCode: null,
  };
}

function levelsOf({ state }: AdminContext, { id }: StoreLocation, includeInactive?: boolean | null) {
  return [...state.inventory.levels.values()].filter(
    ({ locationId, active }) => locationId === id && (active || includeInactive === true),
  );
}
