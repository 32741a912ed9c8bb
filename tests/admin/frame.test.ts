import { createHmac } from 'node:crypto';

import { jwtVerify } from 'jose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { signSessionToken } from '#sandbox/admin/token.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { screenshot, violationsIn } from '#tests/support/browser.ts';

import { apiKey, apiSecret, morning, openTestApp, shop, type TestApp } from './support/app.ts';

let browser: Browser;
let app: TestApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([openBrowser(), openTestApp()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), app.close()]);
});

/** Opens a page of the app inside the admin. */
async function enter(path = '/', width?: number) {
  const opened = await browser.open(width);
  onTestFinished(() => opened.page.context().close());
  await opened.page.goto(app.admin.page(path).href);
  await opened.page.locator('iframe[data-ready]').waitFor();
  return { ...opened, frame: frameOf(opened.page) };
}

function frameOf(page: Page) {
  const frame = page.frames().find((one) => one.url().startsWith(app.address.origin));
  if (frame === undefined) throw new Error('the app is not in the admin');
  return frame;
}

const base = '/store/plumb-demo/apps/plumbline';
const pathOf = (page: Page) => new URL(page.url()).pathname;

function verify(token: string, now = morning) {
  return jwtVerify(token, new TextEncoder().encode(apiSecret), {
    audience: apiKey,
    issuer: `https://${shop}/admin`,
    algorithms: ['HS256'],
    currentDate: new Date(now),
  });
}

describe.each(Object.entries(widths))('the admin at %s width', (name, width) => {
  test('is accessible around the app and in it, asks nothing of strangers and complains of nothing', async () => {
    const { page, frame, strangers, complaints } = await enter('/', width);
    expect(await violationsIn(page)).toEqual([]);
    expect(await violationsIn(frame)).toEqual([]);
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
    await screenshot(page, `admin-${name}`);
  });
});

