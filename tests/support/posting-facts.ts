/** A posting's body and what an ERP answers, for the tests of carrying one out. */
import type { DocumentBody } from '#domain/document.ts';
import type { ErpAnswer } from '#src/client/erp/contract.ts';
import { at, eur, orderId, transactionId } from './order-facts.ts';

const order = { id: orderId, name: '#1001', store: 'plumb-demo.myshopify.com' };

export const salesOrderBody: DocumentBody = {
  kind: 'sales_order',
  order: { ...order, placedAt: at(0), poNumber: null },
  currency: 'EUR',
  taxesIncluded: true,
  lines: [],
  charges: [{ kind: 'shipping', gross: eur('119.00'), discount: eur('0'), taxes: [] }],
  total: eur('119.00'),
};

export const depositBody: DocumentBody = {
  kind: 'customer_deposit',
  order,
  salesOrder: 'the-sales-order',
  transaction: transactionId(1),
  gateway: 'shopify_payments',
  account: '1020.shopify_payments',
  receivedOn: '2026-11-02',
  total: eur('119.00'),
};

/** A document that a person made, unless `rest` gives it a key. */
export function answer(number: string, rest: Partial<ErpAnswer> = {}): ErpAnswer {
  return {
    id: `id of ${number}`,
    kind: 'customer_deposit',
    number,
    key: null,
    status: 'posted',
    order: orderId,
    total: { minor: '11900', currency: 'EUR' },
    createdAt: at(1),
    modifiedAt: at(1),
    ...rest,
  };
}
