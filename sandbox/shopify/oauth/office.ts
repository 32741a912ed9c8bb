/**
 * The store's token endpoint, `POST /admin/oauth/access_token`: token exchange, refresh and migration
 * (Shopify docs: About offline access tokens; Use expiring offline access tokens; More resilient refreshes).
 */
import type { Clock } from '#sandbox/clock.ts';
import { z } from 'zod';
import { type Drawer, openDrawer, type Pair } from './drawer.ts';
import { readSessionToken } from './session-token.ts';

export type TokenOffice = {
  answer(request: Request): Promise<Response>;
  /** Whether the Admin API takes this token now. */
  accepts(accessToken: string): boolean;
  /** As when the merchant uninstalls the app: no token is good any more. */
  revokeAll(): void;
  /** Answers the next calls with an HTML 502 of a proxy, as Shopify's edge does when it is ill. */
  failNext(calls: number): void;
};

export type TokenOfficeOptions = {
  readonly clock: Clock;
  readonly domain: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** A token that never expires, as custom apps have them. */
  readonly permanentToken?: string;
  /** Makes tokens differ between stores. */
  readonly salt: string;
};

const types = {
  exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  idToken: 'urn:ietf:params:oauth:token-type:id_token',
  offline: 'urn:shopify:params:oauth:token-type:offline-access-token',
  online: 'urn:shopify:params:oauth:token-type:online-access-token',
} as const;

const asked = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  expiring: z.string().optional(),
  refresh_token: z.string().optional(),
});
type Asked = z.output<typeof asked>;

type Desk = { readonly options: TokenOfficeOptions; readonly drawer: Drawer };

export function openTokenOffice(options: TokenOfficeOptions): TokenOffice {
  const drawer = openDrawer(options);
  let failures = 0;
  return {
    async answer(request) {
      if (request.method !== 'POST') return refuse(404, 'not_found', 'There is nothing here.');
      if (failures > 0) {
        failures -= 1;
        return new Response('<html><body>502 Bad Gateway</body></html>', {
          status: 502,
          headers: { 'content-type': 'text/html' },
        });
      }
      const body = asked.safeParse(await request.json().catch(() => undefined));
      if (!body.success) return refuse(400, 'invalid_request', 'A required parameter is missing.');
      if (body.data.client_id !== options.clientId)
        return refuse(400, 'application_cannot_be_found', 'No such client id.');
      if (body.data.client_secret !== options.clientSecret)
        return refuse(400, 'invalid_client', 'The client secret does not fit.');
      return grant(body.data, { options, drawer });
    },
    accepts: (token) => drawer.accepts(token),
    revokeAll: () => drawer.revokeAll(),
    failNext(calls) {
      failures += calls;
    },
  };
}

async function grant(body: Asked, desk: Desk): Promise<Response> {
  if (body.grant_type === 'refresh_token') {
    const pair = desk.drawer.refresh(body.refresh_token ?? '');
    return pair === undefined
      ? refuse(400, 'invalid_grant', 'The refresh token is not good any more.')
      : expiring(pair, desk);
  }
  if (body.grant_type === 'client_credentials')
    return refuse(400, 'shop_not_permitted', 'Only apps and stores of one organization may use this grant.');
  if (body.grant_type !== types.exchange)
    return refuse(400, 'unsupported_grant_type', `There is no grant ${body.grant_type}.`);
  return body.subject_token_type === types.offline ? migrate(body, desk) : exchange(body, desk);
}

async function exchange(body: Asked, desk: Desk): Promise<Response> {
  const session = await readSessionToken(body.subject_token ?? '', {
    ...desk.options,
    now: desk.options.clock.now(),
  });
  if (body.subject_token_type !== types.idToken || session === undefined)
    return refuse(400, 'invalid_subject_token', 'The session token is not good.');
  if (body.requested_token_type === types.online) return online(session.user, desk);
  if (body.requested_token_type !== types.offline)
    return refuse(400, 'invalid_requested_token_type', 'Ask for an online or an offline token.');
  // A public app made after 2026-04-01 gets no token that never expires.
  if (body.expiring !== '1')
    return refuse(400, 'invalid_request', 'This app may only have expiring offline tokens.');
  return expiring(desk.drawer.issue(), desk);
}

function migrate(body: Asked, desk: Desk): Response {
  if (!desk.drawer.retire(body.subject_token ?? ''))
    return refuse(400, 'invalid_subject_token', 'This is no offline token that never expires.');
  return expiring(desk.drawer.issue(), desk);
}

function expiring(pair: Pair, { options }: Desk): Response {
  return Response.json({
    access_token: pair.accessToken,
    scope: options.scopes.join(','),
    expires_in: pair.expiresInSeconds,
    refresh_token: pair.refreshToken,
    refresh_token_expires_in: pair.refreshExpiresInSeconds,
  });
}

function online(user: string, { options, drawer }: Desk): Response {
  const scope = options.scopes.join(',');
  const { accessToken, expiresInSeconds } = drawer.issueOnline();
  return Response.json({
    access_token: accessToken,
    scope,
    expires_in: expiresInSeconds,
    associated_user_scope: scope,
    associated_user: {
      id: Number(user),
      first_name: 'Ada',
      last_name: 'Kessler',
      email: 'ada.kessler@example.com',
      email_verified: true,
      account_owner: true,
      locale: 'en',
      collaborator: false,
    },
  });
}

function refuse(status: number, error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status });
}
