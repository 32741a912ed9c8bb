/** How far store and ERP were asked what changed. */
import { sql } from 'drizzle-orm';
import { sweep } from '#drizzle/schema/stabilize.ts';
import { statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { Resource } from '#src/stabilize/catch-up/step.ts';

export type SweepRow = {
  readonly resource: Resource;
  readonly read_through: Instant | null;
  readonly pass_started_at: Instant | null;
  readonly pass_rows: string;
  readonly rows_read: string;
  readonly due_at: Instant | null;
  readonly failures: number;
  readonly reason: string | null;
};

export const sweeps = statement<SweepRow>(sql`
  select resource, iso(read_through) as read_through, iso(pass_started_at) as pass_started_at, pass_rows::text,
    rows_read::text, iso(due_at) as due_at, failures, reason
  from ${sweep} where shop_id = current_shop() order by resource`);