describe('the first request of the frame', () => {
  test('carries what Shopify adds, signed as Shopify signs it', async () => {
    await enter('/orders?q=12');
    const asked = app.requests
      .map(({ url }) => new URL(url))
      .findLast(({ pathname }) => pathname === '/orders');
    const query = asked?.searchParams ?? new URLSearchParams();
    expect(query.get('q')).toBe('12');
    expect(query.get('embedded')).toBe('1');
    expect(query.get('shop')).toBe(shop);
    expect(atob(query.get('host') ?? '')).toBe('admin.shopify.com/store/plumb-demo');
    const hmac = query.get('hmac');
    query.delete('hmac');
    query.sort();
    const message = [...query].map(([name, value]) => `${name}=${value}`).join('&');
    expect(hmac).toBe(createHmac('sha256', apiSecret).update(message).digest('hex'));
    await expect(verify(query.get('id_token') ?? '')).resolves.toBeDefined();
  });

  test('goes to the app even where the address tries to name another host', async () => {
    const answer = await fetch(new URL(`${base}//stranger.example/x`, app.admin.address));
    expect(await answer.text()).toContain(`src="${app.address.href}stranger.example/x?`);
  });

  test('is where the root of the admin leads', async () => {
    const answer = await fetch(app.admin.address, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(base);
  });
});

describe('session tokens', () => {
  test('are what Shopify signs: for one minute, one shop, one app and one user', async () => {
    const { payload } = await verify(await signSessionToken({ shop, apiKey, apiSecret, now: morning }));
    const now = morning / 1000;
    expect(payload).toMatchObject({ dest: `https://${shop}`, iat: now, nbf: now, exp: now + 60, sub: '42' });
    expect(payload.jti).not.toBe(payload['sid']);
  });

  test('can be forged for tests', async () => {
    const claims = { aud: 'another-app', exp: undefined };
    const token = await signSessionToken({ shop, apiKey, apiSecret, now: morning, claims });
    await expect(verify(token)).rejects.toThrow('aud');
  });

  test('are given to the page inside the admin, once while fresh', async () => {
    const { frame } = await enter();
    const [one, other] = await frame.evaluate<[string, string]>(
      'Promise.all([shopify.idToken(), shopify.idToken()])',
    );
    expect(one).toBe(other);
    await expect(verify(one)).resolves.toBeDefined();
  });

  test('are given to nobody else', async () => {
    const asked = (headers: Record<string, string>) =>
      fetch(new URL('/session-token', app.admin.address), { method: 'POST', headers });
    expect((await asked({})).status).toBe(403);
    expect((await asked({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    const { page } = await browser.open();
    onTestFinished(() => page.context().close());
    await page.goto(app.address.href);
    const refused = page.evaluate('shopify.idToken()');
    await expect(refused).rejects.toThrow('not inside the admin');
  });
});

describe('fetch inside the app', () => {
  const dataRequests = () => app.requests.filter(({ url }) => new URL(url).pathname === '/api/data');

  test('carries the token to the app itself, and to no other origin', async () => {
    const { page, frame } = await enter();
    const seen: (string | undefined)[] = [];
    await page.route('**/shopifycloud/app-bridge.js?probe', async (route) => {
      seen.push(route.request().headers()['authorization']);
      await route.continue();
    });
    await frame.evaluate(
      `Promise.all([fetch('/api/data'), fetch('${app.admin.address.href}shopifycloud/app-bridge.js?probe')])`,
    );
    const token = dataRequests().at(-1)?.headers.get('authorization') ?? '';
    await expect(verify(token.replace(/^Bearer /, ''))).resolves.toBeDefined();
    expect(seen).toEqual([undefined]);
  });

  test('tries once more with a fresh token where the app says that this would help, body and all', async () => {
    const { frame } = await enter();
    const before = dataRequests().length;
    app.refuse(1);
    const status = await frame.evaluate(
      `fetch('/api/data', { method: 'POST', body: 'kept' }).then((r) => r.status)`,
    );
    expect(status).toBe(200);
    const tries = dataRequests().slice(before);
    expect(await Promise.all(tries.map((request) => request.text()))).toEqual(['kept', 'kept']);
    expect(new Set(tries.map(({ headers }) => headers.get('authorization'))).size).toBe(2);
  });

  test('gives up after the second refusal', async () => {
    const { frame } = await enter();
    const before = dataRequests().length;
    app.refuse(5);
    const status = await frame.evaluate(`fetch('/api/data').then((r) => r.status)`);
    app.refuse(0);
    expect(status).toBe(401);
    expect(dataRequests().length - before).toBe(2);
  });
});

describe('a page that was asked for without a token', () => {
  test('comes back with one through shopify-reload', async () => {
    const { page, frame } = await enter();
    const back = page.waitForRequest((request) => request.url().includes('/orders?id_token='));
    await frame.evaluate(`location.assign('/bounce?shopify-reload=' + encodeURIComponent('/orders'))`);
    const token = new URL((await back).url()).searchParams.get('id_token') ?? '';
    await expect(verify(token)).resolves.toBeDefined();
  });
});

describe('the menu and the address bar', () => {
  test('show the pages that the app names, without its home, and lead the frame there', async () => {
    const { page } = await enter();
    await expect.poll(() => page.locator('#app-items a').allTextContents()).toEqual(['Orders', 'Settings']);
    await expect.poll(() => page.locator('[aria-current=page]').innerText()).toContain('Plumbline');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL(`**${base}/settings`);
    await page.frameLocator('#app').getByRole('heading', { name: 'settings' }).waitFor();
    await expect.poll(() => page.locator('[aria-current=page]').innerText()).toBe('Settings');
  });

  test('follow the app when it goes elsewhere by itself, forth and back', async () => {
    const { page, frame } = await enter('/orders');
    await frame.evaluate(`location.assign('/orders/1043?tab=timeline')`);
    await page.waitForURL(`**${base}/orders/1043?tab=timeline`);
    await expect.poll(() => page.locator('[aria-current=page]').innerText()).toBe('Orders');
    await page.goBack();
    await page.waitForURL(`**${base}/orders`);
  });

  test('bring the same page back on reload', async () => {
    const { page, frame } = await enter();
    await frame.evaluate(`location.assign('/orders/7')`);
    await page.waitForURL(`**${base}/orders/7`);
    await page.reload();
    await page.frameLocator('#app').getByRole('heading', { name: 'orders/7' }).waitFor();
    expect(pathOf(page)).toBe(`${base}/orders/7`);
  });

  test('fold into a menu on a phone', async () => {
    const { page } = await enter('/', widths.phone);
    expect(await page.getByRole('link', { name: 'Orders' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await screenshot(page, 'admin-phone-menu');
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.waitForURL(`**${base}/orders`);
    expect(await page.locator('#menu').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Menu' }).getAttribute('aria-expanded')).toBe('false');
  });

  test('lead to pages of the admin itself by shopify: links', async () => {
    app.put('/out', '<s-page heading="x"><s-link href="shopify://admin/orders/5">Order</s-link></s-page>');
    const { page } = await enter('/out');
    await page.frameLocator('#app').getByRole('link', { name: 'Order' }).click();
    await page.waitForURL('**/store/plumb-demo/orders/5');
    expect(await violationsIn(page)).toEqual([]);
  });
});

describe('toasts', () => {
  test('show at the foot of the admin and go when told', async () => {
    const { page, frame } = await enter();
    const id = await frame.evaluate<string>(`shopify.toast.show('Saved <b>all</b>')`);
    await page.getByText('Saved <b>all</b>').waitFor();
    await frame.evaluate(`shopify.toast.hide('${id}')`);
    await page.getByText('Saved <b>all</b>').waitFor({ state: 'detached' });
  });
});

describe('messages of strangers', () => {
  /** Posts a message to a window from that window itself, and waits until it has been heard by whoever listens. */
  const post = (message: object) => `new Promise((heard) => {
    addEventListener('message', heard, { once: true });
    postMessage(${JSON.stringify({ channel: 'local-admin', message })}, '*');
  }).then(() => undefined)`;

  test('are heard neither by the admin nor by the app', async () => {
    const { page, frame } = await enter();
    await page.evaluate(post({ say: 'toast', id: '9', text: 'forged', isError: false, ms: 60_000 }));
    expect(await page.getByText('forged').count()).toBe(0);
    await frame.evaluate(post({ say: 'go', href: '/settings' }));
    expect(new URL(frame.url()).pathname).toBe('/');
  });
});
