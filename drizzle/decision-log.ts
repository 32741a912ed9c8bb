import { type SQL, sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { posting } from '#drizzle/schema/automate.ts';

/** What a log row about a posting says besides its document: fields of the decision's sentence, as SQL. */
export type PostingDecision = {
  /** Rows of `posting`, aliased p: those that the statement it stands in has just written. */
  readonly from: SQL;
  readonly kind: SQL;
  readonly detail: SQL;
  readonly now: string;
  /** Who, where it is a person. */
  readonly actor?: string;
};

/** Adds a row for each posting that changed, in the statement that changed it: one change, one row. */
export function logPostings({ from, kind, detail, now, actor = 'rule' }: PostingDecision): SQL {
  return sql`insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, inputs_digest, detail, actor)
    select p.shop_id, p.lane, ${now}::timestamptz, ${kind}, p.key, p.workflow, p.rule_version, p.body_digest,
      jsonb_build_object('document', p.kind, 'minor', p.body #>> '{total,minor}', 'currency', p.body #>> '{total,currency}')
        || ${detail}, ${actor}::text
    from ${from}`;
}

/** The columns of a changed posting that its log row needs. */
export const loggedColumns = sql`${posting}.shop_id, ${posting}.lane, ${posting}.key, ${posting}.kind, ${posting}.workflow,
  ${posting}.rule_version, ${posting}.body_digest, ${posting}.body`;
