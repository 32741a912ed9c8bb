/**
 * What a bulk operation is asked for: at most five connections, at most two deep, none inside a list
 * (Shopify docs: Perform bulk operations). So goods, refunds and returns come in files of their own: `Order.fulfillments`
 * and `Order.refunds` are lists, and all connections together would be too many.
 * `__typename` tells the lines of a file apart.
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

const of = (fields: string) => `edges { node { __typename ${fields} } }`;

const orders = (since: string, fields: string) =>
  `{ orders(query: "created_at:>='${since}'") { ${of(fields)} } }`;

/** What each file is asked for, by its resource; it holds what was created from the instant on, or changed since. */
export const bulkDocuments = {
  /** The goods that left, by fulfillment order. An order's fulfillment orders change when the order does. */
  fulfillments: (since: string) =>
    `{ fulfillmentOrders(includeClosed: true, query: "updated_at:>='${since}'") { ${of(`
      id orderId
      fulfillments { ${of(`
        ${fulfillmentFields}
        fulfillmentLineItems { ${of(`id ${fulfillmentLineFields}`)} }
      `)} }
    `)} } }`,

  /** Refunds by the agreements on them, where no list is in the way. Those of returns lie too deep. */
  refunds: (since: string) =>
    orders(
      since,
      `id updatedAt agreements { ${of(`id ... on RefundAgreement { refund {
        ${refundFields}
        refundLineItems { ${of(refundLineFields)} }
        orderAdjustments { ${of(adjustmentFields)} }
        transactions { ${of('id')} }
      } }`)} }`,
    ),

  returns: (since: string) =>
    orders(
      since,
      `id updatedAt returns { ${of(`
        ${returnFields}
        returnLineItems { ${of(returnLineFields)} }
        exchangeLineItems { ${of(exchangeLineFields)} }
      `)} }`,
    ),

  /** Heads with their lines, transactions and agreements, and which refunds there are. */
  orders: (since: string) =>
    orders(
      since,
      `${headFields}
      paymentTerms { id paymentSchedules { ${of(scheduleFields)} } }
      transactions { ${transactionFields} }
      refunds { id }
      lineItems { ${of(lineFields)} }
      agreements { ${of(`${agreementFields} sales { ${of(saleFields)} }`)} }`,
    ),
} as const;

export const runBulk = `mutation RunBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) {
    bulkOperation { id status createdAt }
    userErrors { code message }
  }
}`;

export const bulkOperation = `query BulkOperation($id: ID!) {
  bulkOperation(id: $id) { id status errorCode url rootObjectCount }
}`;
