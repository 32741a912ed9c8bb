import type { Refund } from '#domain/fact.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { spoken } from './voice.ts';
import { amount, when } from './words.ts';

type Shown = { readonly refunds: readonly Refund[]; readonly order: KnownOrder; readonly timeZone: string };

/** What was refunded and why: goods with what became of them, and amounts that no goods explain. */
export function Refunds({ refunds, order, timeZone }: Shown) {
  if (refunds.length === 0) return null;
  const titles = new Map(order.header.lines.map((one) => [one.lineItem, one.title]));
  return (
    <s-section heading="Refunds">
      {refunds.map((refund) => (
        <s-stack gap="none">
          <s-text color="subdued">{when(refund.createdAt, timeZone)}</s-text>
          <ul class="lines">
            <li>
              <span>Refund</span>
              <span>{amount(refund.total)}</span>
            </li>
            {refund.lines.map((line) => (
              <li>
                <span>{`${line.quantity} × ${titles.get(line.lineItem) ?? 'a line of the order'} (${restocks[line.restock] ?? spoken(line.restock)})`}</span>
                <span>{amount(line.subtotal)}</span>
              </li>
            ))}
            {refund.adjustments.map((one) => (
              <li>
                <span>{reasonSaid(one.reason)}</span>
                <span>{amount(one.amount)}</span>
              </li>
            ))}
          </ul>
        </s-stack>
      ))}
    </s-section>
  );
}

const restocks: Readonly<Record<string, string>> = {
  return: 'returned',
  cancel: 'not shipped',
  no_restock: 'not put back into stock',
  legacy_restock: 'put back into stock',
};

/** "REFUND_DISCREPANCY" as "Refund discrepancy". */
function reasonSaid(reason: string): string {
  const words = reason.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
