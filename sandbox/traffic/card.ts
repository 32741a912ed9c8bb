/** The gift cards that customers of a life hold: some were issued before it began, others are bought during it. */
import { exponentOf } from '#domain/currency.ts';
import { balanceOf } from '#sandbox/shopify/act/gift-card.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { type Chance, chanceOf } from './random.ts';
import type { Profile } from './profile.ts';
import { bookGiftCard } from './staff/clerk.ts';
import type { Site } from './staff/site.ts';

export type HeldCard = { readonly id: bigint; readonly part: bigint; readonly coversWhole: boolean };

type Held = { readonly id: bigint; left: bigint };

export type CardBox = {
  /** A card, whether it surely pays for the whole order, and what it pays otherwise. Null when no card holds anything. */
  take(chance: Chance, wanted: { readonly part: bigint; readonly whole: bigint }): HeldCard | null;
  /** Somebody paid with a card, or bought some. */
  learn(order: StoreOrder): void;
};

const issuedCards = 8;

export function openCardBox(
  site: Pick<Site, 'world'>,
  profile: Profile,
  options: { seed: number; plain: boolean },
): CardBox {
  const { store } = site.world;
  const chance = chanceOf(options.seed, 'cards');
  const unit = 10n ** BigInt(exponentOf(profile.currency) ?? 2);
  const level = BigInt(Math.max(1, Math.round(profile.priceLevel)));
  const held: Held[] = [];
  for (let index = 0; index < (options.plain ? 0 : issuedCards); index += 1) {
    const left = BigInt(chance.whole(100, 2000)) * unit * level;
    const card = store.issueGiftCard(left);
    // No order sold it, so only a journal tells the ERP what is owed on it.
    bookGiftCard(site, card, left);
    held.push({ id: card.id, left });
  }
  return {
    take(draw, { part, whole }) {
      const able = held.filter((card) => card.left > 0n);
      const card = able[draw.whole(0, Math.max(0, able.length - 1))];
      if (card === undefined || part <= 0n) return null;
      return { id: card.id, part: least(part, card.left), coversWhole: card.left >= whole };
    },
    learn(order) {
      for (const { giftCardId } of order.transactions) {
        const used = held.find((one) => one.id === giftCardId);
        const card = store.state.giftCards.find((one) => one.id === giftCardId);
        if (used !== undefined && card !== undefined) used.left = balanceOf(card);
      }
      for (const card of store.state.giftCards.slice(-6))
        if (card.soldBy?.orderId === order.id && held.every((one) => one.id !== card.id))
          held.push({ id: card.id, left: balanceOf(card) });
    },
  };
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
