/** Draws the product's conclusions again from the facts that stand, and compares with the conclusions that stand. */
import { translators } from '#webhooks/translators.ts';
import { type Json, digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Lane } from '#domain/lane.ts';
import { nothingKnown, type ShopSettings } from '#domain/shop.ts';
import { type PostingRow, postingOf } from '#src/automate/store.ts';
import { flow, type LaneOutcome } from '#src/flow.ts';
import { type SettingsRow, settingsOf } from '#src/inbox/store.ts';
import { type EntryRow, entryOf, selectEntries } from '#src/stabilize/ledger/store.ts';
import { type FactRow, factOf } from '#src/stabilize/store.ts';
import type { World } from '../world.ts';

type LaneRow = { readonly key: Lane; readonly heard_at: string | null };
type ProofRow = { readonly lane: Lane; readonly body: Json };

const minuteMs = 60_000;

/** A lane at rest has nothing to learn, so the rules have nothing to add: no other proof, no entry, no posting. */
export async function reproveFindings(world: World): Promise<string[]> {
  // What time alone makes late was found by the last tick.
  const now = new Date(Math.floor(world.clock.now() / minuteMs) * minuteMs).toISOString();
  const shops = await world.ask<{ id: string } & SettingsRow>(`select s.id::text, s.domain, s.state,
      iso(s.installed_at) as installed_at, s.currency, s.time_zone, s.policy,
      (select jsonb_agg(jsonb_build_object('name', w.name, 'mode', w.mode, 'cutOverAt', iso(w.cut_over_at))
        order by w.name) from workflow w where w.shop_id = s.id) as workflows,
      (select c.id::text from connection c where c.shop_id = s.id and c.kind = 'erp') as erp_connection_id
    from shop s order by s.id`);
  const findings: string[] = [];
  for (const row of shops) {
    const stood = await standing(world, row.id);
    for (const lane of stood.lanes) findings.push(...reprove(lane, stood, { shop: settingsOf(row), now }));
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
    `select lane, key, kind, state, body_digest, frozen_at is not null as frozen, reason
     from posting where shop_id = $1 order by key`,
    [shopId],
  );
  const entries = await world.ask<EntryRow>(`${selectEntries} where e.shop_id = $1 order by e.id`, [shopId]);
  const proofs = await world.ask<ProofRow>('select lane, body from proof where shop_id = $1', [shopId]);
  return {
    lanes,
    facts: Map.groupBy(
      facts.flatMap((row) => [row.home, ...row.also].map((lane) => ({ lane, row }))),
      (one) => one.lane,
    ),
    postings: Map.groupBy(postings, (one) => one.lane),
    entries: Map.groupBy(entries, (one) => one.lane),
    proofs: new Map(proofs.map((one) => [one.lane, one.body])),
  };
}

function reprove(
  { key: lane, heard_at: heardAt }: LaneRow,
  stood: Standing,
  { shop, now }: { readonly shop: ShopSettings; readonly now: string },
): string[] {
  const snapshot = {
    lane,
    heardAt,
    readDueAt: null,
    deliveries: [],
    facts: (stood.facts.get(lane) ?? []).map(({ row }) => factOf(row)),
    postings: (stood.postings.get(lane) ?? []).map(postingOf),
    entries: (stood.entries.get(lane) ?? []).map(entryOf),
    claims: [],
  };
  let outcome: LaneOutcome;
  try {
    outcome = flow(snapshot, { shop, shopFacts: nothingKnown, now, translators });
  } catch (error) {
    return [`${lane}: the rules fail on it (${String(error)})`];
  }
  const proof = stood.proofs.get(lane) ?? null;
  const again = outcome.proof === null ? null : encode(outcome.proof);
  return [
    ...(digest(proof) === digest(again)
      ? []
      : [`${lane}: its proof stands as ${stateOf(proof)} and would be ${stateOf(again)}`]),
    ...outcome.entries.map((one) => `${lane}: ${one.key} would be booked`),
    ...outcome.postings.map((one) => `${lane}: ${one.obligation.key} would be ${one.state}`),
    ...outcome.withdraw.map((key) => `${lane}: ${key} would be withdrawn`),
    ...(outcome.readDueAt === null ? [] : [`${lane}: the store would be asked`]),
  ];
}

function stateOf(proof: Json): string {
  return proof === null ? 'nothing' : JSON.stringify(proof);
}
