/** The ERP shipped: the store is told, shipment by shipment, and of tracking that came or changed later. */
import type { FulfillBody, TrackBody, Tracking } from '#domain/act.ts';
import type { ErpShipment } from '#domain/fact.ts';
import { legacyId } from '#domain/gid.ts';
import { zero } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import type { ActContext, ActsOf } from './acts.ts';
import { locationOf } from './location.ts';
import { erpAnchor, named, referenceOf } from './name.ts';
import { type Parcel, parcelsOf } from './parcel.ts';
import { leftToShip, place, type Placed } from './place.ts';

/** A shipment that was canceled obliges nothing: what became of it is a difference for people. */
export const shipmentActs: ActsOf = (order, context) => {
  const parcels = parcelsOf(order, context.shop.domain);
  const left = leftToShip(order);
  return order.shipments.flatMap((shipment): readonly Obligation<FulfillBody | TrackBody>[] => {
    if (shipment.status === 'canceled') return [];
    const parcel = parcels.find((one) => one.shipment === shipment);
    if (parcel !== undefined) return track(order, { parcel, context });
    return [fulfill(order, { shipment, placed: place(shipment, order, left), context })];
  });
};

type Shipping = {
  readonly shipment: ErpShipment;
  readonly placed: Placed;
  readonly context: ActContext;
};

function fulfill(order: KnownOrder, { shipment, placed, context }: Shipping): Obligation<FulfillBody> {
  const { shipment: id, number, shippedAt, location: warehouse } = shipment;
  const { domain } = context.shop;
  const { lines, unplaced } = placed;
  const location = locationOf(warehouse, context.shopFacts);
  const held = whyHeld(order, { shipment, unplaced, isMapped: location !== null });
  return {
    ...named(domain, 'fulfill', erpAnchor(id)),
    kind: 'fulfill',
    happenedAt: shippedAt,
    because: `${number} left ${warehouse}, and the store does not show it`,
    dependsOn: [],
    ...(held !== null && { held }),
    body: {
      kind: 'fulfill',
      order: referenceOf(order, domain),
      shipment: { id, number },
      location,
      lines,
      unplaced,
      tracking: trackingOf(shipment),
      total: zero(order.header.currency),
    },
  };
}

type Judged = Pick<Shipping, 'shipment'> & {
  readonly unplaced: Placed['unplaced'];
  readonly isMapped: boolean;
};

function whyHeld({ header }: KnownOrder, { shipment, unplaced, isMapped }: Judged): string | null {
  const { number, location } = shipment;
  if (header.cancelledAt !== null) return `${number} left the ERP, and the order is cancelled in the store`;
  if (unplaced.length > 0) return beyondOrder(number, unplaced);
  return isMapped ? null : `the warehouse ${location} of the ERP is mapped to no location of the store`;
}

/** "SHP-00001 has 1 of LAMP more than is left to ship". */
function beyondOrder(number: string, unplaced: Placed['unplaced']): string {
  const what = unplaced.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(' and ');
  return `${number} has ${what} more than is left to ship`;
}

/** How the ERP says that it is followed; null where it names no number. */
function trackingOf({ carrier, trackingNumber }: ErpShipment): Tracking | null {
  return trackingNumber === null ? null : { numbers: [trackingNumber], company: carrier, urls: [] };
}

function track(
  order: KnownOrder,
  { parcel, context }: { readonly parcel: Parcel; readonly context: ActContext },
): readonly Obligation<TrackBody>[] {
  const { shipment, fulfillment, by } = parcel;
  const tracking = trackingOf(shipment);
  if (tracking === null || fulfillment?.status !== 'success' || by === 'document') return [];
  const said = lastSaid(order, shipment);
  if (said === null ? isShown(tracking, fulfillment.tracking ?? null) : isSame(tracking, said)) return [];
  const { domain } = context.shop;
  const { shipment: id, number, modifiedAt } = shipment;
  const anchor = `${legacyId(fulfillment.fulfillment)}-${Date.parse(modifiedAt)}`;
  return [
    {
      ...named(domain, 'track', anchor),
      kind: 'track',
      happenedAt: modifiedAt,
      because: `the ERP says that ${number} goes by ${tracking.numbers.join(', ')}`,
      dependsOn: [],
      body: {
        kind: 'track',
        order: referenceOf(order, domain),
        shipment: { id, number },
        fulfillment: fulfillment.fulfillment,
        tracking,
        total: zero(order.header.currency),
      },
    },
  ];
}

/** What we told the store of it last, which people may have changed there since. */
function lastSaid({ acts }: KnownOrder, { shipment }: ErpShipment): Tracking | null {
  const said = acts.filter((one) => one.about === shipment && one.tracking !== null && !one.adopted);
  return said.toSorted((one, other) => rank(one) - rank(other)).at(-1)?.tracking ?? null;
}

/** The fulfillment comes first; its later tracking in the order in which the ERP changed it. */
function rank({ kind, postingKey }: { readonly kind: string; readonly postingKey: string }): number {
  const [, changedAt = '0'] = kind === 'track' ? (/-(\d+)-1$/.exec(postingKey) ?? []) : [];
  return Number(changedAt);
}

function isSame(one: Tracking, other: Tracking): boolean {
  return isShown(one, other) && (one.company === null || one.company === other.company);
}

function isShown({ numbers }: Tracking, shown: Tracking | null): boolean {
  return shown !== null && numbers.every((one) => shown.numbers.includes(one));
}
