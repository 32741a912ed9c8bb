/** Turns what is due into QStash calls of our own endpoints. Losing or doubling one is harmless. */
import { type DueRow, forgetWakes } from '#src/automate/due/store.ts';
import type { Wake } from '#src/client/queue.ts';
import type { Claimed } from './claim.ts';
import type { Worked } from './commit.ts';
import type { Deps } from './deps.ts';

export async function wake(deps: Deps, wakes: readonly Wake[]): Promise<boolean> {
  const reached = await deps.queue.wake(wakes);
  if (!reached) deps.log({ event: 'wake-failed', wakes: wakes.length });
  return reached;
}

/** All postings of one connection go through one gate at QStash. */
export function postingWake(
  shopId: string,
  { key, connection_id: id, parallel_max: parallelMax, posts_per_minute: perMinute }: DueRow,
): Wake {
  return { task: 'post', body: { shopId, key }, flow: { key: `connection-${id}`, parallelMax, perMinute } };
}

type Due = { readonly postings: readonly DueRow[]; readonly others: readonly Wake[] };

/** Wakes postings with whatever else is due. Where QStash was not reached they do not count as woken. */
export async function wakeDue(deps: Deps, shopId: string, { postings, others }: Due): Promise<boolean> {
  if (await wake(deps, [...postings.map((one) => postingWake(shopId, one)), ...others])) return true;
  if (postings.length > 0) await deps.db.trip(shopId, [], [forgetWakes(postings.map(({ key }) => key))]);
  return false;
}

/**
 * One wake for a store to be asked. A subject that is already to be
 * asked keeps its wake: when that comes too early, it sets the next one (see read.ts). The wake that brought
 * the store's answer is spent, so news that came while the store was asked gets a new one.
 */
export function wakesFor(shopId: string, claimed: Claimed, worked: readonly Worked[]): Wake[] {
  const pending = new Set(
    claimed.lanes.filter((one) => one.claim.read_due_at !== null).map((one) => one.claim.key),
  );
  const reads = worked.flatMap(({ outcome: { lane, readDueAt, learned } }) => {
    const answered = learned.some((one) => one.fact.kind === 'order_read');
    return readDueAt === null || (pending.has(lane) && !answered)
      ? []
      : [{ task: 'read', body: { shopId, lane }, notBefore: readDueAt }];
  });
  // A bulk operation that ended need not wait for our next look at it.
  const ended = worked.some(({ outcome }) =>
    outcome.learned.some((one) => one.fact.kind === 'bulk_operation'),
  );
  return [...reads, ...(ended ? [{ task: 'backfill', body: { shopId } }] : [])];
}
