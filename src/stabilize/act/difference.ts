/** What of the ERP's shipments people have to settle: a warehouse without a location, a shipment that was canceled. */
import type { Break } from '#domain/break.ts';
import { posts } from '#domain/shop.ts';
import { difference } from '#src/stabilize/difference.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import type { Reading } from '#src/stabilize/reading.ts';
import { locationOf } from './location.ts';
import { parcelsOf } from './parcel.ts';

/** Only where the store is told of shipments: elsewhere nobody waits for either. */
export function shipmentDifferences(order: KnownOrder, { shop, shopFacts }: Reading): readonly Break[] {
  if (order.shipments.length === 0 || !posts(shop, 'shipment confirmation', order.header.placedAt)) return [];
  const parcels = parcelsOf(order, shop.domain);
  const told = new Map(parcels.map((one) => [one.shipment, one.fulfillment]));
  const strange = new Map(
    order.shipments
      .filter((one) => one.status === 'shipped' && !told.has(one))
      .filter(({ location }) => locationOf(location, shopFacts) === null)
      .map((one) => [one.location, one]),
  );
  const { total: amount } = order.header;
  const unmapped = [...strange.values()].map(({ location, number }) => {
    const sentence = `The ERP's warehouse ${location} is none of the store's locations yet; ${number} waits for it.`;
    return difference({ leg: 'store', cause: 'UNMAPPED', amount, about: `location ${location}`, sentence });
  });
  const canceled = order.shipments.flatMap((one) => {
    const fulfillment = told.get(one);
    if (one.status !== 'canceled' || fulfillment?.status !== 'success') return [];
    const sentence = `The ERP canceled ${one.number} after the store was told that it left; the store still shows it as shipped.`;
    const about = `shipment ${one.shipment}`;
    return [difference({ leg: 'store', cause: 'STATUS', amount: null, about, sentence })];
  });
  return [...unmapped, ...canceled];
}
