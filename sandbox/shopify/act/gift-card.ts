/** Gift cards: sold by orders, issued by staff, redeemed as payments. Their balance is the sum of their movements. */
import { Refused } from '../model/act.ts';
import type { GiftCardMovement, StoreGiftCard } from '../model/gift-card.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { bagAt } from '../rate.ts';
import type { ActContext } from './context.ts';

export function balanceOf({ movements }: StoreGiftCard): bigint {
  return movements.reduce((balance, { amount }) => balance + amount, 0n);
}

/** A new card in the shop's currency, with its first movement. */
export function issueGiftCard(
  { state, clock, nextId }: ActContext,
  issued: Pick<GiftCardMovement, 'amount' | 'why' | 'orderId'> & Pick<StoreGiftCard, 'soldBy'>,
): StoreGiftCard {
  if (issued.amount <= 0n)
    throw new Refused('GREATER_THAN', 'Initial value must be greater than 0', ['input', 'initialValue']);
  const id = nextId();
  const at = clock.now();
  const { amount, why, orderId, soldBy } = issued;
  const card: StoreGiftCard = {
    id,
    lastCharacters: id.toString(36).slice(-4),
    currency: state.shop.currency,
    createdAt: at,
    soldBy,
    movements: [{ at, amount, why, orderId }],
  };
  state.giftCards.push(card);
  return card;
}

/** One card for each unit that a paid order sold and has no card for yet, worth the price in the shop's currency. */
export function issueSoldGiftCards(context: ActContext, order: StoreOrder): void {
  for (const line of order.lines) {
    if (!line.giftCard || line.unitPrice.shop <= 0n) continue;
    const soldBy = { orderId: order.id, lineId: line.id };
    const issued = context.state.giftCards.filter((card) => card.soldBy?.lineId === line.id).length;
    for (let unit = issued; unit < line.quantity - line.removedQuantity; unit += 1)
      issueGiftCard(context, { amount: line.unitPrice.shop, why: 'sold', orderId: order.id, soldBy });
  }
}

/** In presentment minor units, what a card can pay of an order. Refuses a card that does not exist. */
export function payableByCard(context: ActContext, order: StoreOrder, cardId: bigint | undefined): bigint {
  const card = cardOf(context, cardId);
  const balance = balanceOf(card);
  if (card.currency === order.presentmentCurrency) return balance;
  if (card.currency !== order.currency)
    throw new Refused('INVALID', `A gift card in ${card.currency} cannot pay this order.`);
  const { numerator, denominator } = order.rate;
  const most = (balance * denominator) / numerator;
  return bagAt(order.rate, most).shop > balance ? most - 1n : most;
}

/** Takes a payment out of its card. */
export function redeem(context: ActContext, order: StoreOrder, transaction: StoreTransaction): void {
  const card = cardOf(context, transaction.giftCardId ?? undefined);
  const { shop, presentment } = transaction.amount;
  card.movements.push({
    at: context.clock.now(),
    amount: -(card.currency === order.currency ? shop : presentment),
    why: 'redeemed',
    orderId: order.id,
  });
}

function cardOf({ state }: ActContext, cardId: bigint | undefined): StoreGiftCard {
  const card = state.giftCards.find(({ id }) => id === cardId);
  if (card === undefined) throw new Refused('NOT_FOUND', 'Gift card could not be found.');
  return card;
}
