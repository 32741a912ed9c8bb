/** A dispute as the API shows it. */
import type { Stripe as Vendor } from 'stripe';
import type { Dispute } from '#sandbox/stripe/contract.ts';
import { balanceTransactionView } from './balance.ts';
import { refundedAmountOf } from './charge.ts';

export type Sight = { readonly now: number; readonly currency: string };

export function disputeView(dispute: Dispute, sight: Sight): Vendor.Dispute {
  const { charge, status, dueBy } = dispute;
  const isInquiry = status === 'warning_needs_response' || status === 'warning_closed';
  const isAnswered = status === 'under_review' || status === 'won';
  const isRefundable = (isInquiry || status === 'won') && refundedAmountOf(charge) < charge.amount;
  return {
    id: dispute.id,
    object: 'dispute',
    amount: Number(dispute.amount),
    balance_transactions: dispute.transactions.map((one) => balanceTransactionView(one, sight)),
    charge: charge.id,
    created: dispute.created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(),
    evidence_details: {
      due_by: dueBy,
      enhanced_eligibility: {},
      has_evidence: isAnswered,
      past_due: sight.now > dueBy && !isAnswered,
      submission_count: isAnswered ? 1 : 0,
      submission_method: isAnswered ? 'manual' : 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isRefundable,
    livemode: false,
    metadata: {},
    payment_intent: charge.intent.id,
    payment_method_details: {
      card: {
        brand: charge.card.brand,
        case_type: isInquiry ? 'inquiry' : 'chargeback',
        network: charge.card.brand,
        network_reason_code: null,
      },
      type: 'card',
    },
    reason: dispute.reason,
    status,
  };
}

function noEvidence(): Vendor.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
