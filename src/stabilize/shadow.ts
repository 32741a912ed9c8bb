/** Of a proof's places, those in which people did what a workflow of ours would have done. */
import type { ErpDocumentKind } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { ShadowPair, ShadowSide } from '#domain/shadow.ts';
import { posts } from '#domain/shop.ts';
import { type PostingKind, workflowOf } from '#domain/workflow.ts';
import { documentRef } from './difference.ts';
import type { Due } from './due.ts';
import { activeLines, plainKey } from './ledger-line.ts';
import type { KnownDocument, KnownOrder } from './know.ts';
import type { Place } from './place.ts';
import { alsoRightUntil, dayOf, type Reading } from './reading.ts';

/**
 * Null where nobody but us has made anything and nothing is missing, so that there is nothing to compare. Orders from
 * before the cut-over are compared like all others.
 */
export function shadowPairs(
  order: KnownOrder,
  places: readonly Place[],
  reading: Reading,
): readonly ShadowPair[] | null {
  const pairs = order.header.test ? [] : places.flatMap((one) => pairOf(one, { order, reading }));
  const known = [...order.documents, ...order.gone];
  return pairs.length === 0 && !known.some(isByPeople) ? null : pairs;
}

/** By people or an earlier connector; what we adopted was made by them too. */
function isByPeople({ postingKey, adopted }: KnownDocument): boolean {
  return postingKey === null || adopted;
}

type Around = { readonly order: KnownOrder; readonly reading: Reading };

function pairOf(place: Place, { order, reading }: Around): readonly ShadowPair[] {
  const { is, dues, documents } = place;
  if (is === 'pending' || is === 'ignored' || !documents.every(isByPeople)) return [];
  const made = documents.filter((one) => one.status !== 'canceled' && !order.gone.includes(one));
  const [due] = dues;
  const [document] = made;
  const kind = due?.kind ?? document?.kind;
  if (kind === undefined || !isPosted(kind)) return [];
  const workflow = workflowOf(kind);
  const cause = place.is === 'broken' ? place.found.cause : null;
  const isElsewhere = cause === 'IDENTITY' || (made.length === 0 && cause === 'AMBIGUOUS');
  // The due it is for tells of a document that is filed elsewhere; what is missing where we post is ours to post.
  if (due === undefined && isElsewhere) return [];
  if (made.length === 0 && !isElsewhere && posts(reading.shop, workflow, order.header.placedAt)) return [];
  return [
    {
      ref: due?.ref ?? (document === undefined ? '' : documentRef(document)),
      workflow,
      kind,
      happenedAt: due?.happenedAt ?? document?.createdAt ?? reading.now,
      ours: dues.map((one) => ourSide(one, document)),
      theirs: made.map((one) => theirSide(one, reading)),
      isElsewhere,
    },
  ];
}

function isPosted(kind: ErpDocumentKind): kind is Extract<PostingKind, ErpDocumentKind> {
  return kind !== 'stock_adjustment';
}

/** We would have had it say what the order came to, whenever people wrote it down. */
function ourSide(due: Due, document: KnownDocument | undefined): ShadowSide {
  const { kind, label, on, books } = due;
  const isRight = document !== undefined && alsoRightUntil(due, document) !== undefined;
  const total = isRight ? document.total : due.total;
  const lines = books.map(({ account, minor, dimensions }) => {
    const tax = dimensions?.['tax'];
    return { account, minor, taxKey: tax === undefined ? null : plainKey(tax) };
  });
  return { kind, name: label, total, on, lines };
}

function theirSide(document: KnownDocument, reading: Reading): ShadowSide {
  const { kind, number, total, ledgerLines } = document;
  const lines = ledgerLines === null ? null : activeLines(ledgerLines);
  return {
    kind,
    name: number,
    total,
    on: knownDay(document, reading),
    lines:
      lines === null
        ? null
        : lines.map(({ account, amount, taxKey }) => ({
            account,
            minor: amount.minor,
            taxKey: taxKey === null ? null : plainKey(taxKey),
          })),
  };
}

function knownDay(document: KnownDocument, reading: Reading): Instant | null {
  return document.date === null && document.createdAt === null ? null : dayOf(document, reading);
}
