import { subtract, sum, zero } from '#domain/money.ts';
import type { Leg, Proof, ProofState } from '#domain/proof.ts';
import type { Expectation } from './expect.ts';
import type { KnownOrder } from './know.ts';
import { leg, shown } from './leg.ts';
import { erpLeg } from './prove-erp.ts';
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
  return {
    order: order.header.order,
    name: order.header.name,
    placedAt: order.header.placedAt,
    total: order.header.total,
    state: stateOf(order, legs, context),
    legs,
    breaks: [],
  };
}

function stateOf(order: KnownOrder, legs: readonly Leg[], context: ProveContext): ProofState {
  if (order.header.test) return 'test';
  if (context.cutOverAt !== null && order.header.placedAt < context.cutOverAt) return 'before-cut-over';
  if (legs.some((one) => one.state === 'broken')) return 'broken';
  if (!order.authoritative || legs.some((one) => one.state === 'pending')) return 'pending';
  return order.header.cancelledAt === null ? 'matched' : 'cancelled';
}

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
