/** Which orders went through without anybody's hand, and what keeps the others from it, by a fixed list of reasons. */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf, orderGid } from '#sandbox/shopify/order.ts';
import type { Lived } from './life.ts';
import { type HoldReason, reasonOf } from './reason.ts';

/** What nobody can do anything about yet. */
const waiting = [
  'is not paid',
  'waits for goods to come back',
  'waits for a refund to go through',
  'is not due yet',
] as const;

type Touch =
  | 'touchless'
  | (typeof waiting)[number]
  | HoldReason
  | 'people wrote a document of it'
  | 'differs, and a person has to look';

/** What leaves the warehouse, or comes to the bank, is nobody's rework: the app tells the store of it. */
const erpKnowsFirst: ReadonlySet<string> = new Set(['shipment', 'payment']);

/** Of a clean life every order is touchless but for these. */
const touchlessOrWaits: ReadonlySet<string> = new Set<Touch>(['touchless', ...waiting]);

export function isTouchlessOrWaits(touch: string): boolean {
  return touchlessOrWaits.has(touch);
}

type Row = {
  readonly order: string;
  readonly state: string;
  /** Why its first posting that waits for a person does. */
  readonly held: string | null;
  readonly broken: boolean;
};

/** How many orders of the life that are no tests each reason has, the most frequent first. */
export async function touchesOf(lived: Lived): Promise<Readonly<Record<string, number>>> {
  const { world, life } = lived;
  const rows = await world.ask<Row>(
    `select p.order_gid as "order", p.state,
       (select coalesce(q.reason, q.state) from posting q where q.shop_id = p.shop_id and q.lane = p.lane
         and q.state in ('held', 'rejected') order by q.happened_at, q.key limit 1) as held,
       exists (select from break b where b.shop_id = p.shop_id and b.lane = p.lane and b.closed_at is null) as broken
     from proof p where p.shop_id = $1`,
    [world.shopId],
  );
  const known = new Map(rows.map((one) => [one.order, one]));
  const byHand = new Set(
    world.erp.documents.flatMap(({ kind, key, order, status }) =>
      key === null && status !== 'canceled' && order !== null && !erpKnowsFirst.has(kind) ? [order] : [],
    ),
  );
  const touches = life.orders
    .filter(({ order }) => !order.test)
    .map(({ order }) => touchOf(order, known.get(orderGid(order)), byHand));
  const counts = [...Map.groupBy(touches, (touch) => touch)].map(
    ([touch, of]) => [touch, of.length] as const,
  );
  return Object.fromEntries(counts.toSorted(([, one], [, other]) => other - one));
}

function touchOf(order: StoreOrder, row: Row | undefined, byHand: ReadonlySet<string>): Touch {
  if (row !== undefined && row.held !== null)
    return reasonOf(row.held) ?? 'differs, and a person has to look';
  if (row === undefined || row.broken) return 'differs, and a person has to look';
  if (byHand.has(row.order)) return 'people wrote a document of it';
  if (row.state === 'matched') return 'touchless';
  if (order.returns.some((one) => one.status === 'OPEN')) return 'waits for goods to come back';
  if (order.transactions.some((one) => one.kind === 'refund' && one.status === 'pending'))
    return 'waits for a refund to go through';
  return isUnpaid(order) ? 'is not paid' : 'is not due yet';
}

export function isUnpaid(order: StoreOrder): boolean {
  return !['paid', 'partially_refunded', 'refunded'].includes(financialStatusOf(order));
}
