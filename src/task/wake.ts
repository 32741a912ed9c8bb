/** Turns what is due into QStash calls of our own endpoints. Losing or doubling one is harmless. */
import type { Wake } from '#src/client/queue.ts';
import type { Claimed } from './claim.ts';
import type { LeftToDo, Worked } from './commit.ts';
import type { Deps } from './deps.ts';

export async function wake(deps: Deps, wakes: readonly Wake[]): Promise<boolean> {
  const reached = await deps.queue.wake(wakes);
  if (!reached) deps.log({ event: 'wake-failed', wakes: wakes.length });
  return reached;
}

export function postingWake(shopId: string, key: string): Wake {
  return { task: 'post', body: { shopId, key } };
}

/**
 * One wake for each posting that may leave, and one for a store to be asked. A subject that is already to be
 * asked keeps its wake: when that comes too early, it sets the next one (see read.ts). The wake that brought
 * the store's answer is spent, so news that came while the store was asked gets a new one.
 */
export function wakesFor(
  shopId: string,
  claimed: Claimed,
  done: { worked: readonly Worked[]; left: LeftToDo },
): Wake[] {
  const pending = new Set(
    claimed.lanes.filter((one) => one.claim.read_due_at !== null).map((one) => one.claim.key),
  );
  const reads = done.worked.flatMap(({ outcome: { lane, readDueAt, learned } }) => {
    const answered = learned.some((one) => one.fact.kind === 'order_read');
    return readDueAt === null || (pending.has(lane) && !answered)
      ? []
      : [{ task: 'read', body: { shopId, lane }, notBefore: readDueAt }];
  });
  // A bulk operation that ended need not wait for our next look at it.
  const ended = done.worked.some(({ outcome }) =>
    outcome.learned.some((one) => one.fact.kind === 'bulk_operation'),
  );
  return [
    ...done.left.postings.map((key) => postingWake(shopId, key)),
    ...reads,
    ...(ended ? [{ task: 'backfill', body: { shopId } }] : []),
  ];
}
