/** Documents of the ERP that name no order at all. */
import { shown } from '#domain/money.ts';
import type { Break } from '#domain/break.ts';
import type { Fact } from '#domain/fact.ts';
import { type Instant, later } from '#domain/instant.ts';
import { type Lane, laneKind } from '#domain/lane.ts';
import type { OpenItem } from '#domain/open-item.ts';
import { difference, documentName, evidenceOf, kindName } from './difference.ts';
import { type KnownDocument, knowDocuments } from './know.ts';
import { openItems } from './open-items.ts';
import { groupOf } from './ought.ts';
import { breaksIn, broken, ignored, pending, type Place } from './place.ts';
import { aloneUntil, claimOn, type Reading } from './reading.ts';

export type Strays = {
  readonly breaks: readonly Break[];
  readonly openItems: readonly OpenItem[];
  readonly againAt: Instant | null;
  readonly places: readonly Place[];
};

export function straysOf(lane: Lane, facts: readonly Fact[], reading: Reading): Strays {
  const documents = laneKind(lane) === 'erp' ? knowDocuments(facts) : [];
  const places = documents.map((one) => placeOf(one, reading));
  const times = places.flatMap((one) => (one.is === 'pending' && one.until !== null ? [one.until] : []));
  return {
    breaks: breaksIn(places),
    openItems: openItems(places, { label: '', reading }),
    againAt: times.toSorted()[0] ?? null,
    places,
  };
}

const backwards = new Set(['credit_memo', 'refund_payment']);

function placeOf(document: KnownDocument, reading: Reading): Place {
  const { kind, status, total, number } = document;
  const things = { documents: [document] };
  if (status === 'canceled') return ignored(things, 'it was canceled');
  if (groupOf[kind] === undefined || kind === 'sales_order')
    return ignored(things, `a ${kindName(kind)} without an order concerns no order`);
  const leg = backwards.has(kind) ? 'refund' : 'erp';
  const evidence = evidenceOf(null, document);
  const about = { leg, about: number, amount: total, evidence } as const;
  const name = `${documentName(document)} of ${shown(total)}`;
  const claim = claimOn(document, reading);
  if (claim?.state === 'claimed') {
    const sentence = `The ERP's ${name} names no order and belongs to ${claim.dueLabel}.`;
    const belongsTo = { ...evidence, belongsTo: claim.dueLabel };
    return broken(things, difference({ ...about, cause: 'IDENTITY', sentence, evidence: belongsTo }), true);
  }
  const until = waitingUntil(document, reading);
  if (until !== null) return pending(things, until);
  if (claim !== undefined) {
    const sentence = `The ERP's ${name} names no order, and several orders lack one like it.`;
    return broken(things, difference({ ...about, cause: 'AMBIGUOUS', sentence }), true);
  }
  const sentence = `The ERP's ${name} names no order, and no order lacks it.`;
  return broken(things, difference({ ...about, cause: 'MISSING_STORE', sentence }), true);
}

/** Until the past is read, and for a while after it was made, its order may be yet to come. */
function waitingUntil(document: KnownDocument, { now, shop, shopFacts }: Reading): Instant | null {
  if (!shopFacts.pastRead) return later(now, shop.policy.sweepMs);
  const until = aloneUntil(document, { shop });
  return until !== null && until > now ? until : null;
}
