import { shown } from '#domain/money.ts';
import { type Instant, later } from '#domain/instant.ts';
import { shipmentDifferences } from '#src/stabilize/act/difference.ts';
import type { Break } from '#domain/break.ts';
import type { OpenItem } from '#domain/open-item.ts';
import type { Leg, Proof, ProofState } from '#domain/proof.ts';
import { difference, distinct } from './difference.ts';
import type { KnownOrder } from './know.ts';
import { type JudgedLeg, legOf } from './leg.ts';
import { unmapped } from './mapping.ts';
import { openItems } from './open-items.ts';
import type { Ought } from './ought.ts';
import type { Place } from './place.ts';
import { cashLeg, termsEndAt } from './prove-cash.ts';
import { erpLeg } from './prove-erp.ts';
import { refundLeg } from './prove-refund.ts';
import { storeLeg } from './prove-store.ts';
import type { Reading } from './reading.ts';
import { summedAgainAt } from '#src/stabilize/summary/order-leg.ts';

export type Proven = {
  readonly proof: Proof;
  readonly openItems: readonly OpenItem[];
  /** When it will read differently though nothing happens; null when time changes nothing. */
  readonly againAt: Instant | null;
  /** Where every due and every document ended up. */
  readonly places: readonly Place[];
};

/** The four-way proof of one order as of now (ACCOUNTING §7), of whatever age. Payouts have no facts yet and say so. */
export function prove(order: KnownOrder, ought: Ought, reading: Reading): Proven {
  const gone = unseen(order);
  if (gone !== null) return provenGone(order, gone);
  const strange = [...unmapped(order, reading.shopFacts), ...shipmentDifferences(order, reading)];
  const erp = erpLeg({ order, ought, reading });
  const refund = refundLeg({ order, ought, reading });
  const legs = [
    storeLeg(
      order,
      strange.filter(({ leg }) => leg === 'store'),
    ),
    erp,
    cashLeg(order, { unmapped: strange.filter(({ leg }) => leg === 'cash'), reading }),
    payoutLeg,
    ...(refund === null ? [] : [refund]),
  ];
  const places = [...erp.places, ...(refund?.places ?? [])];
  const { test } = order.header;
  return {
    proof: proofOf(order, legs),
    openItems: test ? [] : openItems(places, { label: order.header.name, reading }),
    againAt: test
      ? null
      : nextReading(order, [...waits(places), summedAgainAt(ought.summed, reading)], reading),
    places,
  };
}

const payoutLeg = legOf('payout', [], { state: 'unmeasured', sentence: 'Payouts are not measured yet.' });

/** Test orders are kept and shown; nothing of them counts. */
function proofOf(order: KnownOrder, legs: readonly JudgedLeg[]): Proof {
  const { order: id, name, placedAt, total, test } = order.header;
  const breaks = test ? [] : distinct(legs.flatMap((one) => one.breaks));
  const shownLegs = legs.map(({ leg }) => leg);
  return { order: id, name, placedAt, total, state: stateOf(order, shownLegs), legs: shownLegs, breaks };
}

function stateOf(order: KnownOrder, legs: readonly Leg[]): ProofState {
  if (order.header.test) return 'test';
  if (legs.some((one) => one.state === 'broken')) return 'broken';
  if (!order.authoritative || legs.some((one) => one.state === 'pending')) return 'pending';
  return order.header.cancelledAt === null ? 'matched' : 'cancelled';
}

const windowMs = 60 * 86_400_000;

/** An order that the store does not show any more: it was deleted, unless it is only too old to be shown. */
function unseen({ header, deleted, read }: KnownOrder): Break | null {
  const { order: about, total: amount, createdAt } = header;
  const is = { leg: 'store', amount, about } as const;
  if (deleted) {
    const sentence = `The order of ${shown(amount)} was deleted in the store.`;
    return difference({ ...is, cause: 'DELETED', sentence });
  }
  if (read === null || read.found) return null;
  if (Date.parse(read.readAt) - Date.parse(createdAt) > windowMs) {
    const sentence = `The store does not show the order of ${shown(amount)} any more: it is older than sixty days.`;
    return difference({ ...is, cause: 'OUT_OF_WINDOW', sentence });
  }
  const sentence = `The store sent this order of ${shown(amount)} and does not show it any more: it was deleted.`;
  return difference({ ...is, cause: 'DELETED', sentence });
}

/** Nothing else of it is compared: what it obliged cannot be known any more, and nothing is credited by itself. */
function provenGone(order: KnownOrder, found: Break): Proven {
  const because = 'Nothing is compared with an order that the store does not show.';
  const legs = [
    legOf('store', [found], { state: 'unmeasured', sentence: because, expected: order.header.total }),
    legOf('erp', [], { state: 'unmeasured', sentence: because }),
    legOf('cash', [], { state: 'unmeasured', sentence: because }),
    payoutLeg,
  ];
  return { proof: proofOf(order, legs), openItems: [], againAt: null, places: [] };
}

function waits(places: readonly Place[]): readonly (Instant | null)[] {
  return places.map((one) => (one.is === 'pending' ? one.until : null));
}

function nextReading(
  order: KnownOrder,
  waiting: readonly (Instant | null)[],
  reading: Reading,
): Instant | null {
  const { policy } = reading.shop;
  const hanging = order.transactions
    .filter(({ kind, status, test }) => kind === 'refund' && status === 'pending' && !test)
    .map(({ processedAt }) => later(processedAt, policy.refundSlaMs + 1));
  const times = [...waiting, ...hanging, termsEndAt(order, reading)];
  const coming = times.filter((time): time is Instant => time !== null && time > reading.now);
  return coming.toSorted()[0] ?? null;
}
