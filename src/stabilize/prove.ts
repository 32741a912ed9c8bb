import type { ErpDocument } from '#domain/fact.ts';
import { formatMoney, type Money, subtract, sum, zero } from '#domain/money.ts';
import type { Instant } from '#domain/instant.ts';
import type { Obligation } from '#domain/posting.ts';
import type { BreakCause, Leg, Proof, ProofState } from '#domain/proof.ts';
import type { Expectation } from './expect.ts';
import type { KnownOrder } from './know.ts';
import { receipts } from './settle.ts';
import { isKnownSale } from './sold.ts';

export type ProveContext = {
  readonly now: string;
  readonly erpSlaMs: number;
  readonly cutOverAt: string | null;
};

/** The four-way proof of one order as of `now` (ACCOUNTING §7). Payouts have no facts yet and say so. */
export function prove(order: KnownOrder, expectation: Expectation, context: ProveContext): Proof {
  const legs = [storeLeg(order), erpLeg(order, expectation, context), cashLeg(order), payoutLeg];
  return { order: order.header.order, name: order.header.name, state: stateOf(order, legs, context), legs };
}

function stateOf(order: KnownOrder, legs: readonly Leg[], context: ProveContext): ProofState {
  if (order.header.test) return 'test';
  if (context.cutOverAt !== null && order.header.placedAt < context.cutOverAt) return 'before-cut-over';
  if (legs.some((one) => one.state === 'broken')) return 'broken';
  if (!order.authoritative || legs.some((one) => one.state === 'pending')) return 'pending';
  return order.header.cancelledAt === null ? 'matched' : 'cancelled';
}

function leg(
  name: Leg['leg'],
  state: Leg['state'],
  says: { expected?: Money; seen?: Money; cause?: BreakCause; sentence: string },
): Leg {
  return {
    leg: name,
    state,
    expected: says.expected ?? null,
    seen: says.seen ?? null,
    cause: says.cause ?? null,
    sentence: says.sentence,
  };
}

const shown = (amount: Money) => `${formatMoney(amount)} ${amount.currency}`;

/** (a) Σ sales = the store's current total. */
function storeLeg(order: KnownOrder): Leg {
  if (order.deleted)
    return leg('store', 'broken', { cause: 'DELETED', sentence: 'The order was deleted in the store.' });
  if (order.read !== null && !order.read.found)
    return leg('store', 'broken', {
      cause: 'MISSING_STORE',
      sentence: 'The store sent this order but does not show it when asked.',
    });
  if (!order.authoritative)
    return leg('store', 'pending', { sentence: 'The store has yet to be asked for its final figures.' });
  const { total } = order.header;
  const sales = sum(
    order.agreements.flatMap((one) => one.sales.map((sale) => sale.total)),
    total.currency,
  );
  const strange = order.agreements.flatMap((one) => one.sales).find(({ lineType }) => !isKnownSale(lineType));
  if (strange !== undefined)
    return leg('store', 'broken', {
      expected: total,
      seen: sales,
      cause: 'UNKNOWN_TYPE',
      sentence: `A sale of the unknown type ${strange.lineType} stands in suspense until it is mapped.`,
    });
  if (sales.minor === total.minor)
    return leg('store', 'matched', {
      expected: total,
      seen: sales,
      sentence: `Its sales add up to ${shown(total)}, the order's total.`,
    });
  const sentence = `Its sales add up to ${shown(sales)}, but the store shows a total of ${shown(total)}.`;
  return leg('store', 'broken', { expected: total, seen: sales, cause: 'AMOUNT', sentence });
}

