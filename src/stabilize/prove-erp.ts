import type { Instant } from '#domain/instant.ts';
import { type Money, sum } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import type { BreakCause } from '#domain/break.ts';
import type { Leg } from '#domain/proof.ts';
import type { Expectation } from './expect.ts';
import type { KnownDocument, KnownOrder } from './know.ts';
import { leg, shown } from './leg.ts';

type Due = { readonly now: string; readonly erpSlaMs: number };

type Finding = { readonly state: Leg['state']; readonly cause?: BreakCause; readonly sentence: string };

/** (b) Posted documents = what policy says ought to exist by now. Whatever people entered is named. */
export function erpLeg(order: KnownOrder, expectation: Expectation, due: Due): Leg {
  const { currency } = order.header;
  const stand = compare(expectation.obligations, order.documents);
  const { state, cause, sentence } = find({ order, expectation, due, stand });
  // An amount in another currency cannot be added; its document is named instead.
  const invoices = order.documents.filter(
    (one) => one.kind === 'invoice' && isLive(one) && one.total.currency === currency,
  );
  return leg('erp', state, {
    expected: expectation.invoiced,
    seen: sum(
      invoices.map((one) => one.total),
      currency,
    ),
    ...(cause === undefined ? {} : { cause }),
    sentence: [sentence, ...byHandSentence(order.documents)].join(' '),
  });
}

/** A document in the place of its obligation; `doubles` came under the same key. */
type Held = {
  readonly obligation: Obligation;
  readonly document: KnownDocument;
  readonly doubles: readonly KnownDocument[];
};

/** How obligations and documents stand to each other. */
type Stand = {
  readonly missing: readonly Obligation[];
  readonly held: readonly Held[];
  /** Documents in effect that no obligation accounts for. */
  readonly surplus: readonly KnownDocument[];
};

/**
 * By our key first; then a document that people made, of the kind and amount that is missing, stands for the
 * missing one, as it would be adopted for it.
 */
function compare(obligations: readonly Obligation[], documents: readonly KnownDocument[]): Stand {
  const byKey = Map.groupBy(documents, (one) => one.postingKey);
  const byHand = documents.filter((one) => one.postingKey === null && isLive(one));
  const accounted = new Set<KnownDocument>();
  const missing: Obligation[] = [];
  const held: Held[] = [];
  for (const obligation of obligations) {
    const ours = inPlace(byKey.get(obligation.key) ?? []);
    const meant = byHand.find((one) => !accounted.has(one) && standsFor(one, obligation));
    const [document = meant, ...doubles] = ours;
    if (document === undefined) missing.push(obligation);
    else {
      held.push({ obligation, document, doubles });
      accounted.add(document);
    }
  }
  return { missing, held, surplus: documents.filter((one) => isLive(one) && !accounted.has(one)) };
}

/** Of several under one key those in effect, the one with our receipt first; a canceled one only where no other is. */
function inPlace(documents: readonly KnownDocument[]): readonly KnownDocument[] {
  const live = documents.filter(isLive);
  const some = live.length > 0 ? live : documents;
  return [...some.filter((one) => one.asPosted !== null), ...some.filter((one) => one.asPosted === null)];
}

type Given = {
  readonly order: KnownOrder;
  readonly expectation: Expectation;
  readonly due: Due;
  readonly stand: Stand;
};

/** What weighs most comes first. */
function find({ order, expectation, due, stand }: Given): Finding {
  const { obligations, overshipped, latePayments } = expectation;
  const { missing, held } = stand;
  if (overshipped.length > 0)
    return broken('STATUS', 'More was shipped than was sold; that shipment is not invoiced.');
  const wrong = held.map(wrongWith).find((one) => one !== undefined);
  if (wrong !== undefined) return wrong;
  const surplus = order.authoritative ? surplusIn(stand) : undefined;
  if (surplus !== undefined) return surplus;
  const late = missing.filter((one) => lateFrom(one, due) < Date.parse(due.now));
  const [first] = late;
  if (first !== undefined)
    return broken(
      'MISSING_ERP',
      `The ERP still lacks ${count(late)}; the oldest was due since ${first.happenedAt}.`,
    );
  if (missing.length > 0) return { state: 'pending', sentence: `Not at the ERP yet: ${count(missing)}.` };
  if (!order.authoritative)
    return { state: 'pending', sentence: 'What the ERP owes is known once the store was asked.' };
  if (latePayments.length > 0)
    return broken(
      'MISSING_ERP',
      'A payment came after its invoice; it is in our books and has to be entered in the ERP by hand.',
    );
  const sentence =
    obligations.length === 0
      ? 'The ERP owes no document yet.'
      : `The ERP holds ${count(obligations)}, as it ought to.`;
  return { state: 'matched', sentence };
}

