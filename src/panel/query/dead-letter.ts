/** What the page of stopped postings reads, and the sending again of some of them. */
import { sql } from 'drizzle-orm';
import { posting } from '#drizzle/schema/automate.ts';
import { breaks, proof } from '#drizzle/schema/stabilize.ts';
import type { Stop } from '#src/automate/carry-out.ts';
import { sendAgain } from '#src/automate/stopped/store.ts';
import { type Database, statement, type Statement } from '#src/client/database.ts';
import { type SettingsRow, shopSettings } from '#src/inbox/store.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { MappingKind } from '#domain/shop.ts';
import type { PostingKind, WorkflowName } from '#domain/workflow.ts';

export const stoppedShownMax = 50;

export type StoppedRow = {
  readonly key: string;
  readonly lane: Lane;
  readonly kind: PostingKind;
  readonly workflow: WorkflowName;
  readonly stopped: Stop;
  readonly reason: string | null;
  readonly attempts: number;
  readonly minor: string | null;
  readonly currency: string | null;
  readonly happened_at: Instant;
  readonly order_name: string | null;
  /** A person had it sent again, and it is not planned anew yet. */
  readonly is_waiting: boolean;
  /** Its order names something that has no name in the ERP. */
  readonly is_unmapped: boolean;
};

export type StoppedRead = {
  readonly settings: SettingsRow | undefined;
  readonly rows: readonly StoppedRow[];
  readonly count: number;
  /** How many the form of this very call sent again. */
  readonly sent: number;
};

type Sending = { readonly keys: readonly string[]; readonly actor: string };

/** The page as it stands after what is sent again, in one trip; nothing is sent where nothing is named. */
export async function readStopped(
  db: Database,
  { domain, now, sending }: { domain: string; now: Instant; sending?: Sending },
): Promise<StoppedRead> {
  const again = sendAgain({
    among: sql`p.key = any (array(select jsonb_array_elements_text(${JSON.stringify(sending?.keys ?? [])}::jsonb)))`,
    actor: sending?.actor ?? '',
    now,
  });
  const listed = [shopSettings(), stoppedRows(), stoppedCount()] as const;
  if (sending === undefined) {
    const [[settings], rows, [total]] = await db.trip({ domain }, listed);
    return { settings, rows, count: total?.count ?? 0, sent: 0 };
  }
  const [sent, [settings], rows, [total]] = await db.trip({ domain }, [again, ...listed]);
  return { settings, rows, count: total?.count ?? 0, sent: sent.length };
}

function stoppedRows(): Statement<StoppedRow> {
  return statement(sql`
    select p.key, p.lane, p.kind, p.workflow, p.stopped, p.reason, p.attempts, p.body #>> '{total,minor}' as minor,
      p.body #>> '{total,currency}' as currency, iso(p.happened_at) as happened_at, o.order_name,
      p.frozen_at is null as is_waiting,
      exists (select from ${breaks} b where b.shop_id = p.shop_id and b.lane = p.lane and b.cause = 'UNMAPPED'
        and b.closed_at is null) as is_unmapped
    from ${posting} p left join ${proof} o on o.shop_id = p.shop_id and o.lane = p.lane
    where p.shop_id = current_shop() and p.stopped is not null and p.declined_at is null
    order by p.happened_at, p.key limit ${stoppedShownMax}`);
}

function stoppedCount(): Statement<{ count: number }> {
  return statement(sql`
    select count(*)::integer as count from ${posting} p
    where p.shop_id = current_shop() and p.stopped is not null and p.declined_at is null`);
}

/** What was refused while a source of this kind had no name in the ERP is planned anew once one has. */
export function sendMapped(kind: MappingKind, { by, now }: { by: string; now: Instant }): Statement<unknown> {
  const among = sql`p.stopped = 'refused' and p.lane = any (array(
    select b.lane from ${breaks} b where b.shop_id = current_shop() and b.cause = 'UNMAPPED' and b.closed_at is null
      and starts_with(b.about, ${`${kind} `})))`;
  return sendAgain({ among, actor: by, now });
}
