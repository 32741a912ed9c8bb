import type { Stop } from '#src/automate/carry-out.ts';
import type { StoppedRow } from '#src/panel/query/dead-letter.ts';
import type { Instant } from '#domain/instant.ts';
import { aged } from './age.ts';
import { subjectPath, withQuery } from './path.ts';
import { subjectName } from './subject.ts';
import { amountOf, count, kindName } from './words.ts';

const stops = {
  'gave up': { word: 'Gave up', icon: 'clock' },
  refused: { word: 'Refused', icon: 'x-circle' },
  'several fit': { word: 'Several fit', icon: 'question-circle' },
  credentials: { word: 'No access', icon: 'alert-circle' },
} as const satisfies Record<Stop, unknown>;

/** Each with its reason, its age and the way on. */
export function DeadLetterList({
  rows,
  now,
}: {
  readonly rows: readonly StoppedRow[];
  readonly now: Instant;
}) {
  return (
    <s-table>
      <s-table-header-row>
        <s-table-header listslot="primary">Document</s-table-header>
        <s-table-header listslot="kicker">State</s-table-header>
        <s-table-header listslot="labeled">Why</s-table-header>
        <s-table-header listslot="labeled" format="currency">
          Amount
        </s-table-header>
        <s-table-header listslot="labeled">Age</s-table-header>
        <s-table-header listslot="labeled">Owner</s-table-header>
        <s-table-header listslot="inline">What to do</s-table-header>
      </s-table-header-row>
      <s-table-body>
        {rows.map((row) => (
          <Row row={row} now={now} />
        ))}
      </s-table-body>
    </s-table>
  );
}

function Row({ row, now }: { readonly row: StoppedRow; readonly now: Instant }) {
  const { minor, currency } = row;
  const { word, icon } = stops[row.stopped];
  return (
    <s-table-row>
      <s-table-cell>
        <Document row={row} />
      </s-table-cell>
      <s-table-cell>
        <s-badge tone="critical" icon={icon}>
          {word}
        </s-badge>
      </s-table-cell>
      <s-table-cell>
        <s-text>{row.reason ?? ''}</s-text> <s-text color="subdued">{count(row.attempts, 'attempt')}</s-text>
      </s-table-cell>
      <s-table-cell>{minor === null || currency === null ? '–' : amountOf({ minor, currency })}</s-table-cell>
      <s-table-cell>{aged(row.happened_at, now)}</s-table-cell>
      <s-table-cell>no owner yet</s-table-cell>
      <s-table-cell>
        <WayOn row={row} />
      </s-table-cell>
    </s-table-row>
  );
}

function Document({ row }: { readonly row: StoppedRow }) {
  const path = subjectPath(row.lane);
  const subject = subjectName(row.lane, row.order_name);
  return (
    <>
      {kindName(row.kind)} {path === null ? subject : <s-link href={path}>{subject}</s-link>}
    </>
  );
}

function WayOn({ row }: { readonly row: StoppedRow }) {
  if (row.is_waiting) return <s-text color="subdued">planned anew within a minute</s-text>;
  return (
    <s-stack gap="small-400">
      {row.is_unmapped ? (
        <s-link href={withQuery('/breaks', { cause: 'UNMAPPED' })}>Map what has no name in the ERP</s-link>
      ) : null}
      <form method="post" action="/stopped/retry">
        <input type="hidden" name="keys" value={row.key} />
        <s-button
          type="submit"
          variant="secondary"
          accessibilitylabel={`Try the ${kindName(row.kind).toLowerCase()} of ${subjectName(row.lane, row.order_name)} again`}
        >
          Try again
        </s-button>
      </form>
    </s-stack>
  );
}
