/** What ought to be in the ERP against what is, within one group of documents of one order. */
import type { Break } from '#domain/break.ts';
import { type Money, shown, sum } from '#domain/money.ts';
import { documentLeftOver, dueLeftOver, isStandingIn } from './compare-alone.ts';
import { pairDifference } from './compare-pair.ts';
import { difference, evidenceOf } from './difference.ts';
import type { Due } from './due.ts';
import type { KnownDocument, KnownOrder } from './know.ts';
import { broken, ignored, matched, pending, type Place } from './place.ts';
import { alsoRightUntil, claimOn, isLate, justAfter, readAgainAt, type Reading } from './reading.ts';

export type Group = {
  readonly leg: Break['leg'];
  readonly dues: readonly Due[];
  readonly documents: readonly KnownDocument[];
  readonly gone: readonly KnownDocument[];
};

export type Comparison = {
  readonly group: Group;
  readonly order: KnownOrder;
  readonly reading: Reading;
};

/**
 * By our key first, then by equal amounts; of what is left one due and one document are each other's, and whatever is
 * left then stands alone. Nothing is guessed: several of each are named one by one.
 */
export function compareGroup(comparison: Comparison): readonly Place[] {
  const { group } = comparison;
  const live = inTime(group.documents.filter(isLive));
  const joined = join(live, inOrder(group.dues));
  const pairs = joined.pairs.map((pair) => pairPlace(comparison, pair));
  const optional = joined.dues.filter(({ force }) => force === 'stands');
  return [
    ...pairs,
    ...optional.map((due) => ignored({ dues: [due] }, 'it may be there and need not')),
    ...leftOver(comparison, {
      dues: joined.dues.filter(({ force }) => force === 'due'),
      documents: joined.documents,
      inPlace: joined.pairs.map(({ document }) => document),
    }),
  ];
}

/** A document that was canceled is no longer in effect. */
function isLive({ status }: KnownDocument): boolean {
  return status !== 'canceled';
}

function pairPlace({ group: { leg }, order, reading }: Comparison, { due, document }: Pair): Place {
  const things = { dues: [due], documents: [document] };
  const until = alsoRightUntil(due, document);
  if (until === null) return matched(due, document);
  if (until !== undefined && until >= reading.now) return pending(things, justAfter(until));
  const found = pairDifference({ leg, due, document, order, reading });
  return found === null ? matched(due, document) : broken(things, found);
}

type Pair = { readonly due: Due; readonly document: KnownDocument };

type Joined = {
  readonly pairs: readonly Pair[];
  readonly dues: readonly Due[];
  readonly documents: readonly KnownDocument[];
};

/** The certain ones: our key, the amount on its very day, the amount on another. What must be there comes first. */
function join(documents: readonly KnownDocument[], dues: readonly Due[]): Joined {
  const pairs: Pair[] = [];
  const left = { dues: [...dues], documents: [...documents] };
  const isEqual = (due: Due, one: KnownDocument) =>
    equal(due.total, one.total) || alsoRightUntil(due, one) === null;
  const rules = [
    (due: Due, one: KnownDocument) => due.postingKey !== null && one.postingKey === due.postingKey,
    (due: Due, one: KnownDocument) => isEqual(due, one) && one.kind === due.kind && one.date === due.on,
    (due: Due, one: KnownDocument) => isEqual(due, one) && one.date === due.on,
    isEqual,
  ];
  for (const force of ['due', 'stands'] as const)
    for (const rule of rules)
      for (const due of left.dues.filter((one) => one.force === force)) {
        const document = left.documents.find((one) => rule(due, one));
        if (document === undefined) continue;
        pairs.push({ due, document });
        left.dues = left.dues.filter((one) => one !== due);
        left.documents = left.documents.filter((one) => one !== document);
      }
  return { pairs, ...left };
}

type Left = {
  readonly dues: readonly Due[];
  readonly documents: readonly KnownDocument[];
  /** Documents that stand for a due. */
  readonly inPlace: readonly KnownDocument[];
};

