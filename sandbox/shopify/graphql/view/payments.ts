/** Shopify Payments: what it earned, what was paid out, and what customers dispute. */
import type { BalanceTransaction, StoreDispute, StorePayout } from '../../model/payments.ts';
import { utcTime } from '../../text.ts';
import type { AdminContext, View } from '../context.ts';
import { orderOfId } from '../lookup.ts';
import { money, timeOrNull } from './money.ts';
import { payoutSummary } from './payout-summary.ts';

export function balanceTransactionView(
  context: AdminContext,
  booked: BalanceTransaction,
  payout: StorePayout | undefined,
): View {
  const { orderId, currency, type } = booked;
  const order = orderId === null ? undefined : orderOfId(context.state, orderId);
  return {
    __typename: 'ShopifyPaymentsBalanceTransaction',
    id: `gid://shopify/ShopifyPaymentsBalanceTransaction/${booked.id}`,
    type,
    amount: money(booked.amount, currency),
    fee: money(booked.fee, currency),
    net: money(booked.net, currency),
    test: booked.test,
    transactionDate: utcTime(booked.at),
    adjustmentReason: booked.adjustmentReason,
    adjustmentsOrders: [],
    sourceType: sourceTypes[type],
    sourceId: sourceIdOf(booked),
    sourceOrderTransactionId: booked.orderTransactionId === null ? null : String(booked.orderTransactionId),
    associatedOrder:
      order === undefined
        ? null
        : {
            __typename: 'ShopifyPaymentsAssociatedOrder',
            id: `gid://shopify/Order/${order.id}`,
            name: order.name,
          },
    associatedPayout: {
      __typename: 'ShopifyPaymentsBalanceTransactionAssociatedPayout',
      id: payout === undefined ? null : `gid://shopify/ShopifyPaymentsPayout/${payout.id}`,
      status: payout?.status ?? 'PENDING',
    },
  };
}

export function payoutView({ state }: AdminContext, payout: StorePayout): View {
  return {
    __typename: 'ShopifyPaymentsPayout',
    id: `gid://shopify/ShopifyPaymentsPayout/${payout.id}`,
    legacyResourceId: String(payout.id),
    issuedAt: utcTime(payout.issuedAt),
    net: money(payout.net, payout.currency),
    status: payout.status,
    transactionType: payout.transactionType,
    externalTraceId: payout.externalTraceId,
    summary: () => payoutSummary(state.payments, payout),
  };
}

export function disputeView(context: AdminContext, dispute: StoreDispute): View {
  return {
    __typename: 'ShopifyPaymentsDispute',
    id: `gid://shopify/ShopifyPaymentsDispute/${dispute.id}`,
    legacyResourceId: String(dispute.id),
    type: dispute.type,
    status: dispute.status,
    amount: money(dispute.amount, dispute.currency),
    initiatedAt: utcTime(dispute.initiatedAt),
    evidenceDueBy: utcTime(dispute.evidenceDueBy),
    evidenceSentOn: timeOrNull(dispute.evidenceSentOn),
    finalizedOn: timeOrNull(dispute.finalizedOn),
    reasonDetails: {
      __typename: 'ShopifyPaymentsDisputeReasonDetails',
      reason: dispute.reason,
      networkReasonCode: null,
    },
    order: () => {
      const order = orderOfId(context.state, dispute.orderId);
      return order === undefined ? null : context.views.order(context, order);
    },
  };
}

const sourceTypes: Readonly<Record<BalanceTransaction['type'], string>> = {
  CHARGE: 'CHARGE',
  CHARGE_ADJUSTMENT: 'CHARGE',
  REFUND: 'REFUND',
  REFUND_FAILURE: 'REFUND',
  DISPUTE_WITHDRAWAL: 'DISPUTE',
  DISPUTE_REVERSAL: 'DISPUTE',
  ADJUSTMENT: 'ADJUSTMENT',
  RESERVED_FUNDS: 'ADJUSTMENT',
  RESERVED_FUNDS_REVERSAL: 'ADJUSTMENT_REVERSAL',
  TRANSFER: 'TRANSFER',
  TRANSFER_FAILURE: 'TRANSFER',
};

function sourceIdOf({ disputeId, orderTransactionId, payoutId, type }: BalanceTransaction): string | null {
  const source = disputeId ?? orderTransactionId ?? (type === 'TRANSFER' ? payoutId : null);
  return source === null ? null : String(source);
}
