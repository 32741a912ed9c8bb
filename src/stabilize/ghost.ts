/** An order that only the ERP knows: what its documents say of it, once the store was asked and does not show it. */
import type { Break } from '#domain/break.ts';
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { type Instant, later } from '#domain/instant.ts';
import { type Lane, laneKind } from '#domain/lane.ts';
import { type Money, shown, sum } from '#domain/money.ts';
import type { OpenItem } from '#domain/open-item.ts';
import type { Proof } from '#domain/proof.ts';
import { difference, distinct, documentName, evidenceOf } from './difference.ts';
import { type KnownDocument, knowDocuments } from './know.ts';
import { legOf } from './leg.ts';
import { openDocument } from './open-items.ts';
import { groupOf } from './ought.ts';
import { claimOn, type Reading } from './reading.ts';

export type Ghost = {
  readonly proof: Proof | null;
  readonly openItems: readonly OpenItem[];
  /** When the store is to be asked whether there is such an order; null when it was, or need not be. */
  readonly askAt: Instant | null;
  readonly againAt: Instant | null;
};

const nothing: Ghost = { proof: null, openItems: [], askAt: null, againAt: null };

/** Facts of an order's lane of which nobody has told the head. While the past is being read, nothing follows. */
export function ghostOf(lane: Lane, facts: readonly Fact[], reading: Reading): Ghost {
  const documents = knowDocuments(facts).filter(({ status }) => status !== 'canceled');
  if (laneKind(lane) !== 'order' || documents.length === 0) return nothing;
  const { now, shop, shopFacts } = reading;
  const isDeleted = facts.some(({ kind }) => kind === 'order_deleted');
  if (!shopFacts.pastRead && !isDeleted) return { ...nothing, againAt: later(now, shop.policy.sweepMs) };
  const read = facts.find((fact) => fact.kind === 'order_read');
  // Its own news may be a moment behind those of the ERP.
  if (read === undefined && !isDeleted) return { ...nothing, askAt: later(now, shop.policy.quietMs) };
  if (read?.body.found === true && !isDeleted) return nothing;
  return verdict(lane, { documents, isDeleted, readAt: read?.body.readAt ?? now }, reading);
}

type Held = {
  readonly documents: readonly KnownDocument[];
  readonly isDeleted: boolean;
  readonly readAt: Instant;
};

function verdict(lane: Lane, { documents, isDeleted, readAt }: Held, reading: Reading): Ghost {
  const order = gid('Order', lane.slice(lane.indexOf('/') + 1));
  const placedAt = oldest(documents) ?? readAt;
  const amount = worthOf(documents, reading.shop.currency);
  const why = isDeleted
    ? 'DELETED'
    : isBeyond(placedAt, reading.shop.installedAt)
      ? 'OUT_OF_WINDOW'
      : 'MISSING_STORE';
  const elsewhere =
    why === 'MISSING_STORE' ? documents.filter((one) => claimOn(one, reading)?.state === 'claimed') : [];
  const claimed = elsewhere.map((one) => belongingTo(one, claimOn(one, reading)?.dueLabel ?? ''));
  const list = documents.map(documentName).join(', ');
  const found = difference({
    leg: 'store',
    cause: why,
    amount,
    about: order,
    sentence: `${sentences[why]} The ERP holds ${list}, ${shown(amount)} in all.`,
    evidence: { documents: list },
  });
  const breaks = distinct([...claimed, ...(elsewhere.length === documents.length ? [] : [found])]);
  const because = 'Nothing is compared with an order that the store does not show.';
  const legs = [
    legOf(
      'store',
      breaks.filter(({ leg }) => leg === 'store'),
      { state: 'unmeasured', sentence: because },
    ),
    legOf('erp', claimed, { state: 'unmeasured', sentence: because, seen: amount }),
    legOf('cash', [], { state: 'unmeasured', sentence: because }),
    legOf('payout', [], { state: 'unmeasured', sentence: 'Payouts are not measured yet.' }),
  ].map(({ leg }) => leg);
  const name = `order ${order.slice(order.lastIndexOf('/') + 1)}`;
  return {
    ...nothing,
    proof: { order, name, state: 'broken', placedAt, total: amount, legs, breaks },
    // Who typed the number of an order that never was may have meant another one.
    openItems: why === 'MISSING_STORE' ? documents.flatMap((one) => openDocument(one, reading)) : [],
  };
}

const sentences = {
  DELETED: 'The order was deleted in the store.',
  OUT_OF_WINDOW: 'The store shows no order that is older than sixty days.',
  MISSING_STORE: 'The store knows of no such order.',
} as const;

function belongingTo(document: KnownDocument, dueLabel: string): Break {
  const sentence = `The ERP's ${documentName(document)} of ${shown(document.total)} belongs to ${dueLabel}.`;
  return difference({
    leg: 'erp',
    cause: 'IDENTITY',
    amount: document.total,
    about: document.number,
    sentence,
    evidence: { ...evidenceOf(null, document), belongsTo: dueLabel },
  });
}

const windowMs = 60 * 86_400_000;

/** What was placed within the window of the installation would have been among the past that was read then. */
function isBeyond(placedAt: Instant, installedAt: Instant): boolean {
  return Date.parse(installedAt) - Date.parse(placedAt) > windowMs;
}

/** What the ERP took the order for: its sales order, or else what was invoiced, or what came in. */
function worthOf(documents: readonly KnownDocument[], currency: string): Money {
  for (const group of ['sales_order', 'invoice', 'receipt'] as const) {
    const some = documents.filter(
      ({ kind, total }) => groupOf[kind] === group && total.currency === currency,
    );
    if (some.length === 0) continue;
    return sum(
      some.map(({ total }) => total),
      currency,
    );
  }
  return sum([], currency);
}

function oldest(documents: readonly KnownDocument[]): Instant | null {
  const times = documents.flatMap(({ date, createdAt }) => {
    const day = date === null ? null : `${date}T00:00:00.000Z`;
    const time = day !== null && createdAt !== null && createdAt < day ? createdAt : (day ?? createdAt);
    return time === null ? [] : [time];
  });
  return times.toSorted()[0] ?? null;
}
