/** What we ask and tell the Admin API about where an order leaves from. */
const page = 'pageInfo { hasNextPage endCursor }';

const lineFields = 'id remainingQuantity sku inventoryItemId lineItem { id }';

const fulfillmentOrderFields = `
  id status requestStatus fulfillAt
  assignedLocation { location { id name isFulfillmentService } }
  deliveryMethod { methodType }
  fulfillmentHolds { id reason handle heldByRequestingApp }
  supportedActions { action }
  lineItems(first: 20) { ${page} nodes { ${lineFields} } }
`;

export const orderRouting = `query OrderRouting($id: ID!, $after: String) {
  order(id: $id) {
    id tags shippingAddress { countryCodeV2 provinceCode zip }
    fulfillmentOrders(first: 10, after: $after) { ${page} nodes { ${fulfillmentOrderFields} } }
  }
}`;

export const fulfillmentOrderLines = `query FulfillmentOrderLines($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) { lineItems(first: 100, after: $after) { ${page} nodes { ${lineFields} } } }
}`;

/** So many items at once keep a question under the cost cap of 1,000 points. */
export const itemsPerQuestion = 10;

export const stockOfItems = `query StockOfItems($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on InventoryItem {
      id tracked
      inventoryLevels(first: 20) {
        nodes {
          location { id name isActive fulfillsOnlineOrders address { countryCode } }
          quantities(names: ["available"]) { quantity }
        }
      }
    }
  }
}`;

const errors = 'userErrors { message }';

export const moveFulfillmentOrder = `mutation Move($id: ID!, $newLocationId: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
  done: fulfillmentOrderMove(id: $id, newLocationId: $newLocationId, fulfillmentOrderLineItems: $lines) { ${errors} }
}`;

export const splitFulfillmentOrder = `mutation Split($id: ID!, $lines: [FulfillmentOrderLineItemInput!]!) {
  done: fulfillmentOrderSplit(fulfillmentOrderSplits: [{ fulfillmentOrderId: $id, fulfillmentOrderLineItems: $lines }]) { ${errors} }
}`;

export const rerouteFulfillmentOrder = `mutation Reroute($id: ID!, $excluded: [ID!]) {
  done: fulfillmentOrdersReroute(fulfillmentOrderIds: [$id], excludedLocationIds: $excluded) { ${errors} }
}`;

export const holdFulfillmentOrder = `mutation Hold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  done: fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { ${errors} }
}`;

export const releaseFulfillmentOrder = `mutation Release($id: ID!, $holds: [ID!]) {
  done: fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) { ${errors} }
}`;
