/** What happens to the account without its API being called: customers, banks, the provider, and the dashboard. */
import type { Stripe as Vendor } from 'stripe';
import type { Account } from './account.ts';
import { correctFee, holdReserve, releaseReserve } from './act/adjustment.ts';
import { capture } from './act/capture.ts';
import { answer, closeDispute, decide, type DisputeAsked, escalate, openDispute } from './act/dispute.ts';
import { cancelIntent, confirmIntent, createIntent, requireStatus } from './act/payment.ts';
import { failPayout } from './act/payout.ts';
import { createRefund, failRefund, type RefundAsked, succeedRefund } from './act/refund.ts';
import type { CaptureMethod, Card, Decline, Dispute, Metadata } from './contract.ts';
import { stripeAmount } from './currency.ts';
import { found } from './endpoint.ts';
import { plainCard } from './method.ts';
import { Refusal } from './refusal.ts';
import { balanceTransactionView } from './view/balance.ts';
import { chargeView } from './view/charge.ts';
import { disputeView } from './view/dispute.ts';
import { paymentIntentView } from './view/payment-intent.ts';
import { payoutView } from './view/payout.ts';
import { refundView } from './view/refund.ts';

export type Purchase = {
  /** Minor units and code as in ISO 4217; converted to Stripe's own counting. */
  readonly amount: { readonly minor: bigint; readonly currency: string };
  readonly card?: Card;
  /** What the bank says instead of yes. */
  readonly decline?: Decline;
  readonly captureMethod?: CaptureMethod;
  readonly description?: string;
  readonly receiptEmail?: string;
  /** Such as the id of the order that is paid. */
  readonly metadata?: Metadata;
};

/** Every act throws a Refusal where Stripe would not let it happen; the views are what the API shows then. */
export type Acts = {
  /** A customer pays; declined, the intent waits for another card. */
  pay(purchase: Purchase): { paymentIntent: Vendor.PaymentIntent; charge: Vendor.Charge };
  /** The merchant, in the dashboard; amounts in Stripe's units of the charge's currency. */
  capture(paymentIntentId: string, amount?: bigint): Vendor.PaymentIntent;
  cancel(paymentIntentId: string): Vendor.PaymentIntent;
  refund(chargeId: string, asked?: RefundAsked): Vendor.Refund;
  /** The bank has taken a refund that was pending. */
  succeedRefund(refundId: string): Vendor.Refund;
  failRefund(refundId: string, reason?: string): Vendor.Refund;
  dispute(chargeId: string, asked?: DisputeAsked): Vendor.Dispute;
  /** An inquiry becomes a chargeback. */
  escalateDispute(disputeId: string): Vendor.Dispute;
  /** The merchant sends evidence. */
  answerDispute(disputeId: string): Vendor.Dispute;
  decideDispute(disputeId: string, verdict: 'won' | 'lost'): Vendor.Dispute;
  /** The merchant gives in, or an inquiry comes to nothing. */
  closeDispute(disputeId: string): Vendor.Dispute;
  /** Amounts in Stripe's units of the settlement currency, here and below. */
  holdReserve(amount: bigint): Vendor.BalanceTransaction;
  releaseReserve(amount: bigint): Vendor.BalanceTransaction;
  /** Above zero in the merchant's favor. */
  correctFee(amount: bigint, description: string): Vendor.BalanceTransaction;
  failPayout(payoutId: string, code?: string): Vendor.Payout;
};

export function openActs(account: Account): Acts {
  return {
    pay: (purchase) => pay(account, purchase),
    capture(id, amount) {
      const intent = found(account.intents, id, { noun: 'payment_intent' });
      requireStatus(intent, ['requires_capture'], 'capture');
      capture(account, intent, { amount, isFinal: true });
      return paymentIntentView(intent);
    },
    cancel(id) {
      const intent = found(account.intents, id, { noun: 'payment_intent' });
      cancelIntent(account, intent, 'requested_by_customer');
      return paymentIntentView(intent);
    },
    refund: (id, asked = {}) =>
      refundView(createRefund(account, found(account.charges, id, { noun: 'charge' }), asked)),
    succeedRefund(id) {
      const refund = found(account.refunds, id, { noun: 'refund' });
      succeedRefund(account, refund);
      return refundView(refund);
    },
    failRefund(id, reason = 'lost_or_stolen_card') {
      const refund = found(account.refunds, id, { noun: 'refund' });
      failRefund(account, refund, reason);
      return refundView(refund);
    },
    ...openDisputeActs(account),
    ...openProviderActs(account),
  };
}

function pay(account: Account, purchase: Purchase): ReturnType<Acts['pay']> {
  const { amount, card = plainCard, decline = null, ...rest } = purchase;
  const intent = createIntent(account, { ...rest, ...stripeAmount(amount), tender: { card, decline } });
  try {
    confirmIntent(account, intent);
  } catch (error) {
    if (!(error instanceof Refusal) || error.type !== 'card_error') throw error;
  }
  if (intent.charge === null) throw new Error(`${intent.id} was confirmed without a charge.`);
  return { paymentIntent: paymentIntentView(intent), charge: chargeView(intent.charge) };
}

type DisputeActs = Pick<
  Acts,
  'dispute' | 'escalateDispute' | 'answerDispute' | 'decideDispute' | 'closeDispute'
>;

function openDisputeActs(account: Account): DisputeActs {
  const view = (dispute: Dispute): Vendor.Dispute =>
    disputeView(dispute, { now: account.now(), currency: account.currency });
  const after = (id: string, act: (dispute: Dispute) => void): Vendor.Dispute => {
    const dispute = found(account.disputes, id, { noun: 'dispute' });
    act(dispute);
    return view(dispute);
  };
  return {
    dispute: (id, asked) => view(openDispute(account, found(account.charges, id, { noun: 'charge' }), asked)),
    escalateDispute: (id) => after(id, (dispute) => escalate(account, dispute)),
    answerDispute: (id) => after(id, (dispute) => answer(account, dispute)),
    decideDispute: (id, verdict) => after(id, (dispute) => decide(account, dispute, verdict)),
    closeDispute: (id) => after(id, (dispute) => closeDispute(account, dispute)),
  };
}

type ProviderActs = Pick<Acts, 'holdReserve' | 'releaseReserve' | 'correctFee' | 'failPayout'>;

function openProviderActs(account: Account): ProviderActs {
  const sight = (): { now: number; currency: string } => ({ now: account.now(), currency: account.currency });
  return {
    holdReserve: (amount) => balanceTransactionView(holdReserve(account, amount), sight()),
    releaseReserve: (amount) => balanceTransactionView(releaseReserve(account, amount), sight()),
    correctFee: (amount, description) =>
      balanceTransactionView(correctFee(account, amount, description), sight()),
    failPayout(id, code) {
      const payout = found(account.payouts, id, { noun: 'payout' });
      failPayout(account, payout, code);
      return payoutView(payout, account);
    },
  };
}
