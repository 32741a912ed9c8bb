/** Questions that ask for all that the store shows of its things, in parts that stay under the cost of one request. */
const set = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }';
const tax = `{ title rate ratePercentage channelLiable source priceSet ${set} }`;
const id = '{ id }';
const discount = `{ __typename index allocationMethod targetSelection targetType
  value { ... on MoneyV2 { amount currencyCode } ... on PricingPercentageValue { percentage } }
  ... on DiscountCodeApplication { code } ... on AutomaticDiscountApplication { title }
  ... on ManualDiscountApplication { title description } }`;
const allocations = `{ allocatedAmountSet ${set} discountApplication ${discount} }`;
const shippingLine = `{ id title code source custom isRemoved originalPriceSet ${set} discountedPriceSet ${set}
  currentDiscountedPriceSet ${set} discountAllocations ${allocations} taxLines ${tax} }`;
const fulfillmentLine = `{ id quantity lineItem ${id} originalTotalSet ${set} discountedTotalSet ${set} }`;

const sale = `{ __typename id actionType lineType quantity totalAmount ${set} totalTaxAmount ${set}
  totalDiscountAmountBeforeTaxes ${set} totalDiscountAmountAfterTaxes ${set} taxes { id amount ${set} taxLine ${tax} }
  ... on ProductSale { lineItem ${id} } ... on GiftCardSale { lineItem ${id} } ... on TipSale { lineItem ${id} }
  ... on ShippingLineSale { shippingLine ${id} } ... on DutySale { duty ${id} }
  ... on AdditionalFeeSale { additionalFee { id name price ${set} taxLines ${tax} } }
  ... on FeeSale { fee { __typename id ... on RestockingFee { percentage amountSet ${set} } ... on ReturnShippingFee { amountSet ${set} } } } }`;

const order = (fields: string) => `query ($id: ID!) { order(id: $id) { ${fields} } }`;

const head = `
  id legacyResourceId name number createdAt processedAt updatedAt cancelledAt cancelReason closed closedAt confirmed edited
  test note tags poNumber sourceName taxesIncluded dutiesIncluded taxExempt currencyCode presentmentCurrencyCode email
  displayFinancialStatus displayFulfillmentStatus returnStatus canMarkAsPaid capturable fulfillable refundable restockable
  requiresShipping fullyPaid unpaid paymentGatewayNames merchantOfRecordApp { id name }
  subtotalLineItemsQuantity currentSubtotalLineItemsQuantity totalWeight currentTotalWeight
  customer { id displayName numberOfOrders defaultEmailAddress { emailAddress } }
  shippingAddress { name address1 zip city countryCodeV2 provinceCode } billingAddress { name }
  retailLocation { id name } disputes { id initiatedAs status }
  risk { recommendation assessments { riskLevel facts { description sentiment } provider { id title } } }
  paymentTerms { id paymentTermsName paymentTermsType dueInDays due overdue
    paymentSchedules(first: 5) { nodes { id issuedAt dueAt due completedAt balanceDue { amount } totalBalance { amount } } } }`;

/** Every money set of an order, and its sales. */
const amounts = `subtotalPriceSet totalDiscountsSet totalPriceSet totalShippingPriceSet totalTaxSet
  currentSubtotalPriceSet currentShippingPriceSet currentTotalDiscountsSet currentTotalPriceSet
  currentTotalTaxSet currentTotalDutiesSet currentTotalAdditionalFeesSet originalTotalPriceSet
  originalTotalDutiesSet originalTotalAdditionalFeesSet totalOutstandingSet totalReceivedSet
  totalRefundedSet totalRefundedShippingSet netPaymentSet totalCapturableSet totalTipReceivedSet
  refundDiscrepancySet`.split(/\s+/);

export const orderMoney = order(`taxesIncluded ${amounts.map((name) => `${name} ${set}`).join(' ')}
  totalCashRoundingAdjustment { paymentSet ${set} refundSet ${set} }
  taxLines ${tax} currentTaxLines ${tax}
  transactions(first: 250) { kind status amountSet ${set} }
  lineItems(first: 20) { nodes { id discountedTotalSet(withCodeDiscounts: true) ${set} } }
  agreements(first: 40) { nodes { reason sales(first: 40) { nodes {
    lineType totalAmount ${set} totalTaxAmount ${set} totalDiscountAmountBeforeTaxes ${set}
    totalDiscountAmountAfterTaxes ${set} taxes { amount ${set} } ... on ProductSale { lineItem ${id} }
    ... on GiftCardSale { lineItem ${id} } } } } }`);

