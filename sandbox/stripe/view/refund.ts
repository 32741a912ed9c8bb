/** A refund as the API shows it. */
import type { Stripe as Vendor } from 'stripe';
import type { Refund } from '#sandbox/stripe/contract.ts';

export function refundView(refund: Refund): Vendor.Refund {
  const { charge, failureTransaction, failureReason, status } = refund;
  return {
    id: refund.id,
    object: 'refund',
    amount: Number(refund.amount),
    balance_transaction: refund.transaction.id,
    charge: charge.id,
    created: refund.created,
    currency: charge.currency,
    customer: charge.intent.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    ...(failureTransaction !== null && { failure_balance_transaction: failureTransaction.id }),
    ...(failureReason !== null && { failure_reason: failureReason }),
    metadata: { ...refund.metadata },
    payment_intent: charge.intent.id,
    payment_method: charge.paymentMethod,
    ...(status === 'pending' && { pending_reason: 'processing' }),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
