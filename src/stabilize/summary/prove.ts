/** Whether the ERP has a day's summary, as it was posted. */
import type { Break } from '#domain/break.ts';
import type { JournalBody } from '#domain/document.ts';
import { type Instant, later } from '#domain/instant.ts';
import { shown, subtract } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import { posts } from '#domain/shop.ts';
import { type SummaryDay, summedFrom } from '#domain/summary.ts';
import { difference, documentName, evidenceOf } from '#src/stabilize/difference.ts';
import type { Due } from '#src/stabilize/due.ts';
import type { KnownDocument } from '#src/stabilize/know.ts';
import { activeLines, taxesByKey } from '#src/stabilize/ledger-line.ts';
import { isLate, isLookedAt, readAgainAt, type Reading } from '#src/stabilize/reading.ts';
import type { KnownSummary, SummaryPart } from './known.ts';

export type Proving = {
  readonly of: SummaryDay;
  readonly known: KnownSummary;
  readonly next: Obligation<JournalBody> | null;
  readonly documents: readonly KnownDocument[];
  readonly gone: readonly KnownDocument[];
  readonly reading: Reading;
};

type ProvenSummary = { readonly breaks: readonly Break[]; readonly againAt: Instant | null };

export function proveSummary(proving: Proving): ProvenSummary {
  const { known, documents } = proving;
  const made = known.parts.filter(({ state }) => state === 'posted');
  const keys = new Set(made.map(({ key }) => key));
  const awaited = missing(proving);
  const strange = documents.filter(
    ({ postingKey, status }) => status !== 'canceled' && !keys.has(postingKey ?? ''),
  );
  return {
    breaks: [
      ...made.flatMap((part) => partDifferences(part, proving)),
      ...(known.parts.some(({ frozen, state }) => frozen && state !== 'posted') ? [] : strange.map(surplus)),
      ...awaited.breaks,
    ],
    againAt: awaited.againAt,
  };
}

/** What the ERP ought to have and has not. Where nothing of ours is posted nobody misses it. */
function missing({ of, known, next, reading }: Proving): ProvenSummary {
  const { shop } = reading;
  const from = summedFrom(of, shop);
  const waiting = known.parts.find(({ frozen, state }) => frozen && state !== 'posted') ?? next;
  if (waiting === null || !posts(shop, 'invoice posting', from)) return { breaks: [], againAt: null };
  const happenedAt = known.openSince !== null && known.openSince > from ? known.openSince : from;
  const { total, postedOn: on } = waiting.body;
  const due: Due = {
    ref: `due/journal/${waiting.key}`,
    kind: 'journal',
    group: 'invoice',
    total,
    happenedAt,
    lateAt: later(happenedAt, shop.policy.erpSlaMs),
    on,
    postingKey: waiting.key,
    force: 'due',
    books: [],
    label: `the daily summary of ${of.day}`,
  };
  if (!isLate(due, reading) || !isLookedAt(due, reading))
    return { breaks: [], againAt: readAgainAt(due, reading) };
  const sentence = `The ERP lacks ${due.label} of ${shown(total)}, due since ${happenedAt}.`;
  const evidence = evidenceOf(due, null);
  const late = difference({
    leg: 'erp',
    cause: 'MISSING_ERP',
    amount: total,
    about: waiting.key,
    sentence,
    evidence,
  });
  return { breaks: [late], againAt: null };
}

/** A posted part against the document that stands for it; until its receipt is read there is nothing to compare. */
function partDifferences({ key, body }: SummaryPart, { of, documents, gone }: Proving): readonly Break[] {
  const isIt = ({ postingKey }: KnownDocument): boolean => postingKey === key;
  const [document, ...twins] = documents.filter(isIt).toSorted(ours);
  const what = `the daily summary of ${of.day}`;
  const lost = document === undefined ? gone.find(isIt) : undefined;
  if (lost !== undefined) {
    const sentence = `The ERP's ${documentName(lost)} of ${shown(body.total)}, ${what}, was deleted.`;
    return [found({ cause: 'DELETED', amount: body.total, sentence }, lost)];
  }
  if (document === undefined) return [];
  const off = documentDifference(body, document, what) ?? moved(body, document, of);
  return [
    ...(off === null ? [] : [off]),
    ...twins.flatMap((one) => (one.status === 'canceled' ? [] : [twin(one, document)])),
  ];
}

