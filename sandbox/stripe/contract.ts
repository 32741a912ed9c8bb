/** What the provider keeps of each object: money in whole units as Stripe counts them, time in seconds. */
import type { Rate } from './rate.ts';

export type Metadata = Readonly<Record<string, string>>;

export type Card = {
  readonly brand: 'visa' | 'mastercard' | 'amex';
  readonly last4: string;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  /** Two letters, as in ISO 3166. */
  readonly country: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
};

/** Why a bank says no; the provider's `decline_code`. */
export type Decline =
  | 'generic_decline'
  | 'insufficient_funds'
  | 'lost_card'
  | 'stolen_card'
  | 'expired_card'
  | 'incorrect_cvc';

export type CaptureMethod = 'automatic' | 'manual';

export type PaymentIntent = {
  readonly id: string;
  readonly created: number;
  readonly amount: bigint;
  readonly currency: string;
  readonly captureMethod: CaptureMethod;
  /** Whether it may be captured in several parts, which must be asked for at its creation. */
  readonly allowsMulticapture: boolean;
  readonly customer: string | null;
  readonly description: string | null;
  readonly receiptEmail: string | null;
  readonly statementDescriptor: string | null;
  readonly statementDescriptorSuffix: string | null;
  metadata: Metadata;
  paymentMethod: string | null;
  /** What the method stands for; null until one is given. */
  tender: Tender | null;
  status: 'requires_payment_method' | 'requires_confirmation' | 'requires_capture' | 'succeeded' | 'canceled';
  charge: Charge | null;
  canceledAt: number | null;
  cancellationReason: CancellationReason | null;
};

export type CancellationReason =
  | 'abandoned'
  | 'automatic'
  | 'duplicate'
  | 'fraudulent'
  | 'requested_by_customer';

export type Tender = { readonly card: Card; readonly decline: Decline | null };

export type Charge = {
  readonly id: string;
  readonly created: number;
  readonly intent: PaymentIntent;
  readonly amount: bigint;
  readonly currency: string;
  readonly card: Card;
  readonly paymentMethod: string;
  readonly failure: Decline | null;
  readonly refunds: Refund[];
  state: 'authorized' | 'captured' | 'declined' | 'released';
  amountCaptured: bigint;
  /** What was authorized and never captured, once it is certain; the vendor counts it as refunded. */
  amountReleased: bigint;
  transaction: BalanceTransaction | null;
  dispute: Dispute | null;
};

export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer';

export type Refund = {
  readonly id: string;
  readonly created: number;
  readonly charge: Charge;
  readonly amount: bigint;
  readonly reason: RefundReason | null;
  readonly metadata: Metadata;
  readonly transaction: BalanceTransaction;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  failureReason: string | null;
  failureTransaction: BalanceTransaction | null;
};

export type DisputeReason =
  | 'credit_not_processed'
  | 'duplicate'
  | 'fraudulent'
  | 'general'
  | 'product_not_received'
  | 'product_unacceptable'
  | 'unrecognized';

export type Dispute = {
  readonly id: string;
  readonly created: number;
  readonly charge: Charge;
  readonly amount: bigint;
  readonly reason: DisputeReason;
  readonly dueBy: number;
  readonly transactions: BalanceTransaction[];
  status: 'warning_needs_response' | 'warning_closed' | 'needs_response' | 'under_review' | 'won' | 'lost';
};

export type Payout = {
  readonly id: string;
  readonly created: number;
  /** Below zero when it takes an earlier one back. */
  readonly amount: bigint;
  readonly automatic: boolean;
  readonly arrivalDate: number;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  readonly metadata: Metadata;
  readonly transaction: BalanceTransaction;
  readonly original: Payout | null;
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled';
  reconciliation: 'completed' | 'in_progress' | 'not_applicable';
  failureCode: string | null;
  failureTransaction: BalanceTransaction | null;
  reversedBy: Payout | null;
};

export type TransactionType =
  | 'adjustment'
  | 'charge'
  | 'payout'
  | 'payout_cancel'
  | 'payout_failure'
  | 'refund'
  | 'refund_failure'
  | 'reserved_funds';

export type ReportingCategory =
  | 'charge'
  | 'dispute'
  | 'dispute_reversal'
  | 'fee'
  | 'partial_capture_reversal'
  | 'payout'
  | 'payout_reversal'
  | 'refund'
  | 'refund_failure'
  | 'risk_reserved_funds';

export type BalanceTransaction = {
  readonly id: string;
  readonly created: number;
  readonly availableOn: number;
  readonly type: TransactionType;
  readonly category: ReportingCategory;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly feeDescription: string | null;
  readonly net: bigint;
  readonly sourceId: string | null;
  readonly description: string | null;
  /** Null when nothing was converted. */
  readonly rate: Rate | null;
  /** The payout that took it to the bank, or is it; null while it waits, and for what no automatic payout took. */
  payoutId: string | null;
};

export type Customer = {
  readonly id: string;
  readonly created: number;
  readonly email: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
};
