/** One order as the Admin API describes it, and the facts that it holds. The authority on money and goods. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import { instant } from '#domain/instant.ts';
import { agreementFact, agreementNode } from './agreement-node.ts';
import { bag, count, id, named, of, shopMoney } from './node.ts';
import { earliestUnpaid, taxPlaceOf } from './place.ts';
import { refundFact, refundNode, returnFact, returnNode } from './refund-node.ts';
import { instantOf, orderLane, tenderLanes } from './topic.ts';
import { trackingOf } from './tracking.ts';

const transactionNode = z.object({
  id,
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullable(),
  test: z.boolean(),
  processedAt: z.string().nullable(),
  createdAt: z.string(),
  amountSet: bag,
  amountRoundingSet: bag.nullable(),
});

export const fulfillmentNode = z.object({
  id,
  status: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  location: named.nullish(),
  trackingInfo: z
    .array(
      z.object({
        company: z.string().nullish(),
        number: z.string().nullish(),
        url: z.string().nullish(),
      }),
    )
    .nullish(),
  fulfillmentLineItems: z.object({
    nodes: z.array(z.object({ quantity: count, lineItem: named })),
  }),
});

export const orderNode = z.object({
  id,
  name: z.string(),
  test: z.boolean(),
  taxesIncluded: z.boolean(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  cancelledAt: z.string().nullable(),
  updatedAt: z.string(),
  displayFinancialStatus: z.string().nullable(),
  poNumber: z.string().nullable(),
  sourceName: z.string().nullable(),
  currentTotalPriceSet: bag,
  totalOutstandingSet: bag,
  merchantOfRecordApp: named.nullable(),
  shippingAddress: z
    .object({ countryCodeV2: z.string().nullable(), provinceCode: z.string().nullable() })
    .nullable(),
  retailLocation: z
    .object({
      id,
      address: z.object({ countryCode: z.string().nullable(), provinceCode: z.string().nullable() }),
    })
    .nullable(),
  paymentTerms: z
    .object({
      paymentSchedules: z.object({
        nodes: z.array(z.object({ dueAt: z.string().nullable(), completedAt: z.string().nullable() })),
      }),
    })
    .nullable(),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        id,
        sku: z.string().nullable(),
        title: z.string(),
        quantity: count,
        variant: named.nullable(),
      }),
    ),
  }),
  transactions: z.array(transactionNode),
  fulfillments: z.array(fulfillmentNode),
  refunds: z.array(refundNode),
  returns: z.object({ nodes: z.array(returnNode) }),
  agreements: z.object({ edges: z.array(z.object({ node: agreementNode })) }),
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
  if (order === null) return [read];
  const about = { name, updatedAt: instantOf(order.updatedAt) };
  return [
    read,
    header(order, name),
    ...order.transactions.map((one) => transactionFact(one, name)),
    ...order.fulfillments.map((one) => fulfillmentFact(one, name)),
    ...order.refunds.map((one) => refundFact(one, about)),
    ...order.returns.nodes.map((one) => returnFact(one, about)),
    ...order.agreements.edges.map(({ node }) => agreementFact(node, name)),
  ];
}

function header(order: OrderNode, name: Gid<'Order'>): Fact {
  const dueAt = earliestUnpaid(order.paymentTerms?.paymentSchedules.nodes ?? []);
  const body = {
    order: name,
    name: order.name,
    currency: order.currencyCode,
    presentmentCurrency: order.presentmentCurrencyCode,
    test: order.test,
    taxesIncluded: order.taxesIncluded,
    placedAt: instantOf(order.processedAt),
    createdAt: instantOf(order.createdAt),
    cancelledAt: instant(order.cancelledAt) ?? null,
    financialStatus: (order.displayFinancialStatus ?? 'unknown').toLowerCase(),
    poNumber: order.poNumber,
    total: shopMoney(order.currentTotalPriceSet),
    outstanding: shopMoney(order.totalOutstandingSet),
    dueAt: dueAt === null ? null : instantOf(dueAt),
    taxPlace: taxPlace(order),
    merchantOfRecord: order.merchantOfRecordApp !== null,
    channel: order.sourceName || null,
    location: order.retailLocation === null ? null : of('Location', order.retailLocation.id),
    lines: order.lineItems.nodes.map((line) => ({
      lineItem: of('LineItem', line.id),
      sku: line.sku || null,
      title: line.title,
      quantity: line.quantity,
      inCatalog: line.variant !== null,
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

/** The destination; goods that are handed over in a shop are taxed where the shop is. */
function taxPlace({ shippingAddress, retailLocation }: OrderNode): string | null {
  const destination = taxPlaceOf({
    country: shippingAddress?.countryCodeV2,
    province: shippingAddress?.provinceCode,
  });
  const { countryCode: country, provinceCode: province } = retailLocation?.address ?? {};
  return destination ?? taxPlaceOf({ country, province });
}

function transactionFact(one: z.output<typeof transactionNode>, order: Gid<'Order'>): Fact {
  const processedAt = instantOf(one.processedAt ?? one.createdAt);
  const rounding = one.amountRoundingSet === null ? null : shopMoney(one.amountRoundingSet);
  const body = {
    transaction: of('OrderTransaction', one.id),
    kind: one.kind.toLowerCase(),
    status: one.status.toLowerCase(),
    gateway: one.gateway ?? 'unknown',
    amount: shopMoney(one.amountSet),
    rounding: rounding?.minor === 0n ? null : rounding,
    test: one.test,
    processedAt,
  };
  return {
    kind: 'transaction',
    key: `${body.transaction}/${body.status}`,
    lanes: tenderLanes(order, body),
    happenedAt: processedAt,
    authority: true,
    body,
  };
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
    location: one.location ? of('Location', one.location.id) : null,
    tracking: trackingOf(one.trackingInfo ?? []),
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
