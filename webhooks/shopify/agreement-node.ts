/** What was agreed upon, sale by sale, as the Admin API itemizes it. */
import { z } from 'zod';
import type { Fact, Sale } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { Money } from '#domain/money.ts';
import { bag, count, id, named, of, shopMoney } from './node.ts';
import { instantOf, orderLane } from './topic.ts';

const saleNode = z.object({
  id,
  lineType: z.string(),
  quantity: count.nullable(),
  lineItem: named.nullish(),
  totalAmount: bag,
  totalTaxAmount: bag,
  totalDiscountAmountBeforeTaxes: bag,
  totalDiscountAmountAfterTaxes: bag,
  taxes: z.array(
    z.object({
      amount: bag,
      taxLine: z.object({
        title: z.string(),
        rate: z.string().nullish(),
        channelLiable: z.boolean().nullish(),
      }),
    }),
  ),
});

export const agreementNode = z.object({
  id,
  happenedAt: z.string(),
  reason: z.string(),
  refund: named.nullish(),
  return: named.nullish(),
  sales: z.object({ nodes: z.array(saleNode) }),
});

export function agreementFact(node: z.output<typeof agreementNode>, order: Gid<'Order'>): Fact {
  const happenedAt = instantOf(node.happenedAt);
  return {
    kind: 'agreement',
    key: node.id,
    lanes: [orderLane(order)],
    happenedAt,
    authority: true,
    body: {
      agreement: of('SalesAgreement', node.id),
      reason: node.reason,
      happenedAt,
      refund: node.refund ? of('Refund', node.refund.id) : null,
      return: node.return ? of('Return', node.return.id) : null,
      sales: node.sales.nodes.map(saleOf),
    },
  };
}

function saleOf(node: z.output<typeof saleNode>): Sale {
  return {
    sale: of('Sale', node.id),
    lineType: node.lineType,
    lineItem: node.lineItem ? of('LineItem', node.lineItem.id) : null,
    quantity: node.quantity ?? 0,
    total: shopMoney(node.totalAmount),
    tax: shopMoney(node.totalTaxAmount),
    discount: exTax(
      shopMoney(node.totalDiscountAmountBeforeTaxes),
      shopMoney(node.totalDiscountAmountAfterTaxes),
    ),
    taxes: node.taxes.map((tax) => ({
      title: tax.taxLine.title,
      rate: tax.taxLine.rate ?? '0',
      channelLiable: tax.taxLine.channelLiable ?? null,
      amount: shopMoney(tax.amount),
    })),
  };
}

/**
 * The documentation does not say which of the two discounts is without tax. The one without tax is
 * never the larger, and the worked example of ACCOUNTING §4 balances with it.
 */
function exTax(one: Money, other: Money): Money {
  const size = ({ minor }: Money) => (minor < 0n ? -minor : minor);
  return size(one) <= size(other) ? one : other;
}
