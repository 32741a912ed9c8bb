/** Tells the store how a parcel is followed, unless it shows that already. */
import type { TrackBody } from '#domain/act.ts';
import { Park } from '#domain/obstacle.ts';
import type { Admin } from '#src/client/shopify/admin.ts';
import { parcelsInStore, type ShippedParcel, trackInStore } from '#src/client/shopify/write-fulfillment.ts';
import type { Lease } from './carry-out.ts';
import { foundInStore, storeStillRunning } from './carry-out-store.ts';
import type { Found, Target } from './target.ts';

/** `body` is the one of the lease. */
export function trackTarget(admin: Admin, body: TrackBody): Target {
  const { order, fulfillment, shipment, tracking } = body;
  const look = async (): Promise<ShippedParcel> => {
    const all = await parcelsInStore(admin, order.id);
    const one = all?.find(({ id }) => id === fulfillment);
    if (one === undefined)
      throw new Park(`the store does not show the parcel of ${shipment.number} any more`);
    return one;
  };
  // One parcel may be told of as often as its tracking changes, so each time has a name of its own.
  const found = ({ id, name, createdAt: at }: ShippedParcel, { key }: Lease): Found =>
    foundInStore({ kind: 'track', thing: id, about: shipment.id, tracking, at }, { id: key, number: name });
  return {
    async find(lease) {
      const one = await look();
      if (one.status !== 'SUCCESS')
        return {
          outcome: 'tie',
          reason: `${one.name} is cancelled in the store, and ${shipment.number} is not`,
        };
      if (!isShown(one, tracking)) return { outcome: 'absent' };
      return { outcome: 'ours', document: found(one, lease), duplicates: [] };
    },
    create: async (lease) => found(await trackInStore(admin, fulfillment, tracking), lease),
    findOurs: async () => [],
    stillRunning: storeStillRunning,
  };
}

function isShown({ trackingInfo }: ShippedParcel, { numbers, company }: TrackBody['tracking']): boolean {
  return (
    numbers.length === trackingInfo.length &&
    numbers.every((one) => trackingInfo.some(({ number }) => number === one)) &&
    (company === null || trackingInfo.every((one) => one.company === company))
  );
}
