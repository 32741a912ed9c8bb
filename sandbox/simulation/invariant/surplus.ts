/** What was posted for each order, held against the most that its own life allows (DESIGN §11, invariant 5). */
import type { PostingKind } from '#domain/workflow.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid, receivedOf } from '#sandbox/shopify/order.ts';
import type { Lived } from '../life.ts';

type Posted = {
  readonly key: string;
  readonly id: string;
  readonly number: string;
  readonly kind: PostingKind;
  readonly order: string;
  readonly minor: string;
  /** Of an application: a credit memo pays, and no deposit. */
  readonly of_credit: boolean;
  readonly lines: readonly { readonly lineItem: string; readonly quantity: number }[];
};

export async function postedOf({ world }: Lived): Promise<Posted[]> {
  return world.ask<Posted>(`select key, document_id as id, document_number as number, kind,
    body -> 'order' ->> 'id' as "order", body -> 'total' ->> 'minor' as minor,
    body ->> 'creditMemo' is not null as of_credit, coalesce(body -> 'lines', '[]') as lines
    from posting where state = 'posted' order by key`);
}

export async function surplusOf(lived: Lived): Promise<string[]> {
  const { world } = lived;
  const orders = new Map(world.store.state.orders.map((one) => [orderGid(one), one]));
  const byOrder = Map.groupBy(await postedOf(lived), (one) => one.order);
  return [...byOrder].flatMap(([gid, posted]) => {
    const order = orders.get(gid);
    if (order === undefined) return [];
    return [...moneyBeyond(order, posted, invoicedIn(lived, gid)), ...unitsBeyond(order, posted)];
  });
}

function moneyBeyond(order: StoreOrder, posted: readonly Posted[], invoiced: bigint): string[] {
  const sum = (...kinds: readonly PostingKind[]): bigint => sumOf(posted, (one) => kinds.includes(one.kind));
  const sold = soldIn(order);
  const received = receivedOf(order).shop;
  const limits = [
    ['sales orders', sum('sales_order'), sold],
    ['deposits and payments', sum('customer_deposit', 'payment'), received],
    ['invoices', sum('invoice'), sold],
    ['deposits used', sumOf(posted, ({ kind, of_credit: of }) => kind === 'application' && !of), received],
    ['credits used', sumOf(posted, ({ kind, of_credit: of }) => kind === 'application' && of), invoiced],
    ['credit memos', sum('credit_memo'), invoiced],
    ['refund payments', sum('refund_payment'), received],
  ] as const;
  const amended = posted.filter(({ kind, minor }) => kind === 'amend_sales_order' && BigInt(minor) > sold);
  return [
    ...amended.map(({ key, minor }) => `${key} comes to ${minor}, and ${order.name} sold ${sold}`),
    ...limits.flatMap(([words, minor, limit]) =>
      minor > limit ? [`${order.name} has ${minor} of ${words} and allows ${limit}`] : [],
    ),
  ];
}

function sumOf(posted: readonly Posted[], counts: (one: Posted) => boolean): bigint {
  return posted.reduce((sum, one) => (counts(one) ? sum + BigInt(one.minor) : sum), 0n);
}

/** All that was ever sold in an order, in shop money: what was credited of it still stands on its sales order. */
function soldIn({ agreements }: StoreOrder): bigint {
  return agreements
    .flatMap(({ sales }) => sales.map(({ total }) => total.shop))
    .reduce((sum, shop) => (shop > 0n ? sum + shop : sum), 0n);
}

/** Whoever made them, and whether or not they stand. */
function invoicedIn({ world }: Lived, order: string): bigint {
  return world.erps
    .flatMap(({ documents }) => documents)
    .filter((one) => one.kind === 'invoice' && one.order === order)
    .reduce((sum, one) => sum + BigInt(one.total.minor), 0n);
}

/** A parcel that was undone is shipped once more, and neither is more than was ordered. */
function unitsBeyond(order: StoreOrder, posted: readonly Posted[]): string[] {
  const parcels = posted.filter((one) => one.kind === 'shipment').flatMap(({ lines }) => lines);
  return order.lines.flatMap(({ id, quantity, title }) => {
    const shipped = parcels
      .filter((one) => one.lineItem === `gid://shopify/LineItem/${id}`)
      .reduce((sum, one) => sum + one.quantity, 0);
    const undone = order.fulfillments
      .filter((one) => one.status !== 'success')
      .flatMap(({ lines }) => lines)
      .filter((one) => one.lineId === id)
      .reduce((sum, one) => sum + one.quantity, 0);
    return shipped > quantity + undone
      ? [`${order.name} has ${shipped} units of ${title} in shipments and sold ${quantity}`]
      : [];
  });
}
