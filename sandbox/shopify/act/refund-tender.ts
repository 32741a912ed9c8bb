/** Money on its way back: which payments it goes back to, and what happens when it has arrived. */
import { type RefundTender, Refused } from '../model/act.ts';
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
    readonly tenders?: readonly RefundTender[];
  },
): StoreTransaction[] {
  const shares = sharesOf(order, refund);
  const now = context.clock.now();
  const transactions = shares
    .filter(({ amount }) => amount > 0n)
    .map(({ amount, before = 0n, parent, to }: Tender): StoreTransaction => {
      const gateway = to ?? parent?.gateway ?? 'manual';
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
type Tender = {
  readonly amount: bigint;
  readonly before?: bigint;
  readonly parent?: StoreTransaction;
  readonly to?: string;
};

/** Of each payment that is named, what is asked back and what is left of it. */
export function mostOf(
  order: StoreOrder,
  tenders: readonly RefundTender[],
): { readonly asked: bigint; readonly left: bigint }[] {
  return paymentsOf(order).flatMap((payment) => {
    const own = tenders.filter((each) => 'paymentId' in each && each.paymentId === payment.id);
    const asked = own.reduce((sum, { amount }) => sum + amount, 0n);
    return own.length === 0 ? [] : [{ asked, left: leftOf(order, payment) }];
  });
}

/** Refuses tenders of nothing, and any that names what is no payment of the order. */
export function assertTenders(order: StoreOrder, tenders: readonly RefundTender[]): void {
  if (tenders.some(({ amount }) => amount < 0n))
    throw new Refused('INVALID', 'Amount must be greater than or equal to 0', ['transactions']);
  for (const tender of tenders)
    if ('paymentId' in tender && !paymentsOf(order).some(({ id }) => id === tender.paymentId))
      throw new Refused('INVALID', 'Transactions require a parent_id associated with the order', [
        'transactions',
      ]);
}

function sharesOf(
  order: StoreOrder,
  { amount, to, tenders }: Omit<Parameters<typeof payBack>[2], 'refundId' | 'status'>,
): Tender[] {
  if (tenders === undefined) return to === undefined ? tendersFor(order, amount) : [{ amount, to }];
  const taken = new Map<bigint, bigint>();
  return tenders.map((tender): Tender => {
    if ('gateway' in tender) return { amount: tender.amount, to: tender.gateway };
    const parent = paymentsOf(order).find(({ id }) => id === tender.paymentId);
    if (parent === undefined) throw new Error(`Order ${order.name} has no payment ${tender.paymentId}`);
    const earlier = taken.get(parent.id) ?? 0n;
    taken.set(parent.id, earlier + tender.amount);
    const before = parent.amount.presentment - leftOf(order, parent) + earlier;
    return { amount: tender.amount, before, parent };
  });
}

function paymentsOf(order: StoreOrder): StoreTransaction[] {
  return order.transactions.filter(
    ({ kind, status }) => status === 'success' && (kind === 'sale' || kind === 'capture'),
  );
}

function tendersFor(order: StoreOrder, amount: bigint): Tender[] {
  const payments = paymentsOf(order).toReversed();
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
