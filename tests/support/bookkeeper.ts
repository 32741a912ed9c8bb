/** A bookkeeper at the ERP, who types in what the app leaves to people, and the sweep that reads it. */
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import type { World } from '#sandbox/world.ts';
import { callTask } from '#tests/worker/support/look.ts';
import { laneOf } from './witness.ts';
import { live, minute } from './world.ts';

type Typed = {
  readonly kind:
    | 'sales_order'
    | 'customer_deposit'
    | 'credit_memo'
    | 'refund_payment'
    | 'payment'
    | 'invoice';
  readonly minor: number;
  /** What of it is tax, by the key that an ERP names a tax by. */
  readonly taxes?: Readonly<Record<string, number>>;
};

/** Types a document in, about an order of euros. */
export function typeIn(world: World, order: StoreOrder, { kind, minor, taxes = {} }: Typed): ErpDocument {
  return world.erp.enterByHand(kind, {
    order: orderGid(order),
    total: { minor: String(minor), currency: 'EUR' },
    taxes: Object.entries(taxes).map(([key, tax]) => ({ key, minor: BigInt(tax) })),
  });
}

/** The next sweep comes: the app reads what changed in the ERP and in the store, and proves again whatever that concerns. */
export async function sweep(world: World): Promise<void> {
  await live(world, 31 * minute);
  await callTask(world, 'sweep', { shopId: world.shopId });
  await live(world, 3 * minute);
}

/** The differences of an order, oldest first: `refund MISSING_ERP -11900`, with ` closed` behind it once it is gone. */
export async function breaksOf(world: World, order: StoreOrder): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select concat_ws(' ', leg, cause, minor, case when closed_at is not null then 'closed' end) as line
     from break where lane = $1 order by first_seen_at, key`,
    [laneOf(order)],
  );
  return rows.map(({ line }) => line);
}

/** What an order's own course has left in an account, in minor units; what the processor took for it is no part of this. */
export async function balanceOf(world: World, order: StoreOrder, account: string): Promise<number> {
  const [row] = await world.ask<{ balance: number }>(
    `select coalesce(sum(l.minor), 0)::float8 as balance
     from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
     where e.order_gid = $1 and e.key not like 'balance/%' and (l.account = $2 or l.account like $2 || '.%')`,
    [orderGid(order), account],
  );
  return row?.balance ?? 0;
}
