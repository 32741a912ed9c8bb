/** Keeps the breaker of a connection by what attempts tell of the other side. */
import { after, type Breaker, type Heard } from '#src/automate/breaker/breaker.ts';
import {
  breakerOf,
  changeOf,
  hurryPostings,
  type KnownBreaker,
  knownBreaker,
  saveBreaker,
} from '#src/automate/breaker/store.ts';
import type { Deps } from './deps.ts';
import { wake } from './wake.ts';

/** Whoever fails so often to be the first is told nothing new by one more attempt. */
const roundsMax = 5;

export type Told = {
  readonly connectionId: string;
  /** As it stood when the lease was taken. */
  readonly known: KnownBreaker;
  readonly heard: Heard;
  readonly reason: string;
};

/** Where nothing changes, which is the rule, no trip is made. An isolate that was slower than another looks again. */
export async function heed(deps: Deps, shopId: string, told: Told): Promise<void> {
  const { connectionId, heard, reason } = told;
  let from = told.known;
  for (let round = 0; round < roundsMax; round += 1) {
    const to = after(from.breaker, heard);
    if (to === from.breaker) return;
    const change = { connectionId, from, to, reason, now: deps.now() };
    const [saved, [row]] = await deps.db.trip(shopId, [saveBreaker(change), breakerOf(connectionId)]);
    if (saved.length > 0) return follow(deps, shopId, { told, from: from.breaker, to });
    from = knownBreaker(row);
  }
}

type Changed = { readonly told: Told; readonly from: Breaker; readonly to: Breaker };

/** What is to be done once it stands otherwise: what waited goes on at once, what has to wait is woken in time. */
async function follow(deps: Deps, shopId: string, { told, from, to }: Changed): Promise<void> {
  const kind = changeOf(from, to);
  const { connectionId, reason } = told;
  if (kind !== null)
    deps.log({
      event: 'breaker',
      shop: shopId,
      connection: connectionId,
      state: to.state,
      change: kind,
      reason,
    });
  if (kind === 'connection reopened') await deps.db.trip(shopId, [], [hurryPostings(connectionId)]);
  const shop = { task: 'shop', body: { shopId } };
  if (to.shutUntil !== null && to.shutUntil !== from.shutUntil) {
    deps.log({
      event: 'connection-waits',
      shop: shopId,
      connection: connectionId,
      until: to.shutUntil,
      reason,
    });
    await wake(deps, [{ ...shop, notBefore: to.shutUntil }]);
  } else if (kind === 'connection reopened') await wake(deps, [shop]);
}
