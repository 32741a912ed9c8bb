import { decode } from '#domain/encode.ts';
import type { Proof } from '#domain/proof.ts';
import type { Broken, HomeRows, Parked, Stuck } from '#src/panel/query/home.ts';
import { postingState } from './badge.tsx';
import { orderPath } from './path.ts';
import { sentence, spoken, topicName } from './voice.ts';
import { amountOf, count, kindName, when } from './words.ts';

type Needs = { readonly rows: HomeRows; readonly timeZone: string };

/** What waits for a person: orders that differ, documents that wait or were refused, deliveries that could not be read. */
export function NeedsYou({ rows, timeZone }: Needs) {
  const { broken, stuck, parked, risks } = rows;
  const differing = rows.states?.broken ?? 0;
  const total = differing + [...stuck, ...parked].reduce((sum, one) => sum + one.count, 0);
  if (total === 0)
    return (
      <s-section heading="Needs you">
        <s-paragraph>Nothing. Every order that is due agrees, and nothing waits for you.</s-paragraph>
      </s-section>
    );
  const risk = risks.map(amountOf).join(' and ');
  return (
    <s-section heading={`Needs you (${total})${risk === '' ? '' : ` · ${risk} at risk`}`}>
      {broken.map((one) => (
        <Differing row={one} />
      ))}
      {differing > broken.length ? (
        <s-link href="/orders?state=broken">
          {`All ${count(differing, 'order that differs', 'orders that differ')}`}
        </s-link>
      ) : null}
      {stuck.map((one) => (
        <Waiting row={one} />
      ))}
      {parked.map((one) => (
        <Unread row={one} timeZone={timeZone} />
      ))}
    </s-section>
  );
}

function Differing({ row }: { row: Broken }) {
  const proof = decode<Proof>(row.body);
  const legs = proof.legs.filter((one) => one.state === 'broken');
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-badge tone="critical" icon="alert-circle">
          Differs
        </s-badge>
        <s-link href={orderPath(row.lane)}>{proof.name}</s-link>
      </s-stack>
      {legs.map((leg) => (
        <s-paragraph>{spoken(leg.sentence)}</s-paragraph>
      ))}
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
        <s-link href={orderPath(row.lane)}>{kindName(count(row.count, row.kind))}</s-link>
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
