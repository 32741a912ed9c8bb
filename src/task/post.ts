/** Carries one posting out against Postgres and the ERP; the lane is drained with its receipt. */
import {
  carryOut,
  type CarriedOut,
  type CarryOutSteps,
  type Lease,
  type Receipt,
} from '#src/automate/carry-out.ts';
import { type LeaseRow, receiptHolds, releaseLease, storeReceipt, takeLease } from '#src/automate/store.ts';
import { StoreRefused } from '#src/client/database.ts';
import { openErp } from '#src/client/erp/contract.ts';
import { deliveryScope, seal } from '#src/inbox/seal.ts';
import { keepWithin } from '#src/inbox/store.ts';
import type { DocumentBody } from '#domain/document.ts';
import { decode } from '#domain/encode.ts';
import { Park } from '#domain/obstacle.ts';
import type { ReceiptDelivery } from '#domain/receipt.ts';
import { openToken } from './credential.ts';
import { after, type Deps } from './deps.ts';
import { drain } from './drain.ts';
import { postingWake, wake } from './wake.ts';

/** Longer than three calls of the ERP may take, so that a lease that ran out means a worker that is gone. */
const leaseMs = 90_000;

/** Woken by QStash or the tick; a call for a posting that is not due does nothing. */
export async function post(deps: Deps, shopId: string, key: string): Promise<CarriedOut> {
  const done = await carryOut(key, stepsOf(deps, shopId));
  deps.log({ event: 'post', shop: shopId, key, outcome: done.outcome, trips: deps.db.trips });
  if (done.outcome === 'later')
    await wake(deps, [{ ...postingWake(shopId, key), notBefore: done.notBefore }]);
  if (done.outcome === 'posted' || done.outcome === 'adopted') await drain(deps, shopId, [done.lane]);
  return done;
}

function stepsOf(deps: Deps, shopId: string): CarryOutSteps {
  let domain = '';
  return {
    now: deps.now,
    async lease(key) {
      const row = await leased(deps, shopId, key);
      if (row === undefined) return undefined;
      domain = row.domain;
      const lease = leaseOf(row);
      try {
        return { lease, erp: openErp({ baseUrl: row.base_url, token: await openToken(deps, 'erp', row) }) };
      } catch {
        // Our secrets do not open what was sealed: a person has to connect the ERP anew.
        const reason = 'the credentials of the ERP cannot be opened';
        const nothing = { notBefore: null, ambiguousUntil: null };
        await deps.db.trip(
          shopId,
          [],
          releaseLease(lease, { state: 'held', reason, ...nothing, now: deps.now() }),
        );
        return undefined;
      }
    },
    receipt: async (lease, receipt) => receive(deps, { shopId, domain, lease }, receipt),
    async release(lease, release) {
      await deps.db.trip(shopId, [], releaseLease(lease, { ...release, now: deps.now() }));
    },
  };
}

async function leased(deps: Deps, shopId: string, key: string): Promise<LeaseRow | undefined> {
  const now = deps.now();
  try {
    const [[row]] = await deps.db.trip(shopId, [takeLease(key, now, after(now, leaseMs))]);
    return row;
  } catch (error) {
    // Another posting of this subject took the place between our look and our lease.
    if (error instanceof StoreRefused && error.constraint === 'one_posting_of_a_lane_leaves')
      return undefined;
    throw error;
  }
}

function leaseOf(row: LeaseRow): Lease {
  return {
    key: row.key,
    token: row.token,
    lane: row.lane,
    connectionId: row.connection_id,
    body: decode<DocumentBody>(row.body),
    ambiguousUntil: row.ambiguous_until,
    enforcesKeys: row.enforces_keys,
    executionMsMax: row.execution_ms_max,
    documentIds: new Map(Object.entries(row.references ?? {})),
    claimed: new Set(row.claimed),
  };
}

type Held = { readonly shopId: string; readonly domain: string; readonly lease: Lease };

/** Stores the receipt and keeps the answer as a delivery, in one batch behind one fence. */
async function receive(deps: Deps, { shopId, domain, lease }: Held, receipt: Receipt): Promise<boolean> {
  const now = deps.now();
  const { document, adopted, detail } = receipt;
  const body: ReceiptDelivery = {
    lane: lease.lane,
    connectionId: lease.connectionId,
    postingKey: lease.key,
    adopted,
    document,
  };
  const sealed = await seal(deps.secrets, deliveryScope(domain, now), JSON.stringify(body));
  const delivery = {
    shop: domain,
    source: 'erp-receipt',
    topic: document.kind,
    dedupeKey: `${lease.key}/${document.id}`,
    eventId: null,
    lane: lease.lane,
    receivedAt: now,
    triggeredAt: null,
    sealed,
  };
  const stored = { documentId: document.id, number: document.number, adopted, detail, now };
  const [settle, ...rest] = storeReceipt(lease, stored);
  try {
    const [[mine]] = await deps.db.trip(shopId, [
      settle,
      ...rest,
      keepWithin(shopId, delivery, receiptHolds(lease, document.id)),
    ]);
    return mine !== undefined;
  } catch (error) {
    if (error instanceof StoreRefused && error.constraint === 'document_is_one_postings_receipt')
      throw new Park(`${document.number} is the receipt of another posting already`, { cause: error });
    throw error;
  }
}
