/** SQL of postings: planned in the drain's commit, leased, and settled by a receipt or a reason. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { connection, shop } from '#drizzle/schema/inbox.ts';
import { loggedColumns, logPostings } from '#drizzle/decision-log.ts';
import { breaker, posting, postingAttempt } from '#drizzle/schema/automate.ts';
import { breakerJson, type BreakerRow, logProbe } from '#src/automate/breaker/store.ts';
import type { DueRow } from '#src/automate/due/store.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Json } from '#domain/canonical.ts';
import { decode, encode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Posting, PostingBody, PostingState } from '#domain/posting.ts';
import { type PostingKind, targetOf, type WorkflowName } from '#domain/workflow.ts';
import type { Release } from './carry-out.ts';
import { planRuleVersion, type PlannedPosting } from './plan.ts';

export type PostingRow = {
  readonly lane: Lane;
  readonly key: string;
  readonly kind: PostingKind;
  readonly workflow: WorkflowName;
  readonly state: PostingState;
  readonly body_digest: string;
  readonly frozen: boolean;
  readonly reason: string | null;
  readonly approved_digest: string | null;
  readonly approval_is_void: boolean;
  readonly declined_reason: string | null;
  readonly frozen_body?: Json | null;
  readonly posted_at?: Instant | null;
};

/** What the ERP was told last decides what it is told next, and where a rule sent the goods, what it is told of that. */
const frozenBody = sql`case when p.frozen_at is not null
  and p.kind in ('sales_order', 'amend_sales_order', 'cancel_sales_order', 'route') then p.body end`;

const ruleColumns = sql`p.lane, p.key, p.kind, p.workflow, p.state, p.body_digest, p.frozen_at is not null as frozen, p.reason,
  p.approved_digest, p.approval_void_at is not null as approval_is_void, p.declined_reason,
  ${frozenBody} as frozen_body, iso(p.posted_at) as posted_at`;

export function postingsOf(scope: LaneScope): Statement<PostingRow> {
  return statement(sql`
    select ${ruleColumns} from ${posting} p
    where p.shop_id = current_shop() and p.lane in ${lanesOf(scope)} order by p.key`);
}

export function postingOf(row: PostingRow): Posting {
  const { key, kind, workflow, state, frozen, reason, body_digest: bodyDigest } = row;
  const { approved_digest: approved, approval_is_void: isVoid, declined_reason: declined } = row;
  const approval = approved === null ? null : { bodyDigest: approved, isVoid };
  const { frozen_body: left = null, posted_at: postedAt = null } = row;
  const body = left === null ? null : decode<PostingBody>(left);
  return { key, kind, workflow, state, bodyDigest, frozen, body, postedAt, reason, approval, declined };
}

