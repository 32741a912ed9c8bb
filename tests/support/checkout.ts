/** What customers of a story put into their carts: one brass lamp at 119.00, unless the story says otherwise. */
import type { LineSpec, OrderSpec, PaymentSpec, TaxSpec } from '#sandbox/shopify/spec.ts';

export const standardRate: TaxSpec = { title: 'DE MwSt', rate: '0.19' };
export const reducedRate: TaxSpec = { title: 'DE MwSt', rate: '0.07' };

export const card: PaymentSpec = { kind: 'sale', gateway: 'shopify_payments' };
export const authorization: PaymentSpec = { kind: 'authorization', gateway: 'shopify_payments' };
export const capture: PaymentSpec = { kind: 'capture', gateway: 'shopify_payments' };

export function lamp(changes: Partial<LineSpec> = {}): LineSpec {
  return {
    sku: 'LAMP-BRASS-01',
    title: 'Brass desk lamp',
    quantity: 1,
    unitPrice: 11900n,
    taxes: [standardRate],
    ...changes,
  };
}

export function unpaidOrder(changes: Partial<OrderSpec> = {}): OrderSpec {
  return { lines: [lamp()], taxesIncluded: true, ...changes };
}

export function paidOrder(changes: Partial<OrderSpec> = {}): OrderSpec {
  return unpaidOrder({ payment: card, ...changes });
}
