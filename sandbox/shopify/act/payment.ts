/** Money that comes in: each attempt is a transaction, and what a successful one brings about follows at once. */
import { Refused } from '../model/act.ts';
import type { News } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { financialStatusOf, openAuthorizationsOf } from '../order.ts';
import { bagAt } from '../rate.ts';
import type { PaymentSpec } from '../spec.ts';
import { bookBalance } from './balance.ts';
import type { ActContext } from './context.ts';
import { issueSoldGiftCards, redeem } from './gift-card.ts';
import { archiveWhenDone } from './order-archive.ts';
import { draftPayment } from './payment-draft.ts';
import { landRefund } from './refund-tender.ts';

/** An authorization of Shopify Payments can be captured for seven days (Shopify help: payment authorization). */
const authorizationMs = 7 * 86_400_000;

/** Records an attempt to pay, with what follows if it succeeded. It announces nothing; throws `Refused`. */
export function takePayment(context: ActContext, order: StoreOrder, payment: PaymentSpec): StoreTransaction {
  const { amount, rounding, parentId } = draftPayment(context, order, payment);
  const status = payment.status ?? 'success';
  const now = context.clock.now();
  const isAuthorization = payment.kind === 'authorization' || payment.kind === 'emv_authorization';
  const transaction: StoreTransaction = {
    id: context.nextId(),
    kind: payment.kind,
    status,
    gateway: payment.gateway,
    manual: payment.manual ?? false,
    amount: bagAt(order.rate, amount),
    rounding: rounding === 0n ? null : bagAt(order.rate, rounding),
    at: now,
    processedAt: now,
    parentId,
    errorCode: status === 'failure' ? 'CARD_DECLINED' : null,
    authorizationExpiresAt: isAuthorization ? now + authorizationMs : null,
    giftCardId: payment.gateway === 'gift_card' ? (payment.giftCardId ?? null) : null,
    refundId: null,
    locationId: order.retailLocationId,
    test: order.test,
  };
  order.transactions.push(transaction);
  order.updatedAt = now;
  if (status === 'success') land(context, order, transaction);
  return transaction;
}

/** A pending transaction succeeds or fails under its own id. */
export function settle(
  context: ActContext,
  order: StoreOrder,
  settled: { readonly transaction: StoreTransaction; readonly outcome: 'success' | 'failure' },
): void {
  const { transaction, outcome } = settled;
  if (!order.transactions.includes(transaction) || transaction.status !== 'pending')
    throw new Refused('INVALID', 'The transaction is not pending.');
  const now = context.clock.now();
  transaction.status = outcome;
  transaction.processedAt = now;
  if (outcome === 'failure') transaction.errorCode = 'PROCESSING_ERROR';
  order.updatedAt = now;
  if (outcome === 'success') land(context, order, transaction);
}

/**
 * What Shopify tells of a payment: the transaction once it has succeeded or failed, never while it is pending (Shopify
 * docs: ORDER_TRANSACTIONS_CREATE), and that the order is paid if this paid it.
 */
export function newsOfPayments(order: StoreOrder, transactions: readonly StoreTransaction[]): News[] {
  const told = transactions.filter(({ status }) => status === 'success' || status === 'failure');
  const news: News[] = told.map((transaction) => ({
    topic: 'order_transactions/create',
    order,
    transaction,
  }));
  if (told.some(bringsMoney) && financialStatusOf(order) === 'paid')
    news.push({ topic: 'orders/paid', order });
  return news;
}

/**
 * Lets an authorization expire when its time has come, unless all of it was captured or it was voided by then. The
 * context must be the store's own: the appointment is kept long after the act.
 */
export function watchAuthorization(
  context: ActContext,
  order: StoreOrder,
  authorization: StoreTransaction,
): void {
  const expiresAt = authorization.authorizationExpiresAt;
  if (expiresAt === null || authorization.status === 'failure') return;
  const expire = async (): Promise<void> => {
    if (!openAuthorizationsOf(order).some((open) => open.authorization === authorization)) return;
    authorization.expired = true;
    order.updatedAt = context.clock.now();
    if (!order.quiet) context.announce([{ topic: 'orders/updated', order }]);
  };
  context.clock.at(expiresAt, `an authorization of ${order.name} expires`, expire, { background: true });
}

function land(context: ActContext, order: StoreOrder, transaction: StoreTransaction): void {
  if (transaction.kind === 'refund') {
    landRefund(context, order, transaction);
    return;
  }
  if (transaction.gateway === 'gift_card' && transaction.kind === 'sale') redeem(context, order, transaction);
  bookBalance(context, order, transaction);
  if (!bringsMoney(transaction) || financialStatusOf(order) !== 'paid') return;
  issueSoldGiftCards(context, order);
  archiveWhenDone(context, order);
}

function bringsMoney({ kind, status }: StoreTransaction): boolean {
  return status === 'success' && (kind === 'sale' || kind === 'capture');
}
