/** By policy everything that is agreed may be invoiced before it leaves: when it is ordered, or when it is paid. */
import type { DocumentLine } from '#domain/document.ts';
import { plus } from './amounts.ts';
import { drawn, unitsIn } from './course-pool.ts';
import type { Walk } from './course-walk.ts';
import { documentLine } from './sold.ts';

/** All units that are on no invoice yet; null where the policy of the order lets them wait. */
export function drawRest(walk: Walk): { readonly lines: readonly DocumentLine[] } | null {
  if (!isDueAtOnce(walk)) return null;
  const lines = [...walk.lines.values()].flatMap((line) => {
    const units = unitsIn(line.pool);
    if (units <= 0) return [];
    const next = drawn(line.pool, units);
    line.pool = next.pool;
    line.invoiced += units;
    line.billed = plus(line.billed, next.amounts);
    const part = { ...next.amounts, quantity: units, giftCard: line.giftCard };
    return [documentLine(walk.order.header, line.lineItem, part)];
  });
  return { lines };
}

function isDueAtOnce({ trigger, agreed, received }: Walk): boolean {
  return trigger === 'order' || (trigger === 'payment' && received.minor >= agreed.minor);
}
