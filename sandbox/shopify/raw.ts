/** One delivery that a test forges: signed properly unless it says otherwise. */
import { hmac, signDelivery, type SignedDelivery } from './sign.ts';

export type RawOverrides = {
  readonly secret?: string;
  readonly domain?: string;
  readonly webhookId?: string;
  /** Signs this body but sends the other one. */
  readonly signedBody?: string;
  /** Set last, over whatever was signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly omitHeaders?: readonly string[];
};

export async function rawRequest(delivery: SignedDelivery, overrides: RawOverrides): Promise<Request> {
  const request = await signDelivery({
    ...delivery,
    secret: overrides.secret ?? delivery.secret,
    domain: overrides.domain ?? delivery.domain,
    webhookId: overrides.webhookId ?? delivery.webhookId,
  });
  if (overrides.signedBody !== undefined) {
    const signed = new TextEncoder().encode(overrides.signedBody);
    request.headers.set('X-Shopify-Hmac-Sha256', await hmac(signed, overrides.secret ?? delivery.secret));
  }
  for (const [name, value] of Object.entries(overrides.headers ?? {})) request.headers.set(name, value);
  for (const name of overrides.omitHeaders ?? []) request.headers.delete(name);
  return request;
}
