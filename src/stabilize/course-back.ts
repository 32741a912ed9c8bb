/** Which units of a line an agreement takes back: those that were invoiced are credited, the others never will be. */
import type { Agreement, Sale } from '#domain/fact.ts';
import { minus, negated, nothing, plus } from './amounts.ts';
import { creditLine, type Docket, refundOf } from './course-docket.ts';
import { poured, unitsIn } from './course-pool.ts';
import { upholdUnits } from './course-ship.ts';
import type { LineWalk, Walk } from './course-walk.ts';
import { amountsOf, portion, totalOf } from './sold.ts';

type Taking = { readonly line: LineWalk; readonly sale: Sale };

export function takeBack(walk: Walk, docket: Docket, { line, sale }: Taking): void {
  const { agreement } = docket;
  const { currency, taxesIncluded } = walk.order.header;
  const units = Math.abs(sale.quantity);
  const amounts = negated(amountsOf(sale));
  const invoiced = invoicedOf(walk, line, { agreement, units });
  const share =
    invoiced === units
      ? amounts
      : invoiced === 0
        ? nothing(currency)
        : portion({ ...amounts, quantity: units, taxesIncluded }, 0, invoiced);
  // Nobody credits what was never invoiced: what goes beyond that is taken off what is still to be.
  const credited = totalOf(share).minor > totalOf(line.billed).minor ? line.billed : share;
  line.billed = minus(line.billed, credited);
  line.pool = poured(line.pool, invoiced - units, plus(credited, negated(amounts)));
  if (invoiced === 0) return;
  const inHand = line.calledBack.reduce((sum, one) => sum + one.units, 0);
  upholdUnits(walk, line, invoiced - Math.max(0, line.invoiced - inHand));
  line.invoiced -= invoiced;
  line.credited += invoiced;
  if (line.shipped - line.returned >= invoiced) {
    line.returned += invoiced;
    docket.back.shipped.add(line.lineItem);
  }
  creditLine(walk, docket, { line, units: invoiced, amounts: credited });
}

/**
 * A return takes back what left. A refund says by its restock type whether units were shipped or are to be; where it
 * does not say, they are those that were invoiced, as far as there are any.
 */
function invoicedOf(
  { order }: Walk,
  line: LineWalk,
  { agreement, units }: { agreement: Agreement; units: number },
): number {
  const most = Math.min(units, line.invoiced);
  const restocks =
    refundOf(order.refunds, agreement)?.lines.filter((one) => one.lineItem === line.lineItem) ?? [];
  const isCanceled = restocks.length > 0 && restocks.every(({ restock }) => restock === 'cancel');
  if (agreement.reason === 'RETURN' || !isCanceled) return most;
  return Math.min(most, Math.max(0, units - Math.max(0, unitsIn(line.pool))));
}
