// The local admin: serves the page that embeds the app as Shopify's admin does, and the two scripts of Shopify's CDN.

import { Hono } from 'hono';

import type { Clock } from '#sandbox/clock.ts';

import { bundleScripts } from './bundle.ts';
import { adminPage, elsewherePage, stylesheet } from './page.ts';
import { serve } from './serve.ts';
import { hmacOf, signSessionToken } from './token.ts';

export interface AdminOptions {
  readonly clock: Clock;
  /** Where the app is reached. Read at each request, so that the app may be started after its admin. */
  readonly appUrl: string | URL;
  /** The shop's myshopify.com domain. */
  readonly shop: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly port?: number;
}

export interface Admin {
  readonly address: URL;
  /** The page of the admin that shows a page of the app. */
  page(path?: string): URL;
  close(): Promise<void>;
}

/** The app's handle in the admin's addresses. */
const appHandle = 'plumbline';
const shopSuffix = '.myshopify.com';

/** Opens the local admin. */
export async function openAdmin(options: AdminOptions): Promise<Admin> {
  const handler = await openHandler(options);
  const served = await serve((request) => handler.fetch(request), options.port);
  return {
    address: served.address,
    page: (path = '/') => new URL(baseOf(options.shop) + path.replace(/^\/$/, ''), served.address),
    close: () => served.close(),
  };
}

function handleOf(shop: string): string {
  return shop.endsWith(shopSuffix) ? shop.slice(0, -shopSuffix.length) : shop;
}

/** The path of the app in the admin. */
function baseOf(shop: string): string {
  return `/store/${handleOf(shop)}/apps/${appHandle}`;
}

async function openHandler(options: AdminOptions): Promise<Hono> {
  const scripts = await bundleScripts();
  const base = baseOf(options.shop);
  const token = () => signSessionToken({ ...options, now: options.clock.now() });
  const shown = { base, handle: handleOf(options.shop) };

  return new Hono()
    .get('/', (context) => context.redirect(base))
    .get('/shopifycloud/polaris-1.js', () => script(scripts.polaris))
    .get('/shopifycloud/app-bridge.js', () => script(scripts.appBridge))
    .get('/local-admin.js', () => script(scripts.chrome))
    .get('/local-admin.css', (context) => context.body(stylesheet, 200, { 'Content-Type': 'text/css' }))
    .get('/favicon.ico', (context) => context.body(null, 204))
    .post('/session-token', async (context) => {
      // Only the admin's own page may ask: a token opens the shop's data.
      if (context.req.header('Sec-Fetch-Site') !== 'same-origin') return context.text('Forbidden', 403);
      return context.text(await token(), 200, { 'Cache-Control': 'no-store' });
    })
    .get(`${base}/*`, async (context) => {
      const wanted = new URL(context.req.url);
      const path = wanted.pathname.slice(base.length);
      const launched = launch(options, `${path}${wanted.search}`, await token());
      return context.html(adminPage({ ...shown, src: launched.href }), 200, {
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "frame-ancestors 'none'",
      });
    })
    .get('/store/*', (context) => context.html(elsewherePage(shown), 200));
}

/** The app's address with what Shopify adds to the first request of a frame. */
function launch(options: AdminOptions, path: string, idToken: string): URL {
  const { appUrl, shop, apiSecret, clock } = options;
  // A path that began with two slashes would name another host.
  const url = new URL(path.replace(/^\/*/, '/'), appUrl);
  const host = Buffer.from(`admin.shopify.com/store/${handleOf(shop)}`).toString('base64');
  url.searchParams.set('embedded', '1');
  url.searchParams.set('shop', shop);
  url.searchParams.set('host', host.replaceAll('=', ''));
  url.searchParams.set('id_token', idToken);
  url.searchParams.set('locale', 'en');
  url.searchParams.set('timestamp', String(Math.floor(clock.now() / 1000)));
  url.searchParams.set('hmac', hmacOf(url.searchParams, apiSecret));
  return url;
}

/** A script that pages of any origin may load, as from a CDN. */
function script(text: string): Response {
  return new Response(text, {
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Timing-Allow-Origin': '*',
      'Cache-Control': 'max-age=60',
    },
  });
}
