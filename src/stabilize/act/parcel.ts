/** Which shipment of the ERP and which fulfillment of the store are one parcel, whoever told of it first. */
import type { ErpShipment, Fulfillment } from '#domain/fact.ts';
import { legacyId } from '#domain/gid.ts';
import { postingKey } from '#domain/posting.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';

export type Parcel = {
  readonly shipment: ErpShipment;
  /** The fulfillment that shows it in the store; null where the store was told and does not show it yet. */
  readonly fulfillment: Fulfillment | null;
  /** `act`: we told the store · `document`: we told the ERP · `evidence`: others told both, and it fits. */
  readonly by: 'act' | 'document' | 'evidence';
};

/**
 * By identity first: what our own receipts name. Otherwise a shipment and a fulfillment of equal units are one parcel
 * unless their numbers contradict: equal numbers first, then those that one of the two does not say, oldest first.
 */
export function parcelsOf(order: KnownOrder, store: string): readonly Parcel[] {
  const named = order.shipments.flatMap((shipment) => identified(order, { shipment, store }));
  const taken = new Set(named.flatMap(({ fulfillment }) => fulfillment?.fulfillment ?? []));
  const told = new Set(named.map(({ shipment }) => shipment.shipment));
  const shipments = order.shipments.filter((one) => one.status === 'shipped' && !told.has(one.shipment));
  const fulfillments = order.fulfillments.filter(
    (one) => one.status === 'success' && !taken.has(one.fulfillment) && !isOurDocument(order, { one, store }),
  );
  const found: Parcel[] = [];
  for (const fits of [isSameNumber, isNotContradicted])
    for (const shipment of shipments) {
      if (found.some((one) => one.shipment === shipment)) continue;
      const fulfillment = fulfillments.find(
        (one) =>
          !found.some((other) => other.fulfillment === one) &&
          unitsShipped(shipment) === unitsFulfilled(order, one) &&
          fits(shipment, one),
      );
      if (fulfillment !== undefined) found.push({ shipment, fulfillment, by: 'evidence' });
    }
  return [...named, ...found];
}

type Asked = { readonly shipment: ErpShipment; readonly store: string };

function identified(order: KnownOrder, { shipment, store }: Asked): readonly Parcel[] {
  const act = order.acts.find(({ kind, about }) => kind === 'fulfill' && about === shipment.shipment);
  if (act !== undefined) {
    const fulfillment = order.fulfillments.find((one) => one.fulfillment === act.thing) ?? null;
    return [{ shipment, fulfillment, by: 'act' }];
  }
  const document = order.documents.find(
    (one) => one.kind === 'shipment' && one.documentId === shipment.shipment && one.postingKey !== null,
  );
  if (document === undefined) return [];
  const keyed = order.fulfillments.find((one) => shipmentKey(store, one) === document.postingKey) ?? null;
  return [{ shipment, fulfillment: keyed, by: 'document' }];
}

/** The name of the ERP's shipment that mirrors a fulfillment. */
export function shipmentKey(store: string, { fulfillment }: Fulfillment): string {
  return postingKey({ store, kind: 'shipment', anchor: legacyId(fulfillment), n: 1 });
}

/** The ERP has it from us already, under another shipment than those that it told of. */
function isOurDocument(
  { documents }: KnownOrder,
  { one, store }: { readonly one: Fulfillment; readonly store: string },
): boolean {
  const key = shipmentKey(store, one);
  return documents.some(({ postingKey: of }) => of === key);
}

function isSameNumber({ trackingNumber }: ErpShipment, { tracking }: Fulfillment): boolean {
  return trackingNumber !== null && tracking?.numbers.includes(trackingNumber) === true;
}

function isNotContradicted({ trackingNumber }: ErpShipment, { tracking }: Fulfillment): boolean {
  return trackingNumber === null || !tracking || tracking.numbers.length === 0;
}

function unitsShipped({ lines }: ErpShipment): string {
  return unitsText(lines);
}

function unitsFulfilled({ header }: KnownOrder, { lines }: Fulfillment): string {
  const skus = new Map(header.lines.map(({ lineItem, sku }) => [lineItem, sku]));
  return unitsText(
    lines.map(({ lineItem, quantity }) => ({ sku: skus.get(lineItem) ?? lineItem, quantity })),
  );
}

function unitsText(lines: readonly { readonly sku: string; readonly quantity: number }[]): string {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return JSON.stringify([...units].toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
}
