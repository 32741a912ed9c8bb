/** The Stripe account of a merchant whose store takes payments through it. */
import { settlesIn } from './currency.ts';
import { ratesInto } from './exchange.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { openStripe, type Stripe, type StripeOptions } from './stripe.ts';

export type MirroredStripe = Stripe & Mirror;

/**
 * Opens an account that settles in the shop's currency, or in dollars where Stripe keeps no balance in it, at the rates
 * of the traffic. Events go nowhere unless a webhook is given.
 */
export function openMirroredStripe(options: Omit<StripeOptions, 'terms'>): MirroredStripe {
  const { clock, seed } = options;
  const currency = settlesIn(options.currency) ? options.currency : 'USD';
  const stripe = openStripe({
    ...options,
    currency,
    terms: { exchangeRate: ratesInto(currency, seed) },
  });
  // The account itself gets the mirror's parts, so that its `journey` and `refundCourse` stay live when they are assigned.
  return Object.assign(stripe, openMirror({ clock, stripe, seed }));
}
