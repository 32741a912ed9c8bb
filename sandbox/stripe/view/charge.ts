/** A charge as the API shows it. */
import type { Stripe as Vendor } from 'stripe';
import type { Card, Charge, Decline } from '#sandbox/stripe/contract.ts';

export function chargeView(charge: Charge): Vendor.Charge {
  const { intent, state, failure } = charge;
  const refunded = refundedAmountOf(charge);
  return {
    id: charge.id,
    object: 'charge',
    amount: Number(charge.amount),
    amount_captured: Number(charge.amountCaptured),
    amount_refunded: Number(refunded),
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.transaction?.id ?? null,
    billing_details: {
      address: emptyAddress(),
      email: intent.receiptEmail,
      name: null,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: intent.statementDescriptor,
    captured: state === 'captured',
    created: charge.created,
    currency: charge.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: charge.dispute !== null,
    failure_balance_transaction: null,
    failure_code: failure === null ? null : declineCode(failure),
    failure_message: failure === null ? null : declineMessage(failure),
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcomeView(failure),
    paid: state !== 'declined',
    payment_intent: intent.id,
    payment_method: charge.paymentMethod,
    payment_method_details: { card: cardView(charge), type: 'card' },
    radar_options: {},
    receipt_email: intent.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: state !== 'declined' && refunded === charge.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statementDescriptor,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    status: state === 'declined' ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
}

/** What went back or was never taken; a refund that failed does not count. */
export function refundedAmountOf({ refunds, amountReleased }: Charge): bigint {
  return refunds
    .filter(({ status }) => status !== 'failed' && status !== 'canceled')
    .reduce((sum, { amount }) => sum + amount, amountReleased);
}

/** A decline has the general code unless the card itself is at fault. */
export function declineCode(decline: Decline): 'card_declined' | 'expired_card' | 'incorrect_cvc' {
  return decline === 'expired_card' || decline === 'incorrect_cvc' ? decline : 'card_declined';
}

export function declineMessage(decline: Decline): string {
  switch (decline) {
    case 'expired_card':
      return 'Your card has expired.';
    case 'incorrect_cvc':
      return "Your card's security code is incorrect.";
    case 'insufficient_funds':
      return 'Your card has insufficient funds.';
    case 'generic_decline':
    case 'lost_card':
    case 'stolen_card':
      return 'Your card was declined.';
  }
}

function outcomeView(failure: Decline | null): Vendor.Charge.Outcome {
  const isDeclined = failure !== null;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: isDeclined ? 'declined_by_network' : 'approved_by_network',
    reason: failure,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: isDeclined
      ? 'The bank did not return any further details with this decline.'
      : 'Payment complete.',
    type: isDeclined ? 'issuer_declined' : 'authorized',
  };
}

function cardView({ card, amount, state, intent, created }: Charge): Vendor.Charge.PaymentMethodDetails.Card {
  const isManual = intent.captureMethod === 'manual';
  const multicapture = intent.allowsMulticapture ? 'available' : 'unavailable';
  return {
    amount_authorized: state === 'declined' ? null : Number(amount),
    authorization_code: null,
    brand: card.brand,
    ...(isManual && { capture_before: created + authorizationSeconds }),
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.expiryMonth,
    exp_year: card.expiryYear,
    extended_authorization: { status: 'disabled' },
    fingerprint: fingerprintOf(card),
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: multicapture },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: Number(amount), status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

/** Stripe docs: most online card authorizations are held for seven days. */
export const authorizationSeconds = 7 * 86_400;

/** Equal for equal cards, which is all it is for. */
function fingerprintOf({ brand, last4, expiryMonth, expiryYear }: Card): string {
  return `${brand}${last4}${String(expiryMonth).padStart(2, '0')}${expiryYear}`;
}

function emptyAddress(): Vendor.Address {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
}
