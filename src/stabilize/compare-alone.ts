/** What a due without a document is, and a document that nothing calls for (ACCOUNTING §7). */
import type { Break, BreakCause } from '#domain/break.ts';
import { type Money, shown } from '#domain/money.ts';
import type { Comparison } from './compare.ts';
import { difference, documentName, evidenceOf } from './difference.ts';
import type { Due } from './due.ts';
import type { KnownDocument } from './know.ts';
import { broken, ignored, pending, type Place } from './place.ts';
import { aloneUntil, claimOn, isLate, isLookedAt, readAgainAt, type Reading } from './reading.ts';

type Unfulfilled = Comparison & {
  /** Documents that are not in effect any more: canceled, or not shown. */
  readonly spare: readonly KnownDocument[];
};

/** A document that was there explains its absence; else it may be filed elsewhere, be on its way, or be missing. */
export function dueLeftOver({ group: { leg }, reading, spare }: Unfulfilled, due: Due): Place {
  const former =
    spare.find((one) => one.postingKey !== null && one.postingKey === due.postingKey) ??
    spare.find((one) => one.total.minor === due.total.minor && one.total.currency === due.total.currency);
  if (former !== undefined) return broken({ dues: [due], documents: [former] }, formerly(leg, due, former));
  const claim = reading.claims.find((one) => one.due === due.ref);
  if (!isLate(due, reading) || (claim === undefined && !isLookedAt(due, reading)))
    return pending({ dues: [due] }, readAgainAt(due, reading));
  const named = claim?.documents.map(({ label }) => label).join(', ') ?? '';
  const found = (cause: BreakCause, sentence: string): Place => {
    const evidence = { ...evidenceOf(due, null), ...(named === '' ? {} : { candidates: named }) };
    return broken(
      { dues: [due] },
      difference({ leg, cause, amount: due.total, about: due.ref, sentence, evidence }),
      true,
    );
  };
  const what = `${due.label} of ${shown(due.total)}`;
  if (claim?.state === 'claimed')
    return found('IDENTITY', `The ERP holds ${what} as ${named}, filed under another order or none.`);
  if (claim?.state === 'tied')
    return found('AMBIGUOUS', `The ERP lacks ${what}, and several documents could be it: ${named}.`);
  return found('MISSING_ERP', `The ERP lacks ${what}, due since ${due.happenedAt}.`);
}

function formerly(leg: Break['leg'], due: Due, document: KnownDocument): Break {
  const { asPosted, status, number, total } = document;
  const name = documentName(document);
  const about = { leg, about: number, amount: total, evidence: evidenceOf(due, document) };
  if (status !== 'canceled') {
    const sentence = `The ERP's ${name} of ${shown(total)} was deleted; ${due.label} is due.`;
    return difference({ ...about, cause: 'DELETED', sentence });
  }
  // What we cancel has a receipt that says so; whoever canceled anything else was a person.
  const byHand = asPosted !== null && asPosted.status !== status;
  const sentence = `The ERP's ${name} was canceled${byHand ? ' by hand' : ''}; ${shown(due.total)} is due.`;
  return difference({ ...about, cause: byHand ? 'EDITED_BY_HAND' : 'STATUS', sentence });
}

/** Whether a document is a second one for what another stands for: under its key, or of its amount. */
export function isStandingIn(one: KnownDocument, inPlace: readonly KnownDocument[]): boolean {
  return twinOf(one, inPlace) !== undefined;
}

function twinOf(one: KnownDocument, inPlace: readonly KnownDocument[]): KnownDocument | undefined {
  const sameKey = inPlace.find((each) => one.postingKey !== null && each.postingKey === one.postingKey);
  if (one.kind === 'application') return sameKey;
  return (
    sameKey ??
    inPlace.find(({ total }) => total.minor === one.total.minor && total.currency === one.total.currency)
  );
}

type Alone = { readonly document: KnownDocument; readonly inPlace: readonly KnownDocument[] };

export function documentLeftOver(comparison: Comparison, { document, inPlace }: Alone): Place {
  const { group, order, reading } = comparison;
  const { leg } = group;
  const things = { documents: [document] };
  const twin = twinOf(document, inPlace);
  const about = { leg, about: document.number, amount: document.total, evidence: evidenceOf(null, document) };
  const name = `${documentName(document)} of ${shown(document.total)}`;
  const claim = claimOn(document, reading);
  if (claim?.state === 'claimed')
    return broken(things, claimed(about, { document, dueLabel: claim.dueLabel }), true);
  if (twin !== undefined) {
    const sentence = `The ERP holds ${name} beside ${twin.number}, which is for the same.`;
    return broken(things, difference({ ...about, cause: 'DUPLICATE', sentence }));
  }
  if (document.kind === 'application') return ignored(things, 'what people apply is their own affair');
  if (document.kind === 'sales_order' && !group.dues.some(({ force }) => force === 'due'))
    return ignored(things, 'an order is only a promise');
  const until = waitingUntil(document, { isKnown: order.authoritative, reading });
  if (until !== undefined) return pending(things, until);
  const { cause, because } = whyAlone(document, order.header.outstanding);
  return broken(
    things,
    difference({ ...about, cause, sentence: `The ERP also holds ${name}, ${because}.` }),
    true,
  );
}

type About = Omit<Break, 'key' | 'cause' | 'sentence'>;

function claimed(about: About, { document, dueLabel }: { document: KnownDocument; dueLabel: string }): Break {
  const sentence = `The ERP's ${documentName(document)} of ${shown(document.total)} belongs to ${dueLabel}.`;
  return difference({
    ...about,
    cause: 'IDENTITY',
    sentence,
    evidence: { ...about.evidence, belongsTo: dueLabel },
  });
}

/** Null while only the store's answer can end the waiting; undefined when nothing is waited for. */
function waitingUntil(document: KnownDocument, { isKnown, reading }: { isKnown: boolean; reading: Reading }) {
  if (!isKnown) return null;
  const until = aloneUntil(document, reading);
  return until !== null && until > reading.now ? until : undefined;
}

const takenBack = new Set<KnownDocument['kind']>(['credit_memo', 'refund_payment']);
const receipts = new Set<KnownDocument['kind']>(['customer_deposit', 'payment']);

function whyAlone({ kind, total }: KnownDocument, outstanding: Money | null) {
  if (takenBack.has(kind))
    return { cause: 'MISSING_STORE', because: 'of which the store knows nothing' } as const;
  if (receipts.has(kind) && total.minor > 0n && outstanding?.minor === total.minor)
    return { cause: 'STATUS', because: 'for which the store still waits' } as const;
  return { cause: 'AMOUNT', because: 'which nothing in the store calls for' } as const;
}
