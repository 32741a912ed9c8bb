/** What went back to the customer, and what came back from them, as the Admin API itemizes it. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import { bag, count, id, named, of, shopMoney } from './node.ts';
import { instantOf, orderLane } from './topic.ts';

export const refundNode = z.object({
  id,
  createdAt: z.string().nullable(),
  processedAt: z.string(),
  totalRefundedSet: bag,
  refundLineItems: z.object({
    nodes: z.array(
      z.object({
        quantity: count,
        restockType: z.string(),
        lineItem: named,
        // Absent in what was kept before it was asked for.
        location: named.nullish(),
        subtotalSet: bag,
        totalTaxSet: bag,
      }),
    ),
  }),
  orderAdjustments: z.object({
    nodes: z.array(z.object({ reason: z.string().nullable(), amountSet: bag, taxAmountSet: bag })),
  }),
  transactions: z.object({ nodes: z.array(named) }),
});

export const returnNode = z.object({
  id,
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  returnLineItems: z.object({
    nodes: z.array(
      z.object({ quantity: count, fulfillmentLineItem: z.object({ lineItem: named }).nullish() }),
    ),
  }),
  exchangeLineItems: z.object({
    nodes: z.array(z.object({ lineItems: z.array(z.object({ id, quantity: count })).nullable() })),
  }),
});

/** The order that is spoken of, and the state of it that was read: neither refund nor return tells when it changed. */
type OfOrder = { readonly name: Gid<'Order'>; readonly updatedAt: Instant };

export function refundFact(node: z.output<typeof refundNode>, order: OfOrder): Fact {
  const refund = of('Refund', node.id);
  return {
    kind: 'refund',
    key: refund,
    lanes: [orderLane(order.name)],
    happenedAt: order.updatedAt,
    authority: true,
    body: {
      refund,
      createdAt: instantOf(node.createdAt ?? node.processedAt),
      total: shopMoney(node.totalRefundedSet),
      lines: node.refundLineItems.nodes.map((line) => ({
        lineItem: of('LineItem', line.lineItem.id),
        quantity: line.quantity,
        restock: line.restockType.toLowerCase(),
        location: line.location ? of('Location', line.location.id) : null,
        subtotal: shopMoney(line.subtotalSet),
        tax: shopMoney(line.totalTaxSet),
      })),
      adjustments: node.orderAdjustments.nodes.map((one) => ({
        reason: one.reason ?? 'UNKNOWN',
        amount: shopMoney(one.amountSet),
        tax: shopMoney(one.taxAmountSet),
      })),
      transactions: node.transactions.nodes.map((one) => of('OrderTransaction', one.id)),
    },
  };
}

export function returnFact(node: z.output<typeof returnNode>, order: OfOrder): Fact {
  const returned = of('Return', node.id);
  return {
    kind: 'return',
    key: returned,
    lanes: [orderLane(order.name)],
    happenedAt: order.updatedAt,
    authority: true,
    body: {
      return: returned,
      name: node.name,
      status: node.status.toLowerCase(),
      createdAt: instantOf(node.createdAt),
      lines: node.returnLineItems.nodes.flatMap(({ quantity, fulfillmentLineItem }) =>
        fulfillmentLineItem ? [{ lineItem: of('LineItem', fulfillmentLineItem.lineItem.id), quantity }] : [],
      ),
      exchanges: node.exchangeLineItems.nodes.flatMap(({ lineItems }) =>
        (lineItems ?? []).map((line) => ({ lineItem: of('LineItem', line.id), quantity: line.quantity })),
      ),
    },
  };
}
