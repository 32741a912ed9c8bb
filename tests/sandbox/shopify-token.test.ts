import { webApiAdapterInitialized } from '@shopify/shopify-api/adapters/web-api';
import { ApiVersion, LogSeverity, RequestedTokenType, shopifyApi } from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { signSessionToken } from '#sandbox/admin/token.ts';
import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { openTokenOffice, type TokenOffice } from '#sandbox/shopify/oauth/office.ts';

const shop = 'plumb-demo.myshopify.com';
const app = { clientId: 'client-id', clientSecret: 'hush' };
const monday = Date.parse('2026-11-02T05:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

let clock: Clock;
let office: TokenOffice;
const shopify = shopifyApi({
  apiKey: app.clientId,
  apiSecretKey: app.clientSecret,
  hostName: 'app.plumbline.test',
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error, log: () => undefined },
  future: {},
});

beforeEach(() => {
  // Named, so that the adapter's import is one with a use.
  expect(webApiAdapterInitialized).toBe(true);
  clock = virtualClock(monday);
  office = openTokenOffice({
    ...app,
    clock,
    domain: shop,
    scopes: ['read_orders'],
    permanentToken: 'shpat_custom',
    salt: 'one',
  });
  setAbstractFetchFunc(async (...call) => office.answer(new Request(...call)));
  vi.setSystemTime(monday);
});

const pass = async (ms: number) => {
  await clock.run({ until: clock.now() + ms });
  vi.setSystemTime(clock.now());
};

async function exchanged(requestedTokenType = RequestedTokenType.OfflineAccessToken) {
  const { clientId: apiKey, clientSecret: apiSecret } = app;
  const sessionToken = await signSessionToken({ shop, apiKey, apiSecret, now: clock.now() });
  const { session } = await shopify.auth.tokenExchange({
    shop,
    sessionToken,
    requestedTokenType,
    expiring: true,
  });
  return session;
}

const refreshed = async (refreshToken: string | undefined) => {
  const { session } = await shopify.auth.refreshToken({ shop, refreshToken: refreshToken ?? '' });
  return session;
};

describe("a store's tokens, as Shopify's own library asks for them", () => {
  test('are exchanged for a session token and good for an hour', async () => {
    const session = await exchanged();
    expect(session).toMatchObject({ id: `offline_${shop}`, isOnline: false, scope: 'read_orders' });
    expect(session.expires?.getTime()).toBe(monday + hour);
    expect(session.refreshTokenExpires?.getTime()).toBe(monday + 90 * day);
    expect(office.accepts(session.accessToken ?? '')).toBe(true);
    await pass(hour);
    expect(office.accepts(session.accessToken ?? '')).toBe(false);
  });

  test('are refreshed, and the refresh token with them', async () => {
    const first = await exchanged();
    await pass(2 * hour);
    const second = await refreshed(first.refreshToken);
    expect(office.accepts(second.accessToken ?? '')).toBe(true);
    expect(second.refreshToken).not.toBe(first.refreshToken);
  });

  test('survive a lost answer: the old refresh token is good until its replacement is used', async () => {
    const first = await exchanged();
    const lost = await refreshed(first.refreshToken);
    const again = await refreshed(first.refreshToken);
    expect(again.refreshToken).toBe(lost.refreshToken);
    await refreshed(again.refreshToken);
    await expect(refreshed(first.refreshToken)).rejects.toThrow();
  });

  test('cannot be refreshed by a spent token after thirty days, nor by any after ninety', async () => {
    const first = await exchanged();
    const second = await refreshed(first.refreshToken);
    await pass(31 * day);
    await expect(refreshed(first.refreshToken)).rejects.toThrow();
    await pass(60 * day);
    await expect(refreshed(second.refreshToken)).rejects.toThrow();
  });

  test('of a user name the user and are good for a day', async () => {
    const session = await exchanged(RequestedTokenType.OnlineAccessToken);
    expect(session).toMatchObject({ id: `${shop}_42`, isOnline: true });
    await pass(day);
    expect(office.accepts(session.accessToken ?? '')).toBe(false);
  });

  test('that never expired are migrated, once', async () => {
    const migrate = async () =>
      shopify.auth.migrateToExpiringToken({ shop, nonExpiringOfflineAccessToken: 'shpat_custom' });
    const { session } = await migrate();
    expect([office.accepts('shpat_custom'), office.accepts(session.accessToken ?? '')]).toEqual([
      false,
      true,
    ]);
    await expect(migrate()).rejects.toThrow();
  });

  test('are refused when the session token is meant for another store, and without `expiring`', async () => {
    const { clientId: apiKey, clientSecret: apiSecret } = app;
    const requestedTokenType = RequestedTokenType.OfflineAccessToken;
    const other = await signSessionToken({
      shop: 'other.myshopify.com',
      apiKey,
      apiSecret,
      now: clock.now(),
    });
    await expect(
      shopify.auth.tokenExchange({ shop, sessionToken: other, requestedTokenType, expiring: true }),
    ).rejects.toThrow();
    const own = await signSessionToken({ shop, apiKey, apiSecret, now: clock.now() });
    await expect(
      shopify.auth.tokenExchange({ shop, sessionToken: own, requestedTokenType, expiring: false }),
    ).rejects.toThrow();
  });

  test('are all worthless once the app is uninstalled', async () => {
    const session = await exchanged();
    office.revokeAll();
    expect([office.accepts(session.accessToken ?? ''), office.accepts('shpat_custom')]).toEqual([
      false,
      false,
    ]);
  });
});
