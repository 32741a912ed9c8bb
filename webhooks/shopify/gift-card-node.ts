/** Gift cards as the Admin API lists them, and every change of their balance that no sale explains by itself. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import { type Gid, legacyId } from '#domain/gid.ts';
import { giftCardChangeLane, lane } from '#domain/lane.ts';
import type { GiftCardMovement } from '#domain/settlement.ts';
import { amount, id, named, of } from './node.ts';
import { read } from './parse.ts';
import { instantOf } from './topic.ts';

const cardNode = z.object({
  id,
  createdAt: z.string(),
  balance: amount,
  initialValue: amount,
  order: named.nullable(),
  transactions: z
    .object({
      pageInfo: z.object({ hasNextPage: z.boolean() }),
      nodes: z.array(z.object({ id, processedAt: z.string(), amount })),
    })
    .nullable(),
});

type Card = z.output<typeof cardNode>;

const page = z.object({ askedAt: z.string(), cards: z.array(cardNode) });

export function cardFacts(body: unknown): readonly Fact[] {
  const { askedAt, cards } = read(page, body);
  return cards.flatMap((card) => {
    const name = of('GiftCard', card.id);
    return [cardFact(card, { giftCard: name, askedAt }), ...movementsOf(card, name).map(movementFact)];
  });
}

function cardFact(card: Card, { giftCard, askedAt }: { giftCard: Gid<'GiftCard'>; askedAt: string }): Fact {
  const { nodes = [], pageInfo } = card.transactions ?? {};
  return {
    kind: 'gift_card',
    key: giftCard,
    lanes: [lane('gift_card', legacyId(giftCard))],
    // Its own time is of whole seconds, within which it may change again.
    happenedAt: instantOf(askedAt),
    authority: true,
    body: {
      giftCard,
      balance: card.balance,
      initialValue: card.initialValue,
      createdAt: instantOf(card.createdAt),
      soldBy: card.order === null ? null : of('Order', card.order.id),
      movements: nodes.map((one) => ({ id: one.id, amount: one.amount, at: instantOf(one.processedAt) })),
      whole: pageInfo?.hasNextPage !== true,
    },
  };
}

/** What a sold card was issued with is its order's own; every other change may be an order's or a person's. */
function movementsOf(card: Card, giftCard: Gid<'GiftCard'>): GiftCardMovement[] {
  const { initialValue: value, createdAt, order } = card;
  const issued = {
    giftCard,
    movement: `issued-${legacyId(giftCard)}`,
    amount: value,
    at: instantOf(createdAt),
  };
  const changes = (card.transactions?.nodes ?? []).map((one) => ({
    giftCard,
    movement: `changed-${one.id.slice(one.id.lastIndexOf('/') + 1)}`,
    amount: one.amount,
    at: instantOf(one.processedAt),
  }));
  return [...(order === null ? [issued] : []), ...changes].filter(({ amount: { minor } }) => minor !== 0n);
}

function movementFact(movement: GiftCardMovement): Fact {
  return {
    kind: 'gift_card_movement',
    key: movement.movement,
    lanes: [giftCardChangeLane(movement.amount)],
    happenedAt: movement.at,
    authority: true,
    body: movement,
  };
}
