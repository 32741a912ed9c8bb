/** SQL of waking postings: which may leave now, in what order, and no more of them than their connection takes. */
import { type SQL, sql } from 'drizzle-orm';
import { breaker, posting } from '#drizzle/schema/automate.ts';
import { connection } from '#drizzle/schema/inbox.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';

export type DueRow = {
  readonly key: string;
  readonly connection_id: string;
  readonly parallel_max: number;
  readonly posts_per_minute: number;
};

/** A wake-up that brought nothing by then was lost, and the posting is woken anew. */
const wakeMs = 3 * 60_000;
/** So many minutes' worth of a connection's postings are under way at QStash; the others stay here, where their order is kept. */
const minutesAhead = 2;

/**
 * Postings of these lanes (null: of the whole shop) that may leave now and of which no wake-up is under way: of each
 * lane the first one, the oldest lanes first, and of a connection that was left alone only one, to try it. They count
 * as woken from here on.
 */
export function wakePostings(lanes: readonly Lane[] | null, now: Instant): Statement<DueRow> {
  const lost = sql`${now}::timestamptz - ${wakeMs} * interval '1 millisecond'`;
  return statement(sql`
    with first as (
      select distinct on (p.lane) p.key, p.connection_id, p.happened_at, p.attempts, p.woken_at
      from posting_due(${now}::timestamptz) d join ${posting} p on p.shop_id = current_shop() and p.key = d.key
      where ${within(lanes)} order by p.lane, p.happened_at, p.key
    ), ranked as (
      select f.key, f.happened_at, f.connection_id, coalesce(b.state, 'closed') = 'closed' as is_closed,
        row_number() over (partition by f.connection_id
          order by case when coalesce(b.state, 'closed') = 'closed' then 0 else f.attempts end, f.happened_at, f.key) as place
      from first f left join ${breaker} b on b.shop_id = current_shop() and b.connection_id = f.connection_id
      where f.woken_at is null or f.woken_at <= ${lost}
    ), chosen as (
      select r.key, r.happened_at, r.connection_id, c.parallel_max, c.posts_per_minute
      from ranked r join ${connection} c on c.shop_id = current_shop() and c.id = r.connection_id
      where r.place <= case when r.is_closed then c.posts_per_minute * ${minutesAhead}::integer - (
        select count(*) from ${posting} w where w.shop_id = current_shop() and w.connection_id = c.id
          and w.state = 'planned' and w.woken_at > ${lost}) else 1 end
    ), woken as (
      update ${posting} set woken_at = ${now}::timestamptz where shop_id = current_shop() and key = any (array(
        select p.key from ${posting} p where p.shop_id = current_shop() and p.key = any (array(select c.key from chosen c))
        order by p.key for update skip locked))
      returning key
    )
    select c.key, c.connection_id::text, c.parallel_max, c.posts_per_minute from chosen c join woken w on w.key = c.key
    order by c.happened_at, c.key`);
}

function within(lanes: readonly Lane[] | null): SQL {
  if (lanes === null) return sql`true`;
  return sql`p.lane = any (array(select jsonb_array_elements_text(${JSON.stringify(lanes)}::jsonb)))`;
}

/** The wake-ups did not reach QStash after all. */
export function forgetWakes(keys: readonly string[]): Statement<unknown> {
  return statement(sql`
    update ${posting} set woken_at = null where shop_id = current_shop() and key = any (array(
      select p.key from ${posting} p where p.shop_id = current_shop()
        and p.key = any (array(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))
      order by p.key for update skip locked))`);
}
