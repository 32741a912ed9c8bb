/** What the list of orders reads, in one trip. */
import { type SQL, sql } from 'drizzle-orm';
import { posting } from '#drizzle/schema/automate.ts';
import { shop } from '#drizzle/schema/inbox.ts';
import { breaks, fact, proof } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import type { BreakCause } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { LegName, ProofState } from '#domain/proof.ts';

export type OrderRow = {
  readonly lane: Lane;
  readonly name: string;
  readonly state: ProofState;
  readonly as_of: Instant;
  readonly placed_at: Instant | null;
  readonly total: { readonly minor: string; readonly currency: string } | null;
  /** The sentence of the difference with the most money. */
  readonly differs: string | null;
  readonly documents: readonly {
    readonly kind: string;
    readonly state: string;
    readonly number: string | null;
  }[];
};

export type MeasuredLeg = Exclude<LegName, 'payout'>;

export type ListAsk = {
  readonly search: string;
  readonly state: ProofState | undefined;
  readonly sort: 'newest' | 'oldest' | 'amount';
  readonly cause: BreakCause | undefined;
  /** The side on which an order differs. */
  readonly leg: MeasuredLeg | undefined;
  readonly status: string | undefined;
  /** Days of the shop, both inclusive. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The order's own id at which the page before or after this one began or ended. */
  readonly after: string | undefined;
  readonly before: string | undefined;
};

export type StateCount = { readonly state: ProofState; readonly count: number };

export const pageSize = 50;

/** One page and one order more, by which it is known whether the list goes on. */
export async function readOrders(db: Database, domain: string, ask: ListAsk) {
  const [settings, found, counts, any] = await db.trip({ domain }, [
    shopSettings(),
    ordersAsked(ask),
    countsOf(ask),
    statement<{ any: boolean }>(
      sql`select exists (select from ${proof} where shop_id = current_shop()) as any`,
    ),
  ]);
  const orders = ask.before === undefined ? found : found.toReversed();
  return { settings: settings[0], orders, counts, any: any[0]?.any === true };
}

const header = sql`left join ${fact} h on h.shop_id = p.shop_id and h.home = p.lane and h.kind = 'order'`;

/** All orders are counted and sorted; only a filter by what their heads say needs all their heads. */
function headerFor({ status }: ListAsk): SQL {
  return status === undefined ? sql`` : header;
}

/** How many orders of each state there are under the other filters. */
function countsOf(ask: ListAsk) {
  return statement<StateCount>(sql`
    select p.state, count(*)::integer as count from ${proof} p ${headerFor(ask)}
    where ${sql.join(conditions({ ...ask, state: undefined }), sql` and `)} group by p.state`);
}

// Shopify numbers orders upwards, and a longer number is a greater one.
const ranks = {
  newest: { rank: sql`length(p.lane)`, falling: true },
  oldest: { rank: sql`length(p.lane)`, falling: false },
  amount: { rank: sql`coalesce(p.total_minor, -1)`, falling: true },
} as const;

function ordersAsked(ask: ListAsk) {
  const { rank, falling } = ranks[ask.sort];
  const edge = ask.after ?? ask.before;
  const down = falling === (ask.before === undefined);
  const direction = down ? sql`desc` : sql`asc`;
  const given = conditions(ask);
  if (edge !== undefined)
    given.push(sql`(${rank}, p.lane) ${down ? sql`<` : sql`>`} ${edgeOf(ask.sort, edge)}`);
  return statement<OrderRow>(sql`
    select p.lane, p.order_name as name, p.state, iso(p.as_of) as as_of,
      coalesce(iso(p.placed_at), h.body ->> 'placedAt') as placed_at, h.body -> 'total' as total,
      (select b.sentence from ${breaks} b where b.shop_id = p.shop_id and b.lane = p.lane and b.closed_at is null
        order by abs(b.minor) desc nulls last, b.key limit 1) as differs,
      ${documents} as documents
    from (select p.* from ${proof} p ${headerFor(ask)} where ${sql.join(given, sql` and `)}
      order by ${rank} ${direction}, p.lane ${direction} limit ${pageSize + 1}) p ${header}
    order by ${rank} ${direction}, p.lane ${direction}`);
}

/** An order that is not known any more ends a list by amount; its number still has a place in the others. */
function edgeOf(sort: ListAsk['sort'], id: string): SQL {
  const lane = `order/${id}`;
  if (sort !== 'amount') return sql`(length(${lane}), ${lane})`;
  return sql`(select coalesce(p.total_minor, -1), p.lane from ${proof} p
    where p.shop_id = current_shop() and p.lane = ${lane})`;
}

/** Ours with their state, and what the ERP holds that nobody of us posted. */
const documents = sql`coalesce((
  select jsonb_agg(jsonb_build_object('kind', d.kind, 'state', d.state, 'number', d.number) order by d.place, d.number)
  from (
    select kind, state, document_number as number, row_number() over (order by posted_at nulls last, planned_at, key) as place
    from ${posting} where shop_id = p.shop_id and lane = p.lane and state <> 'withdrawn'
    union all
    select distinct f.body ->> 'kind', 'posted', f.body ->> 'number', 1000000 from ${fact} f
    where f.shop_id = p.shop_id and f.home = p.lane and f.kind = 'erp_document' and not exists (
      select from ${posting} o where o.shop_id = p.shop_id and o.lane = p.lane
        and o.document_id = f.body ->> 'documentId' and o.kind = f.body ->> 'kind')
  ) d), '[]')`;

const legColumns: Readonly<Record<MeasuredLeg, SQL>> = {
  store: sql`p.store_state`,
  erp: sql`p.erp_state`,
  cash: sql`p.cash_state`,
  refund: sql`p.refund_state`,
};

function conditions({ search, state, cause, leg, status, from, to }: ListAsk): SQL[] {
  return [
    sql`p.shop_id = current_shop()`,
    ...(state === undefined ? [] : [sql`p.state = ${state}`]),
    ...(leg === undefined ? [] : [sql`${legColumns[leg]} = 'broken'`]),
    ...(cause === undefined ? [] : [differing(cause)]),
    ...(status === undefined ? [] : [sql`h.body ->> 'financialStatus' = ${status}`]),
    ...(from === undefined ? [] : [sql`p.placed_at >= ${midnight(from, 0)}`]),
    ...(to === undefined ? [] : [sql`p.placed_at < ${midnight(to, 1)}`]),
    ...(search === '' ? [] : [matching(search.toLowerCase())]),
  ];
}

function differing(cause: BreakCause): SQL {
  return sql`exists (select from ${breaks} b where b.shop_id = p.shop_id and b.lane = p.lane and b.cause = ${cause}
    and b.closed_at is null)`;
}

/** Midnight of the shop, so many days after a day began. */
function midnight(day: string, days: number): SQL {
  return sql`(select ((${day}::date + ${days}::integer)::timestamp at time zone s.time_zone) from ${shop} s
    where s.id = current_shop())`;
}

/** The beginning of the order's name, with or without its sign, or of a document's number, whoever made it. */
function matching(search: string): SQL {
  return sql`(starts_with(lower(p.order_name), ${search}) or starts_with(lower(p.order_name), ${`#${search}`})
    or p.lane in (select d.lane from ${posting} d where d.shop_id = current_shop()
      and starts_with(lower(d.document_number), ${search}))
    or p.lane in (select f.home from ${fact} f where f.shop_id = current_shop() and f.kind = 'erp_document'
      and starts_with(lower(f.body ->> 'number'), ${search})))`;
}
