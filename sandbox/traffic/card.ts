/** The gift cards that customers of a life hold: some were issued before it began, others are bought during it. */
import { exponentOf } from '#domain/currency.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { type Chance, chanceOf } from './random.ts';
import type { Profile } from './profile.ts';
import type { TrafficStore } from './world.ts';

export type HeldCard = { readonly id: bigint; readonly part: bigint; readonly coversWhole: boolean };

type Held = { readonly id: bigint; left: bigint };

export type CardBox = {
  /** A card, whether it surely pays for the whole order, and what it pays otherwise. Null when no card holds enough. */
  take(chance: Chance, wanted: { readonly part: bigint; readonly whole: bigint }): HeldCard | null;
  /** Somebody bought cards. */
  learn(order: StoreOrder): void;
};

const issuedCards = 8;

export function openCardBox(
  store: TrafficStore,
  profile: Profile,
  options: { seed: number; plain: boolean },
): CardBox {
  const chance = chanceOf(options.seed, 'cards');
  const unit = 10n ** BigInt(exponentOf(profile.currency) ?? 2);
  const level = BigInt(Math.max(1, Math.round(profile.priceLevel)));
  const held: Held[] = [];
  for (let index = 0; index < (options.plain ? 0 : issuedCards); index += 1) {
    const left = BigInt(chance.whole(100, 2000)) * unit * level;
    held.push({ id: store.issueGiftCard(left).id, left });
  }
  return {
    take(draw, { part, whole }) {
      const able = held.filter((card) => card.left >= part);
      const card = able[draw.whole(0, Math.max(0, able.length - 1))];
      if (card === undefined || part <= 0n) return null;
      const coversWhole = card.left >= whole;
      card.left -= coversWhole ? whole : part;
      return { id: card.id, part, coversWhole };
    },
    learn(order) {
      for (const card of store.state.giftCards.slice(-6))
        if (card.soldBy?.orderId === order.id && held.every((one) => one.id !== card.id))
          held.push({
            id: card.id,
            left: card.movements.reduce((sum, movement) => sum + movement.amount, 0n),
          });
    },
  };
}
