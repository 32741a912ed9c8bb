/** What a shop does every day besides orders: receipts, counts, transfers, price changes. */
import type { Article } from '../article.ts';
import { stock } from '../habit.ts';
import { type Chance, chanceOf } from '../random.ts';
import { poisson } from '../spread.ts';
import { closeBooks } from './bookkeeper.ts';
import type { Site } from './site.ts';

/** Makes the appointments of one day. */
export function scheduleChores(
  site: Site,
  { day, opensAt }: { readonly day: number; readonly opensAt: number },
): void {
  const chance = chanceOf(site.seed, 'chores', day);
  const some = (times: number, label: string, act: (chance: Chance) => void): void => {
    for (let index = 0; index < times; index += 1) {
      const own = chanceOf(site.seed, label, day, index);
      site.at(opensAt + chance.whole(0, 86_399) * 1000, label, () => act(own));
    }
  };
  if (day === 0) closeBooks(site, opensAt);
  some(poisson(chance, stock.receiptsADay), 'goods are received', (own) => receive(site, own));
  some(poisson(chance, stock.countsADay), 'stock is counted', (own) => count(site, own));
  some(poisson(chance, stock.transfersADay), 'goods are transferred', (own) => transfer(site, own));
  some(poisson(chance, stock.priceChangesADay), 'a price is changed', (own) => changePrice(site, own));
}

/** Something that has stock of its own, and where it lies. */
export function stockedSpot(site: Site, chance: Chance) {
  const { goods } = site.shelf;
  const able = goods.filter((one) => one.requiresShipping && !one.bundle);
  const article = able[chance.whole(0, Math.max(0, able.length - 1))];
  const { locations } = site.world.store.state;
  const location = locations[chance.whole(0, Math.max(0, locations.length - 1))];
  if (article === undefined || location === undefined) return null;
  return { article, location, at: { inventoryItemId: article.inventoryItemId, locationId: location.id } };
}

export function availableAt(site: Site, at: { inventoryItemId: bigint; locationId: bigint }): number {
  const level = site.world.store.state.inventory.levels.get(`${at.inventoryItemId}/${at.locationId}`);
  return level?.quantities.available ?? 0;
}

function receive(site: Site, chance: Chance): void {
  const spot = stockedSpot(site, chance);
  if (spot === null) return;
  const delta = chance.whole(10, 120);
  site.world.store.adjustQuantity(spot.at, 'available', { delta, reason: 'received' });
}

/** Counts find what is there, or a unit or two more or fewer. */
function count(site: Site, chance: Chance): void {
  const spot = stockedSpot(site, chance);
  if (spot === null) return;
  const off = chance.percent(30) ? chance.whole(-stock.countErrorUnitsMax, stock.countErrorUnitsMax) : 0;
  const quantity = Math.max(0, availableAt(site, spot.at) + off);
  site.world.store.setQuantity(spot.at, 'available', { quantity, reason: 'cycle_count_available' });
}

function transfer(site: Site, chance: Chance): void {
  const spot = stockedSpot(site, chance);
  const other = site.world.store.state.locations.find((one) => one.id !== spot?.location.id);
  if (spot === null || other === undefined) return;
  const units = Math.min(chance.whole(1, 20), Math.max(0, availableAt(site, spot.at)));
  if (units === 0) return;
  const to = { ...spot.at, locationId: other.id };
  site.world.store.adjustQuantity(spot.at, 'available', { delta: -units, reason: 'movement_updated' });
  site.world.store.adjustQuantity(to, 'available', { delta: units, reason: 'movement_received' });
}

function changePrice(site: Site, chance: Chance): void {
  const { goods } = site.shelf;
  const article: Article = goods[chance.whole(0, goods.length - 1)] ?? goods[0];
  const variant = site.world.store.state.products
    .find((one) => one.id === article.productId)
    ?.variants.find((one) => one.id === article.variantId);
  if (variant === undefined) return;
  const price = (article.regularPrice * BigInt(chance.whole(85, 115))) / 100n + 1n;
  article.price = price;
  site.world.store.changePrice(variant, price);
}
