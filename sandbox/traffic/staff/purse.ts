/** What changes the shop's money outside any order: cards given away, reserves that Shopify Payments holds, payouts. */
import { exponentOf } from '#domain/currency.ts';
import { goodwill, reserve } from '../habit.ts';
import { profileOf } from '../profile.ts';
import { type Chance, chanceOf } from '../random.ts';
import { poisson } from '../spread.ts';
import { bookGiftCard } from './clerk.ts';
import type { Site } from './site.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Makes the appointments of one day; `fate` says what becomes of each payout. */
export function schedulePurse(
  site: Site,
  on: { readonly day: number; readonly opensAt: number; fate(payoutId: bigint): 'PAID' | 'FAILED' },
): void {
  const { day, opensAt } = on;
  const { store } = site.world;
  const chance = chanceOf(site.seed, 'purse', day);
  for (let index = poisson(chance, goodwill.cardsADay); index > 0; index -= 1) {
    const own = chanceOf(site.seed, 'goodwill', day, index);
    site.at(opensAt + chance.whole(8, 18) * hourMs, 'staff give a gift card away', () => giveCard(site, own));
  }
  if (chance.percent(reserve.dayPercent)) {
    const held = euros(site, reserve.euros);
    const from = opensAt + 12 * hourMs;
    const until = from + reserve.days * dayMs;
    // What is held back beyond the last day would look like a loss.
    if (until < site.endsAt) {
      site.at(from, 'money is held in reserve', () => void store.reserve(held));
      site.at(until, 'the reserve is released', () => void store.releaseReserve(held));
    }
  }
  // Batches of Shopify Payments close at midnight UTC.
  const midnight = Math.ceil(opensAt / dayMs) * dayMs;
  site.at(midnight + hourMs, 'a payout is issued', () => {
    const payout = store.issuePayout();
    if (payout === null) return;
    site.at(midnight + 2 * dayMs, 'a payout arrives', () => store.settlePayout(payout, on.fate(payout.id)));
  });
}

/** A card for somebody who was angry; some such cards are raised or halved within days. */
function giveCard(site: Site, chance: Chance): void {
  const { store } = site.world;
  const amount = euros(site, chance.whole(goodwill.eurosMin, goodwill.eurosMax));
  const card = store.issueGiftCard(amount);
  bookGiftCard(site, card, amount);
  if (!chance.percent(goodwill.changedPercent)) return;
  const change = chance.percent(50) ? amount : -amount / 2n;
  site.at(site.now() + chance.whole(1, 6) * dayMs, 'staff change a gift card', () => {
    store.adjustGiftCard(card, change);
    bookGiftCard(site, card, change);
  });
}

/** So many euros' worth, in minor units of the shop's currency. */
function euros(site: Site, amount: number): bigint {
  const { shop } = site.world.store.state;
  const unit = 10n ** BigInt(exponentOf(shop.currency) ?? 2);
  return (BigInt(Math.round(amount * profileOf(shop).priceLevel * 100)) * unit) / 100n;
}
