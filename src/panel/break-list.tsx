import { isSummary } from '#domain/summary.ts';
import type { Instant } from '#domain/instant.ts';
import { type BreakAsk, type BreakName, type BreakRow, breaksPageSize } from '#src/panel/query/breaks.ts';
import { aged } from './age.ts';
import { legNames } from './badge.tsx';
import { narrowed } from './break-filter.tsx';
import { breaksPath } from './break-path.ts';
import { causeWord } from './cause.ts';
import { subjectPath } from './path.ts';
import { subjectName } from './subject.ts';
import { spoken } from './voice.ts';
import { amountOf, when } from './words.ts';

type Listed = {
  readonly ask: BreakAsk;
  readonly found: readonly BreakRow[];
  readonly timeZone: string;
  readonly now: Instant;
};

/** One page of differences, each with its sentence and the way to its order. */
export function BreakList(listed: Listed) {
  const { ask } = listed;
  const { page, next, previous } = pageOf(listed);
  return (
    <>
      <s-table
        paginate={next !== undefined || previous !== undefined || undefined}
        hasnextpage={next !== undefined || undefined}
        haspreviouspage={previous !== undefined || undefined}
      >
        <s-table-header-row>
          <s-table-header listslot="primary">Order</s-table-header>
          <s-table-header listslot="kicker">Cause</s-table-header>
          <s-table-header listslot="labeled">What differs</s-table-header>
          <s-table-header listslot="labeled" format="currency">
            Amount
          </s-table-header>
          <s-table-header listslot="labeled">
            {ask.show === 'open' ? 'Since' : 'How it closed'}
          </s-table-header>
        </s-table-header-row>
        <s-table-body data-live="rows" data-next={next} data-previous={previous}>
          {page.map((row) => (
            <Row row={row} listed={listed} />
          ))}
        </s-table-body>
      </s-table>
      <div data-live="none">{page.length === 0 ? <NoHit ask={ask} /> : null}</div>
    </>
  );
}

/** The page itself, without the one row that only tells that the list goes on. */
function pageOf({ ask, found }: Listed) {
  const backwards = ask.before !== undefined;
  const page = backwards ? found.slice(-breaksPageSize) : found.slice(0, breaksPageSize);
  const more = found.length > breaksPageSize;
  const named = (row: BreakRow | undefined): BreakName | undefined => row && { lane: row.lane, key: row.key };
  const [first, last] = [named(page.at(0)), named(page.at(-1))];
  const goesOn = backwards || more;
  const cameFrom = backwards ? more : ask.after !== undefined;
  return {
    page,
    next: goesOn && last !== undefined ? breaksPath(ask, { after: last }) : undefined,
    previous: cameFrom && first !== undefined ? breaksPath(ask, { before: first }) : undefined,
  };
}

function Row({ row, listed: { timeZone, now } }: { row: BreakRow; listed: Listed }) {
  const path = subjectPath(row.lane);
  const title = isSummary(row.lane) ? subjectName(row.lane, null) : (row.order_name ?? row.about);
  return (
    <s-table-row>
      <s-table-cell>{path === null ? title : <s-link href={path}>{title}</s-link>}</s-table-cell>
      <s-table-cell>
        <s-badge
          tone={row.closed_at === null ? 'critical' : 'neutral'}
          icon={row.closed_at === null ? 'alert-circle' : 'check-circle'}
        >
          {causeWord(row.cause)}
        </s-badge>
      </s-table-cell>
      <s-table-cell>
        <s-text>{spoken(row.sentence)}</s-text>{' '}
        <s-text color="subdued">{legNames[row.leg] ?? row.leg}</s-text>
      </s-table-cell>
      <s-table-cell>
        {row.minor === null || row.currency === null
          ? '–'
          : amountOf({ minor: row.minor, currency: row.currency })}
      </s-table-cell>
      <s-table-cell>
        {row.closed_at === null
          ? aged(row.first_seen_at, now)
          : `${spoken(row.closed_how ?? '')} (${when(row.closed_at, timeZone)}, after ${aged(row.first_seen_at, row.closed_at)})`}
      </s-table-cell>
    </s-table-row>
  );
}

function NoHit({ ask }: { ask: BreakAsk }) {
  return (
    <s-box padding="small">
      {narrowed(ask) ? (
        <>
          No difference fits these filters. <s-link href={breaksPath({ show: ask.show })}>Show all</s-link>
        </>
      ) : ask.show === 'open' ? (
        'Nothing disagrees. What is found from now on is listed here with its cause, its money and its age.'
      ) : (
        'No difference has closed yet.'
      )}
    </s-box>
  );
}
