/** One order: does it agree everywhere, and if not, where and why? */
import { lane } from '#domain/lane.ts';
import { readOrder } from '#src/panel/query/order.ts';
import { knowOrder } from '#src/stabilize/know.ts';
import type { PanelDeps } from './deps.ts';
import { unknownOrder, within } from './notice.tsx';
import { OrderSide } from './order-side.tsx';
import { proofRows } from './proof-rows.ts';
import { ProofTable } from './proof-table.tsx';
import type { Session } from './session.ts';
import { happenings, Timeline } from './timeline.tsx';
import type { View } from './view.ts';
import { when } from './words.ts';

export async function order(deps: PanelDeps, { shop: domain }: Session, id: string): Promise<View> {
  if (!/^\d{1,30}$/.test(id)) return unknownOrder;
  const rows = await readOrder(deps.db, domain, lane('order', id));
  return within(rows.settings, ({ timeZone }) => {
    const { proof, facts } = rows;
    const known = knowOrder(facts, null);
    if (proof === undefined || known === undefined) return unknownOrder;
    const { placedAt } = known.header;
    return {
      status: 200,
      heading: known.header.name,
      back: { href: '/orders', label: 'Orders' },
      main: (
        <s-stack gap="base" data-live="order">
          <ProofTable
            state={proof.state}
            legs={proof.legs}
            rows={proofRows(known, proof)}
            about={`Placed ${when(placedAt, timeZone)} · checked ${when(proof.asOf, timeZone)}`}
          />
          <Timeline lines={happenings(rows, placedAt)} timeZone={timeZone} />
        </s-stack>
      ),
      aside: (
        <s-box slot="aside">
          <s-stack gap="base" data-live="side">
            <OrderSide rows={rows} order={known} proof={proof} />
          </s-stack>
        </s-box>
      ),
    };
  });
}