/** The last millisecond in which the document may still be on its way. */
function lateFrom(obligation: Obligation, { erpSlaMs }: Due): number {
  return Date.parse(obligation.happenedAt) + erpSlaMs;
}

/** When the first document that is pending now will be late; null when none is. */
export function lateAt(order: KnownOrder, { obligations }: Expectation, due: Due): Instant | null {
  const { missing } = compare(obligations, order.documents);
  const coming = missing.map((one) => lateFrom(one, due) + 1).filter((time) => time > Date.parse(due.now));
  return coming.length === 0 ? null : new Date(Math.min(...coming)).toISOString();
}

function broken(cause: BreakCause, sentence: string): Finding {
  return { state: 'broken', cause, sentence };
}

/** What is wrong with the document that stands for an obligation, if anything is. */
function wrongWith({ obligation, document }: Held): Finding | undefined {
  const due = obligation.body.total;
  const { asPosted, number, total, status } = document;
  const name = `${names[obligation.kind]} ${number}`;
  // Nothing of ours changes a document once it is posted, so whoever did was a person.
  if (!isLive(document)) {
    const byHand = asPosted !== null && asPosted.status !== status;
    const sentence = `The ERP's ${name} was canceled${byHand ? ' by hand' : ''}; ${shown(due)} is due.`;
    return broken(byHand ? 'EDITED_BY_HAND' : 'STATUS', sentence);
  }
  if (!equal(total, due))
    return asPosted !== null && equal(asPosted.total, due)
      ? broken(
          'EDITED_BY_HAND',
          `The ERP's ${name} was changed by hand: it says ${shown(total)} where ${shown(due)} was posted.`,
        )
      : broken('AMOUNT', `The ERP holds ${name} of ${shown(total)} where ${shown(due)} is due.`);
  if (status === 'open' && asPosted?.status === 'posted')
    return broken(
      'EDITED_BY_HAND',
      `The ERP's ${name} of ${shown(total)} was posted and is open again: a person reopened it.`,
    );
  return undefined;
}

/** An invoice beyond what may be invoiced, or a second document under one key. */
function surplusIn({ missing, held, surplus }: Stand): Finding | undefined {
  const doubles = new Set(held.flatMap((one) => one.doubles));
  // While an invoice is missing, one that people made may yet turn out to be that one.
  const awaited = missing.some((one) => one.kind === 'invoice');
  const extra = surplus.find((one) => doubles.has(one) || (one.kind === 'invoice' && !awaited));
  if (extra === undefined) return undefined;
  const twin = held.find(
    ({ obligation, document }) => obligation.kind === extra.kind && equal(document.total, extra.total),
  );
  const name = `${names[extra.kind]} ${extra.number} of ${shown(extra.total)}`;
  return twin === undefined
    ? broken('AMOUNT', `The ERP also holds ${name}, which nothing in the store calls for.`)
    : broken('DUPLICATE', `The ERP holds ${name} beside ${twin.document.number}, which is for the same.`);
}

/** A document that was canceled is no longer in effect. */
function isLive(one: KnownDocument): boolean {
  return one.status !== 'canceled';
}

function standsFor(one: KnownDocument, obligation: Obligation): boolean {
  return one.kind === obligation.kind && equal(one.total, obligation.body.total);
}

function equal(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

const names = {
  sales_order: 'sales order',
  customer_deposit: 'customer deposit',
  invoice: 'invoice',
  application: 'application',
  credit_memo: 'credit memo',
  payment: 'payment',
  refund_payment: 'refund payment',
  shipment: 'shipment',
  stock_adjustment: 'stock adjustment',
  journal: 'journal',
};

function byHandSentence(documents: readonly KnownDocument[]): string[] {
  const byHand = documents.filter((one) => one.postingKey === null && isLive(one));
  if (byHand.length === 0) return [];
  const list = byHand.map((one) => `${names[one.kind]} ${one.number} of ${shown(one.total)}`).join(', ');
  return [`Entered by hand: ${list}.`];
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function count(obligations: readonly Obligation[]): string {
  const kinds = Map.groupBy(obligations, (one) => names[one.kind]);
  return list.format(
    [...kinds].map(([name, some]) => `${some.length} ${name}${some.length === 1 ? '' : 's'}`),
  );
}
