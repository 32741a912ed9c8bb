/** The store shipped by itself: the ERP is told of the goods that left, unless it told us first. */
import type { ShipmentBody } from '#domain/document.ts';
import type { Fulfillment } from '#domain/fact.ts';
import { legacyId } from '#domain/gid.ts';
import { localDate } from '#domain/instant.ts';
import { zero } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import { parcelsOf, shipmentKey } from '#src/stabilize/act/parcel.ts';
import { type Basis, orderReference, salesOrderKey } from './obligation-basis.ts';

export function shipmentObligations(basis: Basis): readonly Obligation<ShipmentBody>[] {
  const { course, order, shop } = basis;
  // What left beyond what was sold is for a person to explain, and nothing that we tell the ERP.
  const beyond = new Set(course.anomalies.map(({ kind, about }) => (kind === 'overshipped' ? about : null)));
  const known = new Set(
    parcelsOf(order, shop.domain).flatMap(({ by, fulfillment }) =>
      by === 'document' || fulfillment === null ? [] : [fulfillment.fulfillment],
    ),
  );
  // What we made for a shipment of the ERP is known there, though the shipment be canceled since.
  for (const { kind, thing } of order.acts) if (kind === 'fulfill') known.add(ofFulfillment(thing));
  return order.fulfillments
    .filter(
      ({ status, fulfillment }) =>
        status === 'success' && !known.has(fulfillment) && !beyond.has(fulfillment),
    )
    .map((one) => shipmentObligation(basis, one));
}

function ofFulfillment(thing: string): Fulfillment['fulfillment'] {
  return `gid://shopify/Fulfillment/${thing.slice(thing.lastIndexOf('/') + 1)}`;
}

function shipmentObligation(basis: Basis, fulfillment: Fulfillment): Obligation<ShipmentBody> {
  const { header } = basis.order;
  const { fulfillment: id, createdAt, location = null, lines } = fulfillment;
  return {
    key: shipmentKey(basis.shop.domain, fulfillment),
    kind: 'shipment',
    anchor: legacyId(id),
    happenedAt: createdAt,
    because: `goods of ${header.name} left by the store's own word`,
    dependsOn: [salesOrderKey(basis)],
    body: {
      kind: 'shipment',
      order: orderReference(basis),
      salesOrder: salesOrderKey(basis),
      fulfillment: id,
      location,
      shippedOn: localDate(createdAt, basis.shop.timeZone),
      lines: lines.map(({ lineItem, quantity }) => ({
        lineItem,
        sku: header.lines.find((one) => one.lineItem === lineItem)?.sku ?? null,
        quantity,
      })),
      total: zero(header.currency),
    },
  };
}
