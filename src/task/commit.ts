/** Writes what the rules concluded for a set of lanes, in one round trip, or nothing at all. */
import { type DueRow, wakePostings } from '#src/automate/due/store.ts';
import { withdrawPostings, writePostings } from '#src/automate/store.ts';
import { keepShadow } from '#src/automate/shadow/store.ts';
import type { Statement } from '#src/client/database.ts';
import type { LaneOutcome } from '#src/flow.ts';
import {
  advanceLanes,
  changeStanding,
  type LaneClaim,
  lanesStillDue,
  markDeliveries,
  stirLanes,
} from '#src/inbox/store.ts';
import { hearOfOrders } from '#src/automate/routing/store.ts';
import { logDecisions } from '#src/govern/store.ts';
import { type Dated, learn } from '#src/stabilize/know.ts';
import { isRounding } from '#src/stabilize/break/rounding.ts';
import { keepBreaks, tolerateRounding } from '#src/stabilize/break/store.ts';
import { bookEntries } from '#src/stabilize/ledger/store.ts';
import { keepOpenItems } from '#src/stabilize/match/store.ts';
import { rememberFacts, writeProofs } from '#src/stabilize/store.ts';
import { summaryOfEntry } from '#src/stabilize/summary/summed.ts';
import { awaitSummaries } from '#src/stabilize/summary/store.ts';
import { digest } from '#domain/canonical.ts';
import { byRule } from '#domain/decision.ts';
import type { Delivery } from '#domain/delivery.ts';
import { gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { type ShopSettings, workflowNamed } from '#domain/shop.ts';
import type { Deps } from './deps.ts';

/** Raised when a translation changes what it makes of the same bytes. */
const translationVersion = 1;

export type Worked = {
  readonly claim: LaneClaim;
  readonly more: boolean;
  readonly deliveries: readonly Delivery[];
  readonly outcome: LaneOutcome;
};
export type Commit = {
  readonly shopId: string;
  readonly shop: ShopSettings;
  readonly worked: readonly Worked[];
};

/** What the commit left to do, as the database saw it right after the writes. */
export type LeftToDo = {
  readonly lanes: readonly Lane[];
  readonly postings: readonly DueRow[];
  /** Whether the matcher may find something that it could not before. */
  readonly toMatch: boolean;
};

/** Throws `StaleLane`, with nothing written, when one of the lanes moved on since it was claimed. */
export async function commit(deps: Deps, { shopId, shop, worked }: Commit): Promise<LeftToDo> {
  const now = deps.now();
  const outcomes = worked.map((one) => one.outcome);
  const elsewhere = lanesElsewhere(outcomes);
  const touched = [...outcomes.map((one) => one.lane), ...elsewhere];
  const [lanes, postings, [items]] = await deps.db.trip(
    shopId,
    [lanesStillDue(touched, now), wakePostings(touched, now), keepOpenItems(shopId, outcomes)],
    [
      advanceLanes(worked.map(advanceOf)),
      ...knowledge(shopId, outcomes, now),
      ...routes(shop, worked),
      ...memory(shopId, worked, now),
      ...books(shopId, { shop, outcomes, now }),
      ...differences(shopId, { shop, outcomes, now }),
      ...plans(shopId, { outcomes, now }),
      ...(elsewhere.length > 0 ? [stirLanes(shopId, elsewhere)] : []),
    ],
  );
  return {
    lanes: lanes.map((one) => one.key),
    postings,
    toMatch: items?.changed === true,
  };
}

/** A lane settles at the stirring it read; one that holds more than was read stays due. */
function advanceOf({ claim, more, outcome }: Worked) {
  return {
    key: claim.key,
    version: claim.version,
    settled: more ? claim.settled : claim.stirred,
    heard_at: outcome.heardAt,
    read_due_at: outcome.readDueAt,
    prove_due_at: outcome.proveDueAt,
  };
}

function lanesElsewhere(outcomes: readonly LaneOutcome[]): Lane[] {
  const lanes = outcomes.flatMap(({ lane, learned }) =>
    learned.flatMap(({ fact }) => fact.lanes.filter((one) => one !== lane)),
  );
  return [...new Set(lanes)];
}

function knowledge(shopId: string, outcomes: readonly LaneOutcome[], now: Instant): Statement<unknown>[] {
  const learned = outcomes.flatMap((one) => one.learned);
  const provenance = new Map(learned.map((one) => [one.fact, one.deliveryId]));
  const facts = learn([], learned).map((one) => ({ ...one, deliveryId: provenance.get(one.fact) ?? '0' }));
  const marks = outcomes.flatMap(({ done, parked }) => [
    ...done.map((id) => ({ id, state: 'done' as const, reason: null })),
    ...parked.map(({ deliveryId, reason }) => ({ id: deliveryId, state: 'parked' as const, reason })),
  ]);
  return [
    ...(facts.length > 0 ? [rememberFacts(shopId, facts, now)] : []),
    ...(marks.length > 0 ? [markDeliveries(marks, now)] : []),
    ...outcomes.flatMap(({ standing }) => (standing === null ? [] : changeStanding(standing))),
  ];
}

/** News of fulfillment orders, where orders are routed. A hold is told by its own id, in the lane of what it holds. */
function routes(shop: ShopSettings, worked: readonly Worked[]): Statement<unknown>[] {
  if ((workflowNamed(shop, 'order routing')?.mode ?? 'off') === 'off') return [];
  const mentions = worked.flatMap(({ deliveries, outcome: { learned } }) => {
    const received = new Map(deliveries.map((one) => [one.id, one.receivedAt]));
    return learned.flatMap(({ fact, deliveryId }) => {
      const at = received.get(deliveryId);
      if (at === undefined || (fact.kind !== 'fulfillment_order_noted' && fact.kind !== 'fulfillment_hold'))
        return [];
      const [home] = fact.lanes;
      return [{ fulfillmentOrder: gid('FulfillmentOrder', home.slice(home.indexOf('/') + 1)), at }];
    });
  });
  return mentions.length > 0 ? [hearOfOrders(mentions)] : [];
}

/** What was made of each delivery. Postings log themselves, in the statements that change them. */
function memory(shopId: string, worked: readonly Worked[], now: Instant): Statement<unknown>[] {
  const decisions = worked.flatMap(({ deliveries, outcome: { lane, learned, parked } }) =>
    deliveries.map(({ id, source, topic }) => {
      const facts = learned.filter((one) => one.deliveryId === id);
      const reason = parked.find((one) => one.deliveryId === id)?.reason;
      return {
        lane,
        decidedAt: now,
        kind: reason === undefined ? ('translated' as const) : ('parked' as const),
        subject: `delivery/${id}`,
        rule: `${source} translation`,
        ruleVersion: translationVersion,
        detail: { delivery: id, source, topic, ...(reason === undefined ? told(facts) : { reason }) },
        actor: byRule,
        inputsDigest: reason === undefined ? digest(facts.map((one) => one.digest)) : null,
      };
    }),
  );
  const all = [...decisions, ...worked.flatMap(({ outcome }) => caughtUp(outcome, now))];
  return all.length > 0 ? [logDecisions(shopId, all)] : [];
}

/** A lost delivery, with how long it took to find what it would have told. */
function caughtUp({ lane, caughtUp: missed }: LaneOutcome, now: Instant) {
  if (missed === null) return [];
  return [
    {
      lane,
      decidedAt: now,
      kind: 'caught up' as const,
      subject: lane,
      rule: 'sweep by last change',
      ruleVersion: 1,
      detail: { resource: 'orders', ...missed },
      actor: byRule,
      inputsDigest: null,
    },
  ];
}

function told(facts: readonly Dated[]) {
  return { facts: facts.length, kinds: [...new Set(facts.map(({ fact }) => fact.kind))].join(', ') };
}

function books(shopId: string, { shop, outcomes, now }: Given): Statement<unknown>[] {
  const entries = outcomes.flatMap((one) =>
    one.entries.map((entry) => {
      const summary = one.isSummed ? summaryOfEntry(entry) : null;
      return { lane: one.lane, entry, summary };
    }),
  );
  const proofs = outcomes.flatMap(({ lane, proof }) => (proof === null ? [] : [{ lane, proof }]));
  const summaries = entries.flatMap(({ summary }) => summary ?? []);
  return [
    ...awaitSummaries({ id: shopId, settings: shop }, summaries, now),
    ...(entries.length > 0 ? [bookEntries(shopId, entries, now)] : []),
    ...(proofs.length > 0 ? [writeProofs(shopId, proofs, now)] : []),
  ];
}

/** What rounding explains is judged over the whole shop, for its budget is the shop's. */
function differences(shopId: string, { shop, outcomes, now }: Given): Statement<unknown>[] {
  const rounds = outcomes.some((one) => one.breaks.some(isRounding));
  return [keepBreaks(shopId, outcomes, now), ...(rounds ? [tolerateRounding(shop.policy, now)] : [])];
}

type Given = {
  readonly shop: ShopSettings;
  readonly outcomes: readonly LaneOutcome[];
  readonly now: Instant;
};

function plans(shopId: string, { outcomes, now }: Pick<Given, 'outcomes' | 'now'>): Statement<unknown>[] {
  const withdraw = outcomes.flatMap((one) => one.withdraw);
  const write = outcomes.flatMap((one) => one.postings.map((plan) => ({ ...plan, lane: one.lane })));
  const shadows = outcomes.flatMap(({ lane, shadow }) => (shadow === null ? [] : [{ lane, shadow }]));
  return [
    ...(shadows.length > 0 ? [keepShadow(shopId, shadows, now)] : []),
    ...(write.length > 0 ? [writePostings({ shopId, now }, write)] : []),
    ...(withdraw.length > 0 ? [withdrawPostings(withdraw, now)] : []),
  ];
}
