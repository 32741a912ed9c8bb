/** Finds whatever was forgotten: a lost wake-up, a worker that died, a sender's retry that never came. */
import { postingsDue } from '#src/automate/store.ts';
import { readsDue } from '#src/inbox/read/store.ts';
import { dueShops, expireDeliveries } from '#src/inbox/store.ts';
import { backfillDue } from '#src/stabilize/backfill/store.ts';
import { backfill } from './backfill.ts';
import { after, type Deps } from './deps.ts';
import { drain } from './drain.ts';
import { post } from './post.ts';
import { read } from './read.ts';
import { postingWake, wake } from './wake.ts';

const dayMs = 86_400_000;
/** What one invocation does itself when QStash cannot be reached; the next tick goes on. */
const inlineMax = 20;

/** Each minute: asks Postgres which shops have work and has each worked on by a call of its own. */
export async function tick(deps: Deps): Promise<void> {
  const now = deps.now();
  const shops = await deps.db.across(dueShops(now, after(now, -deps.rawRetentionDays * dayMs)));
  deps.log({ event: 'tick', shops: shops.length });
  const reached = await wake(
    deps,
    shops.map(({ shop_id: shopId }) => ({ task: 'shop', body: { shopId } })),
  );
  if (reached) return;
  for (const { shop_id: shopId } of shops.slice(0, inlineMax)) await workShop(deps, shopId);
}

/** Drains the shop's lanes, then wakes what is due (postings, questions, the reading of its past), and lets old bytes go. */
export async function workShop(deps: Deps, shopId: string): Promise<void> {
  await drain(deps, shopId, null);
  const now = deps.now();
  const expire = [expireDeliveries(after(now, -deps.rawRetentionDays * dayMs))];
  const [reads, postings, [past]] = await deps.db.trip(
    shopId,
    [readsDue(now), postingsDue(null, now), backfillDue(now)],
    expire,
  );
  const reached = await wake(deps, [
    ...postings.map(({ key }) => postingWake(shopId, key)),
    ...reads.map(({ key: lane }) => ({ task: 'read', body: { shopId, lane } })),
    ...(past?.due === true ? [{ task: 'backfill', body: { shopId } }] : []),
  ]);
  if (reached) return;
  if (past?.due === true) await backfill(deps, shopId);
  for (const { key: lane } of reads.slice(0, inlineMax)) await read(deps, shopId, lane);
  for (const { key } of postings.slice(0, inlineMax)) await post(deps, shopId, key);
}
