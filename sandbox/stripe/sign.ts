/**
 * One webhook as Stripe signs it: a time and an HMAC-SHA256 over `time.body`, with the whole `whsec_…` as key. While a
 * secret is rolled there is one signature for each that holds; events of test mode carry a fake one of scheme `v0` too.
 */
import { createHmac } from 'node:crypto';

export type SignedEvent = {
  readonly url: string;
  readonly secrets: readonly string[];
  /** Milliseconds since the epoch: when this attempt leaves. */
  readonly at: number;
  readonly body: string;
};

export function signEvent({ url, secrets, at, body }: SignedEvent): Request {
  const time = Math.floor(at / 1000);
  const signed = (secret: string): string =>
    createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const signatures = [...secrets.map((secret) => `v1=${signed(secret)}`), `v0=${signed('fake')}`];
  return new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Stripe-Signature': `t=${time},${signatures.join(',')}`,
    },
    body,
  });
}
