import { later } from '#domain/instant.ts';
import type { Break } from '#domain/break.ts';
import { type Money, shown, sum } from '#domain/money.ts';
import type { ErpLedgerLine, Transaction } from '#domain/fact.ts';
import { difference, documentName, evidenceOf } from './difference.ts';
import type { Due } from './due.ts';
import type { KnownDocument, KnownOrder } from './know.ts';
import { activeLines, taxesByKey } from './ledger-line.ts';
import { legOf } from './leg.ts';
import { type PlacedLeg, placesOf, type Proving } from './prove-erp.ts';
import { breaksIn, broken, type Place } from './place.ts';
import { isLate, type Reading } from './reading.ts';
import { isSummedByOthers } from '#src/stabilize/summary/order-leg.ts';

/** What went back: each refund against its credit memo and refund payment, and these against the ERP's own ledger. */
export function refundLeg(proving: Proving): PlacedLeg | null {
  const { order, ought, reading } = proving;
  const groups = isSummedByOthers(ought, reading) ? [] : (['credit_memo', 'refund_payment'] as const);
  const places = groups.flatMap((group) => placesOf(proving, group, 'refund').map(withLedger));
  const returns = order.transactions.filter(({ kind, test }) => kind === 'refund' && !test);
  if (places.length + returns.length + order.refunds.length + order.returns.length === 0) return null;
  const breaks = [...breaksIn(places), ...unpaid(order, { returns, reading }), ...beyond(proving)];
  const { currency } = order.header;
  const credits = ought.dues.filter((one) => one.kind === 'credit_memo' && one.force === 'due');
  const memos = order.documents.filter(
    ({ kind, status, total }) =>
      kind === 'credit_memo' && status !== 'canceled' && total.currency === currency,
  );
  const isOpen =
    returns.some(({ status }) => isUnderWay(status)) || places.some(({ is }) => is === 'pending');
  const leg = legOf('refund', breaks, {
    state: isOpen || !order.authoritative ? 'pending' : 'matched',
    expected: totalOf(credits, currency),
    seen: totalOf(memos, currency),
    sentence:
      ought.summed === undefined || isOpen
        ? sentenceOf(places, { isOpen, reading })
        : 'What was refunded is summed with the days on which it was.',
  });
  return { ...leg, places };
}

function totalOf(some: readonly { readonly total: Money }[], currency: string): Money {
  return sum(
    some.map(({ total }) => total),
    currency,
  );
}

function sentenceOf(
  places: readonly Place[],
  { isOpen, reading }: { isOpen: boolean; reading: Reading },
): string {
  const held = places.filter(({ is }) => is === 'matched').flatMap(({ documents }) => documents);
  const awaited = places.filter(({ is }) => is === 'pending').flatMap(({ dues }) => dues);
  if (awaited.length > 0)
    return awaited.some((one) => isLate(one, reading))
      ? 'The ERP has yet to be looked at for what was refunded.'
      : 'What was refunded is not at the ERP yet.';
  if (isOpen) return 'Money is on its way back to the customer.';
  if (held.length === 0) return 'Nothing that was refunded calls for a document.';
  return `What was refunded is in the ERP: ${held.map(documentName).join(', ')}.`;
}

const underWay = new Set(['pending', 'awaiting_response']);
const undone = new Set(['failure', 'error']);

function isUnderWay(status: string): boolean {
  return underWay.has(status);
}

type Given = { readonly returns: readonly Transaction[]; readonly reading: Reading };

/** Money that does not arrive: one that failed while the customer is owed it still, one that hangs longer than it may. */
function unpaid(
  { header: { outstanding }, authoritative }: KnownOrder,
  { returns, reading }: Given,
): readonly Break[] {
  const owed = outstanding !== null && outstanding.minor < 0n;
  const hangsSince = later(reading.now, -reading.shop.policy.refundSlaMs);
  return returns.flatMap(({ transaction: about, status, amount, gateway, processedAt }) => {
    const is = { leg: 'refund', cause: 'STATUS', amount, about, evidence: { status, gateway } } as const;
    if (undone.has(status) && owed && authoritative) {
      const sentence = `The refund of ${shown(amount)} by ${gateway} failed: it was granted, and the money never left.`;
      return [difference({ ...is, sentence })];
    }
    if (!isUnderWay(status) || processedAt >= hangsSince) return [];
    return [
      difference({
        ...is,
        sentence: `The refund of ${shown(amount)} by ${gateway} is pending since ${processedAt}.`,
      }),
    ];
  });
}

