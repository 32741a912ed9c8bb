/** An ERP on a clock of its own, and the four bodies of one order of 119.00 EUR as they are sent to it. */
import { virtualClock } from '#sandbox/clock.ts';
import { type Erp, type ErpOptions, openErp } from '#sandbox/erp/erp.ts';

export const noon = Date.parse('2026-11-02T12:00:00Z');
export const order = { id: 'gid://shopify/Order/1', name: '#1001', store: 'plumb-demo.myshopify.com' };
export const eur = (minor: number | bigint) => ({ minor: String(minor), currency: 'EUR' });

const lamps = [
  {
    lineItem: 'gid://shopify/LineItem/1',
    sku: 'LAMP',
    description: 'Lamp',
    quantity: 1,
    giftCard: false,
    gross: eur(10000),
    discount: eur(0),
    taxes: [{ key: 'DE|0.19', title: 'DE MwSt', rate: '0.19', amount: eur(1900) }],
  },
];
const ordered = lamps.map((one) => ({ ...one, location: null }));

export const salesOrder = (key: string, total = 11900) => ({
  key,
  order: { ...order, placedAt: '2026-11-02T11:00:00Z', poNumber: null },
  currency: 'EUR',
  taxesIncluded: true,
  lines: ordered,
  charges: [],
  total: eur(total),
});

export const deposit = (key: string, salesOrderId: string) => ({
  key,
  order,
  salesOrderId,
  transaction: 'gid://shopify/OrderTransaction/1',
  gateway: 'paypal',
  account: '1020.paypal',
  receivedOn: '2026-11-02',
  amount: eur(11900),
});

/** What the order is to hold instead: the lamp and something beside it. */
export const amendment = (key: string, beside = 5000) => ({
  key,
  lines: ordered,
  charges: [{ kind: 'shipping', gross: eur(beside), discount: eur(0), taxes: [] }],
  total: eur(11900 + beside),
});

export const invoice = (key: string, salesOrderId: string) => ({
  key,
  order,
  salesOrderId,
  fulfillment: 'gid://shopify/Fulfillment/1',
  invoicedOn: '2026-11-02',
  deferred: false,
  lines: lamps,
  charges: [],
  total: eur(11900),
});

export const application = (key: string, amount: object, deposits = 'customer_deposit_2') => ({
  key,
  order,
  depositId: deposits,
  creditMemoId: null,
  invoiceId: 'invoice_3',
  appliedOn: '2026-11-02',
  amount,
});

export function open(options: Partial<ErpOptions> = {}) {
  const clock = virtualClock(noon);
  return { clock, erp: openErp({ clock, token: 'erp-token', ...options }) };
}

export async function call(erp: Erp, path: string, body?: { key: string }) {
  const response = await erp.fetch(
    new Request(`https://erp.plumbline.test/v1/${path}`, {
      headers: {
        Authorization: 'Bearer erp-token',
        ...(body === undefined ? {} : { 'Idempotency-Key': body.key }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
  );
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

type Change = {
  readonly path: string;
  readonly body: { readonly key: string };
  readonly seen: string | null;
};

/** Amends a sales order, or cancels it, as it was `seen`. */
export async function change(erp: Erp, { path, body, seen }: Change) {
  const response = await erp.fetch(
    new Request(`https://erp.plumbline.test/v1/sales-orders/${path}`, {
      method: path.endsWith('/cancellation') ? 'POST' : 'PATCH',
      headers: {
        Authorization: 'Bearer erp-token',
        'Idempotency-Key': body.key,
        ...(seen !== null && { 'If-Match': seen }),
      },
      body: JSON.stringify(body),
    }),
  );
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}
