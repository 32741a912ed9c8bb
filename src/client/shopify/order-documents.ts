/**
 * What we ask the Admin API about one order. Sizes keep the head under the cost cap of 1,000 points;
 * longer lists are paged with the documents after it.
 */
import {
  adjustmentFields,
  agreementFields,
  exchangeLineFields,
  fulfillmentFields,
  fulfillmentLineFields,
  headFields,
  lineFields,
  refundFields,
  refundLineFields,
  returnFields,
  returnLineFields,
  saleFields,
  scheduleFields,
  transactionFields,
} from './order-fields.ts';

const page = 'pageInfo { hasNextPage endCursor }';

const nodes = (fields: string) => `${page} nodes { ${fields} }`;

/** Plain lists: one that is full may have been cut. */
export const inHead = { transactions: 100, fulfillments: 10, refunds: 5 } as const;

const fulfillment = `${fulfillmentFields} fulfillmentLineItems(first: 10) { ${nodes(fulfillmentLineFields)} }`;

const agreements = `
  ${page}
  edges { cursor node { ${agreementFields} sales(first: 10) { ${nodes(saleFields)} } } }
`;

const refund = `
  ${refundFields}
  refundLineItems(first: 10) { ${nodes(refundLineFields)} }
  orderAdjustments(first: 5) { ${nodes(adjustmentFields)} }
  transactions(first: 5) { ${nodes('id')} }
`;

const returns = nodes(`
  ${returnFields}
  returnLineItems(first: 10) { ${nodes(returnLineFields)} }
  exchangeLineItems(first: 5) { ${nodes(exchangeLineFields)} }
`);

export const orderHead = `query OrderHead($id: ID!) {
  order(id: $id) {
    ${headFields}
    paymentTerms { paymentSchedules(first: 10) { ${nodes(scheduleFields)} } }
    lineItems(first: 50) { ${nodes(lineFields)} }
    transactions(first: ${inHead.transactions}) { ${transactionFields} }
    fulfillments(first: ${inHead.fulfillments}) { ${fulfillment} }
    refunds(first: ${inHead.refunds}) { ${refund} }
    returns(first: 2) { ${returns} }
    agreements(first: 3) { ${agreements} }
  }
}`;

/** Without a number a plain list is whole. */
export const orderTransactions = `query OrderTransactions($id: ID!) {
  order(id: $id) { transactions { ${transactionFields} } }
}`;

export const orderParcels = `query OrderParcels($id: ID!) {
  order(id: $id) { id fulfillments(first: ${inHead.fulfillments}) { ${fulfillment} } }
}`;

export const orderFulfillments =
  'query OrderFulfillments($id: ID!) { order(id: $id) { fulfillments { id } } }';

export const oneFulfillment = `query Fulfillment($id: ID!) { fulfillment(id: $id) { ${fulfillment} } }`;

export const orderRefunds = 'query OrderRefunds($id: ID!) { order(id: $id) { refunds { id } } }';

export const oneRefund = `query Refund($id: ID!) { refund(id: $id) { ${refund} } }`;

/** Further pages of an order's own connections, each under the name that the order has for it. */
export const orderPages = {
  lineItems: further(
    'OrderLineItems',
    'order',
    `lineItems(first: 100, after: $after) { ${nodes(lineFields)} }`,
  ),
  agreements: further('OrderAgreements', 'order', `agreements(first: 3, after: $after) { ${agreements} }`),
  returns: further('OrderReturns', 'order', `returns(first: 2, after: $after) { ${returns} }`),
  paymentSchedules: further(
    'PaymentSchedules',
    'order',
    `paymentTerms { paymentSchedules(first: 100, after: $after) { ${nodes(scheduleFields)} } }`,
  ),
} as const;

export const fulfillmentPages = {
  fulfillmentLineItems: further(
    'FulfillmentLineItems',
    'fulfillment',
    `fulfillmentLineItems(first: 100, after: $after) { ${nodes(fulfillmentLineFields)} }`,
  ),
} as const;

export const refundPages = {
  refundLineItems: further(
    'RefundLineItems',
    'refund',
    `refundLineItems(first: 100, after: $after) { ${nodes(refundLineFields)} }`,
  ),
  orderAdjustments: further(
    'RefundAdjustments',
    'refund',
    `orderAdjustments(first: 100, after: $after) { ${nodes(adjustmentFields)} }`,
  ),
  transactions: further(
    'RefundTransactions',
    'refund',
    `transactions(first: 100, after: $after) { ${nodes('id')} }`,
  ),
} as const;

export const returnPages = {
  returnLineItems: further(
    'ReturnLineItems',
    'return',
    `returnLineItems(first: 100, after: $after) { ${nodes(returnLineFields)} }`,
  ),
  exchangeLineItems: further(
    'ExchangeLineItems',
    'return',
    `exchangeLineItems(first: 100, after: $after) { ${nodes(exchangeLineFields)} }`,
  ),
} as const;

/** The further sales of the one agreement that follows `agreementAfter`. */
export const agreementSales = `query AgreementSales($id: ID!, $agreementAfter: String, $after: String) {
  order(id: $id) {
    agreements(first: 1, after: $agreementAfter) { nodes { id sales(first: 50, after: $after) { ${nodes(saleFields)} } } }
  }
}`;

function further(name: string, of: string, connection: string): string {
  return `query ${name}($id: ID!, $after: String) { ${of}(id: $id) { ${connection} } }`;
}
