/** Shopify Payments: what the account earned and paid, in payouts, and what customers dispute. */
export type BalanceTransactionType =
  | 'CHARGE'
  | 'REFUND'
  | 'REFUND_FAILURE'
  | 'DISPUTE_WITHDRAWAL'
  | 'DISPUTE_REVERSAL'
  | 'ADJUSTMENT'
  | 'RESERVED_FUNDS'
  | 'RESERVED_FUNDS_REVERSAL'
  | 'CHARGE_ADJUSTMENT'
  | 'TRANSFER'
  | 'TRANSFER_FAILURE';

/** Amounts are minor units of the account's settlement currency; `net` is always `amount - fee`. */
export type BalanceTransaction = {
  readonly id: bigint;
  readonly type: BalanceTransactionType;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly net: bigint;
  readonly currency: string;
  readonly at: number;
  readonly orderId: bigint | null;
  readonly orderTransactionId: bigint | null;
  readonly disputeId: bigint | null;
  readonly adjustmentReason: string | null;
  readonly test: boolean;
  /** Set when a payout takes it along; null while it waits. */
  payoutId: bigint | null;
};

export type StorePayout = {
  readonly id: bigint;
  readonly issuedAt: number;
  /** Sum of `net` over its balance transactions without TRANSFER types. */
  readonly net: bigint;
  readonly currency: string;
  readonly transactionType: 'DEPOSIT' | 'WITHDRAWAL';
  status: 'SCHEDULED' | 'PAID' | 'FAILED' | 'CANCELED';
  readonly externalTraceId: string | null;
};

export type StoreDispute = {
  readonly id: bigint;
  readonly type: 'CHARGEBACK' | 'INQUIRY';
  readonly orderId: bigint;
  readonly orderTransactionId: bigint;
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string;
  readonly initiatedAt: number;
  readonly evidenceDueBy: number;
  evidenceSentOn: number | null;
  finalizedOn: number | null;
  status: 'NEEDS_RESPONSE' | 'UNDER_REVIEW' | 'WON' | 'LOST' | 'ACCEPTED' | 'PREVENTED';
};

export type PaymentsBook = {
  /** The currency in which the account is settled. */
  readonly currency: string;
  readonly transactions: BalanceTransaction[];
  readonly payouts: StorePayout[];
  readonly disputes: StoreDispute[];
};