export const orderDocuments: Readonly<Record<string, string>> = {
  head: order(head),
  money: orderMoney,
  lines: order(`discountCode discountCodes additionalFees { id name price ${set} taxLines ${tax} }
    discountApplications(first: 5) { nodes ${discount} }
    lineItems(first: 10) { nodes { id name title variantTitle sku vendor quantity currentQuantity refundableQuantity
      unfulfilledQuantity nonFulfillableQuantity requiresShipping isGiftCard taxable restockable merchantEditable
      originalUnitPriceSet ${set} originalTotalSet ${set} totalDiscountSet ${set} discountedTotalSet ${set}
      discountedUnitPriceSet ${set} discountedUnitPriceAfterAllDiscountsSet ${set} unfulfilledOriginalTotalSet ${set}
      unfulfilledDiscountedTotalSet ${set} priceAfterAllDiscountsBeforeTaxesSet ${set} taxLines ${tax}
      discountAllocations ${allocations} product { id title } variant { id sku price }
      duties { id countryCodeOfOrigin harmonizedSystemCode price ${set} taxLines ${tax} } } }
    nonFulfillableLineItems(first: 5) { nodes ${id} }
    shippingLine ${shippingLine} shippingLines(first: 5, includeRemovals: true) { nodes ${shippingLine} }`),
  agreements: order(`agreements(first: 10) { nodes { __typename id happenedAt reason app ${id} user ${id}
    ... on OrderAgreement { order ${id} } ... on RefundAgreement { refund ${id} } ... on ReturnAgreement { return ${id} }
    sales(first: 8) { nodes ${sale} } } }`),
  payments: order(`transactionsCount { count precision }
    transactions(first: 50) { id kind status gateway formattedGateway manualPaymentGateway manuallyCapturable
      multiCapturable errorCode paymentId accountNumber authorizationExpiresAt createdAt processedAt test
      settlementCurrency amountSet ${set} amountRoundingSet ${set} totalUnsettledSet ${set}
      maximumRefundableV2 { amount } fees { id type amount { amount currencyCode } taxAmount { amount } }
      parentTransaction ${id} location { id name } order ${id} }
    refunds(first: 10) { id legacyResourceId createdAt processedAt updatedAt note totalRefundedSet ${set}
      duties { amountSet ${set} originalDuty ${id} } return ${id} order ${id}
      orderAdjustments(first: 5) { nodes { id reason amountSet ${set} taxAmountSet ${set} } }
      refundLineItems(first: 5) { nodes { id quantity restockType restocked priceSet ${set} subtotalSet ${set}
        totalTaxSet ${set} lineItem ${id} location ${id} } }
      refundShippingLines(first: 5) { nodes { id subtotalAmountSet ${set} taxAmountSet ${set} shippingLine ${id} } }
      transactions(first: 5) { nodes ${id} } }`),
  returns:
    order(`returns(first: 3) { nodes { id name status createdAt closedAt requestApprovedAt totalQuantity
    decline { reason note } returnShippingFees { id amountSet ${set} } order ${id} refunds(first: 3) { nodes ${id} }
    transactions(first: 3) { nodes ${id} }
    returnLineItems(first: 3) { nodes { __typename id quantity processedQuantity processableQuantity unprocessedQuantity
      refundedQuantity refundableQuantity returnReason returnReasonNote customerNote
      ... on ReturnLineItem { restockingFee { id percentage amountSet ${set} }
        withCodeDiscountedTotalPriceSet ${set} fulfillmentLineItem ${fulfillmentLine} } } }
    exchangeLineItems(first: 3) { nodes { id quantity processedQuantity processableQuantity unprocessedQuantity variantId
      productId title variantSku variantTitle lineItems ${id} } }
    reverseFulfillmentOrders(first: 2) { nodes { id status order ${id} reverseDeliveries(first: 1) { nodes ${id} }
      lineItems(first: 3) { nodes { id totalQuantity fulfillmentLineItem ${id}
        dispositions { id type quantity createdAt location ${id} } } } } } } }`),
  goods: order(`fulfillmentsCount { count precision }
    fulfillments(first: 10) { id legacyResourceId name status displayStatus createdAt updatedAt totalQuantity
      requiresShipping trackingInfo(first: 5) { company number url } location { id name } order ${id}
      fulfillmentLineItems(first: 5) { nodes ${fulfillmentLine} } fulfillmentOrders(first: 3) { nodes ${id} } }
    fulfillmentOrders(first: 6) { nodes { id status requestStatus createdAt updatedAt fulfillAt orderId orderName
      orderProcessedAt assignedLocation { name address1 city zip countryCode location ${id} }
      deliveryMethod { id methodType presentedName serviceCode }
      destination { id firstName lastName address1 zip city countryCode email }
      fulfillmentHolds { id reason reasonNotes displayReason handle heldByRequestingApp heldByApp { id title } }
      supportedActions { action externalUrl } order ${id} fulfillments(first: 3) { nodes ${id} }
      lineItems(first: 4) { nodes { id totalQuantity remainingQuantity requiresShipping productTitle variantTitle sku
        vendor inventoryItemId lineItem ${id} variant ${id} } } } }`),
};

