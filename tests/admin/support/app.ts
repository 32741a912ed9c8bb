// A small app for the admin to embed: it remembers what it was asked, and answers as a test tells it.

import { Hono } from 'hono';

import { virtualClock, type Clock } from '#sandbox/clock.ts';
import { openAdmin, type Admin } from '#sandbox/admin/frame.ts';
import { serve } from '#sandbox/admin/serve.ts';

import { document, gallery, type Markup, markup } from './gallery.ts';

export const shop = 'plumb-demo.myshopify.com';
export const apiKey = 'test-key';
export const apiSecret = 'test-secret';

/** A Monday morning in Berlin. */
export const morning = Date.parse('2026-11-23T08:00:00.000Z');

export interface TestApp {
  readonly admin: Admin;
  readonly address: URL;
  readonly clock: Clock;
  /** Every request, oldest first. */
  readonly requests: readonly Request[];
  /** Puts a page at a path. */
  put(path: string, body: Markup | string): void;
  /** The next requests of /api/data are refused, as by an app that found the token too old. */
  refuse(times: number): void;
  close(): Promise<void>;
}

/** Opens an app with the gallery at `/`, and its admin. */
export async function openTestApp(): Promise<TestApp> {
  const clock = virtualClock(morning);
  const requests: Request[] = [];
  const pages = new Map<string, Markup>([['/', gallery]]);
  let refusals = 0;

  const app = new Hono()
    .use(async (context, next) => {
      requests.push(context.req.raw.clone());
      await next();
      // As strict as an app can be: its own origin and the scripts of Shopify, no inline script or style.
      const policy = `default-src 'none'; script-src ${origin()}; connect-src 'self' ${origin()}; img-src 'self';
        form-action 'self'; base-uri 'none'; frame-ancestors ${origin()}`;
      context.header('Content-Security-Policy', policy.replaceAll(/\s+/g, ' '));
    })
    .get('/favicon.ico', (context) => context.body(null, 204))
    .get('/bounce', (context) => context.html(document(origin(), markup(''))))
    .all('/api/data', (context) => {
      if (refusals === 0) return context.json({ ok: true });
      refusals -= 1;
      return context.body(null, 401, { 'X-Shopify-Retry-Invalid-Session-Request': '1' });
    })
    .get('*', (context) => {
      const body =
        pages.get(context.req.path) ?? markup(`<s-page heading="${context.req.path.slice(1)}"></s-page>`);
      return context.html(document(origin(), body));
    });
  const served = await serve((request) => app.fetch(request));
  const admin = await openAdmin({ clock, appUrl: served.address, shop, apiKey, apiSecret });
  const origin = () => admin.address.origin;

  return {
    admin,
    address: served.address,
    clock,
    requests,
    put: (path, body) => void pages.set(path, typeof body === 'string' ? markup(body) : body),
    refuse(times) {
      refusals = times;
    },
    async close() {
      await admin.close();
      await served.close();
    },
  };
}
