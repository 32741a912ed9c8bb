/** Refunds: the money leaves the balance at once, and comes back when the customer's bank cannot take it. */
import type { Account, RefundCourse } from '#sandbox/stripe/account.ts';
import type { Charge, Metadata, Refund, RefundReason } from '#sandbox/stripe/contract.ts';
import { stepRefusal } from '#sandbox/stripe/currency.ts';
import { invalid } from '#sandbox/stripe/refusal.ts';
import { chargeView, refundedAmountOf } from '#sandbox/stripe/view/charge.ts';
import { refundView } from '#sandbox/stripe/view/refund.ts';

export type RefundAsked = {
  /** All that is left when not said. */
  readonly amount?: bigint | undefined;
  readonly reason?: RefundReason | undefined;
  readonly metadata?: Metadata | undefined;
  /** How this one goes, whatever the account's refunds do. */
  readonly course?: RefundCourse | undefined;
};

/** @throws Refusal for a charge without money to give back, and for more than is left of it. */
export function createRefund(account: Account, charge: Charge, asked: RefundAsked): Refund {
  const amount = refundable(charge, asked.amount);
  const { amount: settled, rate } = account.settle(amount, charge.currency);
  const id = account.newId('re');
  const course = asked.course ?? account.refundCourse({ id, amount });
  const refund: Refund = {
    id,
    created: account.now(),
    charge,
    amount,
    reason: asked.reason ?? null,
    metadata: asked.metadata ?? {},
    transaction: account.book.enter({
      type: 'refund',
      category: 'refund',
      amount: -settled,
      rate,
      // What is refunded before it became available is taken from what is still pending.
      availableOn: Math.max(account.now(), charge.transaction?.availableOn ?? 0),
      sourceId: id,
      description: 'REFUND FOR CHARGE',
    }),
    status: course.state,
    failureReason: null,
    failureTransaction: null,
  };
  charge.refunds.push(refund);
  account.refunds.set(id, refund);
  account.announce('refund.created', refundView(refund));
  account.announce('charge.refunded', chargeView(charge));
  if (course.afterMs !== undefined)
    account.clock.at(account.clock.now() + course.afterMs, `the bank answers to ${id}`, async () => {
      if (refund.status !== 'pending') return;
      if (course.outcome === 'failed') failRefund(account, refund, 'declined');
      else succeedRefund(account, refund);
    });
  return refund;
}

function refundable(charge: Charge, asked: bigint | undefined): bigint {
  const { dispute, state, id } = charge;
  if (state !== 'captured' && state !== 'released')
    throw invalid(`Charge ${id} has not been captured.`, { code: 'charge_not_refundable' });
  if (dispute !== null && !['won', 'warning_needs_response', 'warning_closed'].includes(dispute.status))
    throw invalid(`Charge ${id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  const left = charge.amount - refundedAmountOf(charge);
  if (left === 0n)
    throw invalid(`Charge ${id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = asked ?? left;
  if (amount <= 0n)
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left)
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  const refusal = stepRefusal(amount, charge.currency);
  if (refusal !== undefined) throw refusal;
  return amount;
}

/** The bank has taken a pending refund. @throws Refusal when it is not pending. */
export function succeedRefund(account: Account, refund: Refund): void {
  if (refund.status !== 'pending') throw invalid(`Refund ${refund.id} is already ${refund.status}.`);
  refund.status = 'succeeded';
  tellUpdate(account, refund);
}

/** A refund can fail after it was said to have succeeded. @throws Refusal when it was already failed or canceled. */
export function failRefund(account: Account, refund: Refund, reason: string): void {
  if (refund.status === 'failed' || refund.status === 'canceled')
    throw invalid(`Refund ${refund.id} is already ${refund.status}.`);
  refund.status = 'failed';
  refund.failureReason = reason;
  takeBack(account, refund);
  account.announce('refund.failed', refundView(refund));
  tellUpdate(account, refund);
}

/** @throws Refusal unless the refund waits for the customer, as the vendor's documentation has it. */
export function cancelRefund(account: Account, refund: Refund): void {
  if (refund.status !== 'requires_action')
    throw invalid(`Refund ${refund.id} cannot be canceled because it has a status of ${refund.status}.`);
  refund.status = 'canceled';
  takeBack(account, refund);
  tellUpdate(account, refund);
}

function takeBack(account: Account, refund: Refund): void {
  const { transaction, id } = refund;
  refund.failureTransaction = account.book.enter({
    type: 'refund_failure',
    category: 'refund_failure',
    amount: -transaction.amount,
    rate: transaction.rate,
    availableOn: Math.max(account.now(), transaction.availableOn),
    sourceId: id,
    description: 'REFUND FAILURE',
  });
}

function tellUpdate(account: Account, refund: Refund): void {
  account.announce('refund.updated', refundView(refund));
  account.announce('charge.refund.updated', refundView(refund));
  if (refund.failureTransaction !== null) account.announce('charge.updated', chargeView(refund.charge));
}
