/** Who is asking: a session token that Shopify signed for this app names the shop, and nothing else does. */
import type { Shopify } from '@shopify/shopify-api';
import { z } from 'zod';
import type { Instant } from '#domain/instant.ts';

export type Session = { readonly shop: string; readonly user: string };

/** `stale`: no token or an expired one, so a fresh one will do · `refused`: no fresh one of its kind would. */
export type Verdict =
  | { readonly state: 'valid'; readonly session: Session }
  | { readonly state: 'stale' }
  | { readonly state: 'refused' };

const claims = z.object({
  iss: z.string(),
  dest: z.templateLiteral(['https://', z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/)]),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
});

const tokenLengthMax = 4096;

/**
 * Judges a token by its signature, `aud`, `exp` and `nbf` (all of which Shopify's library checks), by their being
 * there at all, and by `iss` and `dest` naming one and the same shop (none of which it checks).
 */
export async function verify(shopify: Shopify, token: string | null, now: Instant): Promise<Verdict> {
  if (token === null || token === '') return { state: 'stale' };
  if (token.length > tokenLengthMax) return { state: 'refused' };
  const payload: unknown = await shopify.session
    .decodeSessionToken(token)
    // The library's message holds the whole token, so it goes no further.
    .catch(() => undefined);
  if (payload === undefined) return { state: hasExpired(token, now) ? 'stale' : 'refused' };
  const { data } = claims.safeParse(payload);
  if (data === undefined || data.iss !== `${data.dest}/admin`) return { state: 'refused' };
  return { state: 'valid', session: { shop: new URL(data.dest).host, user: data.sub } };
}

/** Read without its signature, which is fair: it only chooses between two refusals, and neither shows anything. */
function hasExpired(token: string, now: Instant): boolean {
  const [, payload = ''] = token.split('.');
  try {
    const text = Buffer.from(payload, 'base64url').toString();
    return z.object({ exp: z.number() }).parse(JSON.parse(text)).exp * 1000 <= Date.parse(now);
  } catch {
    return false;
  }
}

/** App Bridge sends the token with every fetch; where a browser loads a page, it stands in the address. */
export function tokenOf(request: Request): string | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return bearer;
  return wantsDocument(request) ? new URL(request.url).searchParams.get('id_token') : null;
}

/** The token in the header, which no page of another site can set. */
export function bearerOf(request: Request): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

/** Whether a browser loads a page, rather than a script some data. */
export function wantsDocument(request: Request): boolean {
  const destination = request.headers.get('sec-fetch-dest');
  if (destination !== null) return ['document', 'iframe', 'frame'].includes(destination);
  const { headers } = request;
  return !headers.has('authorization') && (headers.get('accept') ?? '').includes('text/html');
}
