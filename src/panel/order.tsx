/** One order: does it agree everywhere, and if not, where and why? */
import type { Instant } from '#domain/instant.ts';
import { lane } from '#domain/lane.ts';
import { type OrderRows, readOrder } from '#src/panel/query/order.ts';
import { knowOrder } from '#src/stabilize/know.ts';
import type { PanelDeps } from './deps.ts';
import { Differences } from './difference.tsx';
import { loneView } from './document.tsx';
import { unknownOrder, within } from './notice.tsx';
import { OrderSide } from './order-side.tsx';
import { proofRows } from './proof-rows.ts';
import { Findings, ProofTable } from './proof-table.tsx';
import type { Session } from './session.ts';
import { storeEvents } from './store-event.ts';
import { happenings, Timeline } from './timeline.tsx';
import type { View } from './view.ts';
import { when } from './words.ts';

export async function order(deps: PanelDeps, { shop: domain }: Session, id: string): Promise<View> {
  if (!/^\d{1,30}$/.test(id)) return unknownOrder;
  const rows = await readOrder(deps.db, domain, lane('order', id));
  return within(rows.settings, ({ timeZone }) => orderView(rows, { timeZone, now: deps.now() }));
}

type Seen = { readonly timeZone: string; readonly now: Instant };

function orderView(rows: OrderRows, seen: Seen): View {
  const { timeZone, now } = seen;
  const { proof, facts, breaks } = rows;
  const known = knowOrder(facts, null);
  if (proof === undefined || known === undefined) return loneView(rows, seen) ?? unknownOrder;
  const { name, placedAt } = known.header;
  const refunds = facts.flatMap((one) => (one.kind === 'refund' ? [one.body] : []));
  const happened = happenings(rows, storeEvents(known, refunds));
  return {
    status: 200,
    heading: name,
    back: { href: '/orders', label: 'Orders' },
    main: (
      <s-stack gap="base" data-live="order">
        <ProofTable
          state={proof.state}
          rows={proofRows(known, proof, refunds)}
          about={`Placed ${when(placedAt, timeZone)} · checked ${when(proof.asOf, timeZone)}`}
        />
        <Differences breaks={breaks} timeZone={timeZone} now={now} />
        <Findings
          state={proof.state}
          legs={proof.legs}
          told={new Set(breaks.filter((one) => one.closed_at === null).map((one) => one.sentence))}
        />
        <Timeline lines={happened} timeZone={timeZone} />
      </s-stack>
    ),
    aside: (
      <s-box slot="aside">
        <s-stack gap="base" data-live="side">
          <OrderSide rows={rows} order={known} refunds={refunds} timeZone={timeZone} />
        </s-stack>
      </s-box>
    ),
  };
}
