/** How the lists of Shopify Payments are searched and sorted. */
import type { BalanceTransaction, StoreDispute, StorePayout } from '../model/payments.ts';
import type { AdminContext } from './context.ts';
import type { Listing } from './listing.ts';
import { balanceTransactionView, disputeView, payoutView } from './view/payments.ts';

/** Payouts themselves are transfers, which may be left out. */
export function balanceListing(context: AdminContext, hidesTransfers: boolean): Listing<BalanceTransaction> {
  const { transactions, payouts } = context.state.payments;
  const byId = new Map(payouts.map((payout) => [payout.id, payout]));
  const payoutOf = ({ payoutId }: BalanceTransaction): StorePayout | undefined =>
    payoutId === null ? undefined : byId.get(payoutId);
  return {
    items: hidesTransfers ? transactions.filter(({ type }) => type !== 'TRANSFER') : transactions,
    fields: {
      id: ({ id }) => id,
      processed_at: ({ at }) => at,
      transaction_type: ({ type }) => type,
      currency: ({ currency }) => currency,
      payments_transfer_id: ({ payoutId }) => payoutId,
      payout_date: (booked) => payoutOf(booked)?.issuedAt ?? null,
      payout_status: (booked) => payoutOf(booked)?.status ?? 'PENDING',
    },
    sorts: {
      PROCESSED_AT: ({ at }) => at,
      PAYOUT_DATE: (booked) => payoutOf(booked)?.issuedAt ?? 0,
      TRANSACTION_TYPE: ({ type }) => type,
    },
    idOf: ({ id }) => id,
    view: (booked) => balanceTransactionView(context, booked, payoutOf(booked)),
  };
}

export function payoutListing(context: AdminContext, transactionType: string | null): Listing<StorePayout> {
  const { payouts } = context.state.payments;
  return {
    items:
      transactionType === null
        ? payouts
        : payouts.filter((payout) => payout.transactionType === transactionType),
    fields: {
      id: ({ id }) => id,
      issued_at: ({ issuedAt }) => issuedAt,
      status: ({ status }) => status,
      currency: ({ currency }) => currency,
    },
    sorts: { ISSUED_AT: ({ issuedAt }) => issuedAt, STATUS: ({ status }) => status },
    idOf: ({ id }) => id,
    view: (payout) => payoutView(context, payout),
  };
}

export function disputeListing(context: AdminContext): Listing<StoreDispute> {
  return {
    items: context.state.payments.disputes,
    fields: {
      id: ({ id }) => id,
      initiated_at: ({ initiatedAt }) => initiatedAt,
      status: ({ status }) => status,
    },
    idOf: ({ id }) => id,
    view: (dispute) => disputeView(context, dispute),
  };
}
