/** Finds whatever was forgotten: a lost wake-up, a worker that died, a sender's retry that never came. */
import { later } from '#domain/instant.ts';
import { wakePostings } from '#src/automate/due/store.ts';
import { readsDue } from '#src/inbox/read/store.ts';
import { dueShops, expireDeliveries } from '#src/inbox/store.ts';
import { backfillDue } from '#src/stabilize/backfill/store.ts';
import { sweepsDue } from '#src/stabilize/catch-up/store.ts';
import { lookAgain } from '#src/stabilize/break/store.ts';
import { projectLedger } from '#src/stabilize/ledger/audit/store.ts';
import { backfill } from './backfill.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';
import { look } from './look.ts';
import { match } from './match.ts';
import { post } from './post.ts';
import { read } from './read.ts';
import { sweep } from './sweep.ts';
import { wake, wakeDue } from './wake.ts';

const dayMs = 86_400_000;
/** How old the ledger's projections may grow before a tick brings them up. */
const projectionMs = 15 * 60_000;
/** What one invocation does itself when QStash cannot be reached; the next tick goes on. */
const inlineMax = 20;

/** Each minute: asks Postgres which shops have work and has each worked on by a call of its own. */
export async function tick(deps: Deps): Promise<void> {
  const now = deps.now();
  const shops = await deps.db.across(dueShops(now, later(now, -deps.rawRetentionDays * dayMs)));
  deps.log({ event: 'tick', shops: shops.length });
  const reached = await wake(
    deps,
    shops.map(({ shop_id: shopId }) => ({ task: 'shop', body: { shopId } })),
  );
  if (reached) return;
  for (const { shop_id: shopId } of shops.slice(0, inlineMax)) await workShop(deps, shopId);
}

/** Drains the shop's lanes, then wakes what is due (postings, questions, its past, what changed), lets old bytes go, and projects the ledger. */
export async function workShop(deps: Deps, shopId: string): Promise<void> {
  if (await drain(deps, shopId, null)) await match(deps, shopId);
  const now = deps.now();
  const keep = [
    expireDeliveries(later(now, -deps.rawRetentionDays * dayMs)),
    projectLedger(now, projectionMs),
  ];
  const [looks, reads, postings, [past], [changes]] = await deps.db.trip(
    shopId,
    [
      lookAgain(now, later(now, -dayMs)),
      readsDue(now),
      wakePostings(null, now),
      backfillDue(now),
      sweepsDue(now),
    ],
    keep,
  );
  const others = [
    ...reads.map(({ key: lane }) => ({ task: 'read', body: { shopId, lane } })),
    ...looks.map(({ lane }) => ({ task: 'look', body: { shopId, lane } })),
    ...(past?.due === true ? [{ task: 'backfill', body: { shopId } }] : []),
    ...(changes?.due === true ? [{ task: 'sweep', body: { shopId } }] : []),
  ];
  if (await wakeDue(deps, shopId, { postings, others })) return;
  if (past?.due === true) await backfill(deps, shopId);
  if (changes?.due === true) await sweep(deps, shopId);
  for (const { key: lane } of reads.slice(0, inlineMax)) await read(deps, shopId, lane);
  for (const { key } of postings.slice(0, inlineMax)) await post(deps, shopId, key);
  for (const { lane } of looks.slice(0, inlineMax)) await look(deps, shopId, lane);
}
