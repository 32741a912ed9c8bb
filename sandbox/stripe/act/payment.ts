/** Payments: an intent is confirmed by a card, and its charge captured at once, later, in parts, or never. */
import type { Account } from '#sandbox/stripe/account.ts';
import type { CancellationReason, Charge, PaymentIntent, Tender } from '#sandbox/stripe/contract.ts';
import { chargeRefusal } from '#sandbox/stripe/currency.ts';
import { jsonOf } from '#sandbox/stripe/json.ts';
import { invalid, Refusal } from '#sandbox/stripe/refusal.ts';
import {
  authorizationSeconds,
  chargeView,
  declineCode,
  declineMessage,
} from '#sandbox/stripe/view/charge.ts';
import { paymentIntentView } from '#sandbox/stripe/view/payment-intent.ts';
import { bookCharge } from './capture.ts';

type Asked = Pick<PaymentIntent, 'amount' | 'currency'> &
  Partial<
    Pick<
      PaymentIntent,
      | 'captureMethod'
      | 'allowsMulticapture'
      | 'customer'
      | 'description'
      | 'metadata'
      | 'receiptEmail'
      | 'statementDescriptor'
      | 'statementDescriptorSuffix'
      | 'tender'
    >
  >;

/** @throws Refusal for an amount or currency that Stripe does not take. */
export function createIntent(account: Account, asked: Asked): PaymentIntent {
  const refusal = chargeRefusal(asked.amount, asked.currency);
  if (refusal !== undefined) throw refusal;
  // Asked now, so that a currency without a rate is refused before any money moves.
  account.settle(asked.amount, asked.currency);
  const { tender = null } = asked;
  const intent: PaymentIntent = {
    captureMethod: 'automatic',
    allowsMulticapture: false,
    customer: null,
    description: null,
    receiptEmail: null,
    statementDescriptor: null,
    statementDescriptorSuffix: null,
    metadata: {},
    ...asked,
    id: account.newId('pi'),
    created: account.now(),
    tender,
    paymentMethod: tender === null ? null : account.newId('pm'),
    status: tender === null ? 'requires_payment_method' : 'requires_confirmation',
    charge: null,
    canceledAt: null,
    cancellationReason: null,
  };
  account.intents.set(intent.id, intent);
  account.announce('payment_intent.created', paymentIntentView(intent));
  return intent;
}

/** @throws Refusal 402 when the card is declined, after which another card may be tried. */
export function confirmIntent(account: Account, intent: PaymentIntent, tender: Tender | null = null): Charge {
  requireStatus(intent, ['requires_payment_method', 'requires_confirmation'], 'confirm');
  if (tender !== null) {
    intent.tender = tender;
    intent.paymentMethod = account.newId('pm');
  }
  const { paymentMethod } = intent;
  if (intent.tender === null || paymentMethod === null)
    throw invalid("You cannot confirm this PaymentIntent because it's missing a payment method.", {
      code: 'payment_intent_unexpected_state',
      payment_intent: jsonOf(paymentIntentView(intent)),
    });
  const { card, decline } = intent.tender;
  const charge: Charge = {
    id: account.newId('ch'),
    created: account.now(),
    intent,
    amount: intent.amount,
    currency: intent.currency,
    card,
    paymentMethod,
    failure: decline,
    refunds: [],
    state: decline === null ? 'authorized' : 'declined',
    amountCaptured: 0n,
    amountReleased: 0n,
    transaction: null,
    dispute: null,
  };
  account.charges.set(charge.id, charge);
  intent.charge = charge;
  if (decline !== null) throw declined(account, charge, decline);
  if (intent.captureMethod === 'manual') return authorize(account, charge);
  charge.state = 'captured';
  charge.amountCaptured = charge.amount;
  charge.transaction = bookCharge(account, charge, charge.amount);
  intent.status = 'succeeded';
  account.announce('charge.succeeded', chargeView(charge));
  account.announce('payment_intent.succeeded', paymentIntentView(intent));
  return charge;
}

function authorize(account: Account, charge: Charge): Charge {
  const { intent } = charge;
  intent.status = 'requires_capture';
  account.announce('charge.succeeded', chargeView(charge));
  account.announce('payment_intent.amount_capturable_updated', paymentIntentView(intent));
  const lapse = async (): Promise<void> => {
    if (intent.status !== 'requires_capture') return;
    release(account, intent, 'automatic');
    account.announce('charge.expired', chargeView(charge));
    account.announce('payment_intent.canceled', paymentIntentView(intent));
  };
  const at = (charge.created + authorizationSeconds) * 1000;
  account.clock.at(at, `the authorization of ${charge.id} lapses`, lapse, { background: true });
  return charge;
}

function declined(account: Account, charge: Charge, decline: NonNullable<Charge['failure']>): Refusal {
  const { intent } = charge;
  intent.status = 'requires_payment_method';
  account.announce('charge.failed', chargeView(charge));
  account.announce('payment_intent.payment_failed', paymentIntentView(intent));
  return new Refusal(402, {
    type: 'card_error',
    code: declineCode(decline),
    decline_code: decline,
    charge: charge.id,
    message: declineMessage(decline),
    payment_intent: jsonOf(paymentIntentView(intent)),
  });
}

/** Gives back what was only authorized. @throws Refusal once money was taken. */
export function cancelIntent(
  account: Account,
  intent: PaymentIntent,
  reason: CancellationReason | null,
): void {
  requireStatus(intent, ['requires_payment_method', 'requires_capture', 'requires_confirmation'], 'cancel');
  const { charge } = intent;
  if (charge !== null && charge.amountCaptured > 0n)
    throw invalid('This PaymentIntent has been partially captured, so it can be finished but not canceled.', {
      code: 'payment_intent_unexpected_state',
    });
  release(account, intent, reason);
  if (charge?.state === 'released') account.announce('charge.refunded', chargeView(charge));
  account.announce('payment_intent.canceled', paymentIntentView(intent));
}

function release(account: Account, intent: PaymentIntent, reason: CancellationReason | null): void {
  const { charge } = intent;
  if (charge?.state === 'authorized') {
    charge.amountReleased = charge.amount - charge.amountCaptured;
    // What several captures have taken before the authorization lapsed stays taken.
    charge.state = charge.amountCaptured > 0n ? 'captured' : 'released';
  }
  intent.status = 'canceled';
  intent.canceledAt = account.now();
  intent.cancellationReason = reason;
}

/** @throws Refusal in the vendor's words when the intent is in none of the states. */
export function requireStatus(
  intent: PaymentIntent,
  states: readonly PaymentIntent['status'][],
  verb: 'cancel' | 'capture' | 'confirm',
): void {
  const { status } = intent;
  if (states.includes(status)) return;
  const past = { cancel: 'canceled', capture: 'captured', confirm: 'confirmed' }[verb];
  throw invalid(
    `This PaymentIntent could not be ${past} because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be ${past}: ${states.join(', ')}.`,
    { code: 'payment_intent_unexpected_state', payment_intent: jsonOf(paymentIntentView(intent)) },
  );
}
