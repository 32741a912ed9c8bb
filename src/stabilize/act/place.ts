/** Which lines of an order a shipment's units are of: the ERP says SKUs, and the store asks for lines. */
import type { ErpShipment } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';

type Units = { readonly lineItem: Gid<'LineItem'>; readonly quantity: number };

export type Placed = {
  readonly lines: readonly Units[];
  readonly unplaced: ErpShipment['lines'];
};

/** What is left to ship of each line, to be taken from shipment by shipment. */
type LeftToShip = Map<Gid<'LineItem'>, number>;

const goods = new Set(['PRODUCT', 'GIFT_CARD']);
/** Units that came back had left before, so their refund takes nothing off what is still to leave. */
const cameBack = new Set(['return', 'legacy_restock']);

export function leftToShip({ header, agreements, refunds, fulfillments }: KnownOrder): LeftToShip {
  const left: LeftToShip = new Map(header.lines.map(({ lineItem }) => [lineItem, 0]));
  const move = (lineItem: Gid<'LineItem'>, units: number): void => {
    left.set(lineItem, (left.get(lineItem) ?? 0) + units);
  };
  for (const { reason, sales } of agreements)
    for (const { lineItem, lineType, quantity } of sales)
      if (lineItem !== null && goods.has(lineType) && !(reason === 'RETURN' && quantity < 0))
        move(lineItem, quantity);
  const agreed = new Set(agreements.flatMap(({ reason, refund }) => (reason === 'REFUND' ? [refund] : [])));
  for (const { refund, lines } of refunds)
    for (const { lineItem, quantity, restock } of lines)
      if (agreed.has(refund) && cameBack.has(restock)) move(lineItem, quantity);
  for (const { status, lines } of fulfillments)
    if (status === 'success') for (const { lineItem, quantity } of lines) move(lineItem, -quantity);
  return left;
}

/** Takes a shipment's units from what is left, of one SKU on several lines from the first line first. */
export function place({ lines }: ErpShipment, { header }: KnownOrder, left: LeftToShip): Placed {
  const placed = new Map<Gid<'LineItem'>, number>();
  const unplaced = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    let rest = quantity;
    for (const { lineItem, sku: of } of header.lines) {
      const units = of === sku ? Math.min(rest, Math.max(0, left.get(lineItem) ?? 0)) : 0;
      if (units === 0) continue;
      rest -= units;
      left.set(lineItem, (left.get(lineItem) ?? 0) - units);
      placed.set(lineItem, (placed.get(lineItem) ?? 0) + units);
    }
    if (rest > 0) unplaced.set(sku, (unplaced.get(sku) ?? 0) + rest);
  }
  return {
    lines: [...placed].map(([lineItem, quantity]) => ({ lineItem, quantity })),
    unplaced: [...unplaced].map(([sku, quantity]) => ({ sku, quantity })),
  };
}
