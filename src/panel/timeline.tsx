import { explain } from '#src/govern/explain.ts';
import { localDate } from '#domain/instant.ts';
import type { Decision } from '#domain/decision.ts';
import type { ShownDelivery } from '#src/panel/queries.ts';
import type { OrderRows } from '#src/panel/query/order.ts';
import type { Happening } from './store-event.ts';
import { spoken, topicName } from './voice.ts';
import { clockTime, dayOf } from './words.ts';

/**
 * What happened to a subject, oldest first: what its own systems did, each delivery with what was read in it, and
 * every other decision as a sentence. Receipts of our own postings are left out, because "posted as" says the same.
 */
export function happenings(
  rows: Pick<OrderRows, 'deliveries' | 'decisions'>,
  events: readonly Happening[],
): readonly Happening[] {
  const deliveries = new Map(rows.deliveries.map((one) => [one.id, one]));
  const read = new Set<string>();
  const decided = rows.decisions.flatMap((one) => {
    const delivery = deliveries.get(String(one.detail['delivery'] ?? ''));
    if ((one.kind !== 'translated' && one.kind !== 'parked') || delivery === undefined)
      return [{ at: one.decidedAt, text: spoken(explain(one)) }];
    read.add(delivery.id);
    if (one.kind === 'translated' && delivery.source === 'erp-receipt') return [];
    return [{ at: delivery.received_at, text: news(delivery, one) }];
  });
  const all = [
    ...events,
    ...decided,
    ...rows.deliveries
      .filter((one) => !read.has(one.id))
      .map((one) => ({ at: one.received_at, text: news(one, undefined) })),
  ];
  // The sort is stable: what happened at one instant stays in the order of the log.
  return all.toSorted((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));
}

function news(delivery: ShownDelivery, decision: Decision | undefined): string {
  return `${reported(delivery)} ${madeOf(decision)}; delivery\u00A0${delivery.id}.`;
}

function reported({ source, topic }: ShownDelivery): string {
  if (source === 'shopify-admin') return `Shopify was asked for the ${topicName(topic)}.`;
  if (source === 'erp-receipt') return `The ERP confirmed our ${topicName(topic)}.`;
  return `${source === 'erp' ? 'The ERP' : 'Shopify'} reported: ${topicName(topic)}.`;
}

function madeOf(decision: Decision | undefined): string {
  if (decision === undefined) return 'Not read yet';
  const { detail, kind } = decision;
  if (kind === 'parked')
    return `Kept, but not read: ${spoken(String(detail['reason'] ?? 'no reason was given'))}`;
  const facts = Number(detail['facts'] ?? 0);
  const kinds = String(detail['kinds'] ?? '')
    .replaceAll('_', ' ')
    .replaceAll(/\berp\b/g, 'ERP');
  return facts === 1 ? `Read as one fact: ${kinds}` : `Read as ${facts} facts: ${kinds}`;
}

type Shown = {
  readonly lines: readonly Happening[];
  readonly timeZone: string;
  readonly heading?: string;
};

export function Timeline({ lines, timeZone, heading = 'Timeline' }: Shown) {
  const days = Map.groupBy(lines, (one) => localDate(one.at, timeZone));
  return (
    <s-section heading={heading}>
      <ol class="timeline">
        {[...days].map(([localDay, day]) => (
          <>
            <li class="day">{dayOf(localDay)}</li>
            {day.map(({ at, text }) => (
              <li>
                <time datetime={at}>{clockTime(at, timeZone)}</time>
                <span>{text}</span>
              </li>
            ))}
          </>
        ))}
      </ol>
    </s-section>
  );
}
