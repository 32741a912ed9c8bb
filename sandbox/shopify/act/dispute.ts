/** Disputes of Shopify Payments: an inquiry moves no money, a chargeback takes it until it is won. */
import { Refused } from '../model/act.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreDispute } from '../model/payments.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { addToBalance, majorUnits, settledAmount } from './balance.ts';
import type { ActContext } from './context.ts';
import { together } from './together.ts';

// Shopify help, chargebacks: the bank's fee, 15.00 in the account's currency, given back when the dispute is won.
const chargebackFee = 15n;
const evidenceDueAfterMs = 7 * 86_400_000;

/** The customer's bank questions a Shopify Payments charge, for the whole of it unless an amount is given. */
export function openDispute(
  context: ActContext,
  order: StoreOrder,
  about: {
    readonly transaction: StoreTransaction;
    readonly type?: StoreDispute['type'];
    readonly amount?: bigint;
    readonly reason?: string;
  },
): StoreDispute {
  const { transaction, type = 'CHARGEBACK', reason = 'FRAUDULENT' } = about;
  const { kind, status, gateway } = transaction;
  const isCharge = status === 'success' && (kind === 'sale' || kind === 'capture');
  if (gateway !== 'shopify_payments' || !isCharge)
    throw new Refused('INVALID', 'Only a successful Shopify Payments charge can be disputed.');
  const amount = about.amount ?? transaction.amount.presentment;
  if (amount <= 0n || amount > transaction.amount.presentment)
    throw new Refused('INVALID', 'The disputed amount is not part of the charge.');

  return together(context, order, (inner) => {
    const now = inner.clock.now();
    const dispute: StoreDispute = {
      id: inner.nextId(),
      type,
      orderId: order.id,
      orderTransactionId: transaction.id,
      amount,
      currency: order.presentmentCurrency,
      reason,
      initiatedAt: now,
      evidenceDueBy: now + evidenceDueAfterMs,
      evidenceSentOn: null,
      finalizedOn: null,
      status: 'NEEDS_RESPONSE',
    };
    inner.state.payments.disputes.push(dispute);
    if (type === 'CHARGEBACK')
      addToBalance(inner, {
        type: 'DISPUTE_WITHDRAWAL',
        amount: -settledAmount(inner, order, amount),
        fee: majorUnits(chargebackFee, inner.state.payments.currency),
        orderId: order.id,
        orderTransactionId: transaction.id,
        disputeId: dispute.id,
        test: transaction.test,
      });
    inner.announce([{ topic: 'disputes/create', dispute }]);
    return dispute;
  });
}

/** Ends a dispute. Won, what was withdrawn comes back with its fee; lost or accepted, nothing moves any more. */
export function resolveDispute(
  context: ActContext,
  dispute: StoreDispute,
  outcome: 'WON' | 'LOST' | 'ACCEPTED',
): void {
  if (dispute.finalizedOn !== null) throw new Refused('INVALID', 'The dispute is already resolved.');
  together(context, null, (inner) => {
    dispute.status = outcome;
    dispute.finalizedOn = inner.clock.now();
    if (outcome !== 'ACCEPTED') dispute.evidenceSentOn ??= inner.clock.now();
    const withdrawn = inner.state.payments.transactions.findLast(({ disputeId }) => disputeId === dispute.id);
    if (outcome === 'WON' && withdrawn !== undefined)
      addToBalance(inner, {
        type: 'DISPUTE_REVERSAL',
        amount: -withdrawn.amount,
        fee: -withdrawn.fee,
        orderId: dispute.orderId,
        orderTransactionId: dispute.orderTransactionId,
        disputeId: dispute.id,
        test: withdrawn.test,
      });
    inner.announce([{ topic: 'disputes/update', dispute }]);
  });
}
