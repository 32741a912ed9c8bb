/** A payment intent as the API shows it. */
import type { Stripe as Vendor } from 'stripe';
import type { PaymentIntent } from '#sandbox/stripe/contract.ts';
import { declineCode, declineMessage } from './charge.ts';

export function paymentIntentView(intent: PaymentIntent): Vendor.PaymentIntent {
  const { charge, status } = intent;
  const capturable =
    status === 'requires_capture' && charge !== null ? charge.amount - charge.amountCaptured : 0n;
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: Number(intent.amount),
    amount_capturable: Number(capturable),
    amount_details: { tip: {} },
    amount_received: Number(charge?.amountCaptured ?? 0n),
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: `${intent.id}_secret_sandbox`,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: lastErrorOf(intent),
    latest_charge: charge?.id ?? null,
    livemode: false,
    managed_payments: null,
    metadata: { ...intent.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: status === 'requires_payment_method' ? null : intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: { card: cardOptions(intent) },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: intent.statementDescriptor,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

function cardOptions({ allowsMulticapture }: PaymentIntent): Vendor.PaymentIntent.PaymentMethodOptions.Card {
  return {
    installments: null,
    mandate_options: null,
    network: null,
    request_three_d_secure: 'automatic',
    ...(allowsMulticapture && { request_multicapture: 'if_available' }),
  };
}

function lastErrorOf({ charge, status }: PaymentIntent): Vendor.PaymentIntent.LastPaymentError | null {
  if (status !== 'requires_payment_method' || charge === null || charge.failure === null) return null;
  const { failure } = charge;
  return {
    charge: charge.id,
    code: declineCode(failure),
    decline_code: failure,
    message: declineMessage(failure),
    type: 'card_error',
  };
}
