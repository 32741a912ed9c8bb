// Signs what Shopify's admin signs for an embedded app: session tokens, and the query of the first request.

import { createHmac, randomUUID } from 'node:crypto';

import { type JWTPayload, SignJWT } from 'jose';

export interface SessionTokenOptions {
  /** The shop's myshopify.com domain. */
  readonly shop: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Claims to forge; `undefined` leaves one out. */
  readonly claims?: { readonly [claim: string]: unknown };
  readonly algorithm?: 'HS256' | 'HS384' | 'HS512';
}

const lifetimeSeconds = 60;

/** A session token as Shopify makes them: good for one minute, for one user of one shop in one app. */
export async function signSessionToken(options: SessionTokenOptions): Promise<string> {
  const { shop, apiKey, apiSecret, claims = {}, algorithm = 'HS256' } = options;
  const now = Math.floor(options.now / 1000);
  const payload: JWTPayload = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: apiKey,
    sub: '42',
    exp: now + lifetimeSeconds,
    nbf: now,
    iat: now,
    jti: randomUUID(),
    sid: randomUUID(),
    ...claims,
  };
  return await new SignJWT(payload)
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .sign(new TextEncoder().encode(apiSecret));
}

/** The `hmac` of a query: over every other parameter, sorted by name. */
export function hmacOf(query: URLSearchParams, apiSecret: string): string {
  const message = [...query]
    .filter(([name]) => name !== 'hmac')
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&');
  return createHmac('sha256', apiSecret).update(message).digest('hex');
}
