/** SQL of the decision log: rows are added in the batch that carries the decision out, and never changed. */
import { sql } from 'drizzle-orm';
import { decision } from '#drizzle/schema/govern.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Decision } from '#domain/decision.ts';

/** Logs what one batch decided; the lane's version guards it against a second time. */
export function logDecisions(
  shopId: string,
  decisions: readonly (Decision & { readonly inputsDigest: string | null })[],
): Statement<unknown> {
  return statement(sql`
    insert into ${decision} (shop_id, lane, decided_at, kind, subject, rule, rule_version, inputs_digest, detail, actor)
    select ${shopId}::bigint, d.lane, d."decidedAt", d.kind, d.subject, d.rule, d."ruleVersion", d."inputsDigest", d.detail, d.actor
    from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as d (lane text, "decidedAt" timestamptz, kind text,
      subject text, rule text, "ruleVersion" integer, "inputsDigest" text, detail jsonb, actor text)`);
}
