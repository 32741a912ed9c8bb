/** SQL of a person's word on postings: exactly this body may leave, or it may not. Each word is in the log. */
import { type SQL, sql } from 'drizzle-orm';
import { loggedColumns, logPostings } from '#drizzle/decision-log.ts';
import { posting } from '#drizzle/schema/automate.ts';
import { lane, shop, workflow } from '#drizzle/schema/inbox.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import { declinedReason, restoredReason } from '#src/automate/hold.ts';

/** A posting in the body in which it was shown. */
export type ShownBody = { readonly key: string; readonly bodyDigest: string };

export type Says = { readonly by: string; readonly now: Instant };

/** Who left may change nothing, whatever a token says that is still valid. */
const installed = sql`exists (select from ${shop} s where s.id = current_shop() and s.state = 'installed')`;

/**
 * Approves those whose body is still the one that was shown, while their workflow asks for approval. They are planned
 * anew, and leave by the road of all others. Answers the keys it approved.
 */
export function approvePostings(shown: readonly ShownBody[], { by, now }: Says): Statement<{ key: string }> {
  const given = shown.map(({ key, bodyDigest }) => ({ key, digest: bodyDigest }));
  return statement(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (key text, digest text)
    ), said as (
      update ${posting} set approved_digest = ${posting}.body_digest, approved_at = ${now}::timestamptz, approved_by = ${by},
        approval_void_at = null
      from given g, ${workflow} w
      where ${posting}.shop_id = current_shop() and ${posting}.key = g.key and ${posting}.body_digest = g.digest
        and ${posting}.state in ('held', 'planned', 'leased') and ${posting}.declined_at is null
        and (${posting}.approved_digest is distinct from ${posting}.body_digest or ${posting}.approval_void_at is not null)
        and w.shop_id = ${posting}.shop_id and w.name = ${posting}.workflow and w.mode = 'approve' and ${installed}
      returning ${loggedColumns}
    ), logged as (
      ${logPostings({ from: sql`said p`, kind: sql`'approved'`, detail: sql`'{}'::jsonb`, now, actor: by })}
    ), stirred as (${stirSaid})
    select key from said order by key`);
}

/** Keeps one from leaving, whatever its body becomes, until that is taken back. No row: it has left, or may have. */
export function declinePosting(
  key: string,
  { by, now, reason }: Says & { readonly reason: string },
): Statement<{ key: string }> {
  return statement(sql`
    with said as (
      update ${posting} set declined_at = ${now}::timestamptz, declined_by = ${by}, declined_reason = ${reason},
        state = 'held', reason = ${declinedReason(reason)}
      where shop_id = current_shop() and key = ${key} and state in ('held', 'planned') and declined_at is null
        and stopped is null and ${installed}
      returning ${loggedColumns}
    ), logged as (
      ${logPostings({
        from: sql`said p`,
        kind: sql`'declined'`,
        detail: sql`jsonb_build_object('reason', ${reason}::text)`,
        now,
        actor: by,
      })}
    )
    select key from said`);
}

/** Takes that back: what was fixed before goes on as it was, all else is planned anew. */
export function restorePosting(key: string, { by, now }: Says): Statement<{ key: string }> {
  return statement(sql`
    with said as (
      update ${posting} set declined_at = null, declined_by = null, declined_reason = null,
        state = case when frozen_at is null then 'held' else 'planned' end,
        reason = case when frozen_at is null then ${restoredReason}::text end
      where shop_id = current_shop() and key = ${key} and state = 'held' and declined_at is not null and ${installed}
      returning ${loggedColumns}
    ), logged as (
      ${logPostings({ from: sql`said p`, kind: sql`'restored'`, detail: sql`'{}'::jsonb`, now, actor: by })}
    ), stirred as (${stirSaid})
    select key from said`);
}

/** Lanes are taken in the order of their keys, so that two writers cannot deadlock. */
const stirSaid: SQL = sql`update ${lane} l set stirred = l.stirred + 1 from (
      select t.key from ${lane} t where t.shop_id = current_shop() and t.key = any (array(select s.lane from said s))
      order by t.key for update
    ) taken where l.shop_id = current_shop() and l.key = taken.key`;
