/** Reads which orders changed in the store, and keeps those of which we do not know it. */
import { openAdmin } from '#src/client/shopify/admin.ts';
import { type ChangedOrder, listChangedOrders } from '#src/client/shopify/sweep.ts';
import { sinceLast } from '#src/stabilize/catch-up/step.ts';
import { orderStates } from '#src/stabilize/catch-up/store.ts';
import type { Json } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { type Instant, later } from '#domain/instant.ts';
import { type Lane, lane } from '#domain/lane.ts';
import { openToken } from './credential.ts';
import { keepPage, type Page, type Reader, type Turn } from './sweep-page.ts';

const untilPastMs = 10 * 60_000;

export const orders: Reader = {
  begin({ around: { past, past_started_at: pastStartedAt } }, of) {
    // What the bulk operation brings need not be asked for one by one.
    if (past === 'unread') return { waitFor: 'the past is being read', waitMs: untilPastMs };
    if (of.readThrough !== null || past !== 'read' || pastStartedAt === null) return { since: sinceLast(of) };
    return { since: pastStartedAt };
  },

  async page(turn, pass): Promise<Page> {
    const admin = await openStore(turn);
    const { orders: listed, next } = await listChangedOrders(admin, pass.since, pass.cursor);
    const foundAt = turn.deps.now();
    const [states] = await turn.deps.db.trip(turn.shopId, [orderStates(listed.map(laneOf))]);
    const told = new Map(states.map((one) => [one.lane, one.updated_at]));
    const news = listed.filter((one) => (told.get(laneOf(one)) ?? '') < one.updatedAt);
    const about = { resource: 'orders', askedAt: pass.startedAt, foundAt } as const;
    const writes = news.length === 0 ? [] : [await keepSeen(turn, news, about)];
    return { rows: listed.length, cursor: next, isLast: next === null, writes };
  },

  end({ deps, shop }, pass) {
    return { through: pass.startedAt, dueAt: later(deps.now(), shop.policy.sweepMs), writes: [] };
  },
};

/** The shop's own store, as a sweep asks it. */
export async function openStore({ deps, shop, store }: Turn) {
  const accessToken = await openToken(deps, 'store', store);
  return openAdmin(deps.shopify, { shop: shop.domain, accessToken, budgets: deps.budgets });
}

type Seen = {
  readonly resource: 'orders' | 'completeness';
  readonly askedAt: Instant;
  readonly foundAt: Instant;
};

/** That the store has these orders in a state of which we do not know. */
export async function keepSeen(turn: Turn, news: readonly ChangedOrder[], { resource, ...when }: Seen) {
  const rows: Json = encode(news.map(({ id, updatedAt }) => ({ id, updatedAt })));
  const body: Json = { ...when, orders: rows };
  return keepPage(turn, { resource, source: 'shopify-sweep', topic: 'orders', content: rows, body });
}

export function laneOf({ id }: { readonly id: string }): Lane {
  return lane('order', id.slice('gid://shopify/Order/'.length));
}
