/** Orders: where is the order I look for, and does it agree? */
import { z } from 'zod';
import { breakCauses } from '#domain/break.ts';
import {
  type ListAsk,
  type OrderRow,
  pageSize,
  readOrders,
  type StateCount,
} from '#src/panel/query/orders.ts';
import { ProofBadge, postingState, proofStates } from './badge.tsx';
import type { PanelDeps } from './deps.ts';
import { unreadableList, within } from './notice.tsx';
import {
  financialStatuses,
  measuredLegs,
  narrowed,
  OrderFilters,
  orderStates,
  ordersPath,
} from './order-filter.tsx';
import { orderPath } from './path.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { byDuty, spoken } from './voice.ts';
import { amountOf, when } from './words.ts';

const cursor = z.string().regex(/^\d{1,30}$/);
const unlessEmpty = (text: unknown) => (text === '' ? undefined : text);
const day = z.preprocess(unlessEmpty, z.iso.date().optional());

const asked = z.object({
  q: z.string().trim().max(100).default(''),
  state: z.enum(orderStates).optional(),
  sort: z.preprocess(unlessEmpty, z.enum(['newest', 'oldest', 'amount']).default('newest')),
  cause: z.preprocess(unlessEmpty, z.enum(breakCauses).optional()),
  leg: z.preprocess(unlessEmpty, z.enum(measuredLegs).optional()),
  status: z.preprocess(unlessEmpty, z.enum(financialStatuses).optional()),
  from: day,
  to: day,
  after: cursor.optional(),
  before: cursor.optional(),
});

export async function orders(deps: PanelDeps, { shop: domain }: Session, query: unknown): Promise<View> {
  const { data } = asked.safeParse(query);
  if (data === undefined || (data.after !== undefined && data.before !== undefined)) return unreadableList;
  const { q: search, state, sort, cause, leg, status, from, to, after, before } = data;
  const ask: ListAsk = { search, state, sort, cause, leg, status, from, to, after, before };
  const { settings, orders: found, counts, any } = await readOrders(deps.db, domain, ask);
  return within(settings, ({ timeZone }) => ({
    status: 200,
    heading: 'Orders',
    main: any ? <List ask={ask} found={found} counts={counts} timeZone={timeZone} /> : <NoneYet />,
  }));
}

function NoneYet() {
  return (
    <s-stack gap="base" data-live="none-yet">
      <s-section accessibilitylabel="Orders">
        <s-empty-state heading="No orders yet">
          <s-text slot="subheading">
            The next order placed in your store shows up here within seconds, with its proof.
          </s-text>
        </s-empty-state>
      </s-section>
    </s-stack>
  );
}

type Listed = {
  readonly ask: ListAsk;
  readonly found: readonly OrderRow[];
  readonly counts: readonly StateCount[];
  readonly timeZone: string;
};

/** The page itself, without the one order that only tells that the list goes on. */
function pageOf({ ask, found }: Listed) {
  const backwards = ask.before !== undefined;
  const page = backwards ? found.slice(-pageSize) : found.slice(0, pageSize);
  const more = found.length > pageSize;
  const [first, last] = [page.at(0), page.at(-1)].map((one) => one?.lane.slice('order/'.length));
  const goesOn = backwards || more;
  const cameFrom = backwards ? more : ask.after !== undefined;
  return {
    page,
    next: goesOn ? ordersPath(ask, { after: last }) : undefined,
    previous: cameFrom ? ordersPath(ask, { before: first }) : undefined,
  };
}

function List(listed: Listed) {
  const { ask, counts, timeZone } = listed;
  const { page, next, previous } = pageOf(listed);
  return (
    <s-section padding="none" accessibilitylabel="Orders">
      <s-table
        paginate={next !== undefined || previous !== undefined || undefined}
        hasnextpage={next !== undefined || undefined}
        haspreviouspage={previous !== undefined || undefined}
      >
        <OrderFilters ask={ask} counts={counts} />
        <s-table-header-row>
          <s-table-header listslot="primary">Order</s-table-header>
          <s-table-header listslot="kicker">Placed</s-table-header>
          <s-table-header listslot="inline">Proof</s-table-header>
          <s-table-header listslot="labeled" format="currency">
            Total
          </s-table-header>
          <s-table-header listslot="labeled">What differs</s-table-header>
          <s-table-header listslot="labeled">ERP documents</s-table-header>
        </s-table-header-row>
        <s-table-body data-live="rows" data-next={next} data-previous={previous}>
          {page.map((row) => (
            <Row row={row} timeZone={timeZone} />
          ))}
        </s-table-body>
      </s-table>
      <div data-live="none">{page.length === 0 ? <NoHit ask={ask} /> : null}</div>
    </s-section>
  );
}

function Row({ row, timeZone }: { row: OrderRow; timeZone: string }) {
  const link = `open-${row.lane.slice('order/'.length)}`;
  return (
    <s-table-row clickdelegate={link}>
      <s-table-cell>
        <s-link id={link} href={orderPath(row.lane)}>
          {row.name}
        </s-link>
      </s-table-cell>
      <s-table-cell>{when(row.placed_at ?? row.as_of, timeZone)}</s-table-cell>
      <s-table-cell>
        <ProofBadge state={row.state} />
      </s-table-cell>
      <s-table-cell>{row.total === null ? '–' : amountOf(row.total)}</s-table-cell>
      <s-table-cell>{row.differs === null ? '–' : spoken(row.differs)}</s-table-cell>
      <s-table-cell>
        <s-text>
          {documentsOf(row).map((part, index) => (
            <>
              {index === 0 ? '' : ', '}
              <span class="whole">{part}</span>
            </>
          ))}
        </s-text>
      </s-table-cell>
    </s-table-row>
  );
}

/** Numbers of what the ERP holds; of the rest, how many and how they stand. */
function documentsOf({ documents }: OrderRow): readonly string[] {
  const numbers = byDuty(documents).flatMap((one) => (one.number === null ? [] : [one.number]));
  const rest = Map.groupBy(
    documents.filter((one) => one.number === null),
    (one) => postingState(one.state).word.toLowerCase(),
  );
  const parts = [...numbers, ...[...rest].map(([word, some]) => `${some.length} ${word}`)];
  return parts.length === 0 ? ['–'] : parts;
}

function NoHit({ ask }: Pick<Listed, 'ask'>) {
  const { search, state } = ask;
  const what = state === undefined ? 'No order' : `No order that reads “${proofStates[state].word}”`;
  const others = narrowed(ask) ? ' under these filters' : '';
  return (
    <s-box padding="small">
      {search === ''
        ? `${what}${others}.`
        : `${what} begins with “${search}”${others}, and no document number does.`}{' '}
      <s-link href="/orders">Show all orders</s-link>
    </s-box>
  );
}