const quantities =
  'quantities(names: ["available", "committed", "on_hand", "incoming", "reserved", "damaged"]) { id name quantity updatedAt }';

export const shopDocuments: Readonly<Record<string, string>> = {
  shop: `{ shop { id name myshopifyDomain currencyCode ianaTimezone taxesIncluded }
    currentAppInstallation { id accessScopes { handle description } } }`,
  places: `{ locationsCount { count precision } location { id }
    locations(first: 10, includeInactive: true) { nodes { id name isActive isFulfillmentService shipsInventory
      createdAt address { address1 city zip countryCode } hasActiveInventory
      inventoryLevels(first: 5) { nodes { id isActive createdAt updatedAt item { id sku } ${quantities} } } } } }`,
  catalog: `{ productsCount { count precision } productVariantsCount { count precision }
    products(first: 10) { nodes { id title vendor productType status isGiftCard tags createdAt updatedAt totalInventory
      variants(first: 5) { nodes { id title sku price compareAtPrice taxable inventoryQuantity inventoryItem { id } } } } }
    productVariants(first: 10, sortKey: SKU) { nodes { id displayName product { id } } }
    inventoryItems(first: 10) { nodes { id sku tracked requiresShipping locationsCount { count } variant { id }
      inventoryLevels(first: 5) { nodes { id location { id name } ${quantities} } } } } }`,
  people: `{ customersCount { count precision } giftCardsCount { count precision }
    customers(first: 10, sortKey: NAME) { nodes { id firstName lastName displayName taxExempt createdAt
      defaultAddress { id name address1 zip city countryCodeV2 } } }
    giftCards(first: 10) { nodes { id lastCharacters maskedCode enabled expiresOn createdAt updatedAt
      initialValue { amount currencyCode } balance { amount } order { id } lineItem { id }
      transactions(first: 5) { nodes { __typename id amount { amount currencyCode } processedAt } } } } }`,
  work: `{ fulfillmentOrders(first: 50, includeClosed: true) { nodes { id status orderId order { name } } }
    manualHoldsFulfillmentOrders(first: 5) { nodes { id } } }`,
  payments: `{ disputes(first: 5) { nodes { id type status initiatedAt evidenceDueBy evidenceSentOn finalizedOn
      amount { amount currencyCode } reasonDetails { reason networkReasonCode } order { id } } }
    shopifyPaymentsAccount { id activated country defaultCurrency balance { amount currencyCode }
      payouts(first: 5) { nodes { id issuedAt status transactionType externalTraceId net { amount currencyCode }
        summary { chargesGross { amount } chargesFee { amount } refundsFeeGross { amount } refundsFee { amount }
          adjustmentsGross { amount } adjustmentsFee { amount } reservedFundsGross { amount } } } }
      balanceTransactions(first: 50) { nodes { id type test transactionDate adjustmentReason sourceType sourceId
        sourceOrderTransactionId amount { amount } fee { amount } net { amount } associatedOrder { id name }
        associatedPayout { id status } } } } }`,
};

export const allScopes =
  `orders returns fulfillments merchant_managed_fulfillment_orders assigned_fulfillment_orders
  third_party_fulfillment_orders payment_terms products inventory locations customers gift_cards
  gift_card_transactions shopify_payments shopify_payments_accounts shopify_payments_disputes
  shopify_payments_payouts apps`
    .split(/\s+/)
    .map((name) => `read_${name}`);
