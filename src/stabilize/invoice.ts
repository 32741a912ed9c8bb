import type { DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Fulfillment } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import { type Money, sum } from '#domain/money.ts';
import type { KnownOrder } from './know.ts';
import { documentCharges, documentLine, portion, type Sold, totalOf } from './sold.ts';

/** What a fulfillment makes invoiceable under the default policy: invoice at fulfillment. */
export type Invoiceable = {
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly happenedAt: Instant;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
  readonly total: Money;
};

/** More was shipped than sold: nothing of that fulfillment may be invoiced by rule. */
export type Overshipped = { readonly fulfillment: Gid<'Fulfillment'>; readonly lineItem: Gid<'LineItem'> };

/** One invoice a successful fulfillment, oldest first; charges such as shipping go with the first. */
export function invoiceable(
  order: KnownOrder,
  sold: readonly Sold[],
): { invoices: Invoiceable[]; overshipped: Overshipped[] } {
  const invoices: Invoiceable[] = [];
  const overshipped: Overshipped[] = [];
  const shipped = new Map<string, number>();
  for (const fulfillment of order.fulfillments.filter((one) => one.status === 'success')) {
    const over = together(fulfillment.lines).find((line) => !fits(sold, shipped, line));
    if (over !== undefined) {
      overshipped.push({ fulfillment: fulfillment.fulfillment, lineItem: over.lineItem });
      continue;
    }
    invoices.push(invoiceOf({ order, sold, shipped, charges: invoices.length === 0 }, fulfillment));
  }
  return { invoices, overshipped };
}

type Line = Fulfillment['lines'][number];
type Progress = { order: KnownOrder; sold: readonly Sold[]; shipped: Map<string, number>; charges: boolean };

/** A shipment may name a line twice; whether it fits is a matter of all its units. */
function together(lines: readonly Line[]): readonly Line[] {
  const units = new Map<Line['lineItem'], number>();
  for (const { lineItem, quantity } of lines) units.set(lineItem, (units.get(lineItem) ?? 0) + quantity);
  return [...units].map(([lineItem, quantity]) => ({ lineItem, quantity }));
}

function fits(sold: readonly Sold[], shipped: ReadonlyMap<string, number>, line: Line): boolean {
  const quantity = sold.find((one) => one.lineItem === line.lineItem)?.quantity ?? 0;
  return quantity > 0 && (shipped.get(line.lineItem) ?? 0) + line.quantity <= quantity;
}

function invoiceOf(progress: Progress, fulfillment: Fulfillment): Invoiceable {
  const { order, sold, shipped } = progress;
  const lines = fulfillment.lines.flatMap((line) => {
    const of = sold.find((one) => one.lineItem === line.lineItem);
    if (of === undefined) return [];
    const from = shipped.get(line.lineItem) ?? 0;
    shipped.set(line.lineItem, from + line.quantity);
    const part = {
      ...portion(of, from, from + line.quantity),
      quantity: line.quantity,
      giftCard: of.giftCard,
    };
    return [documentLine(order.header, line.lineItem, part)];
  });
  const charges = progress.charges ? documentCharges(sold) : [];
  const total = sum([...lines, ...charges].map(totalOf), order.header.currency);
  return { fulfillment: fulfillment.fulfillment, happenedAt: fulfillment.createdAt, lines, charges, total };
}
