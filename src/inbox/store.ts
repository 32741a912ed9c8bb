/** SQL of the inbox, its lanes and the shop's settings. Every function is one statement or one trip. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { decision } from '#drizzle/schema/govern.ts';
import { connection, inbox, lane, shop, workflow } from '#drizzle/schema/inbox.ts';
import { routingBook } from '#drizzle/schema/routing.ts';
import { policy } from '#drizzle/schema/stabilize.ts';
import { type Database, statement, type Statement } from '#src/client/database.ts';
import type { Json } from '#domain/canonical.ts';
import { byRule } from '#domain/decision.ts';
import { decode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { defaultPolicy, type Policy } from '#domain/policy.ts';
import { policyVersions, type StoredPolicy } from '#domain/policy-body.ts';
import type { RoutingBook } from '#domain/routing.ts';
import type { ShopSettings, Standing } from '#domain/shop.ts';
import type { Workflow } from '#domain/workflow.ts';
import { deliveryScope, type MasterSecrets, seal } from './seal.ts';

export type NewDelivery = {
  readonly shop: string;
  readonly source: string;
  readonly topic: string;
  readonly dedupeKey: string;
  readonly eventId: string | null;
  readonly lane: Lane;
  readonly receivedAt: Instant;
  readonly triggeredAt: Instant | null;
  readonly body: string;
};

export type KeepOutcome =
  | { readonly outcome: 'kept' | 'duplicate'; readonly shopId: string }
  | { readonly outcome: 'unknown-shop' };

/** Commits a delivery, once. One trip; throws `StoreDown` when it cannot say that it is kept. */
export async function keep(
  db: Database,
  secrets: MasterSecrets,
  delivery: NewDelivery,
): Promise<KeepOutcome> {
  const sealed = await seal(secrets, deliveryScope(delivery.shop, delivery.receivedAt), delivery.body);
  const [answer] = await db.across(
    statement<{ outcome: 'kept' | 'duplicate' | 'unknown-shop'; shop_id: string }>(
      sql`select outcome, shop_id from keep(${delivery.shop}, ${delivery.source}, ${delivery.topic},
        ${delivery.dedupeKey}, ${delivery.eventId}, ${delivery.lane}, ${delivery.receivedAt}::timestamptz,
        ${delivery.triggeredAt}::timestamptz, ${sealed})`,
    ),
  );
  if (answer === undefined) throw new Error('keep() answers one row');
  if (answer.outcome === 'unknown-shop') return { outcome: 'unknown-shop' };
  return { outcome: answer.outcome, shopId: answer.shop_id };
}

/**
 * What we fetched or were answered enters by the same door, inside the batch that records it.
 * `onlyIf` names a condition of that batch, such as a fence that held.
 */
export function keepWithin(
  shopId: string,
  delivery: Omit<NewDelivery, 'body'> & { readonly sealed: string },
  onlyIf = sql`true`,
): Statement<unknown> {
  return statement(sql`
    with kept as (
      insert into ${inbox} (shop_id, source, topic, dedupe_key, lane, received_at, sealed)
      select ${shopId}::bigint, ${delivery.source}, ${delivery.topic}, ${delivery.dedupeKey}, ${delivery.lane},
        ${delivery.receivedAt}::timestamptz, ${delivery.sealed}
      where ${onlyIf}
      on conflict on constraint delivery_kept_once do nothing
      returning lane
    )
    insert into ${lane} (shop_id, key, stirred) select ${shopId}::bigint, lane, 1 from kept
    on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1`);
}

type LaneRow = {
  readonly key: Lane;
  readonly version: string;
  readonly stirred: string;
  readonly settled: string;
  readonly failures: number;
  readonly heard_at: Instant | null;
  readonly read_due_at: Instant | null;
};

/** A claimed lane as it was read, and the deliveries that were read with it. */
export type LaneClaim = LaneRow & { readonly deliveryIds: readonly string[] };

const laneColumns = sql`key, version::text, stirred::text, settled::text, failures,
  iso(heard_at) as heard_at, iso(read_due_at) as read_due_at`;

export type ClaimRequest = {
  readonly claim: string;
  /** Null: any lane that is due. */
  readonly lanes: readonly Lane[] | null;
  readonly now: Instant;
  readonly until: Instant;
};

