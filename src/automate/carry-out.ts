/** Carries one posting out so that one key yields at most one document, whatever stops on the way. */
import { Ambiguous, type Erp, type ErpAnswer } from '#src/client/erp/contract.ts';
import type { DocumentBody } from '#domain/document.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { identify } from './identify.ts';

/** A lease on one posting: its frozen body, its fence, and the ERP it goes to. */
export type Lease = {
  readonly key: string;
  readonly token: string;
  readonly lane: Lane;
  readonly connectionId: string;
  readonly body: DocumentBody;
  /** A create of an earlier attempt may still be running at the ERP until then. */
  readonly ambiguousUntil: Instant | null;
  readonly enforcesKeys: boolean;
  readonly executionMsMax: number;
  readonly documentIds: ReadonlyMap<string, string>;
  readonly claimed: ReadonlySet<string>;
};

export type Receipt = {
  readonly document: ErpAnswer;
  readonly adopted: boolean;
  readonly detail: string | null;
};

export type Release = {
  readonly state: 'planned' | 'held' | 'rejected';
  readonly reason: string;
  readonly notBefore: Instant | null;
  readonly ambiguousUntil: Instant | null;
};

/** The five steps, each of which the Worker may be stopped before or after; the tests name them so. */
export type CarryOutSteps = {
  readonly now: () => Instant;
  readonly lease: (key: string) => Promise<{ lease: Lease; erp: Erp } | undefined>;
  /** False when the fence did not hold: another worker has the lease now. */
  readonly receipt: (lease: Lease, receipt: Receipt) => Promise<boolean>;
  readonly release: (lease: Lease, release: Release) => Promise<void>;
};

export type CarriedOut =
  | { readonly outcome: 'not-due' }
  | { readonly outcome: 'posted' | 'adopted' | 'fenced-off' | 'held' | 'rejected'; readonly lane: Lane }
  | { readonly outcome: 'later'; readonly lane: Lane; readonly notBefore: Instant };

/** Lease → find → create → confirm → receipt. Obstacles give the lease back with their reason. */
export async function carryOut(key: string, steps: CarryOutSteps): Promise<CarriedOut> {
  const taken = await steps.lease(key);
  if (taken === undefined) return { outcome: 'not-due' };
  const { lease, erp } = taken;
  try {
    const receipt = await findOrCreate(lease, erp, steps.now);
    if ('reason' in receipt) {
      await steps.release(lease, {
        state: 'held',
        reason: receipt.reason,
        notBefore: null,
        ambiguousUntil: null,
      });
      return { outcome: 'held', lane: lease.lane };
    }
    const stored = await steps.receipt(lease, receipt);
    return { outcome: stored ? (receipt.adopted ? 'adopted' : 'posted') : 'fenced-off', lane: lease.lane };
  } catch (error) {
    return giveBack(error, lease, steps);
  }
}

async function findOrCreate(
  lease: Lease,
  erp: Erp,
  now: () => Instant,
): Promise<Receipt | { reason: string }> {
  const { body, key } = lease;
  const byKey = await erp.findByKey(body.kind, key);
  const byOrder = byKey.length > 0 ? [] : await erp.findByOrder(body.kind, body.order.id);
  const found = identify(
    body,
    byKey,
    byOrder.filter((one) => !lease.claimed.has(one.id)),
  );
  switch (found.outcome) {
    case 'ours':
      return { document: found.document, adopted: false, detail: duplicateDetail(found.duplicates) };
    case 'adopt':
      return { document: found.document, adopted: true, detail: `made by hand as ${found.document.number}` };
    case 'tie':
      return { reason: found.reason };
    case 'absent':
      return create(lease, erp, now);
  }
}

async function create(lease: Lease, erp: Erp, now: () => Instant): Promise<Receipt> {
  const at = Date.parse(now());
  if (!lease.enforcesKeys && lease.ambiguousUntil !== null && at < Date.parse(lease.ambiguousUntil))
    throw new RetryLater(
      'an earlier create may still be running at the ERP',
      Date.parse(lease.ambiguousUntil) - at,
    );
  const document = await erp.create(lease.key, lease.body, lease.documentIds);
  if (lease.enforcesKeys) return { document, adopted: false, detail: null };
  // An ERP that does not know our key as unique is asked once more: a late create of ours may have landed.
  const [oldest = document, ...duplicates] = await erp.findByKey(lease.body.kind, lease.key);
  return { document: oldest, adopted: false, detail: duplicateDetail(duplicates) };
}

function duplicateDetail(duplicates: readonly ErpAnswer[]): string | null {
  if (duplicates.length === 0) return null;
  return `duplicates to be reversed: ${duplicates.map((one) => one.number).join(', ')}`;
}

async function giveBack(error: unknown, lease: Lease, steps: CarryOutSteps): Promise<CarriedOut> {
  if (error instanceof Park) {
    await steps.release(lease, {
      state: 'rejected',
      reason: error.message,
      notBefore: null,
      ambiguousUntil: null,
    });
    return { outcome: 'rejected', lane: lease.lane };
  }
  if (!(error instanceof RetryLater)) throw error;
  const now = Date.parse(steps.now());
  const notBefore = new Date(now + error.afterMs).toISOString();
  await steps.release(lease, {
    state: 'planned',
    reason: error.message,
    notBefore,
    ambiguousUntil: error instanceof Ambiguous ? new Date(now + lease.executionMsMax).toISOString() : null,
  });
  return { outcome: 'later', lane: lease.lane, notBefore };
}
