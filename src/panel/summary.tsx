/** One day's summary: what was said to the ERP, and which entries of which orders that sums. */
import type { Instant } from '#domain/instant.ts';
import { lane } from '#domain/lane.ts';
import { summaryDay, summedFrom } from '#domain/summary.ts';
import type { ShopSettings } from '#domain/shop.ts';
import {
  readSummary,
  type SummaryPosting,
  type SummaryRows,
  summedPageSize,
  type SummedOrder,
} from '#src/panel/query/summary.ts';
import { automationPath, postingPath } from './automation-path.ts';
import { postingState } from './badge.tsx';
import type { PanelDeps } from './deps.ts';
import { Differences } from './difference.tsx';
import { unknownDocument, within } from './notice.tsx';
import { orderPath, subjectPath, withQuery } from './path.ts';
import type { Session } from './session.ts';
import { subjectName } from './subject.ts';
import type { View } from './view.ts';
import { sentence } from './voice.ts';
import { amountOf, count, kindName, when } from './words.ts';

type Asked = { readonly id: string; readonly query: Readonly<Record<string, string>> };

export async function summary(
  deps: PanelDeps,
  { shop: domain }: Session,
  { id, query: { after = '' } }: Asked,
): Promise<View> {
  const [, day, currency] = /^(\d{4}-\d{2}-\d{2})-([A-Z]{3})$/.exec(id) ?? [];
  if (day === undefined || currency === undefined || after.length > 255) return unknownDocument;
  const of = lane('summary', `${day}/${currency}`);
  const rows = await readSummary(deps.db, { domain, of, after });
  return within(rows.settings, (shop) => summaryView(rows, { of, shop, now: deps.now(), after }));
}

type Seen = {
  readonly of: ReturnType<typeof lane>;
  readonly shop: ShopSettings;
  readonly now: Instant;
  readonly after: string;
};

function summaryView(rows: SummaryRows, { of, shop, now, after }: Seen): View {
  const { parts, whole, orders, breaks } = rows;
  if (whole === undefined || whole.entries + parts.length + breaks.length === 0) return unknownDocument;
  const { timeZone } = shop;
  const { currency } = summaryDay(of);
  const page = orders.slice(0, summedPageSize);
  const last = page.at(-1);
  const path = subjectPath(of) ?? '';
  return {
    status: 200,
    heading: subjectName(of, null),
    back: { href: automationPath('invoice posting'), label: 'Invoice posting' },
    main: (
      <s-stack gap="base" data-live="summary">
        <s-section heading="At the ERP">
          {parts.length === 0 ? (
            <s-paragraph>{`It is summed on ${when(summedFrom(summaryDay(of), shop), timeZone)}, once its day is over.`}</s-paragraph>
          ) : null}
          {parts.map((one) => (
            <Part of={one} />
          ))}
        </s-section>
        <Differences breaks={breaks} timeZone={timeZone} now={now} />
        <s-section heading="What it sums" padding="none">
          <s-box padding="small">
            <s-paragraph>
              {`${count(whole.entries, 'entry', 'entries')} of ${count(whole.orders, 'order')}. What was told after a summary had left is in a further one.`}
            </s-paragraph>
          </s-box>
          <Orders orders={page} currency={currency} />
          <s-box padding="small">
            <s-stack direction="inline" gap="small-200">
              {after === '' ? null : <s-link href={path}>First orders</s-link>}
              {orders.length > page.length && last !== undefined ? (
                <s-link href={withQuery(path, { after: last.lane })}>Further orders</s-link>
              ) : null}
            </s-stack>
          </s-box>
        </s-section>
      </s-stack>
    ),
  };
}

function Part({ of }: { readonly of: SummaryPosting }) {
  const { word, tone } = postingState(of.state);
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-text type="strong">{of.n === 1 ? 'Summary' : `Correction ${of.n - 1}`}</s-text>
        <s-badge tone={tone}>{word}</s-badge>
      </s-stack>
      <ul class="lines">
        <li>
          <s-link href={postingPath(of.key)}>{of.document_number ?? 'no number yet'}</s-link>
          <span>{amountOf(of.total)}</span>
        </li>
      </ul>
      {of.reason === null ? null : <s-paragraph>{sentence(of.reason)}</s-paragraph>}
    </s-stack>
  );
}

function Orders({
  orders,
  currency,
}: {
  readonly orders: readonly SummedOrder[];
  readonly currency: string;
}) {
  return (
    <s-table>
      <s-table-header-row>
        <s-table-header listslot="primary">Order</s-table-header>
        <s-table-header listslot="labeled">Entries</s-table-header>
        <s-table-header listslot="labeled">Summed in</s-table-header>
      </s-table-header-row>
      <s-table-body>
        {orders.map(({ lane: of, order_name: name, entries }) => (
          <s-table-row>
            <s-table-cell>
              <s-link href={orderPath(of)}>{name ?? of}</s-link>
            </s-table-cell>
            <s-table-cell>
              {entries
                .map(({ what, debit }) => `${kindName(what)} ${amountOf({ minor: debit, currency })}`)
                .join(', ')}
            </s-table-cell>
            <s-table-cell>{partsOf(entries)}</s-table-cell>
          </s-table-row>
        ))}
      </s-table-body>
    </s-table>
  );
}

function partsOf(entries: SummedOrder['entries']): string {
  const names = entries.map(({ part }) =>
    part === null ? 'not yet' : part === 1 ? 'the summary' : `correction ${part - 1}`,
  );
  return [...new Set(names)].join(', ');
}
