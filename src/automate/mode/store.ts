/** SQL of what runs by itself: modes and the switch that stops a workflow, each change with its reason in the log. */
import { type SQL, sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { loggedColumns, logPostings } from '#drizzle/decision-log.ts';
import { posting } from '#drizzle/schema/automate.ts';
import { lane, shop, workflow } from '#drizzle/schema/inbox.ts';
import { proof } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import { shopLane } from '#domain/lane.ts';
import type { Mode, WorkflowName } from '#domain/workflow.ts';
import { modeReason } from '#src/automate/hold.ts';

/** Who did it, when, and why. */
export type Word = { readonly by: string; readonly now: Instant; readonly reason: string };

const ruleVersion = 1;

/** What stands in the log of a workflow: the subject of its decisions. */
export function workflowSubject(name: WorkflowName): string {
  return `workflow/${name}`;
}

/** Who left may change nothing, whatever a token says that is still valid. */
const installed = sql`exists (select from ${shop} s where s.id = current_shop() and s.state = 'installed')`;

/**
 * Changes a mode, logs it, and stirs what it concerns: whatever waits to leave, and where documents now become ours to
 * post or people's again, every order since the cut-over. Out of `off` nothing was planned before. No row: it is in
 * that mode already.
 */
export function changeMode(name: WorkflowName, to: Mode, word: Word): Statement<{ former: Mode }> {
  const held = sql`
    update ${posting} set state = 'held', reason = ${modeReason(name, to)}
    where shop_id = current_shop() and workflow = ${name} and state = 'planned' and frozen_at is null
      and ${to} = 'off' and exists (select from changed)
    returning ${loggedColumns}, reason`;
  return statement(sql`
    with former as (
      select w.mode, w.cut_over_at, (w.mode = 'off' or (w.mode in ('approve', 'auto')) <> (${to} in ('approve', 'auto'))) as turns
      from ${workflow} w where w.shop_id = current_shop() and w.name = ${name} and w.mode <> ${to} and ${installed}
      for update
    ), changed as (
      update ${workflow} w set mode = ${to} from former where w.shop_id = current_shop() and w.name = ${name}
      returning w.name
    ), held as (${held}
    ), logged as (
      ${logWorkflow(name, {
        kind: 'mode changed',
        detail: sql`jsonb_build_object('workflow', ${name}::text, 'from', f.mode, 'to', ${to}::text, 'reason', ${word.reason}::text)`,
        from: sql`former f`,
        word,
      })}
    ), logged_held as (
      ${logPostings({ from: sql`held p`, kind: sql`'held'`, detail: sql`jsonb_build_object('reason', p.reason)`, now: word.now })}
    ), concerned as (
      select p.lane from ${posting} p where p.shop_id = current_shop() and p.workflow = ${name}
        and p.state in ('planned', 'held') and p.frozen_at is null and exists (select from former)
      union select p.lane from ${proof} p, former f where p.shop_id = current_shop() and f.turns
        and p.placed_at >= f.cut_over_at
      union select d.key from ${lane} d, former f where d.shop_id = current_shop() and f.turns
        and d.key like 'summary/%'
    ), taken as (
      select l.key from ${lane} l where l.shop_id = current_shop() and l.key = any (array(select c.lane from concerned c))
      order by l.key for update
    ), stirred as (
      update ${lane} l set stirred = l.stirred + 1 from taken where l.shop_id = current_shop() and l.key = taken.key
    )
    select mode as former from former`);
}

/** Stops a workflow and keeps its mode: nothing more leaves, plans are made as before. No row: it is paused already. */
export function pauseWorkflow(name: WorkflowName, word: Word): Statement<{ name: string }> {
  return statement(sql`
    with changed as (
      update ${workflow} w set paused_at = ${word.now}::timestamptz, paused_by = ${word.by}, paused_reason = ${word.reason}
      where w.shop_id = current_shop() and w.name = ${name} and w.paused_at is null and ${installed}
      returning w.name
    ), logged as (
      ${logWorkflow(name, {
        kind: 'paused',
        detail: sql`jsonb_build_object('workflow', ${name}::text, 'reason', ${word.reason}::text)`,
        from: sql`changed`,
        word,
      })}
    )
    select name from changed`);
}

/** What waited meanwhile leaves with the next tick. No row: it was not paused. */
export function resumeWorkflow(name: WorkflowName, word: Omit<Word, 'reason'>): Statement<{ name: string }> {
  return statement(sql`
    with changed as (
      update ${workflow} w set paused_at = null, paused_by = null, paused_reason = null
      where w.shop_id = current_shop() and w.name = ${name} and w.paused_at is not null and ${installed}
      returning w.name
    ), logged as (
      ${logWorkflow(name, {
        kind: 'resumed',
        detail: sql`jsonb_build_object('workflow', ${name}::text)`,
        from: sql`changed`,
        word,
      })}
    )
    select name from changed`);
}

type Logged = {
  readonly kind: 'mode changed' | 'paused' | 'resumed';
  readonly detail: SQL;
  /** The row that says that something changed. */
  readonly from: SQL;
  readonly word: Omit<Word, 'reason'>;
};

function logWorkflow(name: WorkflowName, { kind, detail, from, word }: Logged): SQL {
  return sql`insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
    select current_shop(), ${shopLane}, ${word.now}::timestamptz, ${kind}, ${workflowSubject(name)}, ${name},
      ${ruleVersion}::integer, ${detail}, ${word.by} from ${from}`;
}
