/** The balance and its transactions as the API shows them. */
import type { Stripe as Vendor } from 'stripe';
import type { BalanceTransaction } from '#sandbox/stripe/contract.ts';

export function balanceTransactionView(
  transaction: BalanceTransaction,
  { now, currency }: { readonly now: number; readonly currency: string },
): Vendor.BalanceTransaction {
  const { fee, feeDescription, rate } = transaction;
  return {
    id: transaction.id,
    object: 'balance_transaction',
    amount: Number(transaction.amount),
    available_on: transaction.availableOn,
    balance_type: 'payments',
    created: transaction.created,
    currency,
    description: transaction.description,
    exchange_rate: rate === null ? null : Number(rate.text),
    fee: Number(fee),
    fee_details:
      fee === 0n
        ? []
        : [
            {
              amount: Number(fee),
              application: null,
              currency,
              description: feeDescription,
              type: 'stripe_fee',
            },
          ],
    net: Number(transaction.net),
    reporting_category: transaction.category,
    source: transaction.sourceId,
    status: transaction.availableOn <= now ? 'available' : 'pending',
    type: transaction.type,
  };
}

export function balanceView(
  { available, pending }: { readonly available: bigint; readonly pending: bigint },
  currency: string,
): Vendor.Balance {
  const funds = (amount: bigint) => [
    { amount: Number(amount), currency, source_types: { card: Number(amount) } },
  ];
  return { object: 'balance', available: funds(available), livemode: false, pending: funds(pending) };
}
