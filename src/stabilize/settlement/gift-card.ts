/** One gift card: what it was worth when the books began, and whether its balance is what its movements come to. */
import type { Break } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';
import { add, type Money, shown, subtract, sum, zero } from '#domain/money.ts';
import type { GiftCard } from '#domain/settlement.ts';
import { difference } from '#src/stabilize/difference.ts';
import { giftCardOpeningEntry } from '#src/stabilize/ledger/settlement.ts';
import { nothingSettled, said, type Settled, type Settling } from './settling.ts';

export function settleCards({ facts, reading: { shop }, booksFrom }: Settling): Settled {
  const cards = said(facts, 'gift_card');
  const ours = cards.filter((one) => one.whole && one.balance.currency === shop.currency);
  return {
    ...nothingSettled,
    entries: ours.flatMap((one) =>
      giftCardOpeningEntry(shop, { ...one, balance: worthBefore(one, booksFrom), at: booksFrom }),
    ),
    breaks: cards.flatMap((one) => [...negative(one), ...offBy(one)]),
  };
}

/** What a card was worth just before an instant. */
function worthBefore({ initialValue, createdAt, movements }: GiftCard, at: Instant): Money {
  const issued = createdAt < at ? initialValue : zero(initialValue.currency);
  const earlier = movements.filter((one) => one.at < at).map(({ amount }) => amount);
  return add(issued, sum(earlier, initialValue.currency));
}

function negative({ giftCard: about, balance }: GiftCard): Break[] {
  if (balance.minor >= 0n) return [];
  const sentence = `The gift card is worth ${shown(balance)}: more was paid with it than was on it.`;
  return [difference({ leg: 'store', cause: 'AMOUNT', amount: balance, about, sentence })];
}

function offBy({ giftCard: about, balance, initialValue, movements, whole }: GiftCard): Break[] {
  if (!whole) return [];
  const moved = sum([initialValue, ...movements.map(({ amount }) => amount)], balance.currency);
  const rest = subtract(balance, moved);
  if (rest.minor === 0n || balance.minor < 0n) return [];
  const sentence = `The store shows ${shown(balance)} on the gift card; what it was issued with and all its movements come to ${shown(moved)}. It does not say why.`;
  return [difference({ leg: 'store', cause: 'AMOUNT', amount: rest, about, sentence })];
}
