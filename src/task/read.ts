/** Asks the store for the authority on one order and keeps its answer as a delivery of that order's lane. */
import { openAdmin } from '#src/client/shopify/admin.ts';
import { readOrder } from '#src/client/shopify/read-order.ts';
import { readRouting } from '#src/client/shopify/read-routing.ts';
import { deliveryScope, seal } from '#src/inbox/seal.ts';
import {
  postponeRead,
  storeConnection,
  type StoreConnectionRow,
  takeReadTurn,
} from '#src/inbox/read/store.ts';
import { keepWithin } from '#src/inbox/store.ts';
import { gid } from '#domain/gid.ts';
import { type Instant, later } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { openToken } from './credential.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';
import { wake } from './wake.ts';

/** While one worker asks, no other does; after this the tick lets another try. */
const turnMs = 60_000;
/** A question that the store cannot answer as put: our own mistake, so a person has to look meanwhile. */
const misunderstoodMs = 3_600_000;

/** Woken when a subject ought to be quiet; if news came meanwhile, the next wake is set instead. */
export async function read(deps: Deps, shopId: string, lane: Lane): Promise<void> {
  const now = deps.now();
  const until = later(now, turnMs);
  const [[turn], [connection]] = await deps.db.trip(shopId, [
    takeReadTurn(lane, now, until),
    storeConnection(),
  ]);
  if (turn === undefined) return;
  if (!turn.mine) {
    await wake(deps, [{ task: 'read', body: { shopId, lane }, notBefore: turn.read_due_at }]);
    return;
  }
  try {
    if (connection === undefined)
      throw new RetryLater('the shop has no connection to its store', misunderstoodMs);
    const answer = await ask(deps, connection, { lane, now });
    await deps.db.trip(shopId, [
      keepWithin(shopId, await deliveryOf(deps, answer, { lane, now, domain: connection.domain })),
    ]);
  } catch (error) {
    await postpone(deps, shopId, { lane, until, error });
    return;
  }
  await drain(deps, shopId, [lane]);
}

async function ask(
  deps: Deps,
  connection: StoreConnectionRow,
  about: { lane: Lane; now: Instant },
): Promise<string> {
  const accessToken = await openToken(deps, 'store', connection);
  const admin = openAdmin(deps.shopify, {
    shop: connection.domain,
    accessToken,
    budgets: deps.budgets,
  });
  const orderId = about.lane.slice('order/'.length);
  const id = gid('Order', orderId);
  const order = await readOrder(admin, id);
  const routing = connection.routes && order !== null ? await readRouting(admin, id) : null;
  return JSON.stringify({ orderId, readAt: about.now, order, ...(routing !== null && { routing }) });
}

async function deliveryOf(deps: Deps, body: string, about: { lane: Lane; now: Instant; domain: string }) {
  return {
    shop: about.domain,
    source: 'shopify-admin',
    topic: 'order',
    dedupeKey: `${about.lane}/${about.now}`,
    eventId: null,
    lane: about.lane,
    receivedAt: about.now,
    triggeredAt: null,
    sealed: await seal(deps.secrets, deliveryScope(about.domain, about.now), body),
  };
}

async function postpone(
  deps: Deps,
  shopId: string,
  failed: { lane: Lane; until: Instant; error: unknown },
): Promise<void> {
  const { lane, until, error } = failed;
  if (!(error instanceof RetryLater) && !(error instanceof Park)) throw error;
  const at = later(deps.now(), error instanceof RetryLater ? error.afterMs : misunderstoodMs);
  deps.log({ event: 'read-postponed', shop: shopId, lane, reason: error.message, until: at });
  await deps.db.trip(shopId, [], [postponeRead(lane, { until, at })]);
  await wake(deps, [{ task: 'read', body: { shopId, lane }, notBefore: at }]);
}