/**
 * Facts may do what nothing of ours may: pay back more than came in, credit more than was invoiced. That is judged once
 * the store was asked, for what came in may be heard of later.
 */
function beyond({ order, ought: { anomalies } }: Proving): readonly Break[] {
  if (!order.authoritative) return [];
  return anomalies
    .filter(({ kind }) => kind !== 'overshipped')
    .map(({ about, amount, sentence }) =>
      difference({ leg: 'refund', cause: 'AMOUNT', amount, about, sentence }),
    );
}

/** A document of the right total may still say something else to the general ledger, line by line. */
function withLedger(place: Place): Place {
  const [[due], [document]] = [place.dues, place.documents];
  if (place.is !== 'matched' || due === undefined || document === undefined) return place;
  const found = ledgerDifference(due, document);
  return found === null ? place : broken({ dues: [due], documents: [document] }, found);
}

/** By role, since an ERP has names of its own for accounts: the receivable or the money, each tax, and the rest. */
function ledgerDifference(due: Due, document: KnownDocument): Break | null {
  if (document.ledgerLines === null || due.books.length === 0 || document.status !== 'posted') return null;
  const lines = activeLines(document.ledgerLines);
  const about = { leg: 'refund', cause: 'SPLIT', about: document.number } as const;
  const evidence = {
    ...evidenceOf(due, document),
    lines: lines.map(({ account, amount }) => `${account} ${amount.minor}`).join(', '),
  };
  const { minor, currency } = document.total;
  const main = mainCredit(lines, minor);
  if (main !== minor) {
    const booked = shown({ minor: main, currency });
    const sentence = `The ERP's ${documentName(document)} of ${shown(document.total)} books ${booked} in the ledger.`;
    return difference({ ...about, amount: { minor: main - minor, currency }, sentence, evidence });
  }
  return taxDifference(due, { document, lines, about, evidence });
}

type About = {
  readonly document: KnownDocument;
  readonly lines: readonly ErpLedgerLine[];
  readonly about: Pick<Break, 'leg' | 'cause' | 'about'>;
  readonly evidence: Break['evidence'];
};

function taxDifference(due: Due, { document, lines, about, evidence }: About): Break | null {
  const { currency } = document.total;
  const theirs = taxesByKey(
    lines.flatMap(({ taxKey, amount }) => (taxKey === null ? [] : [{ taxKey, minor: amount.minor }])),
  );
  const ours = taxesByKey(
    due.books.flatMap(({ dimensions, minor: booked }) => {
      const taxKey = dimensions?.['tax'];
      return taxKey === undefined ? [] : [{ taxKey, minor: booked }];
    }),
  );
  const wrong = [...new Set([...ours.keys(), ...theirs.keys()])]
    .map((key) => ({ key, minor: (theirs.get(key) ?? 0n) - (ours.get(key) ?? 0n) }))
    .filter((one) => one.minor !== 0n);
  const [first] = wrong;
  if (first === undefined) return null;
  const amount = { minor: wrong.reduce((whole, one) => whole + one.minor, 0n), currency };
  const taxes = wrong.map((one) => `${one.key} by ${shown({ minor: one.minor, currency })}`).join(', ');
  const sentence = `The ERP's ${documentName(document)} has the right total and books its taxes otherwise: ${taxes}.`;
  return difference({ ...about, amount, sentence, evidence: { ...evidence, taxKey: first.key } });
}

/** What the account is credited that ought to hold the whole: the receivable, or where the money left. */
function mainCredit(lines: readonly ErpLedgerLine[], ought: bigint): bigint {
  const plain = lines.filter(({ taxKey }) => taxKey === null);
  const byAccount = Map.groupBy(plain, ({ account }) => account);
  const credits = [...byAccount.values()].map((of) =>
    of.reduce((whole, { amount }) => whole - amount.minor, 0n),
  );
  return credits.includes(ought) ? ought : credits.reduce((most, one) => (one > most ? one : most), 0n);
}
