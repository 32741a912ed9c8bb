import { balanceOf } from '../../act/gift-card.ts';
import type { GiftCardMovement, StoreGiftCard } from '../../model/gift-card.ts';
import { utcTime } from '../../text.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { orderOfId } from '../lookup.ts';
import { lineView } from './line.ts';
import { money } from './money.ts';

export function giftCardView(context: AdminContext, card: StoreGiftCard): View {
  const { id, currency, soldBy, lastCharacters, movements } = card;
  const order = soldBy === null ? undefined : orderOfId(context.state, soldBy.orderId);
  const line = order?.lines.find((each) => each.id === soldBy?.lineId);
  const [issued] = movements;
  return {
    __typename: 'GiftCard',
    id: `gid://shopify/GiftCard/${id}`,
    lastCharacters,
    maskedCode: `•••• •••• •••• ${lastCharacters}`,
    enabled: true,
    isRedeemable: true,
    crossCurrencyRedemptionStrategy: 'NONE',
    expiresOn: null,
    deactivatedAt: null,
    note: null,
    customer: null,
    recipientAttributes: null,
    templateSuffix: null,
    createdAt: utcTime(card.createdAt),
    updatedAt: utcTime(movements.at(-1)?.at ?? card.createdAt),
    initialValue: money(issued?.amount ?? 0n, currency),
    balance: () => money(balanceOf(card), currency),
    order: () => (order === undefined ? null : context.views.order(context, order)),
    lineItem: () => (order === undefined || line === undefined ? null : lineView(context, order, line)),
    // The value that a card was issued with is no transaction.
    transactions: (page: Page) =>
      connectionOf(inOrder([...movements.slice(1).entries()]), page, ([index, movement]) =>
        movementView(context, card, { index, movement }),
      ),
  };
}

function movementView(
  context: AdminContext,
  card: StoreGiftCard,
  { index, movement }: { readonly index: number; readonly movement: GiftCardMovement },
): View {
  const typename = movement.amount < 0n ? 'GiftCardDebitTransaction' : 'GiftCardCreditTransaction';
  return {
    __typename: typename,
    // A movement has no id in the store's state; its card and place tell it apart.
    id: `gid://shopify/${typename}/${card.id}${String(index).padStart(3, '0')}`,
    amount: money(movement.amount, card.currency),
    note: null,
    processedAt: utcTime(movement.at),
    giftCard: () => giftCardView(context, card),
  };
}
