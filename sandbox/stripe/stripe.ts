/**
 * A Stripe for one world: the real client calls it, the real verifier believes its webhooks, and its balance is
 * exact. One account, cards only, in test mode, of the API version that the pinned client speaks.
 *
 * Not modelled: Connect, other payment methods, 3D Secure, saved methods, evidence by API, search, a second
 * settlement currency, the fee of conversion, taxes on fees, holidays and cut-off hours of banks, instant payouts,
 * debits of a balance below zero, and the pause of a schedule after a failed payout. The steps of webhook retries,
 * the hour until a payout is reconciled, and the fee a partial capture gives back are our own choice.
 */
import { Hono } from 'hono';
import type { Clock } from '#sandbox/clock.ts';
import type { StandIn } from '#sandbox/stand-in.ts';
import { openAccount, type RefundCourse, type Terms } from './account.ts';
import { keepPayoutSchedule } from './act/payout.ts';
import { type Acts, openActs } from './act.ts';
import { openCounter, type StripeFault } from './counter.ts';
import { settlementCurrency } from './currency.ts';
import { type Journey, openMessenger, type SentEvent, type WebhookOptions } from './messenger.ts';
import { balanceEndpoints } from './route/balance.ts';
import { chargeEndpoints } from './route/charge.ts';
import { customerEndpoints } from './route/customer.ts';
import { disputeEndpoints } from './route/dispute.ts';
import { eventEndpoints } from './route/event.ts';
import { paymentIntentEndpoints } from './route/payment-intent.ts';
import { payoutEndpoints } from './route/payout.ts';
import { refundEndpoints } from './route/refund.ts';

export type StripeOptions = {
  readonly clock: Clock;
  /** `sk_test_…`: what the API is called with. */
  readonly secretKey: string;
  /** Without it nothing is sent, and events can only be listed. */
  readonly webhook?: WebhookOptions | undefined;
  /** The one the balance is kept and paid out in, as in ISO 4217. */
  readonly currency: string;
  /** Decides the ids. */
  readonly seed: number;
  /** What is not said is 2.9 % + 30 a charge, 1500 a dispute, and a payout every day. */
  readonly terms?: Partial<Terms> | undefined;
};

export interface Stripe extends StandIn, Acts {
  /** Every event that was sent or is to be, in the order they happened, with its attempts. */
  readonly sent: readonly SentEvent[];
  /** What was asked for that this stand-in answers with 501; a product that works leaves it empty. */
  readonly unsupported: readonly string[];
  /** Lets a test double, delay or lose events. */
  journey: Journey;
  /** Gives the webhook another secret; the one before holds a while longer, for at most a day. */
  rollSecret(secret: string, overlapMs: number): void;
  /** Decides how each refund goes; by itself it succeeds at once. */
  refundCourse: (refund: { readonly id: string; readonly amount: bigint }) => RefundCourse;
  /** Makes the next calls of the API fail, each once. */
  plant(fault: StripeFault, options?: { readonly calls?: number }): void;
}

const usualTerms: Terms = {
  feeBasisPoints: 290n,
  feeFixed: 30n,
  disputeFee: 1500n,
  payouts: 'daily',
  delayDays: 2,
  arrivalDays: 2,
};

const endpoints = [
  ...paymentIntentEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...balanceEndpoints,
  ...payoutEndpoints,
  ...disputeEndpoints,
  ...eventEndpoints,
  ...customerEndpoints,
];

/**
 * Opens a Stripe whose time is the clock's; its payout schedule is made of background appointments.
 * @throws RangeError for a currency that the sandbox does not settle in.
 */
export function openStripe({ clock, secretKey, webhook, currency, seed, terms }: StripeOptions): Stripe {
  const account = openAccount({
    clock,
    currency: settlementCurrency(currency),
    terms: { ...usualTerms, ...terms },
    seed,
  });
  const messenger = webhook === undefined ? undefined : openMessenger(clock, webhook);
  account.news.listener = (news) => messenger?.tell(news);
  if (account.terms.payouts === 'daily') keepPayoutSchedule(account);

  const counter = openCounter(account, secretKey);
  const app = new Hono();
  for (const endpoint of endpoints)
    app.on(endpoint.method, endpoint.path, async (c) =>
      counter.serve(c.req.raw, endpoint, c.req.param('id') ?? ''),
    );
  app.notFound(async (c) => counter.serve(c.req.raw, undefined, ''));
  app.onError((error) => {
    throw error;
  });

  return {
    ...openActs(account),
    hosts: ['api.stripe.com'],
    fetch: async (request) => await app.fetch(request),
    sent: messenger?.sent ?? [],
    unsupported: counter.unsupported,
    get journey() {
      return messenger?.journey ?? (() => []);
    },
    set journey(journey) {
      if (messenger === undefined) throw new Error('There is no webhook whose journey could change.');
      messenger.journey = journey;
    },
    get refundCourse() {
      return account.refundCourse;
    },
    set refundCourse(course) {
      account.refundCourse = course;
    },
    rollSecret(secret, overlapMs) {
      if (messenger === undefined) throw new Error('There is no webhook whose secret could change.');
      messenger.rollSecret(secret, overlapMs);
    },
    plant(fault, { calls = 1 } = {}) {
      for (let call = 0; call < calls; call += 1) counter.faults.push(fault);
    },
  };
}
