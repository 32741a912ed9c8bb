import { describe, expect, test } from 'vitest';
import { Park } from '#domain/obstacle.ts';
import { translateBulk } from '#webhooks/shopify/bulk-read.ts';

const money = (amount: string) => ({ shopMoney: { amount, currencyCode: 'EUR' } });
const order = {
  __typename: 'Order',
  id: 'gid://shopify/Order/820982911946154509',
  name: '#1001',
  test: false,
  taxesIncluded: true,
  currencyCode: 'EUR',
  presentmentCurrencyCode: 'EUR',
  createdAt: '2026-11-01T10:00:00Z',
  processedAt: '2026-11-01T10:00:00Z',
  cancelledAt: null,
  updatedAt: '2026-11-02T10:00:00Z',
  displayFinancialStatus: 'PAID',
  poNumber: null,
  sourceName: 'web',
  merchantOfRecordApp: null,
  shippingAddress: { countryCodeV2: 'DE', provinceCode: null },
  retailLocation: null,
  paymentTerms: null,
  refunds: [],
  currentTotalPriceSet: money('119.0'),
  totalOutstandingSet: money('0.0'),
  transactions: [
    {
      id: 'gid://shopify/OrderTransaction/820982911946154601',
      kind: 'SALE',
      status: 'SUCCESS',
      gateway: 'shopify_payments',
      test: false,
      processedAt: '2026-11-01T10:00:00Z',
      createdAt: '2026-11-01T10:00:00Z',
      amountSet: money('119.0'),
      amountRoundingSet: null,
    },
  ],
};
const line = {
  __typename: 'LineItem',
  id: 'gid://shopify/LineItem/820982911946154701',
  sku: 'LAMP',
  title: 'Lamp',
  quantity: 1,
  variant: null,
  __parentId: order.id,
};
const agreement = {
  __typename: 'OrderAgreement',
  id: 'gid://shopify/OrderAgreement/820982911946154801',
  happenedAt: '2026-11-01T10:00:00Z',
  reason: 'ORDER',
  __parentId: order.id,
};
const sale = {
  __typename: 'ProductSale',
  id: 'gid://shopify/ProductSale/820982911946154901',
  lineType: 'PRODUCT',
  quantity: 1,
  lineItem: { id: line.id },
  totalAmount: money('119.0'),
  totalTaxAmount: money('19.0'),
  totalDiscountAmountBeforeTaxes: money('0.0'),
  totalDiscountAmountAfterTaxes: money('0.0'),
  taxes: [{ amount: money('19.0'), taxLine: { title: 'DE MwSt', rate: 0.19, channelLiable: false } }],
  __parentId: agreement.id,
};
const fulfillmentOrder = {
  __typename: 'FulfillmentOrder',
  id: 'gid://shopify/FulfillmentOrder/820982911946155001',
  orderId: order.id,
};
const fulfillment = {
  __typename: 'Fulfillment',
  id: 'gid://shopify/Fulfillment/820982911946155101',
  status: 'SUCCESS',
  createdAt: '2026-11-02T10:00:00Z',
  updatedAt: '2026-11-02T10:00:00Z',
  __parentId: fulfillmentOrder.id,
};
const parcelLine = {
  __typename: 'FulfillmentLineItem',
  id: 'gid://shopify/FulfillmentLineItem/820982911946155201',
  quantity: 1,
  lineItem: { id: line.id },
  __parentId: fulfillment.id,
};

function read(resource: 'orders' | 'fulfillments', nodes: readonly object[]) {
  const jsonl = nodes.map((node) => JSON.stringify(node)).join('\n');
  const readAt = '2026-11-23T08:00:00.000Z';
  const body = JSON.stringify({ resource, readAt, jsonl });
  const delivery = {
    id: '1',
    source: 'shopify-bulk',
    topic: resource,
    receivedAt: readAt,
    triggeredAt: null,
  };
  return translateBulk({ ...delivery, body }, { shop: 'lamp-shop.myshopify.com', erpConnectionId: null });
}

describe('a part of a bulk file', () => {
  test('holds of each order what a read of that one order would: head, money, agreement, and that it was asked', () => {
    const facts = read('orders', [order, line, agreement, sale]);
    expect(facts.map((one) => one.kind)).toEqual(['order_read', 'order', 'transaction', 'agreement']);
    expect(facts.every((one) => one.authority)).toBe(true);
    expect(new Set(facts.flatMap((one) => one.lanes))).toEqual(new Set(['order/820982911946154509']));
    expect(facts.find((one) => one.kind === 'agreement')?.body).toMatchObject({
      reason: 'ORDER',
      sales: [{ lineItem: line.id, total: { minor: 11900n }, tax: { minor: 1900n } }],
    });
  });

  test('may hold the lines of several orders in any order behind their parents', () => {
    const other = { ...order, id: 'gid://shopify/Order/820982911946154510', name: '#1002' };
    const mixed = [order, other, { ...line, __parentId: other.id }, agreement, line, sale];
    const heads = read('orders', mixed).filter((one) => one.kind === 'order');
    expect(heads.map((one) => [one.body.name, one.body.lines.length])).toEqual([
      ['#1001', 1],
      ['#1002', 1],
    ]);
  });

  test('of goods holds each fulfillment with its units, in the lane of its order', () => {
    const [fact] = read('fulfillments', [fulfillmentOrder, fulfillment, parcelLine]);
    expect(fact).toMatchObject({
      kind: 'fulfillment',
      key: 'gid://shopify/Fulfillment/820982911946155101/success',
      lanes: ['order/820982911946154509'],
      body: { lines: [{ lineItem: line.id, quantity: 1 }] },
    });
  });

  test('counts the units of a fulfillment once that stands behind two fulfillment orders', () => {
    const other = { ...fulfillmentOrder, id: 'gid://shopify/FulfillmentOrder/820982911946155002' };
    const again = { ...fulfillment, __parentId: other.id };
    const first = [fulfillmentOrder, fulfillment, parcelLine];
    const facts = read('fulfillments', [...first, other, again, parcelLine]);
    expect(facts.map((one) => (one.kind === 'fulfillment' ? one.body.lines : []))).toEqual([
      [{ lineItem: line.id, quantity: 1 }],
      [{ lineItem: line.id, quantity: 1 }],
    ]);
  });

  test('is parked whole when it is torn, or when one of its orders is not as we know orders', () => {
    expect(() => read('orders', [line])).toThrow(Park);
    expect(() => read('orders', [{ ...order, currentTotalPriceSet: null }])).toThrow(/currentTotalPriceSet/);
  });
});
