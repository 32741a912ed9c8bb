/** The Shopify Payments balance as the Admin API lists it, and the facts that it holds. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import { gid, legacyId } from '#domain/gid.ts';
import { lane } from '#domain/lane.ts';
import { type Money, money } from '#domain/money.ts';
import { amount, id, named, of } from './node.ts';
import { read } from './parse.ts';
import { instantOf, orderLane } from './topic.ts';

/** The gateway by which orders name Shopify Payments. */
const gateway = 'shopify_payments';

const transactionNode = z.object({
  id,
  type: z.string(),
  test: z.boolean(),
  transactionDate: z.string(),
  sourceType: z.string().nullable(),
  sourceId: z.string().nullable(),
  sourceOrderTransactionId: z.string().nullable(),
  adjustmentReason: z.string().nullable(),
  amount,
  fee: amount,
  net: amount,
  associatedOrder: named.nullable(),
  associatedPayout: z.object({ id: id.nullable(), status: z.string().nullable() }),
});

/** `balance` comes with the last page of a pass, `opening` with that of the first pass: what moved since it began. */
const page = z.object({
  askedAt: z.string(),
  transactions: z.array(transactionNode),
  balance: z.array(amount),
  opening: z.object({ at: z.string(), moved: z.record(z.string(), z.string()) }).nullable(),
});

export function balanceFacts(body: unknown): readonly Fact[] {
  const { askedAt, transactions, balance, opening } = read(page, body);
  return [
    ...transactions.map(transactionFact),
    ...balance.map((one) => balanceFact(one, askedAt)),
    ...(opening === null ? [] : balance.map((one) => openingFact(one, opening))),
  ];
}

/** It concerns its order where it has one; what concerns none has a lane of its own. */
function transactionFact(node: z.output<typeof transactionNode>): Fact {
  const name = of('ShopifyPaymentsBalanceTransaction', node.id);
  const order = node.associatedOrder === null ? null : of('Order', node.associatedOrder.id);
  const { id: payout, status } = node.associatedPayout;
  const transactionDate = instantOf(node.transactionDate);
  return {
    kind: 'balance_transaction',
    key: name,
    lanes: [order === null ? lane('balance', legacyId(name)) : orderLane(order)],
    happenedAt: transactionDate,
    authority: true,
    body: {
      balanceTransaction: name,
      type: node.type,
      amount: node.amount,
      fee: node.fee,
      net: node.net,
      transactionDate,
      gateway,
      associatedOrder: order,
      associatedPayout: payout === null ? null : of('ShopifyPaymentsPayout', payout),
      payoutStatus: status,
      sourceOrderTransaction:
        node.sourceOrderTransactionId === null
          ? null
          : gid('OrderTransaction', node.sourceOrderTransactionId),
      dispute:
        node.sourceType === 'DISPUTE' && node.sourceId !== null
          ? gid('ShopifyPaymentsDispute', node.sourceId)
          : null,
      adjustmentReason: node.adjustmentReason,
      test: node.test,
    },
  };
}

function balanceFact(balance: Money, askedAt: string): Fact {
  const readAt = instantOf(askedAt);
  return {
    kind: 'clearing_balance',
    key: `${gateway}/${balance.currency}`,
    lanes: [lane('clearing', gateway)],
    happenedAt: readAt,
    authority: true,
    body: { gateway, balance, readAt },
  };
}

function openingFact(
  { minor, currency }: Money,
  { at, moved }: { at: string; moved: Readonly<Record<string, string>> },
): Fact {
  const openedAt = instantOf(at);
  return {
    kind: 'clearing_opening',
    key: `${gateway}/${currency}`,
    lanes: [lane('clearing', gateway)],
    happenedAt: openedAt,
    authority: true,
    body: { gateway, balance: money(minor - BigInt(moved[currency] ?? '0'), currency), at: openedAt },
  };
}
