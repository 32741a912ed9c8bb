/** SQL of postings that were given up or refused: a person has them sent again. */
import { type SQL, sql } from 'drizzle-orm';
import { logPostings, loggedColumns } from '#drizzle/decision-log.ts';
import { posting } from '#drizzle/schema/automate.ts';
import { lane, shop } from '#drizzle/schema/inbox.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';

type Again = {
  /** Which of those that go no further, of `posting` aliased p. */
  readonly among: SQL;
  readonly actor: string;
  readonly now: Instant;
};

/**
 * What was refused was surely not made, so it may become another by what is known now: it is planned anew, under the
 * rule of today. Anything else may stand at the other side already: it leaves as it was planned, and is looked for
 * first. Answers which.
 */
export function sendAgain({ among, actor, now }: Again): Statement<{ key: string; anew: boolean }> {
  return statement(sql`
    with chosen as (
      select p.key, p.state = 'rejected' and coalesce(p.ambiguous_until, ${now}::timestamptz) <= ${now}::timestamptz as anew
      from ${posting} p where p.shop_id = current_shop() and p.stopped is not null and p.frozen_at is not null
        and p.declined_at is null and ${among}
        and exists (select from ${shop} s where s.id = p.shop_id and s.state = 'installed')
      order by p.key for update of p
    ), again as (
      update ${posting} set tries = 0, not_before = null, woken_at = null,
        frozen_at = case when c.anew then null else frozen_at end,
        state = case when c.anew then state else 'planned' end,
        reason = case when c.anew then reason end,
        stopped = case when c.anew then stopped end
      from chosen c where shop_id = current_shop() and ${posting}.key = c.key
      returning ${loggedColumns}, c.anew
    ), stirred as (
      insert into ${lane} (shop_id, key, stirred)
      select a.shop_id, a.lane, 1 from again a group by a.shop_id, a.lane order by a.lane
      on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1
    ), logged as (
      ${logPostings({
        from: sql`again p`,
        kind: sql`'sent again'`,
        detail: sql`jsonb_build_object('anew', p.anew)`,
        now,
        actor,
      })}
    )
    select key, anew from again order by key`);
}
