/** What an ERP says of its documents, in callbacks and sweeps alike. */
import { exponentOf } from '#domain/currency.ts';
import type { ErpDocument as Document, ErpDocumentKind, Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { type Instant, instant } from '#domain/instant.ts';
import { giftCardChangeLane, lane, type Lane } from '#domain/lane.ts';
import type { Money } from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';
import { summaryLaneOfKey } from '#domain/summary.ts';
import type { ErpDocument } from '#src/contract/document.ts';
import { storable } from '#webhooks/shopify/parse.ts';
import { orderLane } from '#webhooks/shopify/topic.ts';

export type ToldDocument = Omit<ErpDocument, 'kind'> & {
  readonly kind: ErpDocumentKind;
  readonly date: string | null;
  readonly ledgerLines: Document['ledgerLines'];
  readonly method?: string | null | undefined;
};

/**
 * A document as the ERP tells it. It stands beside the receipt of our own posting, under a key of its own,
 * because the receipt knows what we posted and this what has become of it; and what a callback says of it
 * stands beside what a sweep shows, which is more.
 */
export function documentFact(
  data: ToldDocument,
  { connection, told }: { connection: string; told: 'callback' | 'sweep' },
): Fact {
  if (data.key !== null && data.order === null && homeOfKeyed(data) === undefined)
    throw new Park('a document with a key names no order');
  return {
    kind: 'erp_document',
    key: `${connection}/${data.kind}/${data.id}/${told === 'callback' ? 'told' : 'seen'}`,
    lanes: lanesOf(data),
    happenedAt: timeOf(data.modifiedAt),
    // It carries the whole document as it stands, so nobody need be asked; the store least of all.
    authority: true,
    body: {
      connectionId: connection,
      kind: data.kind,
      documentId: data.id,
      number: data.number,
      postingKey: data.key,
      adopted: false,
      told,
      status: data.status,
      total: moneyOf(data.total),
      createdAt: timeOf(data.createdAt),
      date: data.date,
      ledgerLines: data.ledgerLines,
      ...(data.method && { method: data.method }),
    },
  };
}

export function moneyOf({ minor, currency }: { minor: string; currency: string }): Money {
  if (exponentOf(currency) === undefined)
    throw new Park(`the currency ${currency} is not in the ISO 4217 table`);
  return { minor: BigInt(minor), currency };
}

/** A journal may book the change of a gift card, which it does not name: its amounts are all there is to go by. */
function lanesOf(told: ToldDocument): readonly [Lane, ...Lane[]] {
  const { kind, order, id, ledgerLines } = told;
  const summed = homeOfKeyed(told);
  if (summed !== undefined) return [summed];
  const home = laneOf(order, id);
  if (kind !== 'journal' || order !== null) return [home];
  const booked = (ledgerLines ?? []).map(({ amount: { minor, currency } }) =>
    giftCardChangeLane({ minor: -minor, currency }),
  );
  return [home, ...new Set(booked)];
}

/** A journal of ours that names no order sums a day, which its key names. */
function homeOfKeyed({ kind, key, order }: ToldDocument): Lane | undefined {
  return kind === 'journal' && key !== null && order === null ? summaryLaneOfKey(key) : undefined;
}

/** What belongs to no order of the store waits in a lane of its own. */
export function laneOf(order: string | null, id: string): Lane {
  if (order === null) return lane('erp', id);
  return orderLane(gid('Order', order.slice('gid://shopify/Order/'.length)));
}

export function timeOf(text: string): Instant {
  const time = instant(text);
  if (time === undefined) throw new Park('a time is not a time');
  return time;
}

/** The contract has no number beyond 2^53: ids and amounts are text. */
export function parse(raw: string): unknown {
  try {
    return JSON.parse(raw.replace(/^\uFEFF/, ''), storable);
  } catch (cause) {
    throw new Park('the body is not JSON', { cause });
  }
}
