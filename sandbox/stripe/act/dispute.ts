/** Disputes: an inquiry moves nothing; a chargeback takes the money and a fee until it is decided. */
import type { Account } from '#sandbox/stripe/account.ts';
import type { Charge, Dispute, DisputeReason } from '#sandbox/stripe/contract.ts';
import { invalid } from '#sandbox/stripe/refusal.ts';
import { chargeView, refundedAmountOf } from '#sandbox/stripe/view/charge.ts';
import { disputeView } from '#sandbox/stripe/view/dispute.ts';

export type DisputeAsked = {
  readonly kind?: 'chargeback' | 'inquiry' | undefined;
  readonly reason?: DisputeReason | undefined;
  /** In the charge's currency; all that was not refunded when not said. */
  readonly amount?: bigint | undefined;
};

// Stripe docs: one has 7 to 21 days to answer, by the network; nine is what its examples show.
const answerSeconds = 9 * 86_400;

/** @throws Refusal for a charge that has no money to dispute, or is disputed already. */
export function openDispute(account: Account, charge: Charge, asked: DisputeAsked = {}): Dispute {
  const left = charge.amount - refundedAmountOf(charge);
  const amount = asked.amount ?? left;
  if (charge.state !== 'captured' || charge.dispute !== null || amount <= 0n || amount > left)
    throw invalid(`Charge ${charge.id} cannot be disputed for ${amount}.`);
  const isInquiry = asked.kind === 'inquiry';
  const dispute: Dispute = {
    id: account.newId('dp'),
    created: account.now(),
    charge,
    amount,
    reason: asked.reason ?? 'fraudulent',
    dueBy: account.now() + answerSeconds,
    transactions: [],
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  };
  charge.dispute = dispute;
  account.disputes.set(dispute.id, dispute);
  if (!isInquiry) withdraw(account, dispute);
  tell(account, dispute, 'charge.dispute.created');
  if (!isInquiry) tell(account, dispute, 'charge.dispute.funds_withdrawn');
  account.announce('charge.updated', chargeView(charge));
  const lapse = async (): Promise<void> => {
    if (dispute.status === 'needs_response') decide(account, dispute, 'lost');
  };
  account.clock.at(dispute.dueBy * 1000, `the answer to ${dispute.id} is due`, lapse, { background: true });
  return dispute;
}

/** The bank of the customer goes on from an inquiry to a chargeback. @throws Refusal for anything but an open inquiry. */
export function escalate(account: Account, dispute: Dispute): void {
  if (dispute.status !== 'warning_needs_response') throw notIn(dispute);
  dispute.status = 'needs_response';
  withdraw(account, dispute);
  tell(account, dispute, 'charge.dispute.updated');
  tell(account, dispute, 'charge.dispute.funds_withdrawn');
}

/** The merchant has sent evidence. @throws Refusal unless an answer is awaited. */
export function answer(account: Account, dispute: Dispute): void {
  if (dispute.status !== 'needs_response') throw notIn(dispute);
  dispute.status = 'under_review';
  tell(account, dispute, 'charge.dispute.updated');
}

/** The bank decides; who wins has the money back, but not the fee. @throws Refusal when it was decided before. */
export function decide(account: Account, dispute: Dispute, verdict: 'won' | 'lost'): void {
  if (dispute.status !== 'needs_response' && dispute.status !== 'under_review') throw notIn(dispute);
  dispute.status = verdict;
  const [withdrawn] = dispute.transactions;
  if (verdict === 'won' && withdrawn !== undefined) {
    dispute.transactions.push(
      account.book.enter({
        type: 'adjustment',
        category: 'dispute_reversal',
        amount: -withdrawn.amount,
        rate: withdrawn.rate,
        availableOn: account.now(),
        sourceId: dispute.id,
        description: `Chargeback reversal for ${dispute.charge.id}`,
      }),
    );
    tell(account, dispute, 'charge.dispute.funds_reinstated');
  }
  tell(account, dispute, 'charge.dispute.closed');
}

/** The merchant gives in: the dispute is lost, and an inquiry is closed. @throws Refusal when nothing is open. */
export function closeDispute(account: Account, dispute: Dispute): void {
  if (dispute.status !== 'warning_needs_response') return decide(account, dispute, 'lost');
  dispute.status = 'warning_closed';
  tell(account, dispute, 'charge.dispute.closed');
}

function withdraw(account: Account, dispute: Dispute): void {
  const { amount, rate } = account.settle(dispute.amount, dispute.charge.currency);
  dispute.transactions.push(
    account.book.enter({
      type: 'adjustment',
      category: 'dispute',
      amount: -amount,
      fee: account.terms.disputeFee,
      feeDescription: 'Dispute fee',
      rate,
      availableOn: account.now(),
      sourceId: dispute.id,
      description: `Chargeback withdrawal for ${dispute.charge.id}`,
    }),
  );
}

function tell(
  account: Account,
  dispute: Dispute,
  type:
    | 'charge.dispute.created'
    | 'charge.dispute.updated'
    | 'charge.dispute.funds_withdrawn'
    | 'charge.dispute.funds_reinstated'
    | 'charge.dispute.closed',
): void {
  account.announce(type, disputeView(dispute, { now: account.now(), currency: account.currency }));
}

function notIn({ id, status }: Dispute): Error {
  return invalid(`Dispute ${id} has a status of ${status}, which does not allow this.`);
}