/** (b) Posted documents = what policy says ought to exist by now. */
function erpLeg(
  order: KnownOrder,
  { obligations, invoiced, overshipped, latePayments }: Expectation,
  context: ProveContext,
): Leg {
  const byKey = Map.groupBy(order.documents, (document) => document.postingKey);
  const seen = sum(
    order.documents
      // An invoice in another currency is no part of this sum; `differs` finds it.
      .filter((one) => one.kind === 'invoice' && one.total.currency === order.header.currency)
      .map((one) => one.total),
    order.header.currency,
  );
  const amounts = { expected: invoiced, seen };
  if (overshipped.length > 0)
    return leg('erp', 'broken', {
      ...amounts,
      cause: 'STATUS',
      sentence: 'More was shipped than was sold; that shipment is not invoiced.',
    });
  const missing = obligations.filter((one) => !byKey.has(one.key));
  const late = missing.filter((one) => lateFrom(one, context) < Date.parse(context.now));
  const wrong = obligations.find((one) => differs(one, byKey.get(one.key)));
  if (wrong !== undefined) {
    const found = byKey.get(wrong.key)?.[0];
    const sentence = `The ERP holds ${words(wrong)} ${found?.number} of ${found === undefined ? '?' : shown(found.total)} where ${shown(wrong.body.total)} is due.`;
    return leg('erp', 'broken', { ...amounts, cause: 'AMOUNT', sentence });
  }
  const doubled = obligations.find((one) => (byKey.get(one.key)?.length ?? 0) > 1);
  if (doubled !== undefined) {
    const numbers = byKey
      .get(doubled.key)
      ?.map((one) => one.number)
      .join(' and ');
    const sentence = `The ERP holds ${numbers} for one ${words(doubled)}; the younger has to be reversed.`;
    return leg('erp', 'broken', { ...amounts, cause: 'DUPLICATE', sentence });
  }
  const [first] = late;
  if (first !== undefined)
    return leg('erp', 'broken', {
      ...amounts,
      cause: 'MISSING_ERP',
      sentence: `The ERP still lacks ${count(late)}; the oldest was due since ${first.happenedAt}.`,
    });
  if (missing.length > 0)
    return leg('erp', 'pending', { ...amounts, sentence: `The ERP does not have ${count(missing)} yet.` });
  if (!order.authoritative)
    return leg('erp', 'pending', {
      ...amounts,
      sentence: 'What the ERP owes is known once the store was asked.',
    });
  if (latePayments.length > 0)
    return leg('erp', 'broken', {
      ...amounts,
      cause: 'MISSING_ERP',
      sentence:
        'A payment came after its invoice; it is in our books and has to be entered in the ERP by hand.',
    });
  const sentence =
    obligations.length === 0
      ? 'The ERP owes no document yet.'
      : `The ERP holds ${count(obligations)}, as it ought to.`;
  return leg('erp', 'matched', { ...amounts, sentence });
}

/** The last millisecond in which the document may still be on its way. */
function lateFrom(obligation: Obligation, { erpSlaMs }: ProveContext): number {
  return Date.parse(obligation.happenedAt) + erpSlaMs;
}

/** When the first document that is pending now will be late; null when none is. */
export function lateAt(
  order: KnownOrder,
  { obligations }: Expectation,
  context: ProveContext,
): Instant | null {
  const held = new Set(order.documents.map((document) => document.postingKey));
  const times = obligations.filter((one) => !held.has(one.key)).map((one) => lateFrom(one, context) + 1);
  const coming = times.filter((time) => time > Date.parse(context.now));
  return coming.length === 0 ? null : new Date(Math.min(...coming)).toISOString();
}

function differs(obligation: Obligation, found: readonly ErpDocument[] | undefined): boolean {
  return (
    found !== undefined &&
    found.some(
      (one) =>
        one.total.minor !== obligation.body.total.minor ||
        one.total.currency !== obligation.body.total.currency,
    )
  );
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
  const kinds = Map.groupBy(obligations, (one) => names[one.kind]);
  return [...kinds].map(([name, some]) => `${some.length} ${name}${some.length === 1 ? '' : 's'}`).join(', ');
}

/** (c) Σ successful tenders less refunds = current total − outstanding. */
function cashLeg(order: KnownOrder): Leg {
  if (!order.authoritative)
    return leg('cash', 'pending', { sentence: 'Payments are compared once the store was asked.' });
  const { total, outstanding, currency } = order.header;
  const received = sum(
    receipts(order.transactions).map((one) => one.amount),
    currency,
  );
  const refunds = order.transactions.filter(
    (one) => one.kind === 'refund' && one.status === 'success' && !one.test,
  );
  const kept = subtract(
    received,
    sum(
      refunds.map((one) => one.amount),
      currency,
    ),
  );
  const expected = subtract(total, outstanding ?? zero(currency));
  if (kept.minor === expected.minor) {
    const sentence =
      expected.minor === 0n
        ? 'Nothing was received and nothing is said to be paid.'
        : `${shown(kept)} was received, as the store says.`;
    return leg('cash', 'matched', { expected, seen: kept, sentence });
  }
  const sentence = `${shown(kept)} was received where the store counts ${shown(expected)} as paid.`;
  return leg('cash', 'broken', { expected, seen: kept, cause: 'AMOUNT', sentence });
}

const payoutLeg: Leg = leg('payout', 'unmeasured', { sentence: 'Payouts are not measured yet.' });
