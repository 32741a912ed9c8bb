/** Looks in the ERP for an order's documents that are missing there, and keeps what is found as a delivery. */
import { type ErpAnswer, openErp } from '#src/client/erp/contract.ts';
import { erpConnection } from '#src/inbox/read/store.ts';
import { deliveryScope, seal } from '#src/inbox/seal.ts';
import { keepWithin } from '#src/inbox/store.ts';
import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { gid } from '#domain/gid.ts';
import type { Lane } from '#domain/lane.ts';
import { documentKinds } from '#domain/workflow.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { openToken } from './credential.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';

/** Nothing is lost where it fails: tomorrow there is another look, and the sweeps look all the time. */
export async function look(deps: Deps, shopId: string, lane: Lane): Promise<void> {
  const [[erp]] = await deps.db.trip(shopId, [erpConnection()]);
  if (erp === undefined) return;
  try {
    const client = openErp({ baseUrl: erp.base_url, token: await openToken(deps, 'erp', erp) });
    const order = gid('Order', lane.slice('order/'.length));
    const found: ErpAnswer[] = [];
    for (const kind of documentKinds) found.push(...(await client.findByOrder(kind, order)));
    deps.log({ event: 'look', shop: shopId, lane, found: found.length });
    if (found.length === 0) return;
    await keep(deps, shopId, { lane, domain: erp.domain, connectionId: erp.id, found });
    await drain(deps, shopId, [lane]);
  } catch (error) {
    if (!(error instanceof RetryLater) && !(error instanceof Park)) throw error;
    deps.log({ event: 'look-failed', shop: shopId, lane, reason: error.message });
  }
}

type Found = {
  readonly lane: Lane;
  readonly domain: string;
  readonly connectionId: string;
  readonly found: readonly ErpAnswer[];
};

async function keep(deps: Deps, shopId: string, { lane, domain, connectionId, found }: Found): Promise<void> {
  const now = deps.now();
  const documents = encode(found);
  const body = JSON.stringify({ connectionId, askedAt: now, documents });
  const delivery = {
    shop: domain,
    source: 'erp-sweep',
    topic: 'order',
    dedupeKey: `${lane}/${digest(documents)}`,
    eventId: null,
    lane,
    receivedAt: now,
    triggeredAt: null,
    sealed: await seal(deps.secrets, deliveryScope(domain, now), body),
  };
  await deps.db.trip(shopId, [], [keepWithin(shopId, delivery)]);
}