export const lanesPerClaimMax = 50;
/** What lies beyond these waits for the next round, so that no flood can fill a Worker's memory or a trip's request. */
const deliveriesPerClaimMax = 500;
const sealedBytesPerClaimMax = 500_000;

export function claimLanes(request: ClaimRequest): Statement<LaneRow> {
  const lanes =
    request.lanes === null
      ? sql`null`
      : sql`array(select jsonb_array_elements_text(${JSON.stringify(request.lanes)}::jsonb))`;
  return statement(sql`select ${laneColumns} from claim(${request.claim}, ${lanes},
    ${request.now}::timestamptz, ${request.until}::timestamptz, ${lanesPerClaimMax}::integer) order by key`);
}

export type KeptRow = {
  readonly id: string;
  readonly lane: Lane;
  readonly source: string;
  readonly topic: string;
  readonly received_at: Instant;
  readonly triggered_at: Instant | null;
  readonly sealed: string | null;
  /** How many deliveries of its lane are kept in all. */
  readonly waiting: number;
};

/** The kept deliveries of these lanes, in the order in which they were kept; of each lane at least the first. */
export function keptDeliveries(scope: LaneScope): Statement<KeptRow> {
  return statement(sql`
    select id::text, lane, source, topic, iso(received_at) as received_at, iso(triggered_at) as triggered_at, sealed, waiting
    from (
      select *, (count(*) over (partition by lane))::integer as waiting, row_number() over by_id as nth,
        row_number() over (partition by lane order by id) as nth_of_lane,
        coalesce(sum(octet_length(sealed)) over (by_id rows unbounded preceding exclude current row), 0) as bytes_before
      from ${inbox} where shop_id = current_shop() and lane in ${lanesOf(scope)} and state = 'kept'
      window by_id as (order by id)
    ) i
    where nth_of_lane = 1 or (nth <= ${deliveriesPerClaimMax} and bytes_before < ${sealedBytesPerClaimMax})
    order by id`);
}

export type SettingsRow = {
  readonly domain: string;
  readonly state: ShopSettings['state'];
  readonly installed_at: Instant;
  readonly currency: string;
  readonly time_zone: string;
  readonly policy: Partial<Policy>;
  readonly policies: readonly StoredPolicy[] | null;
  readonly workflows: readonly Workflow[] | null;
  readonly erp_connection_id: string | null;
  readonly routing: Json;
};

export function shopSettings(): Statement<SettingsRow> {
  return statement(sql`
    select s.domain, s.state, iso(s.installed_at) as installed_at, s.currency, s.time_zone, s.policy,
      (select jsonb_agg(jsonb_build_object('name', w.name, 'mode', w.mode, 'cutOverAt', iso(w.cut_over_at))
        order by w.name) from ${workflow} w where w.shop_id = s.id) as workflows,
      (select jsonb_agg(jsonb_build_object('version', p.version, 'validFrom', iso(p.valid_from), 'body', p.body)
        order by p.version) from ${policy} p where p.shop_id = s.id) as policies,
      (select c.id::text from ${connection} c where c.shop_id = s.id and c.kind = 'erp') as erp_connection_id,
      (select r.body from ${routingBook} r where r.shop_id = s.id order by r.version desc limit 1) as routing
    from ${shop} s where s.id = current_shop()`);
}

/** Throws when a version of its policy is none: nothing of the shop may be decided by half of it. */
export function settingsOf(row: SettingsRow): ShopSettings {
  const base = { ...defaultPolicy, ...row.policy };
  return {
    domain: row.domain,
    state: row.state,
    installedAt: row.installed_at,
    currency: row.currency,
    timeZone: row.time_zone,
    policy: base,
    policies: policyVersions(base, row.policies ?? []),
    workflows: row.workflows ?? [],
    erpConnectionId: row.erp_connection_id,
    ...(row.routing !== null && { routing: decode<RoutingBook>(row.routing) }),
  };
}

export type LaneAdvance = {
  readonly key: Lane;
  readonly version: string;
  readonly settled: string;
  readonly heard_at: Instant | null;
  readonly read_due_at: Instant | null;
  readonly prove_due_at: Instant | null;
};

