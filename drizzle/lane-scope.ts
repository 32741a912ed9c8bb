import { type SQL, sql } from 'drizzle-orm';
import { lane } from '#drizzle/schema/inbox.ts';

/** Which lanes a read is about: those a claim took, or one by name. */
export type LaneScope = { readonly claim: string } | { readonly lane: string };

/** A set of lane keys, to stand behind `in`. */
export function lanesOf(scope: LaneScope): SQL {
  if ('lane' in scope) return sql`(select ${scope.lane}::text)`;
  return sql`(select l.key from ${lane} l where l.shop_id = current_shop() and l.claimed_by = ${scope.claim})`;
}
