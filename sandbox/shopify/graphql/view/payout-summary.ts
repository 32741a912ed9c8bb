/** What a payout is made of. Gross less fees of all parts is its net. */
import type { BalanceTransactionType, PaymentsBook, StorePayout } from '../../model/payments.ts';
import type { View } from '../context.ts';
import { money } from './money.ts';

type Part = 'charges' | 'refunds' | 'adjustments' | 'reserved' | 'retried';

/** Adjustments are with disputes (Shopify docs: ShopifyPaymentsPayoutSummary); the payout itself is in none. */
const parts: Readonly<Record<BalanceTransactionType, Part | null>> = {
  CHARGE: 'charges',
  CHARGE_ADJUSTMENT: 'charges',
  REFUND: 'refunds',
  REFUND_FAILURE: 'refunds',
  ADJUSTMENT: 'adjustments',
  DISPUTE_WITHDRAWAL: 'adjustments',
  DISPUTE_REVERSAL: 'adjustments',
  RESERVED_FUNDS: 'reserved',
  RESERVED_FUNDS_REVERSAL: 'reserved',
  TRANSFER_FAILURE: 'retried',
  TRANSFER: null,
};

export function payoutSummary({ transactions }: PaymentsBook, payout: StorePayout): View {
  const nothing = () => ({ gross: 0n, fee: 0n });
  const sums: Record<Part, { gross: bigint; fee: bigint }> = {
    charges: nothing(),
    refunds: nothing(),
    adjustments: nothing(),
    reserved: nothing(),
    retried: nothing(),
  };
  for (const { payoutId, type, amount, fee } of transactions) {
    const part = parts[type];
    if (payoutId !== payout.id || part === null) continue;
    sums[part].gross += amount;
    sums[part].fee += fee;
  }
  const set = (amount: bigint): View => money(amount, payout.currency);
  const { charges, refunds, adjustments, reserved, retried } = sums;
  return {
    __typename: 'ShopifyPaymentsPayoutSummary',
    chargesGross: set(charges.gross),
    chargesFee: set(charges.fee),
    refundsFeeGross: set(refunds.gross),
    refundsFee: set(refunds.fee),
    adjustmentsGross: set(adjustments.gross),
    adjustmentsFee: set(adjustments.fee),
    reservedFundsGross: set(reserved.gross),
    reservedFundsFee: set(reserved.fee),
    retriedPayoutsGross: set(retried.gross),
    retriedPayoutsFee: set(retried.fee),
    // This account takes no advances and no stablecoins.
    advanceGross: set(0n),
    advanceFees: set(0n),
    usdcRebateCreditAmount: set(0n),
  };
}
