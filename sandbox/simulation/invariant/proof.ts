/** Promises about proofs: they follow from the facts alone, and no difference goes unnamed. */
import { tolerated } from '#domain/break.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf, orderGid } from '#sandbox/shopify/order.ts';
import { expectedDocuments, type OrderTruth } from '#sandbox/traffic/truth.ts';
import type { Lived } from '../life.ts';
import { rereadFindings } from '../reread.ts';
import { reproveFindings } from '../reprove.ts';
import { type Invariant, rows } from './invariant.ts';

export const proofInvariants: readonly Invariant[] = [
  {
    number: 2,
    promise: 'the same deliveries in another order give the same facts',
    findings: async ({ world }) => rereadFindings(world),
  },
  {
    number: 2,
    promise: 'the facts that stand give the proofs, entries and postings that stand',
    findings: async ({ world }) => reproveFindings(world),
  },
  {
    number: 7,
    promise: 'every difference is a break with a cause',
    findings:
      rows(`select p.order_name || ' is ' || p.state || ' and its leg "' || (l ->> 'leg') || '" is ' ||
        (l ->> 'state') || coalesce(' by ' || (l ->> 'cause'), ' without a cause') as finding
      from proof p cross join lateral jsonb_array_elements(p.body -> 'legs') l
      where (l ->> 'state' = 'broken') is distinct from (l ->> 'cause' is not null)
        or (l ->> 'state' = 'broken' and p.state in ('matched', 'pending'))
      union all
      select p.order_name || ' is broken and none of its legs is' from proof p
      where p.state = 'broken' and not exists (
        select from jsonb_array_elements(p.body -> 'legs') l where l ->> 'state' = 'broken') order by 1`),
  },
  {
    number: 7,
    promise: 'a leg that does not agree has its breaks on record, and a break its leg',
    findings: async ({ world }) => unrecorded(world),
  },
  {
    number: 7,
    promise: 'what found no partner is named by a break of its lane',
    findings:
      rows(`select i.ref || ' is open in ' || i.lane || ', which has no break' as finding from open_item i
      where not exists (select from break b where b.shop_id = i.shop_id and b.lane = i.lane and b.closed_at is null)
      order by 1`),
  },
  {
    number: 7,
    promise: 'an order that nothing happened to has its documents, or its proof names the break',
    findings: async (lived) => unnamed(lived),
  },
];

/** Broken legs without a break, and open breaks of legs that agree. What is tolerated is on record, and no difference. */
async function unrecorded(world: Lived['world']): Promise<string[]> {
  const found = await world.ask<{ finding: string }>(
    `with leg as (
       select p.shop_id, p.lane, p.order_name, l ->> 'leg' as leg, l ->> 'state' = 'broken' as broken
       from proof p cross join lateral jsonb_array_elements(p.body -> 'legs') l
     ), standing as (
       select shop_id, lane, leg, bool_or(closed_at is null) as open from break
       where closed_at is null or closed_how = $1 group by shop_id, lane, leg
     )
     select g.order_name || ': its leg "' || g.leg || '" is broken and has no break on record' as finding
     from leg g left join standing s using (shop_id, lane, leg) where g.broken and s.lane is null
     union all
     select g.order_name || ': its leg "' || g.leg || '" agrees and has an open break'
     from leg g join standing s using (shop_id, lane, leg) where not g.broken and s.open order by 1`,
    [tolerated],
  );
  return found.map((one) => one.finding);
}

const kinds = [
  ['sales_order', 'salesOrder', 'sales orders'],
  ['customer_deposit', 'deposits', 'deposits'],
  ['invoice', 'invoices', 'invoices'],
] as const;

/** Measured against the truth: what the store's own life calls for, for orders that no fault was planted in. */
async function unnamed({ world, life, terms }: Lived): Promise<string[]> {
  const proofs = new Map(
    (
      await world.ask<{ order: string; state: string }>(
        `select order_gid as "order", state from proof where shop_id = $1`,
        [world.shopId],
      )
    ).map((one) => [one.order, one.state]),
  );
  // A fault on the way may be planted before its order is in the book, so an order's own list may miss it.
  const faulty = new Set(life.planted.map((one) => one.order));
  const ordinary = life.orders.filter((one) => isOrdinary(one) && !faulty.has(orderGid(one.order)));
  return ordinary.flatMap((truth) => {
    const gid = orderGid(truth.order);
    const state = proofs.get(gid);
    if (state === undefined) return [`nothing is known of ${truth.name}, whose deliveries all came`];
    if (state === 'broken') return [];
    const expected = expectedDocuments(truth);
    return kinds.flatMap(([kind, field, words]) => {
      const found = world.erp.documents.filter(
        (one) => one.kind === kind && one.order === gid && one.status !== 'canceled',
      ).length;
      // Where days are summed no order has documents of its own.
      const ought = terms.granularity === 'order' ? expected[field] : 0;
      return found === ought
        ? []
        : [`${truth.name} is ${state}; it ought to have ${ought} ${words}, the ERP holds ${found}`];
    });
  });
}

function isOrdinary({ order, afterwards }: OrderTruth): boolean {
  const isPlain = afterwards === 'none' && order.refunds.length === 0 && order.returns.length === 0;
  const isWhole = order.cancelledAt === null && order.agreements.length === 1;
  return isPlain && isWhole && isPaidFirst(order);
}

/** Of what is paid after its goods have left, the truth does not say which documents are owed. */
function isPaidFirst(order: StoreOrder): boolean {
  const shippedAt = Math.min(...order.fulfillments.map((one) => one.createdAt));
  const moneyAt = order.transactions
    .filter(({ kind, status }) => status === 'success' && (kind === 'sale' || kind === 'capture'))
    .map((one) => one.processedAt);
  const isPaid = financialStatusOf(order) === 'paid';
  return order.fulfillments.length === 0 || (isPaid && moneyAt.every((at) => at <= shippedAt));
}
