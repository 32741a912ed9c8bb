/** Money on its way back: which payments it goes back to, and what happens when it has arrived. */
import { minus } from '../model/bag.ts';
import type { StoreGiftCard } from '../model/gift-card.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { receivedOf } from '../order.ts';
import { least } from '../price.ts';
import { bagAt } from '../rate.ts';
import { bookBalance } from './balance.ts';
import type { ActContext } from './context.ts';

/** What was received and neither went back nor is on its way back, in presentment minor units. */
export function netReceivedOf(order: StoreOrder): bigint {
  return order.transactions
    .filter(isGoingBack)
    .reduce((sum, { amount }) => sum - amount.presentment, receivedOf(order).presentment);
}

/**
 * Records the refund transactions of an amount: to the latest payment first and gift cards last (Shopify documents no
 * order; staff choose it in the admin), or all to one other gateway. What exceeds the payments goes to the first.
 */
export function payBack(
  context: ActContext,
  order: StoreOrder,
  refund: {
    readonly amount: bigint;
    readonly refundId: bigint;
    readonly status: 'success' | 'pending' | 'failure';
    readonly to?: string;
  },
): StoreTransaction[] {
  const shares = refund.to === undefined ? tendersFor(order, refund.amount) : [{ amount: refund.amount }];
  const now = context.clock.now();
  const transactions = shares
    .filter(({ amount }) => amount > 0n)
    .map(({ amount, before = 0n, parent }: Tender): StoreTransaction => {
      const gateway = refund.to ?? parent?.gateway ?? 'manual';
      const giftCardId = gateway === 'gift_card' ? (parent?.giftCardId ?? newCard(context, order).id) : null;
      return {
        id: context.nextId(),
        kind: 'refund',
        status: refund.status,
        gateway,
        manual: parent?.manual ?? gateway === 'manual',
        amount: minus(bagAt(order.rate, before + amount), bagAt(order.rate, before)),
        rounding: null,
        at: now,
        processedAt: now,
        parentId: parent?.id ?? null,
        errorCode: refund.status === 'failure' ? 'PROCESSING_ERROR' : null,
        authorizationExpiresAt: null,
        giftCardId,
        refundId: refund.refundId,
        locationId: parent?.locationId ?? null,
        test: order.test,
      };
    });
  order.transactions.push(...transactions);
  for (const transaction of transactions) landRefund(context, order, transaction);
  return transactions;
}

/** What a refund transaction does once it has succeeded: the balance pays it, a gift card gets its money back. */
export function landRefund(context: ActContext, order: StoreOrder, transaction: StoreTransaction): void {
  if (transaction.kind !== 'refund' || transaction.status !== 'success') return;
  bookBalance(context, order, transaction);
  if (transaction.giftCardId === null) return;
  const card = context.state.giftCards.find(({ id }) => id === transaction.giftCardId);
  if (card === undefined) return;
  const { shop, presentment } = transaction.amount;
  card.movements.push({
    at: context.clock.now(),
    amount: card.currency === order.currency ? shop : presentment,
    why: 'refunded',
    orderId: order.id,
  });
}

/** An amount that goes back to a payment, and how much of that payment is gone before: both sides add up to it. */
type Tender = { readonly amount: bigint; readonly before?: bigint; readonly parent?: StoreTransaction };

function tendersFor(order: StoreOrder, amount: bigint): Tender[] {
  const payments = order.transactions
    .filter(({ kind, status }) => status === 'success' && (kind === 'sale' || kind === 'capture'))
    .toReversed();
  const inOrder = [
    ...payments.filter(({ gateway }) => gateway !== 'gift_card'),
    ...payments.filter(({ gateway }) => gateway === 'gift_card'),
  ];
  let left = amount;
  const tenders = inOrder.map((parent) => {
    const available = leftOf(order, parent);
    const share = least(available, left);
    left -= share;
    return { amount: share, before: parent.amount.presentment - available, parent };
  });
  if (left === 0n) return tenders;
  const [first, ...others] = tenders;
  return first === undefined ? [{ amount: left }] : [{ ...first, amount: first.amount + left }, ...others];
}

/** What of a payment has not gone back, change at the till included. */
function leftOf(order: StoreOrder, payment: StoreTransaction): bigint {
  let left = payment.amount.presentment;
  for (const each of order.transactions)
    if (each.parentId === payment.id && (isGoingBack(each) || isChange(each)))
      left -= each.amount.presentment;
  return left < 0n ? 0n : left;
}

function isGoingBack({ kind, status }: StoreTransaction): boolean {
  return kind === 'refund' && (status === 'success' || status === 'pending');
}

function isChange({ kind, status }: StoreTransaction): boolean {
  return kind === 'change' && status === 'success';
}

function newCard(context: ActContext, order: StoreOrder): StoreGiftCard {
  const id = context.nextId();
  const card: StoreGiftCard = {
    id,
    lastCharacters: id.toString(36).slice(-4),
    currency: order.currency,
    createdAt: context.clock.now(),
    soldBy: null,
    movements: [],
  };
  context.state.giftCards.push(card);
  return card;
}
