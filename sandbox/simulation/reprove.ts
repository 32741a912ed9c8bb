/** Draws the product's conclusions again from the facts that stand, and compares with the conclusions that stand. */
import { translators } from '#webhooks/translators.ts';
import { type Break, tolerated } from '#domain/break.ts';
import { type Json, digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Lane } from '#domain/lane.ts';
import type { Claim } from '#domain/open-item.ts';
import { type PostingRow, postingOf } from '#src/automate/store.ts';
import { flow, type FlowContext, type LaneOutcome } from '#src/flow.ts';
import { settingsOf, shopSettings } from '#src/inbox/store.ts';
import { type EntryRow, entryOf, selectEntries } from '#src/stabilize/ledger/store.ts';
import { type FactRow, factOf } from '#src/stabilize/store.ts';
import { claimOf, claimsOf } from '#src/stabilize/match/store.ts';
import { noMappings } from '#src/stabilize/shop-facts/known-mappings.ts';
import { shopFacts, shopFactsOf } from '#src/stabilize/shop-facts/store.ts';
import type { KnownSummary } from '#src/stabilize/summary/known.ts';
import { summariesOf, summaryOf, summedInOf, summedOf } from '#src/stabilize/summary/store.ts';
import type { SummedIn } from '#src/stabilize/summary/summed.ts';
import { isSummary } from '#domain/summary.ts';
import type { World } from '../world.ts';
import { inScope } from './in-scope.ts';

type LaneRow = { readonly key: Lane; readonly heard_at: string | null };
type BreakRow = {
  readonly lane: Lane;
  readonly key: string;
  readonly minor: string | null;
  readonly currency: string | null;
  readonly closed: boolean;
};
type ProofRow = { readonly lane: Lane; readonly body: Json };

const minuteMs = 60_000;

/** A lane at rest has nothing to learn, so the rules have nothing to add: no other proof, no break, no entry, no posting. */
export async function reproveFindings(world: World): Promise<string[]> {
  // What time alone makes late was found by the last tick.
  const now = new Date(Math.floor(world.clock.now() / minuteMs) * minuteMs).toISOString();
  const shops = await world.ask<{ id: string }>('select id::text from shop order by id');
  const findings: string[] = [];
  for (const { id } of shops) {
    const [settings] = await inScope(world, id, shopSettings());
    const [known] = await inScope(world, id, shopFacts(null));
    if (settings === undefined || known === undefined) throw new Error(`shop ${id} has no settings`);
    const context = {
      shop: settingsOf(settings),
      shopFacts: shopFactsOf(known, noMappings),
      now,
      translators,
    };
    const stood = await standing(world, id);
    for (const lane of stood.lanes) findings.push(...reprove(lane, stood, context));
  }
  return findings;
}

type Standing = Awaited<ReturnType<typeof standing>>;

async function standing(world: World, shopId: string) {
  const lanes = await world.ask<LaneRow>(
    'select key, iso(heard_at) as heard_at from lane where shop_id = $1 order by key',
    [shopId],
  );
  const facts = await world.ask<FactRow>(
    `select kind, key, home, to_jsonb(also) as also, iso(happened_at) as happened_at, authority, digest, body
     from fact where shop_id = $1 order by kind, key`,
    [shopId],
  );
  const postings = await world.ask<PostingRow>(
    `select lane, key, kind, workflow, state, body_digest, frozen_at is not null as frozen, reason,
       case when frozen_at is not null and (kind = 'route' or kind like '%sales_order') then body end as frozen_body,
       iso(posted_at) as posted_at
     from posting where shop_id = $1 order by key`,
    [shopId],
  );
  const entries = await world.ask<EntryRow>(`${selectEntries} where e.shop_id = $1 order by e.id`, [shopId]);
  const proofs = await world.ask<ProofRow>('select lane, body from proof where shop_id = $1', [shopId]);
  const breaks = await world.ask<BreakRow>(
    `select lane, key, minor::text, currency::text, closed_at is not null as closed from break
     where shop_id = $1 and (closed_at is null or closed_how = $2)`,
    [shopId, tolerated],
  );
  return {
    lanes,
    breaks: Map.groupBy(breaks, (one) => one.lane),
    claims: await claimsByLane(world, shopId),
    ...(await summariesByLane(world, shopId, lanes)),
    facts: Map.groupBy(
      facts.flatMap((row) => [row.home, ...row.also].map((lane) => ({ lane, row }))),
      (one) => one.lane,
    ),
    postings: Map.groupBy(postings, (one) => one.lane),
    entries: Map.groupBy(entries, (one) => one.lane),
    proofs: new Map(proofs.map((one) => [one.lane, one.body])),
  };
}

