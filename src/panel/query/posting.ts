/** What the page of one posting reads, in one trip. */
import { sql } from 'drizzle-orm';
import { posting, postingAttempt } from '#drizzle/schema/automate.ts';
import { decision } from '#drizzle/schema/govern.ts';
import { workflow } from '#drizzle/schema/inbox.ts';
import { proof } from '#drizzle/schema/stabilize.ts';
import { sendAgain } from '#src/automate/stopped/store.ts';
import { type Database, type Statement, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import type { Json } from '#domain/canonical.ts';
import type { Decision } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Mode, PostingKind, WorkflowName } from '#domain/workflow.ts';
import type { ShownAttempt } from '#src/panel/queries.ts';
import { isApproved, isUnapproved } from './automation.ts';

export type PostingRow = {
  readonly key: string;
  readonly kind: PostingKind;
  readonly workflow: WorkflowName;
  readonly mode: Mode;
  readonly paused_at: Instant | null;
  readonly state: string;
  readonly reason: string | null;
  readonly lane: Lane;
  readonly order_name: string | null;
  readonly body: Json;
  readonly body_digest: string;
  readonly rule_version: number;
  readonly happened_at: Instant;
  readonly planned_at: Instant;
  readonly frozen_at: Instant | null;
  readonly not_before: Instant | null;
  readonly attempts: number;
  readonly document_id: string | null;
  readonly document_number: string | null;
  readonly adopted: boolean | null;
  readonly posted_at: Instant | null;
  readonly approved_by: string | null;
  readonly approved_at: Instant | null;
  readonly is_approved: boolean;
  /** It was approved, and the facts changed it since. */
  readonly is_void: boolean;
  readonly is_unapproved: boolean;
  /** It goes no further until a person has it tried again. */
  readonly is_stopped: boolean;
  readonly declined_by: string | null;
  readonly declined_at: Instant | null;
  readonly declined_reason: string | null;
};

/** A posting that this one rests on. */
export type NeededRow = {
  readonly key: string;
  readonly kind: PostingKind;
  readonly state: string;
  readonly document_number: string | null;
};

function postingNamed(key: string): Statement<PostingRow> {
  return statement(sql`
    select p.key, p.kind, p.workflow, w.mode, iso(w.paused_at) as paused_at, p.state, p.reason, p.lane, o.order_name, p.body,
      p.body_digest, p.rule_version, iso(p.happened_at) as happened_at, iso(p.planned_at) as planned_at,
      iso(p.frozen_at) as frozen_at, iso(p.not_before) as not_before, p.attempts, p.document_id, p.document_number, p.adopted,
      iso(p.posted_at) as posted_at, p.approved_by, iso(p.approved_at) as approved_at,
      ${isApproved} as is_approved, p.approved_digest is not null and p.approval_void_at is not null as is_void,
      ${isUnapproved} as is_unapproved, p.stopped is not null as is_stopped, p.declined_by, iso(p.declined_at) as declined_at, p.declined_reason
    from ${posting} p join ${workflow} w on w.shop_id = p.shop_id and w.name = p.workflow
    left join ${proof} o on o.shop_id = p.shop_id and o.lane = p.lane
    where p.shop_id = current_shop() and p.key = ${key}`);
}

/** Has one that goes no further tried again. No row: it went on meanwhile. */
export function retryPosting(key: string, { by, now }: { readonly by: string; readonly now: Instant }) {
  return sendAgain({ among: sql`p.key = ${key}`, actor: by, now });
}

/** Everything that is known of a posting: its body, what it rests on, its attempts, and every decision about it. */
export function aroundPosting(key: string) {
  return [
    postingNamed(key),
    statement<NeededRow>(sql`
      select n.key, n.kind, n.state, n.document_number from ${posting} n where n.shop_id = current_shop()
        and n.key = any (array(select unnest(p.depends_on) from ${posting} p where p.shop_id = current_shop() and p.key = ${key}))
      order by n.key`),
    statement<ShownAttempt>(sql`
      select posting_key, iso(started_at) as started_at, iso(ended_at) as ended_at, outcome, detail from ${postingAttempt}
      where shop_id = current_shop() and posting_key = ${key} order by token limit 100`),
    statement<Decision>(sql`
      select lane, iso(decided_at) as "decidedAt", kind, subject, rule, rule_version as "ruleVersion", detail, actor
      from ${decision} where shop_id = current_shop() and subject = ${key} order by id limit 500`),
  ] as const;
}

/** In one trip; what people just did goes first in it. `posting` is undefined for a key that the shop does not know. */
export async function readPosting<Done>(
  db: Database,
  { domain, key }: { readonly domain: string; readonly key: string },
  act: Statement<Done> = statement(sql`select where false`),
) {
  const [done, settings, found, needed, attempts, decisions] = await db.trip({ domain }, [
    act,
    shopSettings(),
    ...aroundPosting(key),
  ]);
  return { done, settings: settings[0], posting: found[0], needed, attempts, decisions };
}

export type PostingRead = Awaited<ReturnType<typeof readPosting>>;
