/** What the pages of workflows read: how each stands, what it posted, and where people did otherwise. */
import { type SQL, sql } from 'drizzle-orm';
import { posting, shadow } from '#drizzle/schema/automate.ts';
import { decision } from '#drizzle/schema/govern.ts';
import { workflow } from '#drizzle/schema/inbox.ts';
import { proof } from '#drizzle/schema/stabilize.ts';
import { type Database, type Statement, statement } from '#src/client/database.ts';
import { workflowSubject } from '#src/automate/mode/store.ts';
import { shopSettings } from '#src/inbox/store.ts';
import type { Decision } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { ShadowField } from '#domain/shadow.ts';
import type { Mode, PostingKind, WorkflowName } from '#domain/workflow.ts';

/** How a workflow stands. Counts of what waits are of now; what was posted is of the last day. */
export type StandingRow = {
  readonly name: WorkflowName;
  readonly mode: Mode;
  readonly cut_over_at: Instant;
  readonly paused_at: Instant | null;
  readonly paused_by: string | null;
  readonly paused_reason: string | null;
  readonly posted: number;
  readonly leaving: number;
  readonly held: number;
  readonly refused: number;
  /** Of those held or leaving, what waits for a person's approval. */
  readonly unapproved: number;
};

/** How far people did what a workflow would have posted: of the newest documents, and of the window. */
export type AgreementRow = {
  readonly workflow: WorkflowName;
  readonly newest: number;
  readonly newest_agreeing: number;
  readonly compared: number;
  readonly agreeing: number;
  /** Documents of people among those compared. */
  readonly made: number;
};

/** As many of the newest documents as agreement is judged by, and so many days of them. */
const newestMax = 100;
export const windowDays = 60;

/** What waits for a person: nothing of it left, its workflow asks for approval, and this body has none. */
export const isUnapproved = sql`(p.declined_at is null and w.mode = 'approve'
  and p.state in ('held', 'planned', 'leased') and (p.approved_digest is distinct from p.body_digest or p.approval_void_at is not null))`;

/** A person approved it as it stands, and nobody keeps it from leaving. */
export const isApproved = sql`(p.declined_at is null and w.mode = 'approve'
  and coalesce(p.approved_digest = p.body_digest and p.approval_void_at is null, false))`;

function standings(now: Instant): Statement<StandingRow> {
  return statement(sql`
    with open as (
      select p.workflow, p.state, p.declined_at, p.approved_digest, p.body_digest, p.approval_void_at from ${posting} p
      where p.shop_id = current_shop() and p.state in ('planned', 'leased')
      union all
      select p.workflow, p.state, p.declined_at, p.approved_digest, p.body_digest, p.approval_void_at from ${posting} p
      where p.shop_id = current_shop() and p.state in ('held', 'rejected')
    ), waiting as (
      select p.workflow, count(*) filter (where p.state in ('planned', 'leased')) as leaving,
        count(*) filter (where p.state = 'held') as held, count(*) filter (where p.state = 'rejected') as refused,
        count(*) filter (where ${isUnapproved}) as unapproved
      from open p join ${workflow} w on w.shop_id = current_shop() and w.name = p.workflow group by p.workflow
    ), done as (
      select p.workflow, count(*) as posted from ${posting} p where p.shop_id = current_shop() and p.state = 'posted'
        and p.posted_at >= ${now}::timestamptz - interval '24 hours' group by p.workflow
    )
    select w.name, w.mode, iso(w.cut_over_at) as cut_over_at, iso(w.paused_at) as paused_at, w.paused_by, w.paused_reason,
      coalesce(d.posted, 0)::integer as posted, coalesce(o.leaving, 0)::integer as leaving,
      coalesce(o.held, 0)::integer as held, coalesce(o.refused, 0)::integer as refused,
      coalesce(o.unapproved, 0)::integer as unapproved
    from ${workflow} w left join waiting o on o.workflow = w.name left join done d on d.workflow = w.name
    where w.shop_id = current_shop()`);
}

/** What we post ourselves is not missing at people's hands, though it was when it was compared. */
const counts = sql`(s.is_made or w.mode not in ('approve', 'auto') or s.happened_at < w.cut_over_at)`;

function agreements(now: Instant): Statement<AgreementRow> {
  const inWindow = sql`s.happened_at >= ${now}::timestamptz - ${`${windowDays} days`}::interval`;
  return statement(sql`
    select w.name as workflow, n.newest::integer, n.agreeing::integer as newest_agreeing, c.compared::integer,
      c.agreeing::integer, c.made::integer
    from ${workflow} w
    cross join lateral (
      select count(*) as newest, count(*) filter (where agrees) as agreeing from (
        select s.agrees from ${shadow} s where s.shop_id = current_shop() and s.workflow = w.name and ${inWindow} and ${counts}
        order by s.happened_at desc, s.ref desc limit ${newestMax}) last
    ) n cross join lateral (
      select count(*) as compared, count(*) filter (where s.agrees) as agreeing, count(*) filter (where s.is_made) as made
      from ${shadow} s where s.shop_id = current_shop() and s.workflow = w.name and ${inWindow} and ${counts}
    ) c
    where w.shop_id = current_shop()`);
}

