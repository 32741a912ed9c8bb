/** SQL of what found no partner in its own lane, and of the claims that join such items across lanes. */
import { sql } from 'drizzle-orm';
import { type LaneScope, lanesOf } from '#drizzle/lane-scope.ts';
import { claim } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Claim } from '#domain/open-item.ts';

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
  return statement(sql`
    select jsonb_agg(distinct c.due_lane) || jsonb_agg(distinct c.document_lane) as lanes, c.due_ref as due,
      c.due_label, jsonb_agg(jsonb_build_object('ref', c.document_ref, 'label', c.document_label) order by c.document_ref)
        as documents, c.state, iso(min(c.claimed_at)) as claimed_at
    from ${claim} c where c.shop_id = current_shop() and c.due_ref in (
      select d.due_ref from ${claim} d where d.shop_id = current_shop()
        and (d.due_lane in ${lanesOf(scope)} or d.document_lane in ${lanesOf(scope)}))
    group by c.due_ref, c.due_label, c.state order by c.due_ref`);
}

export function claimOf(row: ClaimRow): Claim {
  const { due, due_label: dueLabel, documents, state, claimed_at: claimedAt } = row;
  return { due, dueLabel, documents, state, claimedAt };
}
