/** One webhook as Stripe signs it: a time and an HMAC-SHA256 over `time.body`, with the whole `whsec_…` as key. */
import { createHmac } from 'node:crypto';

export type SignedEvent = {
  readonly url: string;
  readonly secret: string;
  /** Milliseconds since the epoch: when this attempt leaves. */
  readonly at: number;
  readonly body: string;
};

export function signEvent({ url, secret, at, body }: SignedEvent): Request {
  const time = Math.floor(at / 1000);
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Stripe-Signature': `t=${time},v1=${signature}`,
    },
    body,
  });
}
