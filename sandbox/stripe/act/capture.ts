/** Captures: the authorization is entered in the balance when money is taken of it. */
import { type Account, midnightAfter } from '#sandbox/stripe/account.ts';
import type { BalanceTransaction, Charge, PaymentIntent } from '#sandbox/stripe/contract.ts';
import { stepRefusal } from '#sandbox/stripe/currency.ts';
import { basisPointsOf } from '#sandbox/stripe/rate.ts';
import { invalid } from '#sandbox/stripe/refusal.ts';
import { chargeView } from '#sandbox/stripe/view/charge.ts';
import { paymentIntentView } from '#sandbox/stripe/view/payment-intent.ts';

export type Capture = {
  /** All that is left when not said. */
  readonly amount?: bigint | undefined;
  /** Whether the rest is given back. */
  readonly isFinal: boolean;
};

/** Takes money of an authorized charge. @throws Refusal for more than is left, or for parts not asked for before. */
export function capture(account: Account, intent: PaymentIntent, { amount, isFinal }: Capture): void {
  const { charge } = intent;
  if (charge === null) throw new Error(`${intent.id} waits for its capture without a charge.`);
  const left = charge.amount - charge.amountCaptured;
  const taken = amount ?? left;
  const isFirst = charge.transaction === null;
  if (taken > left)
    throw invalid(`The amount to capture (${taken}) is greater than the amount capturable (${left}).`, {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  // Releasing what several captures have left is the one use of a capture of nothing.
  if (taken === 0n && (isFirst || !isFinal))
    throw invalid('Invalid positive integer', {
      code: 'parameter_invalid_integer',
      param: 'amount_to_capture',
    });
  const refusal = stepRefusal(taken, charge.currency);
  if (refusal !== undefined) throw refusal;
  if (!isFinal && !intent.allowsMulticapture)
    throw invalid('This PaymentIntent does not support multiple captures.', { param: 'final_capture' });
  if (intent.allowsMulticapture) {
    if (taken > 0n) {
      const transaction = bookCharge(account, charge, taken);
      charge.transaction ??= transaction;
    }
  } else {
    charge.transaction = bookWhole(account, charge, taken);
  }
  charge.amountCaptured += taken;
  conclude(account, charge, isFinal || charge.amountCaptured === charge.amount);
}

function conclude(account: Account, charge: Charge, isLast: boolean): void {
  const { intent } = charge;
  if (isLast) {
    charge.state = 'captured';
    charge.amountReleased = charge.amount - charge.amountCaptured;
    intent.status = 'succeeded';
  }
  account.announce('charge.captured', chargeView(charge));
  if (isLast) account.announce('payment_intent.succeeded', paymentIntentView(intent));
  else account.announce('payment_intent.amount_capturable_updated', paymentIntentView(intent));
}

/**
 * Stripe docs, "Reporting categories": capturing less than the authorization makes two balance transactions, one
 * for the whole and one of type `refund` that takes the rest back. The fee of the second is our reading of it: it
 * takes back so much that the fee is the one of what was captured.
 */
function bookWhole(account: Account, charge: Charge, taken: bigint): BalanceTransaction {
  const whole = bookCharge(account, charge, charge.amount);
  if (taken === charge.amount) return whole;
  const kept = account.settle(taken, charge.currency);
  const { availableOn, fee, feeDescription } = whole;
  account.book.enter({
    type: 'refund',
    category: 'partial_capture_reversal',
    amount: kept.amount - whole.amount,
    fee: feeOf(account, kept.amount) - fee,
    feeDescription,
    rate: kept.rate,
    availableOn,
    sourceId: charge.id,
    description: 'Release of the uncaptured part',
  });
  return whole;
}

/** Enters an amount of a charge, with its fee, as available after the account's delay. */
export function bookCharge(account: Account, charge: Charge, taken: bigint): BalanceTransaction {
  const { amount, rate } = account.settle(taken, charge.currency);
  return account.book.enter({
    type: 'charge',
    category: 'charge',
    amount,
    fee: feeOf(account, amount),
    feeDescription: 'Stripe processing fees',
    rate,
    availableOn: midnightAfter(account.now(), account.terms.delayDays),
    sourceId: charge.id,
    description: charge.intent.description,
  });
}

function feeOf({ terms }: Account, amount: bigint): bigint {
  return basisPointsOf(amount, terms.feeBasisPoints) + terms.feeFixed;
}
