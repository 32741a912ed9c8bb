/**
 * What a bulk operation is asked for: at most five connections, at most two deep, none inside a list
 * (Shopify docs: Perform bulk operations). So goods come in a file of their own, since `Order.fulfillments` is a list.
 * `__typename` tells the lines of the file apart.
 */
import { orderFields, saleFields } from './order-documents.ts';

const of = (fields: string) => `edges { node { __typename ${fields} } }`;

/** Orders created from an instant on, with their lines, transactions and agreements. */
export function bulkOrders(since: string): string {
  return `{ orders(query: "created_at:>='${since}'") { ${of(`
    ${orderFields}
    lineItems { ${of('id sku title quantity')} }
    agreements { ${of(`id happenedAt reason sales { ${of(saleFields)} }`)} }
  `)} } }`;
}

/** The goods that left, by fulfillment order. An order's fulfillment orders change when the order does. */
export function bulkFulfillments(since: string): string {
  return `{ fulfillmentOrders(includeClosed: true, query: "updated_at:>='${since}'") { ${of(`
    id orderId
    fulfillments { ${of(`
      id status createdAt updatedAt
      fulfillmentLineItems { ${of('id quantity lineItem { id }')} }
    `)} }
  `)} } }`;
}

export const runBulk = `mutation RunBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) {
    bulkOperation { id status createdAt }
    userErrors { code message }
  }
}`;

export const bulkOperation = `query BulkOperation($id: ID!) {
  bulkOperation(id: $id) { id status errorCode url rootObjectCount }
}`;
