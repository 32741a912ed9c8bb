/** What an order holds as its sales order at the ERP ought to say it. */
import type { ChargeKind, DocumentAmounts, DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Agreement } from '#domain/fact.ts';
import { nothing, plus } from './amounts.ts';
import type { Ordered } from './course.ts';
import { restOf, unitsIn } from './course-pool.ts';
import { type LineWalk, totalOfItems, type Walk } from './course-walk.ts';
import { documentLine } from './sold.ts';

/**
 * Everything that is on invoices and everything that is yet to be: what was taken back before it was invoiced is gone,
 * and what was credited stands, for its credit memo says so. Shipments and payments change nothing of it.
 */
export function orderedBy(walk: Walk, { agreement, happenedAt }: Agreement): Ordered {
  const lines = [...walk.lines.values()].flatMap((line) => lineOrdered(walk, line));
  const charges = chargesOrdered(walk);
  return { agreement, happenedAt, lines, charges, total: totalOfItems(walk, lines, charges) };
}

function lineOrdered({ order, invoices }: Walk, line: LineWalk): readonly DocumentLine[] {
  const { lineItem, giftCard, pool, invoiced, credited } = line;
  const quantity = invoiced + credited + unitsIn(pool);
  if (quantity <= 0) return [];
  const amounts = invoices
    .flatMap(({ lines }) => lines.filter((one) => one.lineItem === lineItem))
    .reduce(plus, nothing(order.header.currency));
  return [documentLine(order.header, lineItem, { ...plus(amounts, restOf(pool)), quantity, giftCard })];
}

function chargesOrdered({ order, invoices, charges }: Walk): readonly DocumentCharge[] {
  const kinds = new Map<ChargeKind, DocumentAmounts>();
  const enter = (kind: ChargeKind, amounts: DocumentAmounts): void => {
    kinds.set(kind, plus(kinds.get(kind) ?? nothing(order.header.currency), amounts));
  };
  for (const { kind, ...amounts } of invoices.flatMap((one) => one.charges)) enter(kind, amounts);
  for (const [kind, amounts] of charges) enter(kind, amounts);
  return [...kinds].map(([kind, { gross, discount, taxes }]) => ({ kind, gross, discount, taxes }));
}
