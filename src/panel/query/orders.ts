/** What the list of orders reads, in one trip. */
import { type SQL, sql } from 'drizzle-orm';
import { posting } from '#drizzle/schema/automate.ts';
import { fact, proof } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { ProofState } from '#domain/proof.ts';

export type OrderRow = {
  readonly lane: Lane;
  readonly name: string;
  readonly state: ProofState;
  readonly as_of: Instant;
  readonly placed_at: Instant | null;
  readonly total: { readonly minor: string; readonly currency: string } | null;
  readonly documents: readonly {
    readonly kind: string;
    readonly state: string;
    readonly number: string | null;
  }[];
};

export type ListAsk = {
  readonly search: string;
  readonly state: ProofState | undefined;
  /** The order's own id at which the page before or after this one began or ended. */
  readonly after: string | undefined;
  readonly before: string | undefined;
};

export const pageSize = 50;

/** One page and one order more, by which it is known whether the list goes on; newest first. */
export async function readOrders(db: Database, domain: string, ask: ListAsk) {
  const [settings, found, any] = await db.trip({ domain }, [
    shopSettings(),
    ordersAsked(ask),
    statement<{ any: boolean }>(
      sql`select exists (select from ${proof} where shop_id = current_shop()) as any`,
    ),
  ]);
  const orders = ask.before === undefined ? found : found.toReversed();
  return { settings: settings[0], orders, any: any[0]?.any === true };
}

// Shopify numbers orders upwards, and a longer number is a greater one.
const rank = sql`(length(p.lane), p.lane)`;

function ordersAsked({ search, state, after, before }: ListAsk) {
  const edge = (id: string): SQL => sql`(length(${`order/${id}`}), ${`order/${id}`})`;
  const conditions = [
    sql`p.shop_id = current_shop()`,
    ...(state === undefined ? [] : [sql`p.state = ${state}`]),
    ...(search === '' ? [] : [matching(search.toLowerCase())]),
    ...(after === undefined ? [] : [sql`${rank} < ${edge(after)}`]),
    ...(before === undefined ? [] : [sql`${rank} > ${edge(before)}`]),
  ];
  const direction = before === undefined ? sql`desc` : sql`asc`;
  return statement<OrderRow>(sql`
    select p.lane, p.order_name as name, p.state, iso(p.as_of) as as_of, h.body ->> 'placedAt' as placed_at,
      h.body -> 'total' as total,
      coalesce((select jsonb_agg(jsonb_build_object('kind', d.kind, 'state', d.state, 'number', d.document_number)
          order by d.posted_at nulls last, d.planned_at, d.key)
        from ${posting} d where d.shop_id = p.shop_id and d.lane = p.lane and d.state <> 'withdrawn'), '[]') as documents
    from ${proof} p left join ${fact} h on h.shop_id = p.shop_id and h.home = p.lane and h.kind = 'order'
    where ${sql.join(conditions, sql` and `)}
    order by length(p.lane) ${direction}, p.lane ${direction} limit ${pageSize + 1}`);
}

/** The beginning of the order's name, with or without its sign, or of a document's number. */
function matching(search: string): SQL {
  return sql`(starts_with(lower(p.order_name), ${search}) or starts_with(lower(p.order_name), ${`#${search}`})
    or p.lane in (select d.lane from ${posting} d where d.shop_id = current_shop()
      and starts_with(lower(d.document_number), ${search})))`;
}
