/** Carries one posting out so that one key yields at most one document, whatever stops on the way. */
import { type Instant, later } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { Ambiguous, Busy, Outage, Park, RetryLater } from '#domain/obstacle.ts';
import type { PostingBody } from '#domain/posting.ts';
import { waitMs } from './ladder.ts';
import type { Found, Target } from './target.ts';

/** A lease on one posting: its frozen body, its fence, and where it goes. */
export type Lease = {
  readonly key: string;
  readonly token: string;
  readonly lane: Lane;
  readonly connectionId: string;
  readonly body: PostingBody;
  /** When its body was fixed: nothing of ours for it is older. */
  readonly firstTriedAt: Instant;
  /** A create of an earlier attempt may still be running at the target until then. */
  readonly ambiguousUntil: Instant | null;
  readonly enforcesKeys: boolean;
  readonly executionMsMax: number;
  readonly documentIds: ReadonlyMap<string, string>;
  readonly claimed: ReadonlySet<string>;
  /** How often it was tried in vain before, and after how many times it is given up. */
  readonly tries: number;
  readonly triesMax: number;
  /** It tries a connection that was left alone; that it fails there says nothing of the posting. */
  readonly isProbe: boolean;
};

export type Receipt = {
  readonly document: Found;
  readonly adopted: boolean;
  readonly detail: string | null;
};

/** Why it goes no further until a person has it tried again. */
export type Stop = 'gave up' | 'refused' | 'several fit' | 'credentials';

export type Release = {
  readonly state: 'planned' | 'held' | 'rejected';
  readonly reason: string;
  readonly notBefore: Instant | null;
  readonly ambiguousUntil: Instant | null;
  readonly stop: Stop | null;
  /** Whether this was one of the tries that it has. */
  readonly isTry: boolean;
};

/** What an attempt told of the other side. */
export type Said =
  | { readonly said: 'served' }
  | { readonly said: 'outage'; readonly reason: string }
  | { readonly said: 'busy'; readonly reason: string; readonly until: Instant };

/** The five steps, each of which the Worker may be stopped before or after; the tests name them so. */
export type CarryOutSteps = {
  readonly now: () => Instant;
  readonly lease: (key: string) => Promise<{ lease: Lease; target: Target } | undefined>;
  /** False when the fence did not hold: another worker has the lease now. */
  readonly receipt: (lease: Lease, receipt: Receipt) => Promise<boolean>;
  readonly release: (lease: Lease, release: Release) => Promise<void>;
  /** Told once the posting is settled; whoever keeps the breaker listens. */
  readonly heard: (lease: Lease, said: Said) => Promise<void>;
};

export type CarriedOut =
  | { readonly outcome: 'not-due' }
  | { readonly outcome: 'posted' | 'adopted' | 'fenced-off' | 'held' | 'rejected'; readonly lane: Lane }
  | { readonly outcome: 'later'; readonly lane: Lane; readonly notBefore: Instant };

/** Lease → find → create → confirm → receipt. Obstacles give the lease back with their reason. */
export async function carryOut(key: string, steps: CarryOutSteps): Promise<CarriedOut> {
  const taken = await steps.lease(key);
  if (taken === undefined) return { outcome: 'not-due' };
  const { lease, target } = taken;
  const done = await attempt(lease, target, steps);
  if ('outcome' in done) return done;
  const { release, said } = done;
  await steps.release(lease, release);
  await steps.heard(lease, said);
  const { lane } = lease;
  if (release.state !== 'planned') return { outcome: release.state, lane };
  return { outcome: 'later', lane, notBefore: release.notBefore ?? steps.now() };
}

/** What becomes of a posting that was not posted, and what that tells of the other side. */
type Verdict = { readonly release: Release; readonly said: Said };

async function attempt(lease: Lease, target: Target, steps: CarryOutSteps): Promise<CarriedOut | Verdict> {
  let found: Receipt | Release;
  try {
    found = await findOrCreate(lease, target, steps.now);
    if (!('document' in found)) return { release: found, said: { said: 'served' } };
    if (!(await steps.receipt(lease, found))) return { outcome: 'fenced-off', lane: lease.lane };
  } catch (error) {
    return verdictOn(error, lease, steps.now());
  }
  await steps.heard(lease, { said: 'served' });
  return { outcome: found.adopted ? 'adopted' : 'posted', lane: lease.lane };
}

async function findOrCreate(lease: Lease, target: Target, now: () => Instant): Promise<Receipt | Release> {
  const found = await target.find(lease);
  switch (found.outcome) {
    case 'ours':
      return { document: found.document, adopted: false, detail: duplicateDetail(found.duplicates) };
    case 'adopt':
      return { document: found.document, adopted: true, detail: `made by hand as ${found.document.number}` };
    case 'tie':
      return stopped('held', 'several fit', found.reason);
    case 'absent':
      return create(lease, target, now());
  }
}

async function create(lease: Lease, target: Target, now: Instant): Promise<Receipt | Release> {
  const { enforcesKeys, ambiguousUntil } = lease;
  if (!enforcesKeys && ambiguousUntil !== null && now < ambiguousUntil)
    return putOff(target.stillRunning, ambiguousUntil);
  const document = await target.create(lease);
  if (enforcesKeys) return { document, adopted: false, detail: null };
  // A target that does not know our key as unique is asked once more: a late create of ours may have landed.
  const [oldest = document, ...duplicates] = await target.findOurs(lease);
  return { document: oldest, adopted: false, detail: duplicateDetail(duplicates) };
}

function duplicateDetail(duplicates: readonly Found[]): string | null {
  if (duplicates.length === 0) return null;
  return `duplicates to be reversed: ${duplicates.map((one) => one.number).join(', ')}`;
}

/** A lease given back for good: a person has to have it tried again. */
export function stopped(state: 'held' | 'rejected', stop: Stop, reason: string): Release {
  return { state, reason, stop, notBefore: null, ambiguousUntil: null, isTry: false };
}

function putOff(reason: string, notBefore: Instant): Release {
  return { state: 'planned', reason, notBefore, ambiguousUntil: null, stop: null, isTry: false };
}

/** A bug is no obstacle: it is thrown on, and the lease runs out by itself. */
function verdictOn(error: unknown, lease: Lease, now: Instant): Verdict {
  if (error instanceof Park)
    return { release: stopped('rejected', 'refused', error.message), said: { said: 'served' } };
  if (!(error instanceof RetryLater)) throw error;
  const until = later(now, error.afterMs);
  if (error instanceof Busy)
    return {
      release: putOff(error.message, until),
      said: { said: 'busy', reason: error.message, until },
    };
  return {
    release: failedTry(error, lease, now),
    said: error instanceof Outage ? { said: 'outage', reason: error.message } : { said: 'served' },
  };
}

function failedTry(
  error: RetryLater,
  { key, tries, triesMax, isProbe, executionMsMax }: Lease,
  now: Instant,
): Release {
  const ambiguousUntil = error instanceof Ambiguous ? later(now, executionMsMax) : null;
  if (isProbe && error instanceof Outage)
    return { ...putOff(error.message, later(now, error.afterMs)), ambiguousUntil };
  const failed = tries + 1;
  if (failed >= triesMax) {
    const reason = `gave up after ${failed} tries: ${error.message}`;
    return { ...stopped('held', 'gave up', reason), ambiguousUntil, isTry: true };
  }
  const notBefore = later(now, Math.max(error.afterMs, waitMs(key, failed)));
  return { ...putOff(error.message, notBefore), ambiguousUntil, isTry: true };
}
