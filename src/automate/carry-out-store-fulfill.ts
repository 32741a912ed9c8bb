/** Tells the store that a shipment of the ERP left, unless it shows that already. */
import type { FulfillBody } from '#domain/act.ts';
import { Park } from '#domain/obstacle.ts';
import type { Admin } from '#src/client/shopify/admin.ts';
import { readFulfillmentOrders } from '#src/client/shopify/read-routing.ts';
import {
  parcelsInStore,
  shipInStore,
  type ShippedParcel,
  type Shipping,
  type StoreParcel,
} from '#src/client/shopify/write-fulfillment.ts';
import type { Lease } from './carry-out.ts';
import { foundInStore, isSinceFirstTry, storeStillRunning } from './carry-out-store.ts';
import { allot } from './allot.ts';
import type { Found, Target } from './target.ts';

/** `body` is the one of the lease. */
export function fulfillTarget(admin: Admin, body: FulfillBody): Target {
  let parts: Shipping['parts'] = [];
  const look = async (lease: Lease): Promise<readonly StoreParcel[]> => {
    const all = await parcelsInStore(admin, body.order.id);
    if (all === null) throw new Park('the store does not show the order any more');
    return all.filter((one) => !lease.claimed.has(one.id) && isParcel(one, body, lease));
  };
  const found = (one: ShippedParcel): Found =>
    foundInStore(
      { kind: 'fulfill', thing: one.id, about: body.shipment.id, tracking: body.tracking, at: one.createdAt },
      { id: one.id, number: one.name },
    );
  return {
    async find(lease) {
      const [first, ...others] = await look(lease);
      if (first !== undefined)
        return lease.ambiguousUntil === null
          ? { outcome: 'adopt', document: found(first) }
          : { outcome: 'ours', document: found(first), duplicates: others.map(found) };
      const routing = await readFulfillmentOrders(admin, body.order.id);
      if (routing === null) throw new Park('the store does not show the order any more');
      const allotted = allot(body, routing.fulfillmentOrders);
      if ('reason' in allotted) return { outcome: 'tie', reason: allotted.reason };
      parts = allotted.parts;
      return { outcome: 'absent' };
    },
    create: async () => found(await shipInStore(admin, { parts, tracking: body.tracking })),
    findOurs: async (lease) => (await look(lease)).map(found),
    stillRunning: storeStillRunning,
  };
}

/**
 * The same units under the same number are the same parcel, whoever shipped it. Without a number on both it is one
 * that came up since we first tried, for equal parcels may leave one after the other.
 */
function isParcel(one: StoreParcel, { lines, tracking }: FulfillBody, lease: Lease): boolean {
  if (one.status !== 'SUCCESS' || unitsOf(one) !== unitsText(lines)) return false;
  const numbers = one.trackingInfo.flatMap(({ number }) => (number ? [number] : []));
  const said = tracking?.numbers ?? [];
  if (numbers.length > 0 && said.length > 0) return said.every((number) => numbers.includes(number));
  return isSinceFirstTry(one.createdAt, lease);
}

function unitsOf({ fulfillmentLineItems: { nodes } }: StoreParcel): string {
  return unitsText(nodes.map(({ lineItem, quantity }) => ({ lineItem: lineItem.id, quantity })));
}

function unitsText(lines: readonly { readonly lineItem: string; readonly quantity: number }[]): string {
  const units = new Map<string, number>();
  for (const { lineItem, quantity } of lines) units.set(lineItem, (units.get(lineItem) ?? 0) + quantity);
  return [...units]
    .map(([lineItem, quantity]) => `${lineItem} ${quantity}`)
    .toSorted()
    .join(' ');
}
