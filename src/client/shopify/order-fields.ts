/** What we ask of each thing that belongs to an order, however we come to it: by its order, by itself, in bulk. */
const shopMoney = 'shopMoney { amount currencyCode }';

/** The head of an order: all of it that is neither a list nor a connection. */
export const headFields = `
  id name test taxesIncluded currencyCode presentmentCurrencyCode createdAt processedAt cancelledAt updatedAt
  displayFinancialStatus poNumber sourceName
  currentTotalPriceSet { ${shopMoney} }
  totalOutstandingSet { ${shopMoney} }
  merchantOfRecordApp { id }
  shippingAddress { countryCodeV2 provinceCode }
  retailLocation { id address { countryCode provinceCode } }
`;

/** A line with the variant it was sold from, which is gone when the catalog has it no more. */
export const lineFields = 'id sku title quantity variant { id }';

export const scheduleFields = 'id dueAt completedAt';

export const transactionFields = `
  id kind status gateway test processedAt createdAt
  amountSet { ${shopMoney} }
  amountRoundingSet { ${shopMoney} }
`;

/** It is said from where it left and how it is followed, one entry a parcel number. */
export const fulfillmentFields =
  'id name status createdAt updatedAt location { id } trackingInfo(first: 10) { company number url }';

export const fulfillmentLineFields = 'quantity lineItem { id }';

/** A refund and a return are agreed upon too, and their agreement names them. */
export const agreementFields = `
  id happenedAt reason
  ... on RefundAgreement { refund { id } }
  ... on ReturnAgreement { return { id } }
`;

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

export const refundFields = `id createdAt processedAt totalRefundedSet { ${shopMoney} }`;

export const refundLineFields = `
  id quantity restockType lineItem { id } location { id }
  subtotalSet { ${shopMoney} }
  totalTaxSet { ${shopMoney} }
`;

export const adjustmentFields = `id reason amountSet { ${shopMoney} } taxAmountSet { ${shopMoney} }`;

export const returnFields = 'id name status createdAt';

/** A line that came back without a fulfillment of this store names no line of the order. */
export const returnLineFields =
  'id quantity ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } }';

/** The lines of the order that an exchange has become; it has none before it is processed. */
export const exchangeLineFields = 'id lineItems { id quantity }';
