/** Goods that left by the ERP's word, told by its callback or found by a sweep: either way the same fact. */
import type { z } from 'zod';
import type { ErpShipment, Fact } from '#domain/fact.ts';
import type { shipment } from '#src/contract/callback.ts';
import type { AnyDocument } from '#src/contract/document.ts';
import { laneOf, timeOf } from './document-fact.ts';

type Told = Omit<z.output<typeof shipment>, 'order'> & { readonly order: string | null };

export function shipmentFact(data: Told, connection: string): Fact {
  const { id, number, status, location, carrier, trackingNumber, lines } = data;
  const modifiedAt = timeOf(data.modifiedAt);
  const body: ErpShipment = {
    shipment: id,
    number,
    status,
    location,
    carrier: carrier || null,
    trackingNumber: trackingNumber || null,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    shippedAt: timeOf(data.shippedAt),
    modifiedAt,
  };
  return {
    kind: 'erp_shipment',
    key: `${connection}/${id}`,
    lanes: [laneOf(data.order, id)],
    happenedAt: modifiedAt,
    authority: true,
    body,
  };
}

/** A shipment that a sweep found, where the document says what left; one of ours says nothing that is new. */
export function sweptShipment(document: AnyDocument, connection: string): readonly Fact[] {
  const { kind, key, order, status, units = [], createdAt, carrier = null, trackingNumber = null } = document;
  const left = units.filter(({ quantity }) => quantity < 0);
  const [first] = left;
  if (kind !== 'shipment' || key !== null || order === null || status === 'open' || first === undefined)
    return [];
  const told = {
    ...document,
    order,
    carrier,
    trackingNumber,
    location: first.location,
    lines: left.map(({ sku, quantity }) => ({ sku, quantity: -quantity })),
    status: status === 'canceled' ? ('canceled' as const) : ('shipped' as const),
    shippedAt: createdAt,
  };
  return [shipmentFact(told, connection)];
}
