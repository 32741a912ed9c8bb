/** The panel's pages: one table, from which the app registers them and the tests learn what must be refused. */
import type { Hono } from 'hono';
import { StoreDown } from '#src/client/database.ts';
import { assets, serveAsset } from './asset.ts';
import { deadLetters, retryStopped } from './dead-letter.tsx';
import { automation } from './automation.tsx';
import { approveListed, pause, resume, setMode } from './automation-action.ts';
import { automations } from './automations.tsx';
import { posting } from './posting.tsx';
import { approve, decline, restore, retry } from './posting-action.ts';
import type { PanelDeps } from './deps.ts';
import { pageHeaders } from './header.ts';
import { breaks } from './breaks.tsx';
import { completeness } from './completeness.tsx';
import { document } from './document.tsx';
import { readForm } from './form.ts';
import { home } from './home.tsx';
import { bounceText, pageText } from './layout.tsx';
import { map, unmap } from './mapping-action.ts';
import { outOfReach, refused } from './notice.tsx';
import { order } from './order.tsx';
import { orders } from './orders.tsx';
import { routing } from './routing.tsx';
import {
  raiseRule,
  removeRule,
  saveCost,
  saveExclusion,
  saveRule,
  saveZone,
  switchRule,
} from './routing-action.ts';
import { bearerOf, type Session, tokenOf, verify, wantsDocument } from './session.ts';
import { summary } from './summary.tsx';
import type { View } from './view.ts';

type Asked = { readonly id: string; readonly query: Readonly<Record<string, string>> };

/** Every page needs a session; what it shows is of the session's shop and of no other. */
type Page = {
  readonly method: 'GET';
  readonly path: string;
  readonly view: (deps: PanelDeps, session: Session, asked: Asked) => Promise<View>;
};

export const pages: readonly Page[] = [
  { method: 'GET', path: '/', view: async (deps, session) => home(deps, session) },
  { method: 'GET', path: '/orders', view: async (deps, session, { query }) => orders(deps, session, query) },
  { method: 'GET', path: '/orders/:id', view: async (deps, session, { id }) => order(deps, session, id) },
  { method: 'GET', path: '/breaks', view: async (deps, session, { query }) => breaks(deps, session, query) },
  {
    method: 'GET',
    path: '/routing',
    view: async (deps, session, { query }) => routing(deps, session, query),
  },
  { method: 'GET', path: '/completeness', view: async (deps, session) => completeness(deps, session) },
  { method: 'GET', path: '/stopped', view: async (deps, session) => deadLetters(deps, session) },
  { method: 'GET', path: '/automations', view: async (deps, session) => automations(deps, session) },
  {
    method: 'GET',
    path: '/automations/:id',
    view: async (deps, session, asked) => automation(deps, session, asked),
  },
  {
    method: 'GET',
    path: '/postings/:id',
    view: async (deps, session, { id }) => posting(deps, session, id),
  },
  {
    method: 'GET',
    path: '/documents/:id',
    view: async (deps, session, { id }) => document(deps, session, id),
  },
  {
    method: 'GET',
    path: '/summaries/:id',
    view: async (deps, session, asked) => summary(deps, session, asked),
  },
];

/** What people do, sent by the panel's own script; the answer is the page as it stands then. */
type Act = {
  readonly method: 'POST';
  readonly path: string;
  readonly view: (deps: PanelDeps, session: Session, form: Readonly<Record<string, string>>) => Promise<View>;
};

export const acts: readonly Act[] = [
  { method: 'POST', path: '/mappings', view: map },
  { method: 'POST', path: '/mappings/remove', view: unmap },
  { method: 'POST', path: '/routing/rules', view: saveRule },
  { method: 'POST', path: '/routing/raise', view: raiseRule },
  { method: 'POST', path: '/routing/switch', view: switchRule },
  { method: 'POST', path: '/routing/remove', view: removeRule },
  { method: 'POST', path: '/routing/zone', view: saveZone },
  { method: 'POST', path: '/routing/exclusion', view: saveExclusion },
  { method: 'POST', path: '/routing/cost', view: saveCost },
  { method: 'POST', path: '/automations/mode', view: setMode },
  { method: 'POST', path: '/automations/pause', view: pause },
  { method: 'POST', path: '/automations/resume', view: resume },
  { method: 'POST', path: '/automations/approve', view: approveListed },
  { method: 'POST', path: '/postings/approve', view: approve },
  { method: 'POST', path: '/postings/decline', view: decline },
  { method: 'POST', path: '/postings/restore', view: restore },
  { method: 'POST', path: '/postings/retry', view: retry },
  { method: 'POST', path: '/stopped/retry', view: retryStopped },
];

