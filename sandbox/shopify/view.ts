/**
 * Orders as the Admin API shows them. A view has exactly the fields the store can answer truthfully;
 * the executor refuses every other field of the schema by name.
 */
import { connection, inOrder, type Page } from './connection.ts';
import {
  financialStatusOf,
  fulfillmentGid,
  fulfillmentStatusOf,
  orderGid,
  outstandingOf,
  receivedOf,
  type StoreFulfillment,
  type StoreLine,
  type StoreOrder,
  type StoreShipping,
  type StoreTransaction,
  totalOf,
} from './order.ts';
import type { Shop } from './payload.ts';
import type { Priced } from './price.ts';
import { sum } from './price.ts';
import { graphqlDecimal, utcTime } from './text.ts';

const fulfillmentStatuses = { fulfilled: 'FULFILLED', partial: 'PARTIALLY_FULFILLED' } as const;

export function orderView(order: StoreOrder, shop: Shop) {
  const bag = (minor: bigint) => moneyBag(minor, order.currency);
  const fulfillmentStatus = fulfillmentStatusOf(order);
  const lines = order.lines.map((line) => lineView(line, order));
  const charges = [...order.lines, ...order.shipping];
  return {
    __typename: 'Order',
    id: orderGid(order),
    legacyResourceId: String(order.id),
    name: order.name,
    number: order.number,
    createdAt: utcTime(order.createdAt),
    processedAt: utcTime(order.createdAt),
    updatedAt: utcTime(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : utcTime(order.cancelledAt),
    cancelReason: order.cancelledAt === null ? null : 'CUSTOMER',
    closed: false,
    closedAt: null,
    confirmed: true,
    edited: false,
    test: order.test,
    displayFinancialStatus: financialStatusOf(order).toUpperCase(),
    displayFulfillmentStatus:
      fulfillmentStatus === null ? 'UNFULFILLED' : fulfillmentStatuses[fulfillmentStatus],
    fullyPaid: financialStatusOf(order) === 'paid',
    unpaid: receivedOf(order) === 0n && totalOf(order) > 0n,
    taxesIncluded: order.taxesIncluded,
    dutiesIncluded: false,
    currencyCode: order.currency,
    presentmentCurrencyCode: order.currency,
    poNumber: order.poNumber,
    sourceName: 'web',
    merchantOfRecordApp: null,
    paymentTerms: null,
    retailLocation: null,
    currentTotalPriceSet: bag(totalOf(order)),
    totalPriceSet: bag(totalOf(order)),
    originalTotalPriceSet: bag(totalOf(order)),
    totalOutstandingSet: bag(outstandingOf(order)),
    totalReceivedSet: bag(receivedOf(order)),
    totalRefundedSet: bag(0n),
    netPaymentSet: bag(receivedOf(order)),
    totalTaxSet: bag(sum(charges.map((charge) => charge.tax))),
    currentTotalTaxSet: bag(sum(charges.map((charge) => charge.tax))),
    totalTipReceivedSet: bag(0n),
    lineItems: (page: Page) => connection(inOrder(lines), page),
    transactions: ({ first }: Page) =>
      top(order.transactions, first).map((each) => transactionView(each, order)),
    fulfillments: ({ first }: Page) =>
      top(order.fulfillments, first).map((each) => fulfillmentView(each, order, shop)),
    agreements: (page: Page) => connection(inOrder([agreementView(order)]), page),
    refunds: () => [],
    returns: (page: Page) => connection([], page),
  };
}

export function shopView(shop: Shop) {
  return {
    __typename: 'Shop',
    id: `gid://shopify/Shop/${shop.id}`,
    name: 'Plumb Demo',
    myshopifyDomain: shop.domain,
    currencyCode: shop.currency,
    ianaTimezone: shop.timeZone,
  };
}

function lineView(line: StoreLine, order: StoreOrder) {
  return {
    __typename: 'LineItem',
    id: `gid://shopify/LineItem/${line.id}`,
    name: line.title,
    sku: line.sku,
    title: line.title,
    variantTitle: null,
    quantity: line.quantity,
    currentQuantity: line.quantity,
    requiresShipping: line.requiresShipping,
    isGiftCard: false,
    taxable: line.taxes.length > 0,
    originalUnitPriceSet: moneyBag(line.unitPrice, order.currency),
    originalTotalSet: moneyBag(line.price, order.currency),
    taxLines: () => line.taxes.map((tax) => taxLineView(tax, order)),
  };
}

function transactionView(transaction: StoreTransaction, order: StoreOrder): object {
  const parent = order.transactions.find((each) => each.id === transaction.parentId);
  return {
    __typename: 'OrderTransaction',
    id: `gid://shopify/OrderTransaction/${transaction.id}`,
    kind: transaction.kind.toUpperCase(),
    status: transaction.status.toUpperCase(),
    gateway: transaction.gateway,
    formattedGateway: transaction.gateway,
    manualPaymentGateway: false,
    errorCode: transaction.status === 'failure' ? 'CARD_DECLINED' : null,
    paymentId: `${order.name}.${order.transactions.indexOf(transaction) + 1}`,
    amountSet: moneyBag(transaction.amount, order.currency),
    amountRoundingSet: null,
    createdAt: utcTime(transaction.at),
    processedAt: utcTime(transaction.at),
    test: order.test,
    parentTransaction: () => (parent === undefined ? null : transactionView(parent, order)),
  };
}

export function fulfillmentView(fulfillment: StoreFulfillment, order: StoreOrder, shop: Shop) {
  const lines = fulfillment.lines.map((each) => ({
    __typename: 'FulfillmentLineItem',
    id: `gid://shopify/FulfillmentLineItem/${each.id}`,
    quantity: each.quantity,
    lineItem: lineView(each.line, order),
  }));
  return {
    __typename: 'Fulfillment',
    id: fulfillmentGid(fulfillment),
    legacyResourceId: String(fulfillment.id),
    name: fulfillment.name,
    status: 'SUCCESS',
    createdAt: utcTime(fulfillment.createdAt),
    updatedAt: utcTime(fulfillment.createdAt),
    totalQuantity: fulfillment.lines.reduce((quantity, each) => quantity + each.quantity, 0),
    location: { __typename: 'Location', id: `gid://shopify/Location/${shop.locationId}`, name: 'Warehouse' },
    fulfillmentLineItems: (page: Page) => connection(inOrder(lines), page),
  };
}

/** What the customer agreed to at checkout: one sale a line and one a shipping line, never changed afterwards. */
function agreementView(order: StoreOrder) {
  const sales = [
    ...order.lines.map((line) => ({
      __typename: 'ProductSale',
      ...saleView(line, line.id, order),
      lineType: 'PRODUCT',
      quantity: line.quantity,
      lineItem: lineView(line, order),
    })),
    ...order.shipping.map((line) => ({
      __typename: 'ShippingLineSale',
      ...saleView(line, line.id, order),
      lineType: 'SHIPPING',
      quantity: null,
      shippingLine: shippingView(line, order),
    })),
  ];
  return {
    __typename: 'OrderAgreement',
    id: `gid://shopify/OrderAgreement/${order.id}`,
    happenedAt: utcTime(order.createdAt),
    reason: 'ORDER',
    sales: (page: Page) => connection(inOrder(sales), page),
  };
}

function saleView(charge: Priced, id: bigint, order: StoreOrder) {
  const bag = (minor: bigint) => moneyBag(minor, order.currency);
  return {
    id: `gid://shopify/Sale/${id}`,
    actionType: 'ORDER',
    totalAmount: bag(charge.total),
    totalTaxAmount: bag(charge.tax),
    totalDiscountAmountBeforeTaxes: bag(charge.discountBeforeTaxes),
    totalDiscountAmountAfterTaxes: bag(charge.discountAfterTaxes),
    taxes: charge.taxes.map((tax, index) => ({
      __typename: 'SaleTax',
      id: `gid://shopify/SaleTax/${id}${index}`,
      amount: bag(tax.amount),
      taxLine: taxLineView(tax, order),
    })),
  };
}

function shippingView(line: StoreShipping, order: StoreOrder) {
  return {
    __typename: 'ShippingLine',
    id: `gid://shopify/ShippingLine/${line.id}`,
    title: line.title,
    code: line.title,
    source: 'shopify',
    isRemoved: false,
    originalPriceSet: moneyBag(line.price, order.currency),
  };
}

function taxLineView(tax: Priced['taxes'][number], order: StoreOrder) {
  return {
    __typename: 'TaxLine',
    title: tax.title,
    rate: Number(tax.rate),
    ratePercentage: Number((Number(tax.rate) * 100).toFixed(4)),
    channelLiable: false,
    source: 'Shopify',
    priceSet: moneyBag(tax.amount, order.currency),
  };
}

/** This store sells in one currency an order, so both sides of a bag are equal. */
function moneyBag(minor: bigint, currency: string) {
  const money = { __typename: 'MoneyV2', amount: graphqlDecimal(minor, currency), currencyCode: currency };
  return { __typename: 'MoneyBag', shopMoney: money, presentmentMoney: money };
}

function top<Item>(items: readonly Item[], first: number | null | undefined): readonly Item[] {
  return first == null ? items : items.slice(0, first);
}
