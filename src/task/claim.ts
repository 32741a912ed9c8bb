/** Takes lanes that are due and reads all that the rules need of them, in one round trip. */
import { later } from '#domain/instant.ts';
import { postingOf, postingsOf } from '#src/automate/store.ts';
import type { LaneSnapshot } from '#src/flow.ts';
import { deliveryScope, open } from '#src/inbox/seal.ts';
import {
  claimLanes,
  keptDeliveries,
  type KeptRow,
  type LaneClaim,
  lanesPerClaimMax,
  settingsOf,
  shopSettings,
} from '#src/inbox/store.ts';
import { toleratedOf } from '#src/stabilize/break/store.ts';
import { claimOf, claimsOf } from '#src/stabilize/match/store.ts';
import { shopFacts, shopFactsOf } from '#src/stabilize/shop-facts/store.ts';
import { entriesOf, entryOf } from '#src/stabilize/ledger/store.ts';
import { factOf, factsOf } from '#src/stabilize/store.ts';
import { summariesOf, summaryOf, summedInOf, summedOf } from '#src/stabilize/summary/store.ts';
import type { Lane } from '#domain/lane.ts';
import type { ShopFacts, ShopSettings } from '#domain/shop.ts';
import type { Delivery } from '#domain/delivery.ts';
import type { Deps } from './deps.ts';

const claimMs = 60_000;

export type ClaimedLane = {
  readonly claim: LaneClaim;
  /** Throws when one of the lane's deliveries cannot be opened; the others of the claim can be worked on. */
  readonly snapshot: () => LaneSnapshot;
  /** The lane holds more than was read. */
  readonly more: boolean;
};
/** `shop` is as it stood in the same transaction. */
export type Claimed = {
  readonly shop: ShopSettings;
  readonly shopFacts: ShopFacts;
  readonly lanes: readonly ClaimedLane[];
  /** Whether more lanes may be due than one claim takes. */
  readonly isFull: boolean;
};

export async function claim(deps: Deps, shopId: string, lanes: readonly Lane[] | null): Promise<Claimed> {
  const scope = { claim: deps.newId() };
  const now = deps.now();
  const mappings = deps.knownMappings(shopId);
  const [claims, kept, facts, postings, entries, claimed, tolerated, summaries, summed, [known], settings] =
    await deps.db.trip(shopId, [
      claimLanes({ ...scope, lanes, now, until: later(now, claimMs) }),
      keptDeliveries(scope),
      factsOf(scope),
      postingsOf(scope),
      entriesOf(scope),
      claimsOf(scope),
      toleratedOf(scope),
      summariesOf(scope),
      summedOf(scope),
      shopFacts(mappings.tag),
      shopSettings(),
    ]);
  const [row] = settings;
  if (row === undefined || known === undefined) throw new Error(`shop ${shopId} does not exist`);
  const shop = settingsOf(row);
  const deliveries = await Promise.all(
    kept.map(async (one) => ({ lane: one.lane, delivery: await attempt(opened(deps, shop, one)) })),
  );
  const dated = facts.map(factOf);
  const concerns = (lane: Lane) => dated.filter((one) => one.fact.lanes.includes(lane));
  const read = Map.groupBy(kept, ({ lane }) => lane);
  const readOf = (lane: Lane): readonly KeptRow[] => read.get(lane) ?? [];
  return {
    shop,
    isFull: claims.length === lanesPerClaimMax,
    shopFacts: shopFactsOf(known, mappings),
    lanes: claims.map((one) => ({
      claim: { ...one, deliveryIds: readOf(one.key).map(({ id }) => id) },
      more: readOf(one.key).some(({ waiting }) => waiting > readOf(one.key).length),
      snapshot: () => ({
        lane: one.key,
        heardAt: one.heard_at,
        readDueAt: one.read_due_at,
        deliveries: deliveries.filter(({ lane }) => lane === one.key).map(({ delivery }) => delivery()),
        facts: concerns(one.key),
        postings: postings.filter(({ lane }) => lane === one.key).map(postingOf),
        entries: entries.filter(({ lane }) => lane === one.key).map(entryOf),
        claims: claimed.filter((of) => of.lanes.includes(one.key)).map(claimOf),
        tolerated: tolerated.filter(({ lane }) => lane === one.key).map(({ key }) => key),
        summary: summaries.filter(({ lane }) => lane === one.key).map(summaryOf)[0] ?? null,
        summed: summed.filter(({ lane }) => lane === one.key).map(summedInOf),
      }),
    })),
  };
}

async function opened(deps: Deps, shop: ShopSettings, row: KeptRow): Promise<Delivery> {
  const scope = deliveryScope(shop.domain, row.received_at);
  return {
    id: row.id,
    source: row.source,
    topic: row.topic,
    receivedAt: row.received_at,
    triggeredAt: row.triggered_at,
    // Redaction may have taken the bytes of a delivery that still waits; then it reads as nothing.
    body: row.sealed === null ? '' : await open(deps.secrets, scope, row.sealed),
  };
}

/** Keeps a failure for the one who asks for the value. */
async function attempt<Value>(work: Promise<Value>): Promise<() => Value> {
  try {
    const value = await work;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
