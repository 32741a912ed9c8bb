/** Faults in stock, gift cards and payouts, which belong to no order. */
import { exponentOf } from '#domain/currency.ts';
import { availableAt, stockedSpot } from '../staff/chores.ts';
import type { Site } from '../staff/site.ts';
import type { FaultKind } from './catalog.ts';
import type { DayFault, DayFaultTools } from './day-fault.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Spot = NonNullable<ReturnType<typeof stockedSpot>>;

/** Changes stock in the store only; the note says by how many units the two systems differ for ever. */
function stockFault(
  kind: FaultKind,
  change: (spot: Spot, site: Site, tools: DayFaultTools) => number,
): DayFault {
  return {
    live: false,
    act(site, tools) {
      const spot = stockedSpot(site, tools.chance);
      if (spot === null) return;
      const { movements } = site.world.store.state.inventory;
      const before = movements.length;
      const units = change(spot, site, tools);
      for (const one of movements.slice(before)) site.unreported.add(one);
      if (units === 0) return;
      const subject = `${spot.article.sku}@${spot.location.name}`;
      site.plant({ kind, subject, at: site.now(), note: `${subject} is off by ${units} units` });
    },
  };
}

export const negativeStock = stockFault('negative-stock', ({ at }, site, { chance }) => {
  const delta = -(Math.max(0, availableAt(site, at)) + chance.whole(1, 9));
  site.world.store.adjustQuantity(at, 'available', { delta, reason: 'correction' });
  return delta;
});

export const stockCountedWrong = stockFault('stock-counted-wrong', ({ at }, site, { chance }) => {
  const before = availableAt(site, at);
  // One digit too many, or one too few.
  const quantity = chance.percent(50) ? before * 10 + chance.whole(1, 9) : Math.floor(before / 10);
  site.world.store.setQuantity(at, 'available', { quantity, reason: 'cycle_count_available' });
  return quantity - before;
});

export const stockAdjustedInOneSystem = stockFault(
  'stock-adjusted-in-one-system',
  ({ at }, site, { chance }) => {
    const delta = -Math.min(availableAt(site, at), chance.whole(1, 12));
    if (delta < 0) site.world.store.adjustQuantity(at, 'available', { delta, reason: 'damaged' });
    return Math.min(delta, 0);
  },
);

function unitOf(site: Site): bigint {
  return 10n ** BigInt(exponentOf(site.world.store.state.shop.currency) ?? 2);
}

export const giftCardChanged: DayFault = {
  live: false,
  act(site, { chance }) {
    const { store } = site.world;
    // A card of its own, so that no customer finds less on a card than this life has planned with.
    const amount = BigInt(chance.whole(10, 200)) * unitOf(site);
    const card = store.issueGiftCard(amount);
    const change = chance.percent(50) ? -amount / 2n : 0n;
    if (change !== 0n) store.adjustGiftCard(card, change);
    site.plant({
      kind: 'gift-card-changed',
      subject: `gid://shopify/GiftCard/${card.id}`,
      at: site.now(),
      amount: { minor: amount + change, currency: card.currency },
      note: change === 0n ? 'a card was issued by staff' : 'a card was issued by staff and then halved',
    });
  },
};

export const payoutShort: DayFault = {
  live: false,
  act(site, { chance }) {
    const amount = -(BigInt(chance.whole(3, 80)) * unitOf(site) + BigInt(chance.whole(1, 99)));
    const taken = site.world.store.adjustBalance(amount, 'other');
    site.plant({
      kind: 'payout-short',
      subject: `gid://shopify/ShopifyPaymentsBalanceTransaction/${taken.id}`,
      at: site.now(),
      amount: { minor: amount, currency: taken.currency },
      note: 'the next payout is short by an amount that nothing explains',
    });
  },
};

export const payoutFailed: DayFault = {
  live: false,
  act(site, { failingPayouts }) {
    const payout = site.world.store.state.payments.payouts.find(
      (one) => one.status === 'SCHEDULED' && !failingPayouts.has(one.id),
    );
    // A payout of the last day of a life is settled after its end.
    if (payout === undefined || payout.issuedAt + 2 * dayMs > site.endsAt) return;
    failingPayouts.add(payout.id);
    site.plant({
      kind: 'payout-failed',
      subject: `gid://shopify/ShopifyPaymentsPayout/${payout.id}`,
      at: site.now(),
      amount: { minor: payout.net, currency: payout.currency },
      note: 'the bank sends a payout back',
    });
  },
};
