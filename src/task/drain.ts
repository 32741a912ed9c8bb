/** Empties lanes: claim and read in one trip, rules, commit in one trip; again until nothing is due. */
import { later } from '#domain/instant.ts';
import { StaleLane, StoreRefused } from '#src/client/database.ts';
import { flow } from '#src/flow.ts';
import { failLane, type LaneClaim } from '#src/inbox/store.ts';
import { stirSummed } from '#src/stabilize/summary/store.ts';
import { isSummary } from '#domain/summary.ts';
import type { Lane } from '#domain/lane.ts';
import { claim, type Claimed } from './claim.ts';
import { commit, type Commit, type LeftToDo, type Worked } from './commit.ts';
import type { Deps } from './deps.ts';
import { wakeDue, wakesFor } from './wake.ts';

const failureBackoffMs = 60_000;
const roundsMax = 20;

/**
 * Drains the given lanes (null: whatever is due in the shop) and wakes what the new knowledge calls for.
 * Safe to run any number of times, anywhere at once: the lane's version decides. Says whether the matcher has
 * something to look at.
 */
export async function drain(deps: Deps, shopId: string, lanes: readonly Lane[] | null): Promise<boolean> {
  let due = lanes;
  let toMatch = false;
  for (let round = 0; round < roundsMax; round += 1) {
    const claimed = await claim(deps, shopId, due);
    if (claimed.lanes.length === 0) break;
    const worked = await applyRules(deps, shopId, claimed);
    const left = await settle(deps, { shopId, shop: claimed.shop, worked });
    await tellSummed(deps, shopId, worked);
    toMatch ||= left.toMatch;
    const others = wakesFor(shopId, claimed, worked);
    await wakeDue(deps, shopId, { postings: left.postings, others });
    // Where more is due in a shop than one claim takes, the next one is the judge.
    if (due === null && claimed.isFull) continue;
    if (left.lanes.length === 0) break;
    due = left.lanes;
  }
  return toMatch;
}

/**
 * A summary that was posted stirs the orders that it sums, in a trip of its own: an order's commit takes its own lane
 * before the summary's, and so no commit may take them the other way round. Whoever is forgotten here looks by itself.
 */
async function tellSummed(deps: Deps, shopId: string, worked: readonly Worked[]): Promise<void> {
  const posted = worked.flatMap(({ outcome: { lane, learned } }) => {
    const isReceipt = ({ fact }: (typeof learned)[number]): boolean =>
      fact.kind === 'erp_document' && fact.body.told === 'receipt';
    return isSummary(lane) && learned.some(isReceipt) ? [lane] : [];
  });
  if (posted.length > 0) await deps.db.trip(shopId, [], [stirSummed(posted)]);
}

const nothing: LeftToDo = { lanes: [], postings: [], toMatch: false };

/** A lane on which the rules fail is set back, and stops no other. */
async function applyRules(deps: Deps, shopId: string, claimed: Claimed): Promise<Worked[]> {
  const worked: Worked[] = [];
  const { shop, shopFacts } = claimed;
  const context = { shop, shopFacts, now: deps.now(), translators: deps.translators };
  for (const { claim: of, snapshot, more } of claimed.lanes) {
    try {
      const seen = snapshot();
      worked.push({ claim: of, more, deliveries: seen.deliveries, outcome: flow(seen, context) });
    } catch (error) {
      await setBack(deps, shopId, { of, error });
    }
  }
  return worked;
}

async function setBack(deps: Deps, shopId: string, failed: { of: LaneClaim; error: unknown }): Promise<void> {
  const { of, error } = failed;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown failure';
  deps.log({ event: 'lane-failed', shop: shopId, lane: of.key, error: what, failures: of.failures + 1 });
  const now = deps.now();
  const until = later(now, failureBackoffMs * 2 ** of.failures);
  await deps.db.trip(shopId, [], failLane(of, `the rules failed on it (${what})`, { now, until }));
}

/**
 * A set in which one lane went stale, or holds what the database refuses, is committed lane by lane: the stale
 * ones are read anew, the refused ones set back.
 */
async function settle(deps: Deps, set: Commit): Promise<LeftToDo> {
  const [first, ...others] = set.worked;
  if (first === undefined) return nothing;
  try {
    return await commit(deps, set);
  } catch (error) {
    if (!(error instanceof StaleLane) && !(error instanceof StoreRefused)) throw error;
    if (others.length === 0) return await settleAlone(deps, set.shopId, { of: first.claim, error });
  }
  const left: LeftToDo[] = [];
  for (const one of set.worked) left.push(await settle(deps, { ...set, worked: [one] }));
  return {
    lanes: left.flatMap((one) => one.lanes),
    postings: left.flatMap((one) => one.postings),
    toMatch: left.some((one) => one.toMatch),
  };
}

async function settleAlone(
  deps: Deps,
  shopId: string,
  failed: { of: LaneClaim; error: Error },
): Promise<LeftToDo> {
  if (failed.error instanceof StaleLane) return { ...nothing, lanes: [failed.of.key] };
  await setBack(deps, shopId, failed);
  return nothing;
}
