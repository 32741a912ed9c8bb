/** SQL of facts and proofs: set-based statements that the drain joins into one commit. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { lane } from '#drizzle/schema/inbox.ts';
import { fact, proof } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Json } from '#domain/canonical.ts';
import { decode, encode } from '#domain/encode.ts';
import type { Fact } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Proof } from '#domain/proof.ts';
import type { Dated } from './know.ts';

export type FactRow = {
  readonly kind: string;
  readonly key: string;
  readonly home: Lane;
  readonly also: readonly Lane[];
  readonly happened_at: Instant;
  readonly authority: boolean;
  readonly digest: string;
  readonly body: Json;
};

const factColumns = sql`f.kind, f.key, f.home, to_jsonb(f.also) as also, iso(f.happened_at) as happened_at,
  f.authority, f.digest, f.body`;

/**
 * Every fact that concerns these lanes, whether one is its home or not. Two questions and not one with `or`: each
 * has an index of its own, where the two together would read every fact of the shop.
 */
export function factsOf(scope: LaneScope): Statement<FactRow> {
  const lanes = sql`array${lanesOf(scope)}`;
  return statement(sql`
    select ${factColumns} from ${fact} f where f.shop_id = current_shop() and f.home = any (${lanes})
    union all
    select ${factColumns} from ${fact} f where f.shop_id = current_shop() and f.is_shared and f.also && ${lanes}
      and f.home <> all (${lanes})
    order by kind, key`);
}

export function factOf(row: FactRow): Dated {
  const written = {
    kind: row.kind,
    key: row.key,
    lanes: [row.home, ...row.also],
    happenedAt: row.happened_at,
    authority: row.authority,
    body: row.body,
  };
  return { fact: decode<Fact>(written), digest: row.digest };
}

/**
 * Writes facts by the rank that `learn` uses too: (time, authority, digest), so that neither order nor
 * repetition matters. A set never holds one key twice; `learn` has seen to that.
 */
export function rememberFacts(
  shopId: string,
  facts: readonly (Dated & { readonly deliveryId: string })[],
  now: Instant,
): Statement<unknown> {
  const rows = facts.map(({ fact: one, digest, deliveryId }) => ({
    kind: one.kind,
    key: one.key,
    home: one.lanes[0],
    also: one.lanes.slice(1),
    happened_at: one.happenedAt,
    authority: one.authority,
    digest,
    body: encode(one.body),
    delivery_id: deliveryId,
  }));
  return statement(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, key text, home text, also jsonb,
        happened_at timestamptz, authority boolean, digest text, body jsonb, delivery_id bigint)
    ), bereft as (
      -- A document that people file under another order leaves the one it was filed under, which nothing else tells.
      insert into ${lane} (shop_id, key, stirred)
      select distinct ${shopId}::bigint, f.home, 1 from given r
      join ${fact} f on f.shop_id = current_shop() and f.kind = r.kind and f.key = r.key
      where r.kind = 'erp_document' and f.home <> r.home order by f.home
      on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1
    )
    insert into ${fact} (shop_id, kind, key, home, also, happened_at, authority, digest, body, delivery_id, recorded_at)
    select ${shopId}::bigint, r.kind, r.key, r.home, array(select jsonb_array_elements_text(r.also)), r.happened_at,
      r.authority, r.digest, r.body, r.delivery_id, ${now}::timestamptz
    from given r order by r.kind, r.key
    on conflict (shop_id, kind, key) do update set home = excluded.home, also = excluded.also,
      happened_at = excluded.happened_at, authority = excluded.authority, digest = excluded.digest,
      body = excluded.body, delivery_id = excluded.delivery_id, recorded_at = excluded.recorded_at
    where (excluded.happened_at, excluded.authority, excluded.digest) > (fact.happened_at, fact.authority, fact.digest)`);
}

export function writeProofs(
  shopId: string,
  proofs: readonly { readonly lane: Lane; readonly proof: Proof }[],
  now: Instant,
): Statement<unknown> {
  const rows = proofs.map(({ lane: of, proof: one }) => ({
    lane: of,
    order_gid: one.order,
    order_name: one.name,
    state: one.state,
    body: encode(one),
    placed_at: one.placedAt,
    total_minor: String(one.total.minor),
    currency: one.total.currency,
    ...Object.fromEntries(one.legs.map(({ leg, state }) => [`${leg}_state`, state])),
  }));
  return statement(sql`
    insert into ${proof} (shop_id, lane, order_gid, order_name, state, body, as_of, placed_at, total_minor, currency,
      store_state, erp_state, cash_state, refund_state)
    select ${shopId}::bigint, r.lane, r.order_gid, r.order_name, r.state, r.body, ${now}::timestamptz, r.placed_at,
      r.total_minor, r.currency, r.store_state, r.erp_state, r.cash_state, r.refund_state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (lane text, order_gid text, order_name text, state text,
      body jsonb, placed_at timestamptz, total_minor bigint, currency text, store_state text, erp_state text,
      cash_state text, refund_state text)
    order by r.lane
    on conflict (shop_id, lane) do update set order_name = excluded.order_name, state = excluded.state,
      body = excluded.body, as_of = excluded.as_of, placed_at = excluded.placed_at, total_minor = excluded.total_minor,
      currency = excluded.currency, store_state = excluded.store_state, erp_state = excluded.erp_state,
      cash_state = excluded.cash_state, refund_state = excluded.refund_state`);
}
