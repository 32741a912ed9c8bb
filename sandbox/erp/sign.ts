/** One callback as the contract has it: a Standard Webhooks request, signed by their own library. */
import { Webhook } from 'standardwebhooks';

export type SignedCallback = {
  readonly url: string;
  /** `whsec_…`, as the merchant was given it. */
  readonly secret: string;
  readonly webhookId: string;
  /** Milliseconds since the epoch: when this attempt leaves. */
  readonly at: number;
  readonly body: string;
};

export function signCallback({ url, secret, webhookId, at, body }: SignedCallback): Request {
  return new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': new Webhook(secret).sign(webhookId, new Date(at), body),
    },
    body,
  });
}
