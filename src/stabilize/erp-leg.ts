import type { ErpDocument } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { type Money, sum } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import type { Leg } from '#domain/proof.ts';
import type { Expectation } from './expect.ts';
import type { KnownOrder } from './know.ts';
import { leg, shown } from './leg.ts';

export type ProveContext = {
  readonly now: string;
  readonly erpSlaMs: number;
  readonly cutOverAt: string | null;
};

/** (b) Posted documents = what policy says ought to exist by now. */
export function erpLeg(order: KnownOrder, expectation: Expectation, context: ProveContext): Leg {
  const amounts = { expected: expectation.invoiced, seen: invoicedAtErp(order) };
  const wrong = whatIsWrong(order, expectation) ?? whatIsLate(order, expectation, context);
  if (wrong !== undefined) return leg('erp', 'broken', { ...amounts, ...wrong });

  const missing = missingOf(order, expectation);
  if (missing.length > 0)
    return leg('erp', 'pending', { ...amounts, sentence: `The ERP does not have ${count(missing)} yet.` });
  if (!order.authoritative)
    return leg('erp', 'pending', {
      ...amounts,
      sentence: 'What the ERP owes is known once the store was asked.',
    });
  if (expectation.latePayments.length > 0)
    return leg('erp', 'broken', {
      ...amounts,
      cause: 'MISSING_ERP',
      sentence:
        'A payment came after its invoice; it is in our books and has to be entered in the ERP by hand.',
    });
  const { obligations } = expectation;
  const owes =
    obligations.length === 0
      ? 'The ERP owes no document yet.'
      : `The ERP holds ${count(obligations)}, as it ought to.`;
  return leg('erp', 'matched', { ...amounts, sentence: owes });
}

/** An invoice in another currency is no part of this sum; `differs` finds it. */
function invoicedAtErp({ documents, header }: KnownOrder): Money {
  const invoices = documents.filter(
    (one) => one.kind === 'invoice' && one.total.currency === header.currency,
  );
  return sum(
    invoices.map((one) => one.total),
    header.currency,
  );
}

type Wrong = { readonly cause: NonNullable<Leg['cause']>; readonly sentence: string };

/** What no waiting mends, gravest first. */
function whatIsWrong(order: KnownOrder, { obligations, overshipped }: Expectation): Wrong | undefined {
  if (overshipped.length > 0)
    return { cause: 'STATUS', sentence: 'More was shipped than was sold; that shipment is not invoiced.' };
  for (const obligation of obligations) {
    const found = order.documents.filter((one) => one.postingKey === obligation.key);
    const different = found.find((one) => differs(obligation, one));
    if (different !== undefined) {
      const holds = `The ERP holds ${words(obligation)} ${different.number} of ${shown(different.total)}`;
      return { cause: 'AMOUNT', sentence: `${holds} where ${shown(obligation.body.total)} is due.` };
    }
    if (found.length > 1) {
      const numbers = found.map((one) => one.number).join(' and ');
      const sentence = `The ERP holds ${numbers} for one ${words(obligation)}; the younger has to be reversed.`;
      return { cause: 'DUPLICATE', sentence };
    }
  }
  return undefined;
}

function differs({ body: { total } }: Obligation, found: ErpDocument): boolean {
  return found.total.minor !== total.minor || found.total.currency !== total.currency;
}

function whatIsLate(order: KnownOrder, expectation: Expectation, context: ProveContext): Wrong | undefined {
  const late = missingOf(order, expectation).filter(
    (one) => lateFrom(one, context) < Date.parse(context.now),
  );
  const [first] = late;
  if (first === undefined) return undefined;
  const sentence = `The ERP still lacks ${count(late)}; the oldest was due since ${first.happenedAt}.`;
  return { cause: 'MISSING_ERP', sentence };
}

function missingOf(order: KnownOrder, { obligations }: Expectation): readonly Obligation[] {
  const held = new Set(order.documents.map((document) => document.postingKey));
  return obligations.filter((one) => !held.has(one.key));
}

/** The last millisecond in which the document may still be on its way. */
function lateFrom(obligation: Obligation, { erpSlaMs }: ProveContext): number {
  return Date.parse(obligation.happenedAt) + erpSlaMs;
}

/** When the first document that is pending now will be late; null when none is. */
export function lateAt(order: KnownOrder, expectation: Expectation, context: ProveContext): Instant | null {
  const times = missingOf(order, expectation).map((one) => lateFrom(one, context) + 1);
  const coming = times.filter((time) => time > Date.parse(context.now));
  return coming.length === 0 ? null : new Date(Math.min(...coming)).toISOString();
}

const names = {
  sales_order: 'sales order',
  customer_deposit: 'customer deposit',
  invoice: 'invoice',
  application: 'application',
};

function words(obligation: Obligation): string {
  return names[obligation.kind];
}

function count(obligations: readonly Obligation[]): string {
  const kinds = Map.groupBy(obligations, words);
  return [...kinds].map(([name, some]) => `${some.length} ${name}${some.length === 1 ? '' : 's'}`).join(', ');
}
