/** What a shop's webhook address has to bear: forgeries, damage, and orders of strange but legal shape. */
import { parse, stringify } from 'lossless-json';
import { type StoreOrder, orderGid } from '#sandbox/shopify/order.ts';
import type { OrderSpec, TaxSpec } from '#sandbox/shopify/spec.ts';
import type { Store } from '#sandbox/shopify/store.ts';
import type { ExpectedDocuments } from './truth.ts';

export type HostileDelivery = {
  readonly name: string;
  send(): Promise<Response>;
  readonly expected: 'refused' | 'parked' | 'duplicate' | 'kept';
  readonly status: number;
  /** For those that are about a registered order: what the ERP ought to hold for it at the end. */
  readonly truth?: {
    readonly orderId: string;
    readonly name: string;
    readonly expected: ExpectedDocuments;
  };
};

const nothing: ExpectedDocuments = { salesOrder: 0, deposits: 0, invoices: 0 };
const paid: ExpectedDocuments = { salesOrder: 1, deposits: 1, invoices: 0 };

/** Registers its orders in the store at once, without announcing them; each is announced by its `send`. */
export function hostileDeliveries(store: Store): HostileDelivery[] {
  const unpaid = store.placeOrder({ lines: [lamp], taxesIncluded: true, quiet: true });
  return [...forgeries(store, unpaid), ...damage(store, unpaid), ...strangeOrders(store)];
}

const partSkus = Array.from({ length: 500 }, (_, index) => `PART-${String(index + 1).padStart(3, '0')}`);

/** What the strange but legal orders among them sell, of which no catalog knows. */
export const hostileSkus: readonly string[] = ['LAMP-BRASS-01', ...partSkus];

const standardTax: TaxSpec = { title: 'DE MwSt', rate: '0.19' };
const lamp = {
  sku: 'LAMP-BRASS-01',
  title: 'Brass desk lamp',
  quantity: 1,
  unitPrice: 11900n,
  taxes: [standardTax],
};
const signature = 'X-Shopify-Hmac-Sha256';

function forgeries(store: Store, order: StoreOrder): HostileDelivery[] {
  const body = store.orderBody(order);
  const refused = (
    name: string,
    status: number,
    overrides: Parameters<Store['sendRaw']>[2],
  ): HostileDelivery => ({
    name,
    send: () => store.sendRaw('orders/create', body, overrides),
    expected: 'refused',
    status,
  });
  return [
    refused('no signature', 401, { omitHeaders: [signature] }),
    refused('wrong signature', 401, { headers: { [signature]: Buffer.alloc(32, 7).toString('base64') } }),
    refused("another secret's signature", 401, { secret: 'the-secret-of-another-app' }),
    refused('altered body', 401, { signedBody: body.replace('119.00', '1.19') }),
    refused('unknown shop', 404, { domain: 'nobody-knows-this-shop.myshopify.com' }),
    refused('no webhook id', 400, { omitHeaders: ['X-Shopify-Webhook-Id'] }),
  ];
}

function damage(store: Store, order: StoreOrder): HostileDelivery[] {
  const body = store.orderBody(order);
  const replayed = `replay-of-${order.id}`;
  const flood = `{"id":1,"note":"${'x'.repeat(5 * 2 ** 20)}"}`;
  return [
    {
      name: 'first of a replayed pair',
      send: () => store.sendRaw('orders/updated', body, { webhookId: replayed }),
      expected: 'kept',
      status: 200,
    },
    {
      name: 'replayed delivery',
      send: () => store.sendRaw('orders/updated', body, { webhookId: replayed }),
      expected: 'duplicate',
      status: 200,
    },
    {
      name: 'truncated JSON',
      send: () => store.sendRaw('orders/create', body.slice(0, 700)),
      expected: 'parked',
      status: 200,
    },
    {
      name: '5 MB body',
      send: () => store.sendRaw('orders/create', flood),
      expected: 'refused',
      status: 413,
    },
    {
      name: 'unknown topic',
      send: () => store.sendRaw('moons/phase_changed', '{"id":1}'),
      expected: 'parked',
      status: 200,
    },
  ];
}

function strangeOrders(store: Store): HostileDelivery[] {
  const kept = (
    name: string,
    strange: { spec: OrderSpec; expected: ExpectedDocuments; alter?: (body: string) => string },
  ): HostileDelivery => {
    const order = store.placeOrder({ ...strange.spec, quiet: true });
    const body = (strange.alter ?? String)(store.orderBody(order));
    const truth = { orderId: orderGid(order), name: order.name, expected: strange.expected };
    return { name, send: () => store.sendRaw('orders/create', body), expected: 'kept', status: 200, truth };
  };
  const ordinary: OrderSpec = { lines: [lamp], taxesIncluded: true };
  const yen = { ...lamp, unitPrice: 12345n, taxes: [{ title: 'JCT', rate: '0.10' }] };
  const payment = { kind: 'sale', gateway: 'shopify_payments' } as const;
  const many = partSkus.map((sku, index) => ({
    ...lamp,
    sku,
    title: `Spare part ${index + 1}`,
    unitPrice: BigInt(101 + index),
    quantity: 1 + (index % 3),
  }));
  return [
    kept('ids above 2^53', { spec: { ...ordinary, payment }, expected: paid }),
    kept('missing optional fields', { spec: ordinary, expected: nothing, alter: withoutOptionalFields }),
    kept('null arrays', { spec: ordinary, expected: nothing, alter: withNullArrays }),
    kept('a currency without decimals', {
      spec: { lines: [yen], taxesIncluded: true, currency: 'JPY', exchangeRate: '0.00606', payment },
      expected: paid,
    }),
    kept('an order of zero', {
      spec: { ...ordinary, discountCode: { code: 'THANKYOU', percent: 100 } },
      expected: { salesOrder: 1, deposits: 0, invoices: 0 },
    }),
    kept('an order of 500 lines', { spec: { lines: many, taxesIncluded: true, payment }, expected: paid }),
  ];
}

const optionalFields = new Set(
  (
    'customer billing_address shipping_address email phone contact_email po_number note tags token client_details ' +
    'discount_codes discount_applications payment_gateway_names payment_terms shipping_lines refunds fulfillments ' +
    'returns tax_lines cancelled_at cancel_reason processed_at landing_site referring_site source_name'
  ).split(' '),
);

function withoutOptionalFields(body: string): string {
  return rewritten(body, (name, value) => (optionalFields.has(name) ? undefined : value));
}

function withNullArrays(body: string): string {
  return rewritten(body, (_name, value) => (Array.isArray(value) ? null : value));
}

/** Changes the top level of a body; ids keep every digit. */
function rewritten(body: string, change: (name: string, value: unknown) => unknown): string {
  const fields = Object.entries(parse(body) ?? {}).map(
    ([name, value]) => [name, change(name, value)] as const,
  );
  return stringify(Object.fromEntries(fields.filter(([, value]) => value !== undefined))) ?? '';
}
