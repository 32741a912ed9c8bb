/** Books in the ERP what the day brought to stock and gift cards in the store: the same facts, in both systems. */
import { chart } from '#sandbox/erp/chart.ts';
import type { StoreGiftCard } from '#sandbox/shopify/model/gift-card.ts';
import type { StockMovement } from '#sandbox/shopify/model/inventory.ts';
import { money } from './ledger-hand.ts';
import type { Site } from './site.ts';

const dayMs = 86_400_000;

export type Clerk = {
  /** Makes the appointment at the end of one day. */
  scheduleClosing(opensAt: number): void;
};

/** What nobody reports (`Site.unreported`) is the difference between the two systems, to the unit. */
export function openClerk(site: Site): Clerk {
  let booked = 0;
  return {
    scheduleClosing(opensAt) {
      site.at(opensAt + dayMs - 1000, 'the day is booked in the ERP', () => {
        const { movements } = site.world.store.state.inventory;
        bookDay(site, movements.slice(booked));
        booked = movements.length;
      });
    },
  };
}

function bookDay(site: Site, movements: readonly StockMovement[]): void {
  const { store, erp } = site.world;
  const skus = skusOf(site);
  const told = movements.filter((one) => one.name !== 'incoming' && !site.unreported.has(one));
  for (const { id, name: location } of store.state.locations) {
    const sums = new Map<string, number>();
    for (const { locationId, inventoryItemId, delta } of told) {
      const sku = locationId === id ? skus.get(inventoryItemId) : undefined;
      if (sku !== undefined) sums.set(sku, (sums.get(sku) ?? 0) + delta);
    }
    const units = [...sums].flatMap(([sku, quantity]) =>
      quantity === 0 ? [] : [{ sku, location, quantity }],
    );
    if (units.length > 0)
      erp.enterByHand('stock_adjustment', { order: null, units, reason: 'stock of the day' });
  }
}

/** By inventory item; the goods of a life keep their SKUs. */
function skusOf({ shelf }: Site): ReadonlyMap<bigint, string> {
  return new Map(shelf.goods.map((one) => [one.inventoryItemId, one.sku]));
}

/** A card that staff issue or change is a liability that no order explains. */
export function bookGiftCard({ world }: Pick<Site, 'world'>, card: StoreGiftCard, change: bigint): void {
  world.erp.enterByHand('journal', {
    order: null,
    total: money(change, card.currency),
    source: `gid://shopify/GiftCard/${card.id}`,
    reason: 'gift card of staff',
    entries: [
      { account: chart.returns, taxKey: null, minor: change },
      { account: chart.giftCards, taxKey: null, minor: -change },
    ],
  });
}
