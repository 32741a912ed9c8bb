/** Reads for people: one order with everything that is known of it. */
import { sql } from 'drizzle-orm';
import { posting, postingAttempt } from '#drizzle/schema/automate.ts';
import { decision } from '#drizzle/schema/govern.ts';
import { inbox, lane } from '#drizzle/schema/inbox.ts';
import { journalEntry, journalLine, proof } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { type KnownDocument, knowDocuments } from '#src/stabilize/know.ts';
import { factOf, factsOf } from '#src/stabilize/store.ts';
import type { Decision } from '#domain/decision.ts';
import type { Json } from '#domain/canonical.ts';
import { decode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Proof } from '#domain/proof.ts';
import { type BreakRow, breaksOf } from '#src/panel/query/breaks.ts';

export type ShownPosting = {
  readonly key: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly document_number: string | null;
  readonly adopted: boolean | null;
  readonly attempts: number;
  readonly posted_at: Instant | null;
  readonly total: { readonly minor: string; readonly currency: string };
};

export type ShownEntry = {
  readonly key: string;
  readonly effective_on: string;
  readonly currency: string;
  readonly lines: readonly { readonly account: string; readonly minor: string }[];
};

export type ShownDelivery = {
  readonly id: string;
  readonly source: string;
  readonly topic: string;
  readonly received_at: Instant;
  readonly state: string;
  readonly reason: string | null;
};

export type ShownAttempt = {
  readonly posting_key: string;
  readonly started_at: Instant;
  readonly ended_at: Instant | null;
  readonly outcome: string | null;
  readonly detail: string | null;
};

export type ShownOrder = {
  readonly lane: Lane;
  readonly asOf: Instant;
  readonly proof: Proof;
  readonly postings: readonly ShownPosting[];
  readonly attempts: readonly ShownAttempt[];
  readonly entries: readonly ShownEntry[];
  readonly deliveries: readonly ShownDelivery[];
  readonly decisions: readonly Decision[];
  readonly breaks: readonly BreakRow[];
  /** Documents of the ERP, whoever made them. */
  readonly documents: readonly KnownDocument[];
};

/** Orders of that name, newest first; `Order.name` is not unique for ever. One trip an order, and one to find them. */
export async function ordersNamed(
  db: Database,
  shopId: string,
  name: string,
): Promise<readonly ShownOrder[]> {
  const [found] = await db.trip(shopId, [
    statement<{ lane: Lane; body: Json; as_of: Instant }>(sql`
      select lane, body, iso(as_of) as as_of from ${proof}
      where shop_id = current_shop() and order_name in (${name}, ${`#${name}`}) order by as_of desc limit 10`),
  ]);
  return Promise.all(
    found.map(async (one) => ({
      ...(await around(db, shopId, one.lane)),
      asOf: one.as_of,
      proof: decode<Proof>(one.body),
    })),
  );
}

/** What was decided in a lane, oldest first: the order's timeline. `explain` makes a sentence of each. */
function decisionsOf(of: Lane) {
  return statement<Decision>(sql`
    select lane, iso(decided_at) as "decidedAt", kind, subject, rule, rule_version as "ruleVersion", detail, actor
    from ${decision} where shop_id = current_shop() and lane = ${of} order by id limit 500`);
}

async function around(db: Database, shopId: string, of: Lane) {
  const [facts, breaks, decisions, postings, attempts, entries, deliveries] = await db.trip(shopId, [
    factsOf({ lane: of }),
    breaksOf(of),
    ...aroundLane(of),
  ]);
  const documents = knowDocuments(facts.map((row) => factOf(row).fact));
  return { lane: of, documents, breaks, decisions, postings, attempts, entries, deliveries };
}

/** What happened in a lane: its decisions, postings with their attempts, ledger entries and deliveries. */
export function aroundLane(of: Lane) {
  return [
    decisionsOf(of),
    statement<ShownPosting>(sql`
      select key, kind, state, reason, document_number, adopted, attempts, iso(posted_at) as posted_at, body -> 'total' as total
      from ${posting} where shop_id = current_shop() and lane = ${of} order by posted_at nulls last, planned_at, key`),
    statement<ShownAttempt>(sql`
      select a.posting_key, iso(a.started_at) as started_at, iso(a.ended_at) as ended_at, a.outcome, a.detail
      from ${postingAttempt} a join ${posting} p on p.shop_id = a.shop_id and p.key = a.posting_key
      where a.shop_id = current_shop() and p.lane = ${of} order by a.started_at, a.token`),
    statement<ShownEntry>(sql`
      select e.key, e.effective_on::text, e.currency,
        jsonb_agg(jsonb_build_object('account', l.account, 'minor', l.minor::text) order by l.line) as lines
      from ${journalEntry} e join ${journalLine} l on l.shop_id = e.shop_id and l.entry_id = e.id
      where e.shop_id = current_shop() and e.lane = ${of} group by e.id, e.key, e.effective_on, e.currency, e.happened_at
      order by e.happened_at, e.id`),
    statement<ShownDelivery>(sql`
      select i.id::text, i.source, i.topic, iso(i.received_at) as received_at, i.state, i.reason
      from ${inbox} i where i.shop_id = current_shop() and i.lane = ${of} order by i.id limit 200`),
  ] as const;
}

export type ReplayRow = {
  readonly lane: Lane;
  readonly source: string;
  readonly topic: string;
  readonly received_at: Instant;
  readonly triggered_at: Instant | null;
  readonly sealed: string | null;
  readonly heard_at: Instant | null;
  readonly read_due_at: Instant | null;
};

/** One kept delivery and how its lane stands, to run it again dry. */
export function deliveryById(id: string) {
  return statement<ReplayRow>(sql`
    select i.lane, i.source, i.topic, iso(i.received_at) as received_at, iso(i.triggered_at) as triggered_at, i.sealed,
      iso(l.heard_at) as heard_at, iso(l.read_due_at) as read_due_at
    from ${inbox} i join ${lane} l on l.shop_id = i.shop_id and l.key = i.lane
    where i.shop_id = current_shop() and i.id = ${id}::bigint`);
}