/** First in the commit: raises `StaleLane`, and so undoes the batch, when a lane moved on since it was read. */
export function advanceLanes(lanes: readonly LaneAdvance[]): Statement<unknown> {
  return statement(sql`select advance(${JSON.stringify(lanes)}::jsonb)`);
}

export type DeliveryMark = {
  readonly id: string;
  readonly state: 'done' | 'parked';
  readonly reason: string | null;
};

export function markDeliveries(marks: readonly DeliveryMark[], now: Instant): Statement<unknown> {
  return statement(sql`
    update ${inbox} i set state = m.state, reason = m.reason, settled_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m (id bigint, state text, reason text)
    where i.shop_id = current_shop() and i.id = m.id and i.state = 'kept'`);
}

/** Whoever writes a fact of another lane stirs it. Rows are taken in key order, so two commits cannot deadlock. */
export function stirLanes(shopId: string, lanes: readonly Lane[]): Statement<unknown> {
  return statement(sql`
    insert into ${lane} (shop_id, key, stirred)
    select ${shopId}::bigint, key, 1 from jsonb_array_elements_text(${JSON.stringify(lanes.toSorted())}::jsonb) key
    on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1`);
}

/** Uninstalling stops the work; redaction also takes the raw deliveries and destroys the shop's key. */
export function changeStanding(standing: Standing): readonly Statement<unknown>[] {
  const uninstall = statement(sql`update ${shop} set state = ${standing},
    data_key = case when ${standing} = 'redacted' then null else data_key end
    where id = current_shop() and state <> 'redacted'`);
  const forget = statement(sql`update ${inbox} set sealed = null where shop_id = current_shop()`);
  return standing === 'redacted' ? [uninstall, forget] : [uninstall];
}

/** The rules failed on a lane: try again later; the third time what was read of it is parked for a person. */
export function failLane(
  claim: LaneClaim,
  reason: string,
  when: { readonly now: Instant; readonly until: Instant },
): readonly Statement<unknown>[] {
  const failed = statement(sql`
    update ${lane} set failures = failures + 1, claimed_by = null, claimed_until = ${when.until}::timestamptz
    where shop_id = current_shop() and key = ${claim.key} and version = ${claim.version}::bigint`);
  if (claim.failures + 1 < failuresMax) return [failed];
  const parked = statement(sql`
    with parked as (
      update ${inbox} set state = 'parked', reason = ${reason}, settled_at = ${when.now}::timestamptz
      where shop_id = current_shop() and state = 'kept'
        and id in (select jsonb_array_elements_text(${JSON.stringify(claim.deliveryIds)}::jsonb)::bigint)
      returning shop_id, id, lane, source, topic, reason
    )
    insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
    select shop_id, lane, ${when.now}::timestamptz, 'parked', 'delivery/' || id, 'three failures', 1, jsonb_build_object(
      'delivery', id::text, 'source', source, 'topic', topic, 'reason', reason), ${byRule} from parked`);
  const settled = statement(sql`
    update ${lane} set settled = ${claim.stirred}::bigint
    where shop_id = current_shop() and key = ${claim.key} and version = ${claim.version}::bigint`);
  return [parked, settled, failed];
}

const failuresMax = 3;

/** Lanes among these that have work nobody is doing. */
export function lanesStillDue(lanes: readonly Lane[], now: Instant): Statement<{ key: Lane }> {
  return statement(sql`
    select key from ${lane} where shop_id = current_shop() and is_due
      and coalesce(claimed_until, ${now}::timestamptz) <= ${now}::timestamptz
      and key = any (array(select jsonb_array_elements_text(${JSON.stringify(lanes)}::jsonb))) order by key`);
}

/** Takes the raw bytes of deliveries older than the retention, in small batches. */
export function expireDeliveries(before: Instant): Statement<unknown> {
  return statement(sql`
    update ${inbox} set sealed = null where shop_id = current_shop() and id in (
      select id from ${inbox} where shop_id = current_shop() and sealed is not null and state <> 'kept'
        and received_at < ${before}::timestamptz order by id limit 500)`);
}

export function dueShops(now: Instant, sealedBefore: Instant): Statement<{ shop_id: string }> {
  return statement(sql`select shop_id from due_shops(${now}::timestamptz, ${sealedBefore}::timestamptz)`);
}