/** Registers pages and assets; what else is asked of their addresses is answered 405. */
export function registerPanel(app: Hono, open: (env: unknown) => PanelDeps): void {
  for (const asset of Object.values(assets)) app.get(asset.path, () => serveAsset(asset));
  // An address that takes a form may lie below a page's.
  for (const act of acts) {
    app.on(act.method, act.path, async (c) => {
      const deps = open(c.env);
      const response = await carried(act, deps, c.req.raw);
      deps.log({ event: 'act', route: act.path, status: response.status, trips: deps.db.trips });
      return response;
    });
    app.all(act.path, (c) => c.text('This address only takes a form.\n', 405, { allow: act.method }));
  }
  for (const page of pages) {
    app.on(page.method, page.path, async (c) => {
      const deps = open(c.env);
      const response = await answer(page, deps, {
        request: c.req.raw,
        asked: { id: c.req.param('id') ?? '', query: c.req.query() },
      });
      const { trips } = deps.db;
      response.headers.set('server-timing', `db;desc="${trips} round trip${trips === 1 ? '' : 's'}"`);
      deps.log({ event: 'page', route: page.path, status: response.status, trips });
      return response;
    });
    app.all(page.path, (c) => c.text('This address only shows a page.\n', 405, { allow: page.method }));
  }
}

/** A form counts only with the header that App Bridge adds: a token in an address could have been sent by anyone. */
async function carried(act: Act, deps: PanelDeps, request: Request): Promise<Response> {
  const verdict = await verify(deps.shopify, bearerOf(request), deps.now());
  if (verdict.state !== 'valid') return tellScript(deps, verdict.state);
  const form = await readForm(request);
  if (typeof form === 'number') return new Response('This is no form of the panel.\n', { status: form });
  const { session } = verdict;
  return shown(deps, session, async () => act.view(deps, session, form));
}

async function answer(
  page: Page,
  deps: PanelDeps,
  { request, asked }: { request: Request; asked: Asked },
): Promise<Response> {
  const verdict = await verify(deps.shopify, tokenOf(request), deps.now());
  if (verdict.state !== 'valid') return turnAway(deps, request, verdict.state);
  const { session } = verdict;
  return shown(deps, session, async () => page.view(deps, session, asked));
}

async function shown(deps: PanelDeps, session: Session, make: () => Promise<View>): Promise<Response> {
  try {
    const view = await make();
    return new Response(await pageText(deps, view), {
      status: view.status,
      headers: pageHeaders(deps, session.shop),
    });
  } catch (error) {
    if (!(error instanceof StoreDown)) throw error;
    const headers = { ...pageHeaders(deps, session.shop), 'retry-after': '30' };
    return new Response(await pageText(deps, outOfReach), { status: 503, headers });
  }
}

/**
 * A page that came without a fresh token gets one that fetches it, and only once: a second stale one would go round
 * for ever. It answers 200, because a browser reports any other status of a page as an error. A script is told to
 * ask again, which App Bridge does once by itself. A token that no fresh one would better is the end.
 */
async function turnAway(deps: PanelDeps, request: Request, state: 'stale' | 'refused'): Promise<Response> {
  const headers = pageHeaders(deps, null);
  const renewable = state === 'stale' && !new URL(request.url).searchParams.has('renewed');
  if (wantsDocument(request))
    return renewable
      ? new Response(await bounceText(deps), { headers })
      : new Response(await pageText(deps, refused), { status: 401, headers });
  return tellScript(deps, state);
}

function tellScript(deps: PanelDeps, state: 'stale' | 'refused'): Response {
  return new Response('The session is not valid.\n', {
    status: 401,
    headers: {
      ...pageHeaders(deps, null),
      'content-type': 'text/plain; charset=utf-8',
      ...(state === 'stale' ? { 'x-shopify-retry-invalid-session-request': '1' } : {}),
    },
  });
}
