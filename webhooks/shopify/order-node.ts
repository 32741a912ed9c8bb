/** One order as the Admin API describes it, and the facts that it holds. The authority on money and goods. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import { gid, type Gid } from '#domain/gid.ts';
import { instant } from '#domain/instant.ts';
import { type Money, parseMoney } from '#domain/money.ts';
import { instantOf, orderLane } from './topic.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const bag = z.object({ shopMoney: z.object({ amount: decimal, currencyCode: z.string() }) });
const count = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
const id = z.string().startsWith('gid://shopify/');

const sale = z.object({
  id,
  lineType: z.string(),
  quantity: count.nullable(),
  lineItem: z.object({ id }).nullish(),
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

export const fulfillmentNode = z.object({
  id,
  status: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  fulfillmentLineItems: z.object({
    nodes: z.array(z.object({ quantity: count, lineItem: z.object({ id }) })),
  }),
});

export const orderNode = z.object({
  id,
  name: z.string(),
  test: z.boolean(),
  taxesIncluded: z.boolean(),
  currencyCode: z.string(),
  processedAt: z.string(),
  cancelledAt: z.string().nullable(),
  updatedAt: z.string(),
  displayFinancialStatus: z.string().nullable(),
  poNumber: z.string().nullable(),
  currentTotalPriceSet: bag,
  totalOutstandingSet: bag,
  lineItems: z.object({
    nodes: z.array(z.object({ id, sku: z.string().nullable(), title: z.string(), quantity: count })),
  }),
  transactions: z.array(
    z.object({
      id,
      kind: z.string(),
      status: z.string(),
      gateway: z.string().nullable(),
      test: z.boolean(),
      processedAt: z.string().nullable(),
      createdAt: z.string(),
      amountSet: bag,
    }),
  ),
  fulfillments: z.array(fulfillmentNode),
  agreements: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          id,
          happenedAt: z.string(),
          reason: z.string(),
          sales: z.object({ nodes: z.array(sale) }),
        }),
      }),
    ),
  }),
});

export type OrderNode = z.output<typeof orderNode>;

/** That we asked the store at `readAt`, and all that it said: head, money, goods and agreements. */
export function orderFacts(order: OrderNode | null, asked: { name: Gid<'Order'>; readAt: string }): Fact[] {
  const { name } = asked;
  const readAt = instantOf(asked.readAt);
  const read: Fact = {
    kind: 'order_read',
    key: name,
    lanes: [orderLane(name)],
    happenedAt: readAt,
    authority: true,
    body: { readAt, found: order !== null },
  };
  return order === null
    ? [read]
    : [read, header(order, name), ...movements(order, name), ...agreements(order, name)];
}

function header(order: OrderNode, name: Gid<'Order'>): Fact {
  const body = {
    order: name,
    name: order.name,
    currency: order.currencyCode,
    presentmentCurrency: order.currencyCode,
    test: order.test,
    taxesIncluded: order.taxesIncluded,
    placedAt: instantOf(order.processedAt),
    createdAt: instantOf(order.processedAt),
    cancelledAt: instant(order.cancelledAt) ?? null,
    financialStatus: (order.displayFinancialStatus ?? 'unknown').toLowerCase(),
    poNumber: order.poNumber,
    total: shopMoney(order.currentTotalPriceSet),
    outstanding: shopMoney(order.totalOutstandingSet),
    dueAt: null,
    taxPlace: null,
    merchantOfRecord: false,
    channel: null,
    location: null,
    lines: order.lineItems.nodes.map((line) => ({
      lineItem: of('LineItem', line.id),
      sku: line.sku || null,
      title: line.title,
      quantity: line.quantity,
      inCatalog: null,
    })),
  };
  return {
    kind: 'order',
    key: name,
    lanes: [orderLane(name)],
    happenedAt: instantOf(order.updatedAt),
    authority: true,
    body,
  };
}

function movements(order: OrderNode, name: Gid<'Order'>): Fact[] {
  const about = { lanes: [orderLane(name)] as const, authority: true };
  const transactions = order.transactions.map((one): Fact => {
    const processedAt = instantOf(one.processedAt ?? one.createdAt);
    const body = {
      transaction: of('OrderTransaction', one.id),
      kind: one.kind.toLowerCase(),
      status: one.status.toLowerCase(),
      gateway: one.gateway ?? 'unknown',
      amount: shopMoney(one.amountSet),
      rounding: null,
      test: one.test,
      processedAt,
    };
    return {
      ...about,
      kind: 'transaction',
      key: `${body.transaction}/${body.status}`,
      happenedAt: processedAt,
      body,
    };
  });
  return [...transactions, ...order.fulfillments.map((one) => fulfillmentFact(one, name))];
}

/** One fulfillment of an order in the state in which the store shows it. */
export function fulfillmentFact(one: z.output<typeof fulfillmentNode>, order: Gid<'Order'>): Fact {
  const body = {
    fulfillment: of('Fulfillment', one.id),
    status: one.status.toLowerCase(),
    createdAt: instantOf(one.createdAt),
    lines: one.fulfillmentLineItems.nodes.map((line) => ({
      lineItem: of('LineItem', line.lineItem.id),
      quantity: line.quantity,
    })),
  };
  return {
    kind: 'fulfillment',
    key: `${body.fulfillment}/${body.status}`,
    lanes: [orderLane(order)],
    happenedAt: instantOf(one.updatedAt),
    authority: true,
    body,
  };
}

function agreements(order: OrderNode, name: Gid<'Order'>): Fact[] {
  return order.agreements.edges.map(({ node }): Fact => {
    const happenedAt = instantOf(node.happenedAt);
    const body = {
      agreement: of('SalesAgreement', node.id),
      reason: node.reason,
      happenedAt,
      refund: null,
      return: null,
      sales: node.sales.nodes.map(saleOf),
    };
    return { kind: 'agreement', key: node.id, lanes: [orderLane(name)], happenedAt, authority: true, body };
  });
}

function saleOf(node: z.output<typeof sale>) {
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

function shopMoney({ shopMoney: { amount, currencyCode } }: z.output<typeof bag>): Money {
  return parseMoney(amount, currencyCode);
}

/** Our name of what a global id names, whatever type Shopify gave it. */
export function of<Kind extends string>(kind: Kind, text: string): Gid<Kind> {
  return gid(kind, text.slice(text.lastIndexOf('/') + 1));
}
