/** SQL of what found no partner in its own lane, and of the claims that join such items across lanes. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { claim, openItem } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Claim, OpenItem } from '#domain/open-item.ts';

export type ClaimRow = {
  readonly lanes: readonly Lane[];
  readonly due: string;
  readonly due_label: string;
  readonly documents: Claim['documents'];
  readonly state: Claim['state'];
  readonly claimed_at: Instant;
};

/** The claims in which these lanes have a part, one a due. */
export function claimsOf(scope: LaneScope): Statement<ClaimRow> {
  // Arrays that are made first find their rows by index, where sets that are joined would read all there are.
  return statement(sql`
    with item as materialized (
      select o.ref, o.side from ${openItem} o where o.shop_id = current_shop() and o.lane = any (array${lanesOf(scope)})
    ), due as materialized (
      select ref from item where side = 'due'
      union all select d.due_ref from ${claim} d where d.shop_id = current_shop() and d.state = 'claimed'
        and d.document_ref = any (array(select ref from item where side = 'document'))
      union all select d.due_ref from ${claim} d where d.shop_id = current_shop() and d.state = 'tied'
        and d.document_ref = any (array(select ref from item where side = 'document'))
    )
    select jsonb_agg(distinct c.due_lane) || jsonb_agg(distinct c.document_lane) as lanes, c.due_ref as due,
      c.due_label, jsonb_agg(jsonb_build_object('ref', c.document_ref, 'label', c.document_label) order by c.document_ref)
        as documents, c.state, iso(min(c.claimed_at)) as claimed_at
    from ${claim} c where c.shop_id = current_shop() and c.due_ref = any (array(select ref from due))
    group by c.due_ref, c.due_label, c.state order by c.due_ref`);
}

export function claimOf(row: ClaimRow): Claim {
  const { due, due_label: dueLabel, documents, state, claimed_at: claimedAt } = row;
  return { due, dueLabel, documents, state, claimedAt };
}

/** All of one lane's items that found no partner in it. What the matcher found of them changes nothing here. */
export type LaneItems = { readonly lane: Lane; readonly openItems: readonly OpenItem[] };

/** Makes the open items on record those of the lanes now; says whether any was not so before. */
export function keepOpenItems(shopId: string, lanes: readonly LaneItems[]): Statement<{ changed: boolean }> {
  const given = lanes.flatMap(({ lane, openItems }) =>
    openItems.map(({ ref, side, group, kind, amount, on, label }) => ({
      ref,
      lane,
      side,
      item_group: group,
      kind,
      minor: String(amount.minor),
      currency: amount.currency,
      on_date: on,
      label,
    })),
  );
  return statement(sql`
    with given as (
      select distinct on (ref) * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (ref text, lane text, side text,
        item_group text, kind text, minor bigint, currency text, on_date date, label text)
      order by ref, lane
    ), gone as (
      delete from ${openItem} o where o.shop_id = current_shop()
        and o.lane in (select jsonb_array_elements_text(${JSON.stringify(lanes.map(({ lane }) => lane))}::jsonb))
        and not exists (select from given g where g.ref = o.ref)
      returning o.ref
    ), put as (
      -- A document that moved to another order is still on record under the one it left.
      insert into ${openItem} (shop_id, ref, lane, side, item_group, kind, minor, currency, on_date, label)
      select ${shopId}::bigint, ref, lane, side, item_group, kind, minor, currency, on_date, label from given
      on conflict (shop_id, ref) do update set lane = excluded.lane, side = excluded.side,
        item_group = excluded.item_group, kind = excluded.kind, minor = excluded.minor, currency = excluded.currency,
        on_date = excluded.on_date, label = excluded.label
      where (open_item.lane, open_item.side, open_item.item_group, open_item.kind, open_item.minor, open_item.currency,
          open_item.on_date, open_item.label)
        is distinct from (excluded.lane, excluded.side, excluded.item_group, excluded.kind, excluded.minor,
          excluded.currency, excluded.on_date, excluded.label)
      returning ref
    )
    select exists (select from gone) or exists (select from put) as changed`);
}

/** Joins dues with documents of other lanes where the evidence is unique, and unties what no longer fits. */
export function matchOpenItems(now: Instant): Statement<{ made: string; gone: string }> {
  return statement(sql`select made::text, gone::text from match_open_items(${now}::timestamptz)`);
}

/** Logs claims that the log has not yet and stirs the lanes they join; says how many of them. */
export function tellClaims(now: Instant, most: number): Statement<{ told: number }> {
  return statement(sql`select tell_claims(${now}::timestamptz, ${most}::integer)::integer as told`);
}
