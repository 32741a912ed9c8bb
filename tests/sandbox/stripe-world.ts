// A Stripe and its own client, joined by nothing but the client's fetch.

import { type Stripe, openStripe, type StripeOptions } from '#sandbox/stripe/stripe.ts';
import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { Stripe as StripeClient } from 'stripe';

export const secretKey = 'sk_test_sandbox';
/** A Monday, 09:00 UTC. */
export const start = Date.UTC(2026, 10, 2, 9);
export const dayMs = 86_400_000;
export const startSeconds = start / 1000;

export interface StripeWorld {
  readonly clock: Clock;
  readonly stripe: Stripe;
  readonly client: StripeClient;
  /** Lets time pass. */
  readonly pass: (days: number) => Promise<void>;
}

export function openStripeWorld(
  options: Partial<Omit<StripeOptions, 'clock' | 'secretKey'>> = {},
): StripeWorld {
  const clock = virtualClock(start);
  const stripe = openStripe({ clock, secretKey, currency: 'USD', seed: 1, ...options });
  return {
    clock,
    stripe,
    client: clientOf(stripe),
    pass: async (days) => clock.run({ until: clock.now() + days * dayMs }),
  };
}

export function clientOf(stripe: Stripe, key = secretKey): StripeClient {
  return new StripeClient(key, {
    httpClient: StripeClient.createFetchHttpClient(
      async (input: string | URL | Request, init?: RequestInit) => stripe.fetch(new Request(input, init)),
    ),
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** What the client throws: the vendor's own error class, with what it read of the answer. */
export async function refusalOf(call: Promise<unknown>): Promise<{
  status: number | undefined;
  type: string;
  code: string | undefined;
  param: string | undefined;
  message: string;
}> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StripeClient.errors.StripeError))
    throw new Error('The call was not refused.', { cause: error });
  const { statusCode: status, type, code, param, message } = error;
  return { status, type, code, param, message };
}

/** The id of what may be expanded. */
export function idOf(reference: string | { readonly id: string } | null): string {
  return (typeof reference === 'string' ? reference : reference?.id) ?? '';
}
