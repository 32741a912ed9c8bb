/** SQL of the policies of a legal entity. */
import { sql } from 'drizzle-orm';
import { lane } from '#drizzle/schema/inbox.ts';
import { policy } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { PolicyChoices } from '#domain/policy-body.ts';

export type NewPolicy = {
  readonly validFrom: Instant;
  readonly body: PolicyChoices;
  readonly setAt: Instant;
  readonly setBy: string;
};

/** Appends a version, and stirs every order: what it rules is told anew, what was decided before it is not. */
export function appendPolicy({
  validFrom,
  body,
  setAt,
  setBy,
}: NewPolicy): readonly [Statement<{ version: number }>, Statement<unknown>] {
  return [
    statement(sql`
      insert into ${policy} (shop_id, version, valid_from, body, set_at, set_by)
      select current_shop(), coalesce(max(p.version), 0) + 1, ${validFrom}::timestamptz, ${JSON.stringify(body)}::jsonb,
        ${setAt}::timestamptz, ${setBy}
      from ${policy} p where p.shop_id = current_shop()
      returning version`),
    statement(sql`
      update ${lane} set stirred = stirred + 1 where shop_id = current_shop() and (key like 'order/%' or key like 'summary/%')`),
  ];
}
