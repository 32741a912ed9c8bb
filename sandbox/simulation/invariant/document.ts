/** Promises about documents at the ERP: one a key, each with its receipt, never more money than the order moved. */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import type { Lived } from '../life.ts';
import { type Invariant, rows } from './invariant.ts';

type Posted = {
  readonly key: string;
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly order: string;
  readonly minor: string;
};

export const documentInvariants: readonly Invariant[] = [
  {
    number: 4,
    promise: 'one posting key has at most one document at the ERP',
    findings: async (lived) =>
      [...Map.groupBy(oursOf(lived), (one) => `${one.kind} ${one.key}`)].flatMap(([name, same]) =>
        same.length > 1
          ? [`${name} stands ${same.length} times: ${same.map((one) => one.number).join(', ')}`]
          : [],
      ),
  },
  {
    number: 4,
    promise: 'a document made with our key is the receipt of its posting',
    async findings(lived) {
      const posted = new Set((await postedOf(lived)).map((one) => one.key));
      return oursOf(lived).flatMap(({ key, number }) =>
        key === null || posted.has(key) ? [] : [`${number} was made for ${key}, which does not know it`],
      );
    },
  },
  {
    number: 4,
    promise: 'a receipt names a document that the ERP made',
    async findings(lived) {
      const { world, life } = lived;
      const known = new Set(world.erps.flatMap(({ documents }) => documents).map((one) => one.id));
      const deleted = new Set(
        life.planted.filter((one) => one.kind === 'document-deleted').map((one) => one.subject),
      );
      return (await postedOf(lived)).flatMap(({ key, id, number }) =>
        known.has(id) || deleted.has(number)
          ? []
          : [`${key} has the receipt ${number}, which does not exist`],
      );
    },
  },
  {
    number: 5,
    promise: 'what is posted for an order is never more than the order',
    findings: async (lived) => surplusOf(lived),
  },
  {
    number: 8,
    promise: 'nothing is posted for a test order, or for one from before the cut-over',
    findings: rows(`select p.key || ' was posted for a ' || o.state || ' order' as finding
      from posting p join proof o on o.shop_id = p.shop_id and o.lane = p.lane
      where p.state = 'posted' and o.state in ('test', 'before-cut-over') order by 1`),
  },
  {
    number: 12,
    promise: 'a posting that may leave has left',
    // One that needs a document which waits for a person waits with it.
    findings: rows(`with recursive waits as (
        select shop_id, key from posting where state in ('held', 'rejected', 'withdrawn')
        union
        select p.shop_id, p.key from posting p join waits w on w.shop_id = p.shop_id and w.key = any (p.depends_on)
        where p.state = 'planned')
      select key || ' is still ' || state || coalesce(': ' || reason, '') as finding from posting p
      where state = 'leased' or (state = 'planned' and not exists (
        select from waits w where w.shop_id = p.shop_id and w.key = p.key)) order by 1`),
  },
];

function oursOf({ world }: Lived) {
  return world.erps
    .flatMap(({ documents }) => documents)
    .filter((one) => one.key !== null && one.status !== 'canceled');
}

async function postedOf({ world }: Lived): Promise<Posted[]> {
  return world.ask<Posted>(`select key, document_id as id, document_number as number, kind,
    body -> 'order' ->> 'id' as "order", body -> 'total' ->> 'minor' as minor
    from posting where state = 'posted' order by key`);
}

async function surplusOf(lived: Lived): Promise<string[]> {
  const { world } = lived;
  const orders = new Map(world.store.state.orders.map((one) => [orderGid(one), one]));
  const byOrder = Map.groupBy(await postedOf(lived), (one) => one.order);
  return [...byOrder].flatMap(([gid, posted]) => {
    const order = orders.get(gid);
    if (order === undefined) return [];
    const sum = (kind: string) =>
      posted.reduce((minor, one) => (one.kind === kind ? minor + BigInt(one.minor) : minor), 0n);
    const most = mostOf(order);
    const limits = [
      ['sales_order', most.total],
      ['customer_deposit', most.received],
      ['invoice', most.total],
      ['application', most.received],
    ] as const;
    return limits.flatMap(([kind, limit]) =>
      sum(kind) > limit ? [`${order.name} has ${sum(kind)} of ${kind} and allows ${limit}`] : [],
    );
  });
}

/** The most that an order ever came to, and all the money that ever came in for it, in shop money. */
function mostOf(order: StoreOrder): { readonly total: bigint; readonly received: bigint } {
  let [running, total, received] = [0n, 0n, 0n];
  for (const { sales } of order.agreements) {
    running = sales.reduce((sum, sale) => sum + sale.total.shop, running);
    if (running > total) total = running;
  }
  for (const { kind, status, amount } of order.transactions)
    if (status === 'success' && (kind === 'sale' || kind === 'capture')) received += amount.shop;
  return { total, received };
}
