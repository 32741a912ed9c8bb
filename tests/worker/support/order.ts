/** Orders that the tests of the Worker send; each is new, so tests that share a world do not meet. */
import type { LineSpec, OrderSpec } from '#sandbox/shopify/spec.ts';

const lamp: LineSpec = {
  sku: 'LAMP-BRASS-01',
  title: 'Brass desk lamp',
  quantity: 1,
  unitPrice: 11900n,
  taxes: [{ title: 'DE MwSt', rate: '0.19' }],
};

/** Not announced by itself: the test sends what it wants to. */
export const unpaidQuietly: OrderSpec = { lines: [lamp], taxesIncluded: true, quiet: true };

export const paid: OrderSpec = {
  lines: [lamp],
  taxesIncluded: true,
  payment: { kind: 'sale', gateway: 'shopify_payments' },
};

export const paidQuietly: OrderSpec = { ...paid, quiet: true };