function documentDifference(body: JournalBody, document: KnownDocument, what: string): Break | null {
  const { total, status, date } = document;
  const name = `${documentName(document)}, ${what},`;
  if (status === 'canceled')
    return found(
      {
        cause: 'EDITED_BY_HAND',
        amount: body.total,
        sentence: `The ERP's ${name} was canceled by hand; ${shown(body.total)} is due.`,
      },
      document,
    );
  if (total.currency !== body.total.currency || total.minor !== body.total.minor) {
    const amount = total.currency === body.total.currency ? subtract(total, body.total) : body.total;
    const sentence = `The ERP's ${name} was changed by hand: it says ${shown(total)} where ${shown(body.total)} was posted.`;
    return found({ cause: 'EDITED_BY_HAND', amount, sentence }, document);
  }
  if (date !== null && date !== body.postedOn) {
    const sentence = `The ERP's ${name} stands on ${date}, where ${body.postedOn} was posted.`;
    return found({ cause: 'DATE', amount: body.total, sentence }, document);
  }
  return taxDifference(body, document, name);
}

/** The ledger has a day's entries on their day, also where the ERP had closed it by the time its summary left. */
function moved({ postedOn, total }: JournalBody, document: KnownDocument, { day }: SummaryDay): Break | null {
  if (postedOn === day) return null;
  const sentence = `The ERP had closed ${day} before ${documentName(document)} of ${shown(total)} left, which stands on ${postedOn}.`;
  return found({ cause: 'PERIOD', amount: total, sentence }, document);
}

/** An ERP has names of its own for accounts, and the same for taxes: those are what is compared of its ledger. */
function taxDifference({ entries }: JournalBody, document: KnownDocument, name: string): Break | null {
  if (document.ledgerLines === null) return null;
  const taxes = (lines: readonly { readonly taxKey: string | null; readonly amount: { minor: bigint } }[]) =>
    taxesByKey(
      lines.flatMap(({ taxKey, amount: { minor } }) => (taxKey === null ? [] : [{ taxKey, minor }])),
    );
  const [theirs, ought] = [taxes(activeLines(document.ledgerLines)), taxes(entries)];
  const wrong = [...new Set([...theirs.keys(), ...ought.keys()])].find(
    (key) => theirs.get(key) !== ought.get(key),
  );
  if (wrong === undefined) return null;
  const minor = (theirs.get(wrong) ?? 0n) - (ought.get(wrong) ?? 0n);
  const sentence = `The ERP's ${name} has the right total and books its taxes otherwise: ${wrong}.`;
  const amount = { minor, currency: document.total.currency };
  return found({ cause: 'SPLIT', amount, sentence }, document);
}

function twin(one: KnownDocument, document: KnownDocument): Break {
  const sentence = `The ERP holds ${documentName(one)} of ${shown(one.total)} beside ${document.number}, which is for the same.`;
  return found({ cause: 'DUPLICATE', amount: one.total, sentence }, one);
}

function surplus(one: KnownDocument): Break {
  const sentence = `The ERP holds ${documentName(one)} of ${shown(one.total)}, which is none of the day's summaries.`;
  return found({ cause: 'AMOUNT', amount: one.total, sentence }, one);
}

function found(is: Pick<Break, 'cause' | 'amount' | 'sentence'>, document: KnownDocument): Break {
  return difference({ leg: 'erp', about: document.number, evidence: evidenceOf(null, document), ...is });
}

/** The one with our receipt first, then by id: of twins the one that stands in place is the same every time. */
function ours(one: KnownDocument, other: KnownDocument): number {
  const rank = ({ asPosted, documentId }: KnownDocument): string =>
    `${asPosted === null ? 1 : 0} ${String(documentId.length).padStart(4, '0')} ${documentId}`;
  return rank(one) < rank(other) ? -1 : 1;
}
