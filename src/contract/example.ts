import type { z } from 'zod';
import type { CallbackType, callbacks } from './callback.ts';
import type { amendments } from './amendment.ts';
import type { ErpDocument, outbound } from './document.ts';

const eur = (minor: string) => ({ minor, currency: 'EUR' });
const store = 'lamp-shop.myshopify.com';
const id = 'gid://shopify/Order/820982911946154508';
const order = { id, name: '#1001', store };
const at = '2026-11-23T08:00:00.000Z';
const later = '2026-11-23T09:30:00.000Z';
const key = 'lamp-shop-invoice-255858046-1';
const none = eur('0');
const lamp = {
  lineItem: 'gid://shopify/LineItem/866550311766439020',
  sku: 'LAMP-01',
  description: 'Desk lamp',
  quantity: 1,
  giftCard: false,
  gross: eur('10000'),
  discount: none,
  taxes: [{ key: 'DE MwSt@0.19', title: 'DE MwSt', rate: '0.19', amount: eur('1900') }],
};

/** One order of 119.00 EUR: paid, shipped, invoiced, and its deposit applied. */
export const sentExamples: { [Kind in keyof typeof outbound]: z.output<(typeof outbound)[Kind]> } = {
  sales_order: {
    key: 'lamp-shop-sales_order-820982911946154508-1',
    order: { ...order, placedAt: at, poNumber: null },
    currency: 'EUR',
    taxesIncluded: true,
    lines: [{ ...lamp, location: 'gid://shopify/Location/655441491' }],
    charges: [],
    total: eur('11900'),
  },
  customer_deposit: {
    key: 'lamp-shop-customer_deposit-389404469-1',
    order,
    salesOrderId: 'sales_order_1',
    transaction: 'gid://shopify/OrderTransaction/389404469',
    gateway: 'shopify_payments',
    account: '1020.shopify_payments',
    receivedOn: '2026-11-23',
    amount: eur('11900'),
  },
  invoice: {
    key,
    order,
    salesOrderId: 'sales_order_1',
    fulfillment: 'gid://shopify/Fulfillment/255858046',
    invoicedOn: '2026-11-23',
    deferred: false,
    lines: [lamp],
    charges: [],
    total: eur('11900'),
  },
  application: {
    key: 'lamp-shop-application-389404469-255858046-1',
    order,
    depositId: 'customer_deposit_2',
    creditMemoId: null,
    invoiceId: 'invoice_3',
    appliedOn: '2026-11-23',
    amount: eur('11900'),
  },
  payment: {
    key: 'lamp-shop-payment-389404470-1',
    order,
    salesOrderId: 'sales_order_1',
    transaction: 'gid://shopify/OrderTransaction/389404470',
    gateway: 'Cash on Delivery (COD)',
    account: '1020.cash_on_delivery_cod',
    receivedOn: '2026-11-25',
    amount: eur('11900'),
  },
  credit_memo: {
    key: 'lamp-shop-credit_memo-511230771-1',
    order,
    salesOrderId: 'sales_order_1',
    credits: 'gid://shopify/SalesAgreement/511230771',
    refund: 'gid://shopify/Refund/890088186047892319',
    return: null,
    creditedOn: '2026-11-24',
    lines: [{ ...lamp, goods: 'returned', restockedAt: 'gid://shopify/Location/655441491' }],
    charges: [],
    total: eur('11900'),
  },
  refund_payment: {
    key: 'lamp-shop-refund_payment-389404471-1',
    order,
    salesOrderId: 'sales_order_1',
    transaction: 'gid://shopify/OrderTransaction/389404471',
    gateway: 'shopify_payments',
    account: '1020.shopify_payments',
    paidOn: '2026-11-24',
    fromDeposits: none,
    fromReceivable: eur('11900'),
    amount: eur('11900'),
  },
  shipment: {
    key: 'lamp-shop-shipment-255858046-1',
    order,
    salesOrderId: 'sales_order_1',
    fulfillment: 'gid://shopify/Fulfillment/255858046',
    location: 'gid://shopify/Location/655441491',
    shippedOn: '2026-11-23',
    lines: [{ lineItem: lamp.lineItem, sku: lamp.sku, quantity: 1 }],
    currency: 'EUR',
  },
  journal: {
    key: 'lamp-shop-journal-255858046-1',
    order,
    fulfillment: 'gid://shopify/Fulfillment/255858046',
    postedOn: '2026-11-23',
    entries: [
      { account: '2100', taxKey: null, amount: eur('10000') },
      { account: '4000', taxKey: null, amount: eur('-10000') },
    ],
    amount: eur('10000'),
  },
};

/** A second lamp is added, and in the end everything called off. */
export const amendmentExamples: { [Kind in keyof typeof amendments]: z.output<(typeof amendments)[Kind]> } = {
  amend_sales_order: {
    key: 'lamp-shop-amend_sales_order-511230772-1',
    lines: [
      {
        ...lamp,
        location: 'gid://shopify/Location/655441491',
        quantity: 2,
        gross: eur('20000'),
        taxes: [{ key: 'DE MwSt@0.19', title: 'DE MwSt', rate: '0.19', amount: eur('3800') }],
      },
    ],
    charges: [],
    total: eur('23800'),
  },
  cancel_sales_order: { key: 'lamp-shop-cancel_sales_order-820982911946154508-1' },
};

const invoice = {
  id: 'invoice_3',
  kind: 'invoice',
  number: 'INV-00001',
  key,
  status: 'posted',
  order: id,
  total: eur('11900'),
  createdAt: at,
  modifiedAt: at,
} as const;

export const documentExample: ErpDocument = invoice;

export const callbackExamples: { [Type in CallbackType]: z.output<(typeof callbacks)[Type]> } = {
  'sales_order.changed': {
    type: 'sales_order.changed',
    timestamp: later,
    data: {
      ...invoice,
      id: 'sales_order_1',
      kind: 'sales_order',
      number: 'SO-00001',
      key: sentExamples.sales_order.key,
      status: 'open',
      modifiedAt: later,
    },
  },
  'invoice.posted': { type: 'invoice.posted', timestamp: at, data: invoice },
  'shipment.confirmed': {
    type: 'shipment.confirmed',
    timestamp: later,
    data: {
      id: 'shipment_8',
      number: 'SHP-00008',
      order: id,
      location: 'BERLIN',
      carrier: 'DHL',
      trackingNumber: '00340434161094042557',
      lines: [{ sku: 'LAMP-01', quantity: 1 }],
      status: 'shipped',
      shippedAt: later,
      modifiedAt: later,
    },
  },
  'stock.changed': {
    type: 'stock.changed',
    timestamp: later,
    data: {
      sku: 'LAMP-01',
      location: 'BERLIN',
      available: 12,
      onHand: 15,
      reason: 'goods receipt',
      modifiedAt: later,
    },
  },
  'credit_memo.posted': {
    type: 'credit_memo.posted',
    timestamp: later,
    data: {
      id: 'credit_memo_5',
      number: 'CM-00005',
      order: id,
      invoiceId: 'invoice_3',
      status: 'posted',
      total: eur('2000'),
      reason: 'damaged in transit',
      postedOn: '2026-11-23',
      createdAt: later,
      modifiedAt: later,
    },
  },
  'payment.recorded': {
    type: 'payment.recorded',
    timestamp: later,
    data: {
      id: 'payment_6',
      number: 'PAY-00006',
      order: id,
      invoiceId: 'invoice_3',
      status: 'posted',
      method: 'bank_transfer',
      amount: eur('11900'),
      receivedOn: '2026-11-23',
      createdAt: later,
      modifiedAt: later,
    },
  },
};
