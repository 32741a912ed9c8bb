/**
 * What we ask the Admin API about one order. Sizes keep the head under the cost cap of 1,000 points;
 * longer lists are paged with the documents after it.
 */
const shopMoney = 'shopMoney { amount currencyCode }';

const page = 'pageInfo { hasNextPage endCursor }';

const lineItems = `${page} nodes { id sku title quantity }`;

const fulfillmentLines = `${page} nodes { quantity lineItem { id } }`;

/** `Order.fulfillments` is a plain list: one that is full may have been cut. */
export const fulfillmentsInHead = 10;

const fulfillment = `id status createdAt updatedAt fulfillmentLineItems(first: 10) { ${fulfillmentLines} }`;

/** A sale as its agreement itemizes it, with the line it is about where it names one. */
export const saleFields = `
  id lineType quantity
  totalAmount { ${shopMoney} }
  totalTaxAmount { ${shopMoney} }
  totalDiscountAmountBeforeTaxes { ${shopMoney} }
  totalDiscountAmountAfterTaxes { ${shopMoney} }
  taxes { amount { ${shopMoney} } taxLine { title rate channelLiable } }
  ... on ProductSale { lineItem { id } }
  ... on GiftCardSale { lineItem { id } }
`;

const sales = `${page} nodes { ${saleFields} }`;

/** The head of an order and its transactions, which are a plain list. */
export const orderFields = `
    id name test taxesIncluded currencyCode processedAt cancelledAt updatedAt displayFinancialStatus poNumber
    currentTotalPriceSet { ${shopMoney} }
    totalOutstandingSet { ${shopMoney} }
    transactions(first: 100) {
      id kind status gateway test processedAt createdAt amountSet { ${shopMoney} }
    }
`;

export const orderHead = `query OrderHead($id: ID!) {
  order(id: $id) {
    ${orderFields}
    lineItems(first: 50) { ${lineItems} }
    fulfillments(first: ${fulfillmentsInHead}) { ${fulfillment} }
    agreements(first: 3) {
      ${page}
      edges { cursor node { id happenedAt reason sales(first: 10) { ${sales} } } }
    }
  }
}`;

export const orderFulfillments = `query OrderFulfillments($id: ID!) {
  order(id: $id) { fulfillments(first: 250) { id } }
}`;

export const oneFulfillment = `query Fulfillment($id: ID!) { fulfillment(id: $id) { ${fulfillment} } }`;

export const orderLineItems = `query OrderLineItems($id: ID!, $after: String) {
  order(id: $id) { lineItems(first: 100, after: $after) { ${lineItems} } }
}`;

export const fulfillmentLineItems = `query FulfillmentLineItems($id: ID!, $after: String) {
  fulfillment(id: $id) { fulfillmentLineItems(first: 100, after: $after) { ${fulfillmentLines} } }
}`;

export const orderAgreements = `query OrderAgreements($id: ID!, $after: String) {
  order(id: $id) {
    agreements(first: 3, after: $after) {
      ${page}
      edges { cursor node { id happenedAt reason sales(first: 10) { ${sales} } } }
    }
  }
}`;

/** The further sales of the one agreement that follows `agreementAfter`. */
export const agreementSales = `query AgreementSales($id: ID!, $agreementAfter: String, $after: String) {
  order(id: $id) {
    agreements(first: 1, after: $agreementAfter) { nodes { id sales(first: 50, after: $after) { ${sales} } } }
  }
}`;
