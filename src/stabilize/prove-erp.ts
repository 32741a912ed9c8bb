import type { Break } from '#domain/break.ts';
import type { ErpDocumentKind } from '#domain/fact.ts';
import type { ItemGroup } from '#domain/open-item.ts';
import { add, type Money, shown, sum } from '#domain/money.ts';
import { compareGroup } from './compare.ts';
import { difference, documentName, kindName } from './difference.ts';
import type { Due } from './due.ts';
import type { KnownDocument, KnownOrder } from './know.ts';
import { type JudgedLeg, legOf } from './leg.ts';
import { applicationsDue, groupOf, type Ought } from './ought.ts';
import { breaksIn, ignored, type Place } from './place.ts';
import { alsoRightUntil, isLate, type Reading } from './reading.ts';
import { isSummedByOthers, summedLeg } from '#src/stabilize/summary/order-leg.ts';

/** A leg, and where each of its dues and documents ended up. */
export type PlacedLeg = JudgedLeg & { readonly places: readonly Place[] };

export type Proving = { readonly order: KnownOrder; readonly ought: Ought; readonly reading: Reading };

const groups: readonly ItemGroup[] = ['sales_order', 'receipt', 'invoice'];
const apart: readonly ErpDocumentKind[] = ['shipment', 'stock_adjustment', 'journal'];

/** (b) The ERP's documents = what policy says ought to exist by now, whoever made them. */
export function erpLeg(proving: Proving): PlacedLeg {
  const { order, ought, reading } = proving;
  const places = isSummedByOthers(ought, reading) ? uncompared(order) : compared(proving);
  const breaks = [...breaksIn(places), ...overshipped(order, ought), ...fixed(ought)];
  const invoices = ought.dues.filter((one) => one.kind === 'invoice' && one.force === 'due');
  const { currency } = order.header;
  const waits = isPending(order, places);
  const says =
    ought.summed !== undefined && !waits
      ? summedLeg(ought.summed, reading)
      : {
          state: waits ? ('pending' as const) : ('matched' as const),
          expected: totalOf(invoices, currency),
          seen: invoicedAt(order),
          sentence: sentenceOf(order, { places, reading }),
        };
  return { ...legOf('erp', breaks, { ...says, aside: byHandSentence(order.documents) }), places };
}

/** Whatever people made of an order whose days they sum themselves can be laid beside nothing. */
function uncompared({ documents }: KnownOrder): readonly Place[] {
  const because = 'the days of its order are summed, and not by Plumbline';
  return documents.map((one) => ignored({ documents: [one] }, because));
}

function compared(proving: Proving): readonly Place[] {
  const { order, ought, reading } = proving;
  return [
    ...groups.flatMap((group) => placesOf(proving, group, 'erp')),
    ...compareGroup({
      order,
      reading,
      group: {
        leg: 'erp',
        dues: applicationsDue(ought, reading),
        ...documentsWhere(order, (kind) => kind === 'application'),
      },
    }),
    ...documentsWhere(order, (kind) => apart.includes(kind)).documents.map((one) =>
      ignored({ documents: [one] }, `a ${kindName(one.kind)} is no part of this proof`),
    ),
  ];
}

/** The dues and documents of one group of one order, each in its place. */
export function placesOf(
  { order, ought, reading }: Proving,
  group: ItemGroup,
  leg: Break['leg'],
): readonly Place[] {
  const dues = ought.dues.filter((one) => one.group === group);
  return compareGroup({
    order,
    reading,
    group: { leg, dues, ...documentsWhere(order, (kind) => groupOf[kind] === group) },
  });
}

function documentsWhere({ documents, gone }: KnownOrder, is: (kind: ErpDocumentKind) => boolean) {
  return { documents: documents.filter(({ kind }) => is(kind)), gone: gone.filter(({ kind }) => is(kind)) };
}

/** A shipment may be heard of before the sale that it is of, so it is judged once the store was asked. */
function overshipped({ authoritative }: KnownOrder, { anomalies }: Ought): readonly Break[] {
  if (!authoritative) return [];
  return anomalies
    .filter(({ kind }) => kind === 'overshipped')
    .map(({ about, amount, sentence }) =>
      difference({ leg: 'erp', cause: 'STATUS', amount, about, sentence }),
    );
}

/** What was posted is never edited, so facts that changed afterwards need a document of their own. */
function fixed({ conflicts }: Ought): readonly Break[] {
  return conflicts.map((about) => {
    const sentence = `The facts changed after ${about} was fixed; it has to be corrected by a new document.`;
    return difference({ leg: 'erp', cause: 'SPLIT', amount: null, about, sentence });
  });
}

/** An amount in another currency cannot be added; its document is named instead. */
function invoicedAt({ documents, header: { currency } }: KnownOrder): Money {
  const invoices = documents.filter(
    ({ kind, status, total }) => kind === 'invoice' && status !== 'canceled' && total.currency === currency,
  );
  return totalOf(invoices, currency);
}

function totalOf(some: readonly { readonly total: Money }[], currency: string): Money {
  return some.reduce((whole, { total }) => add(whole, total), sum([], currency));
}

function isPending({ authoritative }: KnownOrder, places: readonly Place[]): boolean {
  return !authoritative || places.some(({ is }) => is === 'pending');
}

type Placed = { readonly places: readonly Place[]; readonly reading: Reading };

function sentenceOf({ authoritative }: KnownOrder, { places, reading }: Placed): string {
  const waiting = places.filter(({ is }) => is === 'pending');
  const outdated = waiting.filter(({ dues: [due], documents: [document] }) => isOutdated(due, document));
  const awaited = waiting.filter((one) => !outdated.includes(one)).flatMap(({ dues }) => dues);
  const unseen = awaited.filter((one) => isLate(one, reading));
  if (unseen.length > 0) return `The ERP has yet to be looked at for ${count(unseen)}.`;
  if (awaited.length > 0) return `Not at the ERP yet: ${count(awaited)}.`;
  if (outdated.length > 0) return `The ERP's sales order is yet to be amended.`;
  if (!authoritative) return 'What the ERP owes is known once the store was asked.';
  const held = places.filter(({ is }) => is === 'matched').flatMap(({ dues }) => dues);
  if (places.some(({ is }) => is === 'pending')) return 'A document of the ERP waits for its order.';
  return held.length === 0
    ? 'The ERP owes no document yet.'
    : `The ERP holds ${count(held)}, as it ought to.`;
}

function isOutdated(due: Due | undefined, document: KnownDocument | undefined): boolean {
  return due !== undefined && document !== undefined && alsoRightUntil(due, document) !== undefined;
}

function byHandSentence(documents: readonly KnownDocument[]): string[] {
  const byHand = documents.filter((one) => one.postingKey === null && one.status !== 'canceled');
  if (byHand.length === 0) return [];
  const named = byHand.map((one) => `${documentName(one)} of ${shown(one.total)}`).join(', ');
  return [`Entered by hand: ${named}.`];
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function count(dues: readonly Due[]): string {
  const kinds = Map.groupBy(dues, (one) => kindName(one.kind));
  return list.format(
    [...kinds].map(([name, some]) => `${some.length} ${name}${some.length === 1 ? '' : 's'}`),
  );
}