async function claimsByLane(world: World, shopId: string): Promise<ReadonlyMap<Lane, readonly Claim[]>> {
  const lanes = await world.ask<{ lane: Lane }>(
    `select due_lane as lane from claim where shop_id = $1 union select document_lane from claim where shop_id = $1`,
    [shopId],
  );
  const claims = new Map<Lane, readonly Claim[]>();
  for (const { lane } of lanes)
    claims.set(lane, (await inScope(world, shopId, claimsOf({ lane }))).map(claimOf));
  return claims;
}

/** Nothing is asked where no day is summed, as in most lives. */
async function summariesByLane(world: World, shopId: string, lanes: readonly LaneRow[]) {
  const summaries = new Map<Lane, KnownSummary>();
  const summed = new Map<Lane, readonly SummedIn[]>();
  if (!lanes.some(({ key }) => isSummary(key))) return { summaries, summed };
  for (const { key: lane } of lanes) {
    const [known] = await inScope(world, shopId, summariesOf({ lane }));
    if (known !== undefined) summaries.set(lane, summaryOf(known));
    summed.set(lane, (await inScope(world, shopId, summedOf({ lane }))).map(summedInOf));
  }
  return { summaries, summed };
}

function reprove({ key: lane, heard_at: heardAt }: LaneRow, stood: Standing, context: FlowContext): string[] {
  const snapshot = {
    lane,
    heardAt,
    readDueAt: null,
    deliveries: [],
    facts: (stood.facts.get(lane) ?? []).map(({ row }) => factOf(row)),
    postings: (stood.postings.get(lane) ?? []).map(postingOf),
    entries: (stood.entries.get(lane) ?? []).map(entryOf),
    claims: stood.claims.get(lane) ?? [],
    summary: stood.summaries.get(lane) ?? null,
    summed: stood.summed.get(lane) ?? [],
    tolerated: (stood.breaks.get(lane) ?? []).flatMap(({ key, closed }) => (closed ? [key] : [])),
  };
  let outcome: LaneOutcome;
  try {
    outcome = flow(snapshot, context);
  } catch (error) {
    return [`${lane}: the rules fail on it (${String(error)})`];
  }
  const proof = stood.proofs.get(lane) ?? null;
  const again = outcome.proof === null ? null : encode(outcome.proof);
  return [
    ...(digest(proof) === digest(again)
      ? []
      : [`${lane}: its proof stands as ${stateOf(proof)} and would be ${stateOf(again)}`]),
    ...differenceOf(lane, stood.breaks.get(lane) ?? [], outcome.breaks),
    ...outcome.entries.map((one) => `${lane}: ${one.key} would be booked`),
    ...outcome.postings.map((one) => `${lane}: ${one.obligation.key} would be ${one.state}`),
    ...outcome.withdraw.map((key) => `${lane}: ${key} would be withdrawn`),
    ...(outcome.readDueAt === null ? [] : [`${lane}: the store would be asked`]),
  ];
}

function differenceOf(lane: Lane, rows: readonly BreakRow[], breaks: readonly Break[]): string[] {
  const stand = new Set(rows.map(({ key, minor, currency }) => `${key} of ${minor} ${currency}`));
  const would = new Set(
    breaks.map(({ key, amount }) => `${key} of ${amount?.minor ?? null} ${amount?.currency ?? null}`),
  );
  return [
    ...[...stand]
      .filter((one) => !would.has(one))
      .map((one) => `${lane}: the break ${one} stands and would not`),
    ...[...would]
      .filter((one) => !stand.has(one))
      .map((one) => `${lane}: the break ${one} does not stand and would`),
  ];
}

function stateOf(proof: Json): string {
  return proof === null ? 'nothing' : JSON.stringify(proof);
}
