/** Carries one posting out against Postgres and the ERP; the lane is drained with its receipt. */
import { later } from '#domain/instant.ts';
import { knownBreaker } from '#src/automate/breaker/store.ts';
import {
  carryOut,
  type CarriedOut,
  type CarryOutSteps,
  type Lease,
  type Receipt,
  stopped,
} from '#src/automate/carry-out.ts';
import { wakePostings } from '#src/automate/due/store.ts';
import { type LeaseRow, receiptHolds, releaseLease, storeReceipt, takeLease } from '#src/automate/store.ts';
import { StoreRefused } from '#src/client/database.ts';
import { deliveryScope, seal } from '#src/inbox/seal.ts';
import { keepWithin } from '#src/inbox/store.ts';
import { decode } from '#domain/encode.ts';
import { Park } from '#domain/obstacle.ts';
import { defaultPolicy } from '#domain/policy.ts';
import type { PostingBody } from '#domain/posting.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';
import { heed } from './heed.ts';
import { openTarget } from './target.ts';
import { postingWake, wakeDue } from './wake.ts';

/** Longer than three calls of the ERP may take, so that a lease that ran out means a worker that is gone. */
const leaseMs = 90_000;

/** Woken by QStash or the tick; a call for a posting that is not due does nothing. */
export async function post(deps: Deps, shopId: string, key: string): Promise<CarriedOut> {
  const taken: Taken = {};
  const done = await carryOut(key, stepsOf(deps, shopId, taken));
  deps.log({ event: 'post', shop: shopId, key, outcome: done.outcome, trips: deps.db.trips });
  if (done.outcome === 'not-due' || done.outcome === 'fenced-off') return done;
  if (done.outcome === 'posted' || done.outcome === 'adopted') await drain(deps, shopId, [done.lane]);
  else await goOn(deps, shopId, { done, row: taken.row });
  return done;
}

/** The row of the lease, once it is taken. */
type Taken = { row?: LeaseRow };

/** What waits comes back in its time; whatever else of the lane does not rest on it need not wait for it. */
async function goOn(
  deps: Deps,
  shopId: string,
  {
    done,
    row,
  }: { readonly done: Exclude<CarriedOut, { outcome: 'not-due' }>; readonly row: LeaseRow | undefined },
): Promise<void> {
  const [postings] = await deps.db.trip(shopId, [wakePostings([done.lane], deps.now())]);
  const others =
    done.outcome === 'later' && row !== undefined
      ? [{ ...postingWake(shopId, row), notBefore: done.notBefore }]
      : [];
  await wakeDue(deps, shopId, { postings, others });
}

function stepsOf(deps: Deps, shopId: string, taken: Taken): CarryOutSteps {
  return {
    now: deps.now,
    async lease(key) {
      const row = await leased(deps, shopId, key);
      if (row === undefined) return undefined;
      taken.row = row;
      const lease = leaseOf(row);
      try {
        return { lease, target: await openTarget(deps, row, lease) };
      } catch {
        // Our secrets do not open what was sealed: a person has to connect it anew.
        const reason = `the credentials of the ${row.target === 'erp' ? 'ERP' : 'store'} cannot be opened`;
        const held = { ...stopped('held', 'credentials', reason), now: deps.now() };
        await deps.db.trip(shopId, [], releaseLease(lease, held));
        return undefined;
      }
    },
    receipt: async (lease, receipt) =>
      receive(deps, { shopId, domain: taken.row?.domain ?? '', lease }, receipt),
    async release(lease, release) {
      await deps.db.trip(shopId, [], releaseLease(lease, { ...release, now: deps.now() }));
    },
    async heard({ key: posting, connectionId, isProbe }, said) {
      const heard = { ...said, posting, isProbe, at: deps.now() };
      const reason = said.said === 'served' ? 'it serves' : said.reason;
      await heed(deps, shopId, { connectionId, known: knownBreaker(taken.row?.breaker), heard, reason });
    },
  };
}

async function leased(deps: Deps, shopId: string, key: string): Promise<LeaseRow | undefined> {
  const now = deps.now();
  try {
    const [[row]] = await deps.db.trip(shopId, [takeLease(key, now, later(now, leaseMs))]);
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
    body: decode<PostingBody>(row.body),
    ambiguousUntil: row.ambiguous_until,
    firstTriedAt: row.first_tried_at,
    enforcesKeys: row.enforces_keys,
    executionMsMax: row.execution_ms_max,
    documentIds: new Map(Object.entries(row.references ?? {})),
    claimed: new Set(row.claimed),
    tries: row.tries,
    triesMax: row.tries_max ?? defaultPolicy.triesMax,
    isProbe: row.is_probe,
  };
}

type Held = { readonly shopId: string; readonly domain: string; readonly lease: Lease };

/** Stores the receipt and keeps the answer as a delivery, in one batch behind one fence. */
async function receive(deps: Deps, { shopId, domain, lease }: Held, receipt: Receipt): Promise<boolean> {
  const now = deps.now();
  const { document, adopted, detail } = receipt;
  const { lane, connectionId, key } = lease;
  const { source, topic, document: answer, standsFor = key } = document.said;
  // What people did to a document of ours does not make it theirs.
  const isAdopted = adopted && standsFor === key;
  const body = { lane, connectionId, postingKey: standsFor, adopted: isAdopted, document: answer };
  const sealed = await seal(deps.secrets, deliveryScope(domain, now), JSON.stringify(body));
  const delivery = {
    shop: domain,
    source,
    topic,
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
