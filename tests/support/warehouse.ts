/** People in the ERP's warehouse and at its desk, and what the store then shows of their work. */
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import type { World } from '#sandbox/world.ts';
import { postingsOf } from './witness.ts';
import type { Call, Wire } from './wire.ts';
import { type TestWorldOptions, testWorld } from './world.ts';

const warehouse = 'BERLIN';
const announce = { announce: true };

/** A world whose store is told of shipments and payments, with its one location mapped to the ERP's warehouse. */
export async function confirmedWorld(options: TestWorldOptions = {}): Promise<World & AsyncDisposable> {
  const modes = { 'shipment confirmation': 'auto', 'payment write-back': 'auto' } as const;
  const world = await testWorld({ ...options, shop: { modes, ...options.shop } });
  await mapWarehouse(world, warehouse);
  return world;
}

async function mapWarehouse(world: World, target: string): Promise<void> {
  const { shop } = world.store.state;
  await world.ask(
    `insert into mapping (shop_id, kind, source, target, set_at, set_by) values ($1, 'location', $2, $3, $4, 'accountant')
     on conflict (shop_id, kind, source) do update set target = excluded.target`,
    [
      world.shopId,
      `gid://shopify/Location/${shop.locationId}`,
      target,
      new Date(world.clock.now()).toISOString(),
    ],
  );
}

type Parcel = {
  readonly units: Readonly<Record<string, number>>;
  readonly number?: string;
  readonly from?: string;
};

/** A parcel leaves the ERP's warehouse, and the ERP tells of it. */
export function shipByHand(world: World, order: StoreOrder, parcel: Parcel): ErpDocument {
  const { units, number, from = warehouse } = parcel;
  return world.erp.enterByHand(
    'shipment',
    {
      order: orderGid(order),
      units: Object.entries(units).map(([sku, quantity]) => ({ sku, location: from, quantity: -quantity })),
      ...(number !== undefined && { carrier: 'DHL', trackingNumber: number }),
    },
    announce,
  );
}

/** Money comes in at the ERP's bank, and the ERP tells of it. */
export function receiveByHand(
  world: World,
  order: StoreOrder,
  { minor, method = 'bank_transfer' }: { readonly minor: number; readonly method?: string },
): ErpDocument {
  const total = { minor: String(minor), currency: order.currency };
  return world.erp.enterByHand('payment', { order: orderGid(order), total, method }, announce);
}

/** Each parcel of an order as the store shows it: `1 LAMP-BRASS-01 by DHL 001`, and `cancelled` where it is. */
export function parcelsOf(order: StoreOrder): string[] {
  return order.fulfillments.map(({ lines, tracking, status }) => {
    const units = lines.map(({ lineId, quantity }) => {
      const line = order.lines.findIndex(({ id }) => id === lineId);
      return `${quantity} ${order.lines[line]?.sku ?? ''} of line ${line + 1}`;
    });
    const by = tracking === null ? '' : ` by ${tracking.company} ${tracking.numbers.join(' ')}`;
    return `${units.join(' and ')}${by}${status === 'success' ? '' : ` ${status}`}`;
  });
}

/** Each payment that came in, as the store shows it: `manual 11900`. */
export function paymentsOf(order: StoreOrder): string[] {
  return order.transactions
    .filter(({ kind, status }) => (kind === 'sale' || kind === 'capture') && status === 'success')
    .map(({ gateway, amount }) => `${gateway} ${amount.shop}`);
}

const confirming = new Set(['fulfill', 'track', 'shipment', 'mark_paid']);

/** What became of telling either side of an order's goods and money: `fulfill posted`, `fulfill held: why`. */
export async function confirmationsOf(world: World, order: StoreOrder): Promise<string[]> {
  return (await postingsOf(world, order))
    .filter(({ kind }) => confirming.has(kind))
    .map(({ kind, state, reason }) => `${kind} ${state}${reason === null ? '' : `: ${reason}`}`);
}

/** Whether a call tells the store to do this, as the product names it. */
export function tells(name: 'Fulfill' | 'Track' | 'MarkAsPaid' | 'ManualPayment'): (call: Call) => boolean {
  return ({ party, body }) => party === 'store' && body.includes(`mutation ${name}(`);
}

/** The store does what the next of these calls say, and its answers are lost. */
export function loseAnswers(wire: Wire, of: (call: Call) => boolean, calls = 1): void {
  let left = calls;
  wire.interfere = async (call, answer) => {
    const given = await answer();
    if (!of(call) || left === 0) return given;
    left -= 1;
    throw new Error('the answer is lost');
  };
}