/** Every workflow with its evidence, in one trip; what people just did goes first in it. */
export async function readAutomations<Done>(
  db: Database,
  { domain, now }: { readonly domain: string; readonly now: Instant },
  act: Statement<Done> = statement(sql`select where false`),
) {
  const [done, settings, standing, agreement] = await db.trip({ domain }, [
    act,
    shopSettings(),
    standings(now),
    agreements(now),
  ]);
  return { done, settings: settings[0], standing, agreement };
}

export type ListedPosting = {
  readonly key: string;
  readonly kind: PostingKind;
  readonly state: string;
  readonly reason: string | null;
  readonly lane: Lane;
  readonly order_name: string | null;
  readonly document_number: string | null;
  readonly total: { readonly minor: string; readonly currency: string };
  readonly body_digest: string;
  readonly planned_at: Instant;
  readonly posted_at: Instant | null;
  readonly is_unapproved: boolean;
  readonly is_approved: boolean;
};

export const postingStates = ['waiting', 'planned', 'held', 'rejected', 'posted', 'withdrawn'] as const;

/** `show`: one state, or what waits for approval; `after`, `differsAfter`: the row at which a page ended. */
export type AutomationAsk = {
  readonly name: WorkflowName;
  readonly show: (typeof postingStates)[number] | undefined;
  readonly after: string | undefined;
  readonly differsAfter: string | undefined;
};

export const postingsPageSize = 25;
export const differsPageSize = 10;

function postingsOf({ name, show, after }: AutomationAsk): Statement<ListedPosting> {
  const given = [
    sql`p.shop_id = current_shop()`,
    sql`p.workflow = ${name}`,
    ...shown(show),
    ...(after === undefined
      ? []
      : [
          sql`(p.planned_at, p.key) < (select e.planned_at, e.key from ${posting} e where e.shop_id = current_shop() and e.key = ${after})`,
        ]),
  ];
  return statement(sql`
    select p.key, p.kind, p.state, p.reason, p.lane, o.order_name, p.document_number, p.body -> 'total' as total, p.body_digest,
      iso(p.planned_at) as planned_at, iso(p.posted_at) as posted_at, ${isUnapproved} as is_unapproved,
      ${isApproved} as is_approved
    from ${posting} p join ${workflow} w on w.shop_id = p.shop_id and w.name = p.workflow
    left join ${proof} o on o.shop_id = p.shop_id and o.lane = p.lane
    where ${sql.join(given, sql` and `)}
    order by p.planned_at desc, p.key desc limit ${postingsPageSize + 1}`);
}

function shown(show: AutomationAsk['show']): readonly SQL[] {
  if (show === undefined) return [];
  if (show === 'waiting') return [isUnapproved];
  return [show === 'planned' ? sql`p.state in ('planned', 'leased')` : sql`p.state = ${show}`];
}

/** A document of one side, as it was compared. */
export type ShownSide = {
  readonly kind: string;
  readonly name: string;
  readonly total: { readonly minor: string; readonly currency: string };
  readonly on: string | null;
  readonly lines:
    | readonly { readonly account: string; readonly taxKey: string | null; readonly minor: string }[]
    | null;
};

export type DisagreementRow = {
  readonly ref: string;
  readonly lane: Lane;
  readonly order_name: string | null;
  readonly happened_at: Instant;
  readonly differs: readonly ShadowField[];
  readonly ours: readonly ShownSide[];
  readonly theirs: readonly ShownSide[];
};

function disagreementsOf({ name, differsAfter }: AutomationAsk): Statement<DisagreementRow> {
  const edge =
    differsAfter === undefined
      ? sql`true`
      : sql`(s.happened_at, s.ref) < (select e.happened_at, e.ref from ${shadow} e where e.shop_id = current_shop() and e.ref = ${differsAfter})`;
  return statement(sql`
    select s.ref, s.lane, o.order_name, iso(s.happened_at) as happened_at, to_jsonb(s.differs) as differs, s.ours, s.theirs
    from ${shadow} s join ${workflow} w on w.shop_id = s.shop_id and w.name = s.workflow
    left join ${proof} o on o.shop_id = s.shop_id and o.lane = s.lane
    where s.shop_id = current_shop() and s.workflow = ${name} and not s.agrees and ${counts} and ${edge}
    order by s.happened_at desc, s.ref desc limit ${differsPageSize + 1}`);
}

/** What was done to the workflow itself, newest first. */
function historyOf(name: WorkflowName): Statement<Decision> {
  return statement(sql`
    select lane, iso(decided_at) as "decidedAt", kind, subject, rule, rule_version as "ruleVersion", detail, actor
    from ${decision} where shop_id = current_shop() and subject = ${workflowSubject(name)} order by id desc limit 20`);
}

/** One workflow with its postings and disagreements, in one trip; what people just did goes first in it. */
export async function readAutomation<Done>(
  db: Database,
  { domain, ask, now }: { readonly domain: string; readonly ask: AutomationAsk; readonly now: Instant },
  act: Statement<Done> = statement(sql`select where false`),
) {
  const [done, settings, standing, agreement, postings, disagreements, history] = await db.trip({ domain }, [
    act,
    shopSettings(),
    standings(now),
    agreements(now),
    postingsOf(ask),
    disagreementsOf(ask),
    historyOf(ask.name),
  ]);
  return { done, settings: settings[0], standing, agreement, postings, disagreements, history };
}

export type AutomationRead = Awaited<ReturnType<typeof readAutomation>>;
