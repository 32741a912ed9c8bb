/** SQL of postings: planned in the drain's commit, leased, and settled by a receipt or a reason. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { connection, shop } from '#drizzle/schema/inbox.ts';
import { loggedColumns, logPostings } from '#drizzle/decision-log.ts';
import { posting, postingAttempt } from '#drizzle/schema/automate.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Json } from '#domain/canonical.ts';
import type { DocumentKind } from '#domain/document.ts';
import { encode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Posting, PostingState } from '#domain/posting.ts';
import { planRuleVersion, type PlannedPosting } from './plan.ts';

export type PostingRow = {
  readonly lane: Lane;
  readonly key: string;
  readonly kind: DocumentKind;
  readonly state: PostingState;
  readonly body_digest: string;
  readonly frozen: boolean;
  readonly reason: string | null;
};

const ruleColumns = sql`p.lane, p.key, p.kind, p.state, p.body_digest, p.frozen_at is not null as frozen, p.reason`;

export function postingsOf(scope: LaneScope): Statement<PostingRow> {
  return statement(sql`
    select ${ruleColumns} from ${posting} p
    where p.shop_id = current_shop() and p.lane in ${lanesOf(scope)} order by p.key`);
}

export function postingOf(row: PostingRow): Posting {
  const { key, kind, state, frozen, reason, body_digest: bodyDigest } = row;
  return { key, kind, state, bodyDigest, frozen, reason };
}

/** Writes plans; a posting whose body froze meanwhile is left as it is, whatever the plan says. */
export function writePostings(
  to: { readonly shopId: string; readonly connectionId: string; readonly now: Instant },
  plans: readonly (PlannedPosting & { readonly lane: Lane })[],
): Statement<unknown> {
  const rows = plans.map((plan, position) => ({
    position,
    key: plan.obligation.key,
    lane: plan.lane,
    kind: plan.obligation.kind,
    anchor: plan.obligation.anchor,
    workflow: plan.workflow,
    happened_at: plan.obligation.happenedAt,
    body: encode(plan.obligation.body),
    body_digest: plan.bodyDigest,
    depends_on: plan.obligation.dependsOn,
    state: plan.state,
    reason: plan.reason,
    change: plan.change,
    because: plan.obligation.because,
  }));
  return statement(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (position integer, key text, lane text, kind text, anchor text,
        workflow text, happened_at timestamptz, body jsonb, body_digest text, depends_on jsonb, state text, reason text,
        change text, because text)
    ), written as (
    insert into ${posting} (shop_id, connection_id, key, lane, kind, anchor, n, workflow, rule_version, happened_at, body,
      body_digest, depends_on, state, reason, planned_at)
    select ${to.shopId}::bigint, ${to.connectionId}::bigint, r.key, r.lane, r.kind, r.anchor, 1, r.workflow,
      ${planRuleVersion}::integer, r.happened_at, r.body, r.body_digest, array(select jsonb_array_elements_text(r.depends_on)),
      r.state, r.reason, ${to.now}::timestamptz
    from given r order by r.key
    on conflict (shop_id, key) do update set body = excluded.body, body_digest = excluded.body_digest,
      depends_on = excluded.depends_on, state = excluded.state, reason = excluded.reason,
      happened_at = excluded.happened_at, rule_version = excluded.rule_version
    where posting.frozen_at is null
    returning ${loggedColumns})
    ${logPostings({
      from: sql`written p join given g on g.key = p.key order by g.position`,
      kind: sql`g.change`,
      detail: sql`jsonb_build_object('because', g.because, 'reason', g.reason)`,
      now: to.now,
    })}`);
}

export function withdrawPostings(keys: readonly string[], now: Instant): Statement<unknown> {
  return statement(sql`
    with withdrawn as (
      update ${posting} set state = 'withdrawn', reason = 'the facts no longer oblige it'
      where shop_id = current_shop() and frozen_at is null
        and key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
      returning ${loggedColumns}, reason
    )
    ${logPostings({ from: sql`withdrawn p`, kind: sql`'withdrawn'`, detail: sql`jsonb_build_object('reason', p.reason)`, now })}`);
}

/** Postings of these lanes (null: of the whole shop) that may leave now. */
export function postingsDue(lanes: readonly Lane[] | null, now: Instant): Statement<{ key: string }> {
  const among =
    lanes === null
      ? sql`true`
      : sql`d.lane in (select jsonb_array_elements_text(${JSON.stringify(lanes)}::jsonb))`;
  return statement(
    sql`select d.key from posting_due(${now}::timestamptz) d where ${among} order by d.key limit 500`,
  );
}

export type LeaseRow = {
  readonly key: string;
  readonly lane: Lane;
  readonly kind: DocumentKind;
  readonly body: Json;
  readonly token: string;
  readonly ambiguous_until: Instant | null;
  readonly connection_id: string;
  readonly base_url: string;
  readonly sealed_credentials: string;
  readonly enforces_keys: boolean;
  readonly execution_ms_max: number;
  readonly domain: string;
  readonly data_key: string | null;
  /** Posting key → the ERP's id, for the documents this one names. */
  readonly references: Readonly<Record<string, string>> | null;
  /** The ERP's documents of this kind that are the receipt of another posting. */
  readonly claimed: readonly string[] | null;
};

/**
 * Takes the lease: judges mode, dependencies and freshness at this moment, freezes the body and raises
 * the fencing token. After a lease that ran out, a create of ours may still be running until
 * `ambiguous_until`. No row: not due, or a posting of the same subject is under way.
 */
export function takeLease(key: string, now: Instant, until: Instant): Statement<LeaseRow> {
  return statement(sql`
    with due as (
      select p.key, p.state = 'leased' as ran_out, p.leased_until from ${posting} p
      where p.shop_id = current_shop() and p.key = ${key}
        and p.key in (select d.key from posting_due(${now}::timestamptz) d)
      for update
    ), leased as (
      update ${posting} p set state = 'leased', lease_token = p.lease_token + 1, leased_until = ${until}::timestamptz,
        frozen_at = coalesce(p.frozen_at, ${now}::timestamptz), attempts = p.attempts + 1, reason = null, not_before = null,
        ambiguous_until = case when due.ran_out
          then due.leased_until + c.execution_ms_max * interval '1 millisecond' else p.ambiguous_until end
      from due, ${connection} c
      where p.shop_id = current_shop() and p.key = due.key and c.shop_id = p.shop_id and c.id = p.connection_id
      returning p.*, c.base_url, c.sealed_credentials, c.enforces_keys, c.execution_ms_max
    ), attempt as (
      insert into ${postingAttempt} (shop_id, posting_key, token, started_at)
      select shop_id, key, lease_token, ${now}::timestamptz from leased
    ), logged as (
      ${logPostings({
        from: sql`leased p`,
        kind: sql`'attempted'`,
        detail: sql`jsonb_build_object('attempt', p.attempts)`,
        now,
      })}
    )
    select p.key, p.lane, p.kind, p.body, p.lease_token::text as token, iso(p.ambiguous_until) as ambiguous_until,
      p.connection_id::text, p.base_url, p.sealed_credentials, p.enforces_keys, p.execution_ms_max, s.domain, s.data_key,
      (select jsonb_object_agg(r.key, r.document_id) from ${posting} r
        where r.shop_id = p.shop_id and r.key = any (p.depends_on)) as references,
      (select jsonb_agg(o.document_id) from ${posting} o where o.shop_id = p.shop_id and o.lane = p.lane
        and o.kind = p.kind and o.key <> p.key and o.document_id is not null) as claimed
    from leased p join ${shop} s on s.id = p.shop_id`);
}

export type Fence = { readonly key: string; readonly token: string };

/** True inside the batch that stored the receipt under this fence. */
export function receiptHolds(fence: Fence, documentId: string) {
  return sql`exists (select from ${posting} where shop_id = current_shop() and key = ${fence.key}
    and lease_token = ${fence.token}::bigint and state = 'posted' and document_id = ${documentId})`;
}

export type StoredReceipt = {
  readonly documentId: string;
  readonly number: string;
  readonly adopted: boolean;
  readonly detail: string | null;
  readonly now: Instant;
};

/** Stores the receipt, only under the fence: a worker whose lease passed on writes nothing. */
export function storeReceipt(
  fence: Fence,
  receipt: StoredReceipt,
): readonly [Statement<{ key: string }>, Statement<unknown>] {
  const settled = statement<{ key: string }>(sql`
    with settled as (
      update ${posting} set state = 'posted', document_id = ${receipt.documentId}, document_number = ${receipt.number},
        adopted = ${receipt.adopted}, posted_at = ${receipt.now}::timestamptz, leased_until = null, ambiguous_until = null,
        reason = null
      where shop_id = current_shop() and key = ${fence.key} and lease_token = ${fence.token}::bigint and state = 'leased'
      returning ${loggedColumns}, document_number
    ), logged as (
      ${logPostings({
        from: sql`settled p`,
        kind: sql`${receipt.adopted ? 'adopted' : 'posted'}`,
        detail: sql`jsonb_build_object('number', p.document_number, 'note', ${receipt.detail}::text)`,
        now: receipt.now,
      })}
    )
    select key from settled`);
  return [
    settled,
    endAttempt(fence, {
      outcome: receipt.adopted ? 'adopted' : 'posted',
      detail: receipt.detail,
      now: receipt.now,
    }),
  ];
}

export type Release = {
  readonly state: 'planned' | 'held' | 'rejected';
  readonly reason: string;
  readonly notBefore: Instant | null;
  readonly ambiguousUntil: Instant | null;
  readonly now: Instant;
};

/** Gives the lease back with a reason. */
export function releaseLease(fence: Fence, release: Release): readonly Statement<unknown>[] {
  const outcome = release.state === 'planned' ? 'retried' : release.state;
  const released = statement(sql`
    with released as (
      update ${posting} set state = ${release.state}, reason = ${release.reason}, leased_until = null,
        not_before = ${release.notBefore}::timestamptz,
        ambiguous_until = greatest(ambiguous_until, ${release.ambiguousUntil}::timestamptz)
      where shop_id = current_shop() and key = ${fence.key} and lease_token = ${fence.token}::bigint and state = 'leased'
      returning ${loggedColumns}, reason, not_before
    )
    ${logPostings({
      from: sql`released p`,
      kind: sql`${outcome}`,
      detail: sql`jsonb_build_object('reason', p.reason, 'notBefore', iso(p.not_before))`,
      now: release.now,
    })}`);
  return [released, endAttempt(fence, { outcome, detail: release.reason, now: release.now })];
}

function endAttempt(
  fence: Fence,
  end: { outcome: string; detail: string | null; now: Instant },
): Statement<unknown> {
  return statement(sql`
    update ${postingAttempt} set ended_at = ${end.now}::timestamptz, outcome = ${end.outcome}, detail = ${end.detail}
    where shop_id = current_shop() and posting_key = ${fence.key} and token = ${fence.token}::bigint`);
}
