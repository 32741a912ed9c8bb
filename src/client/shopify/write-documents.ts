/** What we tell the Admin API of parcels and payments, and what we ask before we tell it of a payment. */
const errors = 'userErrors { message }';

const shipped =
  'fulfillment { id name status createdAt location { id } trackingInfo(first: 10) { company number } }';

export const createFulfillment = `mutation Fulfill($fulfillment: FulfillmentInput!) {
  done: fulfillmentCreate(fulfillment: $fulfillment) { ${shipped} ${errors} }
}`;

export const updateTracking = `mutation Track($id: ID!, $tracking: FulfillmentTrackingInput!) {
  done: fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: true) {
    ${shipped} ${errors}
  }
}`;

/** Without a number a plain list is whole. */
const owing = `
  id cancelledAt canMarkAsPaid capturable presentmentCurrencyCode
  totalOutstandingSet { shopMoney { amount currencyCode } }
  transactions { id kind status test createdAt amountSet { shopMoney { amount currencyCode } } }
`;

export const orderOwing = `query OrderOwing($id: ID!) { order(id: $id) { ${owing} } }`;

export const markAsPaid = `mutation MarkAsPaid($id: ID!) {
  done: orderMarkAsPaid(input: { id: $id }) { order { ${owing} } ${errors} }
}`;

export const createManualPayment = `mutation ManualPayment($id: ID!, $amount: MoneyInput!, $method: String) {
  done: orderCreateManualPayment(id: $id, amount: $amount, paymentMethodName: $method) { order { ${owing} } ${errors} }
}`;
