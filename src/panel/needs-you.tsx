import { isSummary } from '#domain/summary.ts';
import type { Instant } from '#domain/instant.ts';
import type { BreakRow } from '#src/panel/query/breaks.ts';
import type { HomeRows, Parked, Stuck } from '#src/panel/query/home.ts';
import { aged } from './age.ts';
import { postingState } from './badge.tsx';
import { causeWord } from './cause.ts';
import { orderPath, subjectPath } from './path.ts';
import { subjectName } from './subject.ts';
import { sentence, spoken, topicName } from './voice.ts';
import { amountOf, count, kindName, when } from './words.ts';

type Needs = { readonly rows: HomeRows; readonly timeZone: string; readonly now: Instant };

/** What waits for a person: what differs, documents that wait or were refused, deliveries that could not be read. */
export function NeedsYou({ rows, timeZone, now }: Needs) {
  const { worst, stuck, parked, risks, differ } = rows;
  const differing = differ?.subjects ?? 0;
  const total = differing + [...stuck, ...parked].reduce((sum, one) => sum + one.count, 0);
  if (total === 0)
    return (
      <s-section heading="Needs you">
        <s-paragraph>Nothing. Every order that is due agrees, and nothing waits for you.</s-paragraph>
      </s-section>
    );
  const risk = risks.map(amountOf).join(' and ');
  const oldest = differ?.oldest ?? null;
  return (
    <s-section
      heading={`Needs you (${total})${risk === '' ? '' : ` · ${risk} at risk`}`}
      subheading={oldest === null ? undefined : `The oldest difference is ${aged(oldest, now)} old`}
    >
      {worst.map((one) => (
        <Differing row={one} now={now} />
      ))}
      {differing === 0 ? null : (
        <s-link href="/breaks">{`All differences of ${count(differing, 'order or document', 'orders and documents')}`}</s-link>
      )}
      {stuck.map((one) => (
        <Waiting row={one} />
      ))}
      {parked.map((one) => (
        <Unread row={one} timeZone={timeZone} />
      ))}
    </s-section>
  );
}

function Differing({ row, now }: { row: BreakRow; now: Instant }) {
  const path = subjectPath(row.lane);
  const title = isSummary(row.lane) ? subjectName(row.lane, null) : (row.order_name ?? row.about);
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-badge tone="critical" icon="alert-circle">
          {causeWord(row.cause)}
        </s-badge>
        {path === null ? <s-text>{title}</s-text> : <s-link href={path}>{title}</s-link>}
        <s-text color="subdued">{`${aged(row.first_seen_at, now)} old`}</s-text>
      </s-stack>
      <s-paragraph>{spoken(row.sentence)}</s-paragraph>
    </s-stack>
  );
}

function Waiting({ row }: { row: Stuck }) {
  const { word, tone } = postingState(row.state);
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-badge tone={tone} icon={row.state === 'held' ? 'clock' : 'alert-circle'}>
          {word}
        </s-badge>
        <s-link href={subjectPath(row.lane) ?? orderPath(row.lane)}>
          {kindName(count(row.count, row.kind))}
        </s-link>
      </s-stack>
      <s-paragraph>{sentence(row.reason)}</s-paragraph>
    </s-stack>
  );
}

function Unread({ row, timeZone }: { row: Parked; timeZone: string }) {
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-badge tone="warning" icon="alert-triangle">
          Parked
        </s-badge>
        <s-text>{`${count(row.count, 'delivery', 'deliveries')}: ${topicName(row.topic)}`}</s-text>
      </s-stack>
      <s-paragraph>{`Kept, but not read: ${spoken(row.reason)}. The first came on ${when(row.since, timeZone)}.`}</s-paragraph>
    </s-stack>
  );
}