function leftOver(comparison: Comparison, { dues, documents, inPlace }: Left): readonly Place[] {
  const { group, order, reading } = comparison;
  const elsewhere = documents.filter((one) => claimOn(one, reading)?.state === 'claimed');
  const twins = documents.filter((one) => !elsewhere.includes(one) && isStandingIn(one, inPlace));
  const others = documents.filter((one) => !elsewhere.includes(one) && !twins.includes(one));
  // What people apply to what is their own affair: it stands for nothing that we are to apply.
  const loose = others.filter(({ kind }) => kind !== 'application');
  const applied = others.filter(({ kind }) => kind === 'application');
  const unfulfilled = {
    ...comparison,
    spare: inTime([...group.gone, ...group.documents.filter((one) => !isLive(one))]),
  };
  const alone = [...elsewhere, ...twins, ...applied].map((one) =>
    documentLeftOver(comparison, { document: one, inPlace }),
  );
  const waiting = dues.filter((one) => !isLate(one, reading));
  const together =
    [...dues, ...loose].length === 2 && dues.length === 1 ? onePair(comparison, dues, loose) : null;
  if (together !== null) return [...alone, together, ...idle(unfulfilled, [])];
  const split = waiting.length === 0 ? splitOf(comparison, dues, loose) : null;
  if (split !== null) return [...alone, split, ...idle(unfulfilled, [])];
  const places = unmet(unfulfilled, dues);
  const [next] = waiting;
  const rest = loose.map((document) =>
    next === undefined || !order.authoritative
      ? documentLeftOver(comparison, { document, inPlace })
      : pending({ documents: [document] }, readAgainAt(next, reading)),
  );
  return [
    ...alone,
    ...places,
    ...rest,
    ...idle(
      unfulfilled,
      places.flatMap((one) => one.documents),
    ),
  ];
}

/** A document that was there explains one due and no other. */
function unmet(unfulfilled: Unfulfilled, dues: readonly Due[]): readonly Place[] {
  const places: Place[] = [];
  for (const due of dues) {
    const told = places.flatMap(({ documents }) => documents);
    const spare = unfulfilled.spare.filter((one) => !told.includes(one));
    places.push(dueLeftOver({ ...unfulfilled, spare }, due));
  }
  return places;
}

/** One of each is the same thing with another amount, once no other document may come for it. */
function onePair(comparison: Comparison, dues: readonly Due[], documents: readonly KnownDocument[]) {
  const [[due], [document]] = [dues, documents];
  const { order, reading } = comparison;
  if (due === undefined || document === undefined) return null;
  const things = { dues: [due], documents: [document] };
  if (!isLate(due, reading) || !order.authoritative) return pending(things, readAgainAt(due, reading));
  return pairPlace(comparison, { due, document });
}

/** Several on one side that come to the same: the total is right, its distribution is not. */
function splitOf(
  { group: { leg }, order }: Comparison,
  dues: readonly Due[],
  documents: readonly KnownDocument[],
): Place | null {
  const [[due], [document]] = [dues, documents];
  const { currency } = order.header;
  if (due === undefined || document === undefined || !order.authoritative) return null;
  if (documents.some(({ total }) => total.currency !== currency)) return null;
  const ought = totalOf(dues, currency);
  if (totalOf(documents, currency).minor !== ought.minor) return null;
  const list = documents.map(({ number }) => number).join(', ');
  const found = difference({
    leg,
    cause: 'SPLIT',
    amount: null,
    about: document.number,
    sentence: `The ERP's ${list} come to ${shown(ought)} as they ought to, but not in the same parts.`,
    evidence: { ...evidenceOf(due, document), documents: list },
  });
  return broken({ dues, documents }, found);
}

type Unfulfilled = Comparison & { readonly spare: readonly KnownDocument[] };

/** Documents that are not in effect and of which no due says anything. */
function idle({ spare }: Unfulfilled, told: readonly KnownDocument[]): readonly Place[] {
  return spare
    .filter((one) => !told.includes(one))
    .map((one) =>
      ignored(
        { documents: [one] },
        one.status === 'canceled' ? 'it was canceled' : 'the ERP does not hold it any more',
      ),
    );
}

function totalOf(some: readonly { readonly total: Money }[], currency: string): Money {
  return sum(
    some.map(({ total }) => total),
    currency,
  );
}

function equal(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

/** Those with our receipt first, then the oldest: of twins the one that stands in place is the same every time. */
function inTime(documents: readonly KnownDocument[]): readonly KnownDocument[] {
  return documents.toSorted((one, other) => {
    const [left, right] = [one, other].map((each) => [
      each.asPosted === null ? '1' : '0',
      each.createdAt ?? '',
      String(each.documentId.length).padStart(4, '0'),
      each.documentId,
    ]);
    return String(left) < String(right) ? -1 : 1;
  });
}

function inOrder(dues: readonly Due[]): readonly Due[] {
  return dues.toSorted((one, other) =>
    `${one.happenedAt} ${one.ref}` < `${other.happenedAt} ${other.ref}` ? -1 : 1,
  );
}