/** Writes plans; a posting whose body froze meanwhile is left as it is, whatever the plan says. */
export function writePostings(
  to: { readonly shopId: string; readonly now: Instant },
  plans: readonly (PlannedPosting & { readonly lane: Lane })[],
): Statement<unknown> {
  const rows = plans.map((plan, position) => ({
    position,
    key: plan.obligation.key,
    lane: plan.lane,
    kind: plan.obligation.kind,
    target: targetOf(plan.obligation.kind),
    anchor: plan.obligation.anchor,
    n: plan.obligation.n ?? 1,
    sums_through: plan.obligation.sumsThrough ?? null,
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
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (position integer, key text, lane text, kind text, target text, anchor text, n integer, sums_through bigint,
        workflow text, happened_at timestamptz, body jsonb, body_digest text, depends_on jsonb, state text, reason text,
        change text, because text)
    ), written as (
    insert into ${posting} (shop_id, connection_id, key, lane, kind, anchor, n, workflow, rule_version, happened_at, body,
      body_digest, depends_on, state, reason, planned_at, sums_through)
    select ${to.shopId}::bigint, c.id, r.key, r.lane, r.kind, r.anchor, r.n, r.workflow,
      ${planRuleVersion}::integer, r.happened_at, r.body, r.body_digest, array(select jsonb_array_elements_text(r.depends_on)),
      r.state, r.reason, ${to.now}::timestamptz, r.sums_through
    from given r join ${connection} c on c.shop_id = ${to.shopId}::bigint and c.kind = r.target order by r.key
    on conflict (shop_id, key) do update set body = excluded.body, body_digest = excluded.body_digest,
      depends_on = excluded.depends_on, state = excluded.state, reason = excluded.reason, stopped = null, tries = 0,
      happened_at = excluded.happened_at, rule_version = excluded.rule_version, sums_through = excluded.sums_through,
      approval_void_at = case when posting.approved_digest <> excluded.body_digest
        then coalesce(posting.approval_void_at, ${to.now}::timestamptz) else posting.approval_void_at end
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
      update ${posting} set state = 'withdrawn', reason = 'the facts no longer oblige it', stopped = null,
        approval_void_at = case when approved_digest is not null then coalesce(approval_void_at, ${now}::timestamptz) end
      where shop_id = current_shop() and frozen_at is null
        and key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
      returning ${loggedColumns}, reason
    )
    ${logPostings({ from: sql`withdrawn p`, kind: sql`'withdrawn'`, detail: sql`jsonb_build_object('reason', p.reason)`, now })}`);
}

export type LeaseRow = {
  readonly key: string;
  readonly lane: Lane;
  readonly kind: PostingKind;
  readonly body: Json;
  readonly token: string;
  readonly ambiguous_until: Instant | null;
  readonly first_tried_at: Instant;
  readonly target: 'store' | 'erp';
  readonly base_url: string;
  readonly sealed_credentials: string;
  readonly enforces_keys: boolean;
  readonly execution_ms_max: number;
  readonly domain: string;
  readonly data_key: string | null;
  /** Posting key → the ERP's id, for the documents this one names. */
  readonly references: Readonly<Record<string, string>> | null;
  /** Documents of this kind that are the receipt of another posting; shipments also that the store has from us. */
  readonly claimed: readonly string[] | null;
  /** How often it was tried in vain, and how often it may be; null where the shop says nothing of it. */
  readonly tries: number;
  readonly tries_max: number | null;
  readonly is_probe: boolean;
  readonly breaker: BreakerRow | null;
} & DueRow;

/**
 * Takes the lease: judges mode, dependencies, freshness and the connection at this moment, freezes the body and
 * raises the fencing token. After a lease that ran out, a create of ours may still be running until
 * `ambiguous_until`. Of a connection that was left alone it takes the one lease that tries it. No row: not due, or a
 * posting of the same subject is under way; the wake-up that asked is spent then.
 */
export function takeLease(key: string, now: Instant, until: Instant): Statement<LeaseRow> {
  return statement(sql`
    with due as (
      select p.key, p.connection_id, p.state = 'leased' as ran_out, p.leased_until, exists (select from ${breaker} b
        where b.shop_id = p.shop_id and b.connection_id = p.connection_id and b.state <> 'closed') as is_shut
      from ${posting} p where p.shop_id = current_shop() and p.key = ${key}
        and p.key in (select d.key from posting_due(${now}::timestamptz) d)
      for update of p
    ), probe as (
      update ${breaker} b set state = 'half-open', shut_until = ${until}::timestamptz, version = b.version + 1,
        changed_at = ${now}::timestamptz
      from due where b.shop_id = current_shop() and b.connection_id = due.connection_id and due.is_shut
        and b.state <> 'closed' and coalesce(b.shut_until, ${now}::timestamptz) <= ${now}::timestamptz
      returning b.*
    ), leased as (
      update ${posting} p set state = 'leased', lease_token = p.lease_token + 1, leased_until = ${until}::timestamptz,
        frozen_at = coalesce(p.frozen_at, ${now}::timestamptz), attempts = p.attempts + 1, reason = null, not_before = null,
        woken_at = null, ambiguous_until = case when due.ran_out
          then due.leased_until + c.execution_ms_max * interval '1 millisecond' else p.ambiguous_until end
      from due, ${connection} c
      where p.shop_id = current_shop() and p.key = due.key and c.shop_id = p.shop_id and c.id = p.connection_id
        and (not due.is_shut or exists (select from probe))
      returning p.*, c.kind as target, c.base_url, c.sealed_credentials, c.enforces_keys, c.execution_ms_max,
        c.parallel_max, c.posts_per_minute
    ), spent as (
      update ${posting} set woken_at = null where shop_id = current_shop() and key = ${key} and woken_at is not null
        and not exists (select from leased)
    ), probed as (
      ${logProbe({ from: sql`probe p`, key, now })}
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
      iso(p.frozen_at) as first_tried_at, p.connection_id::text, p.target, p.base_url, p.sealed_credentials, p.enforces_keys, p.execution_ms_max, s.domain, s.data_key,
      (select jsonb_object_agg(r.key, r.document_id) from ${posting} r
        where r.shop_id = p.shop_id and r.key = any (p.depends_on)) as references,
      (select jsonb_agg(case when o.kind = p.kind then o.document_id else o.body #>> '{shipment,id}' end)
        from ${posting} o where o.shop_id = p.shop_id and o.lane = p.lane and o.key <> p.key and o.document_id is not null
          and (o.kind = p.kind or (p.kind = 'shipment' and o.kind = 'fulfill'))) as claimed,
      p.parallel_max, p.posts_per_minute, p.tries, (s.policy ->> 'triesMax')::integer as tries_max, exists (select from probe) as is_probe,
      coalesce((select ${breakerJson} from probe b), (select ${breakerJson} from ${breaker} b
        where b.shop_id = p.shop_id and b.connection_id = p.connection_id)) as breaker
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
        reason = null, tries = 0
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

/** Gives the lease back with a reason. */
export function releaseLease(
  fence: Fence,
  release: Release & { readonly now: Instant },
): readonly Statement<unknown>[] {
  const stopped = release.stop === 'gave up' ? release.stop : release.state;
  const outcome = release.state === 'planned' ? 'retried' : stopped;
  const released = statement(sql`
    with released as (
      update ${posting} set state = ${release.state}, reason = ${release.reason}, leased_until = null,
        not_before = ${release.notBefore}::timestamptz, tries = tries + ${release.isTry ? 1 : 0}, stopped = ${release.stop},
        ambiguous_until = greatest(ambiguous_until, ${release.ambiguousUntil}::timestamptz)
      where shop_id = current_shop() and key = ${fence.key} and lease_token = ${fence.token}::bigint and state = 'leased'
      returning ${loggedColumns}, reason, not_before, tries
    )
    ${logPostings({
      from: sql`released p`,
      kind: sql`${outcome}`,
      detail: sql`jsonb_build_object('reason', p.reason, 'notBefore', iso(p.not_before), 'tries', p.tries)`,
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
