/** Facts about one order as the store would tell them: whatever a test does not name is ordinary. */
import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type {
  Agreement,
  ErpDocument,
  Fact,
  Fulfillment,
  OrderHeader,
  Refund,
  Sale,
  Transaction,
} from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import { type Money, parseMoney, subtract, sum } from '#domain/money.ts';
import { defaultPolicy } from '#domain/policy.ts';
import type { Mode } from '#domain/workflow.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { type Dated, knowOrder, type KnownOrder } from '#src/stabilize/know.ts';
import { statusOf } from './order-status.ts';

/** Minutes after nine in the morning, in UTC, of the day on which the orders here are placed. */
export function at(minutes: number): Instant {
  return new Date(Date.parse('2026-11-02T09:00:00.000Z') + minutes * 60_000).toISOString();
}

export const eur = (decimal: string): Money => parseMoney(decimal, 'EUR');
export const orderId = gid('Order', '820982911946154508');
export const orderLane = 'order/820982911946154508';
export const line = (n: number) => gid('LineItem', `46697632110${n}`);
export const transactionId = (n: number) => gid('OrderTransaction', `38917912826${n}`);
export const fulfillmentId = (n: number) => gid('Fulfillment', `12385865400${n}`);

const vat = { title: 'DE MwSt', rate: '0.19', channelLiable: false };

/** A sale whose one tax is `tax`; `total` is after discount and with tax. */
export function sale(
  amounts: { total: string; tax?: string; discount?: string },
  rest: Partial<Sale> = {},
): Sale {
  const tax = eur(amounts.tax ?? '0');
  return {
    sale: gid('Sale', `1${rest.lineType ?? 'PRODUCT'}${rest.lineItem ?? ''}`),
    lineType: 'PRODUCT',
    lineItem: line(1),
    quantity: 1,
    total: eur(amounts.total),
    tax,
    discount: eur(amounts.discount ?? '0'),
    taxes: tax.minor === 0n ? [] : [{ ...vat, amount: tax }],
    ...rest,
  };
}

export const lamp = sale({ total: '119.00', tax: '19.00' });
/** Three units at 100.00 and 19.00 tax together: neither divides by three. */
export const threeUnits = sale({ total: '119.00', tax: '19.00' }, { quantity: 3 });
/** A charge without a line of its own. */
export const charge = (lineType: string, total: string) =>
  sale({ total }, { lineType, lineItem: null, quantity: 0 });

export function payment(n: number, minutes: number, rest: Partial<Transaction> = {}): Transaction {
  return {
    transaction: transactionId(n),
    kind: 'sale',
    status: 'success',
    gateway: 'shopify_payments',
    amount: eur('119.00'),
    rounding: null,
    test: false,
    processedAt: at(minutes),
    ...rest,
  };
}

/** `units` of line 1, unless `rest` names other lines. */
export function shipment(
  n: number,
  minutes: number,
  { units = 1, ...rest }: { units?: number } & Partial<Fulfillment> = {},
): Fulfillment {
  return {
    fulfillment: fulfillmentId(n),
    status: 'success',
    createdAt: at(minutes),
    lines: [{ lineItem: line(1), quantity: units }],
    ...rest,
  };
}

/** An agreement after the one by which the order was placed. */
export function agreed(
  n: number,
  minutes: number,
  { reason = 'ORDER_EDIT', ...rest }: Pick<Agreement, 'sales'> & Partial<Agreement>,
): Agreement {
  return {
    agreement: gid('SalesAgreement', `${n}`),
    reason,
    happenedAt: at(minutes),
    refund: null,
    return: null,
    ...rest,
  };
}

/** The refund of an agreement at the same minute: its units of line 1 by restock type, and its discrepancies. */
export function refundOf(
  n: number,
  minutes: number,
  { restock = [], reasons = [] }: { restock?: readonly string[]; reasons?: readonly string[] } = {},
): Refund {
  return {
    refund: gid('Refund', `${n}`),
    createdAt: at(minutes),
    total: eur('0'),
    lines: restock.map((how) => ({
      lineItem: line(1),
      quantity: 1,
      restock: how,
      location: null,
      subtotal: eur('0'),
      tax: eur('0'),
    })),
    adjustments: reasons.map((reason) => ({ reason, amount: eur('0'), tax: eur('0') })),
    transactions: [],
  };
}

export type OrderStory = {
  readonly header?: Partial<OrderHeader>;
  readonly sales?: readonly Sale[];
  readonly reason?: string;
  /** Agreements beside that of `sales`. */
  readonly agreements?: readonly Agreement[];
  readonly refunds?: readonly Refund[];
  readonly transactions?: readonly Transaction[];
  readonly fulfillments?: readonly Fulfillment[];
  readonly documents?: readonly ErpDocument[];
  /** What the store's last answer was, and when it was asked; null when nobody asked. */
  readonly read?: { readonly readAt: Instant; readonly found: boolean } | null;
  readonly deleted?: boolean;
};

const lanes = [orderLane] as const;

export function headerFact(
  header: Partial<OrderHeader> = {},
  rest: Partial<Pick<Fact, 'happenedAt'>> = {},
): Fact {
  const body: OrderHeader = {
    order: orderId,
    name: '#1001',
    currency: 'EUR',
    test: false,
    taxesIncluded: true,
    presentmentCurrency: 'EUR',
    createdAt: at(0),
    dueAt: null,
    taxPlace: 'DE',
    merchantOfRecord: false,
    channel: 'web',
    location: null,
    placedAt: at(0),
    cancelledAt: null,
    financialStatus: 'paid',
    poNumber: null,
    total: eur('119.00'),
    outstanding: eur('0'),
    lines: [1, 2, 3].map((n) => ({
      lineItem: line(n),
      sku: `SKU-${n}`,
      title: `Article ${n}`,
      quantity: 3,
      inCatalog: true,
    })),
    ...header,
  };
  return { kind: 'order', key: orderId, lanes, happenedAt: at(0), authority: true, body, ...rest };
}

export function transactionFact(body: Transaction, rest: { authority?: boolean } = {}): Fact {
  const key = `${body.transaction}/${body.status}`;
  return { kind: 'transaction', key, lanes, happenedAt: body.processedAt, authority: true, body, ...rest };
}

export function readFact(readAt: Instant, found = true): Fact {
  return {
    kind: 'order_read',
    key: orderId,
    lanes,
    happenedAt: readAt,
    authority: true,
    body: { readAt, found },
  };
}

/** Everything an authority read of the story's order brings, and what the ERP answered. */
export function orderFacts(story: OrderStory = {}): Fact[] {
  const { sales = [lamp], transactions = [], fulfillments = [], documents = [], agreements = [] } = story;
  const total = sum(
    [...sales, ...agreements.flatMap((one) => one.sales)].map((one) => one.total),
    story.header?.currency ?? 'EUR',
  );
  const paid = transactions.filter(
    (one) => one.status === 'success' && one.amount.currency === total.currency,
  );
  const outstanding = subtract(
    total,
    sum(
      paid.map(({ kind, amount }) => (kind === 'refund' ? { ...amount, minor: -amount.minor } : amount)),
      total.currency,
    ),
  );
  const read = story.read === undefined ? { readAt: at(600), found: true } : story.read;
  const about = { lanes, authority: true } as const;
  return [
    headerFact({ total, outstanding, financialStatus: statusOf(transactions, total), ...story.header }),
    ...(read === null ? [] : [readFact(read.readAt, read.found)]),
    {
      ...about,
      kind: 'agreement',
      key: 'gid://shopify/OrderAgreement/1',
      happenedAt: at(0),
      body: {
        agreement: gid('SalesAgreement', '1'),
        reason: story.reason ?? 'ORDER',
        happenedAt: at(0),
        refund: null,
        return: null,
        sales,
      },
    },
    ...agreements.map((body): Fact => ({
      ...about,
      kind: 'agreement',
      key: body.agreement,
      happenedAt: body.happenedAt,
      body,
    })),
    ...(story.refunds ?? []).map((body): Fact => ({
      ...about,
      kind: 'refund',
      key: body.refund,
      happenedAt: body.createdAt,
      body,
    })),
    ...transactions.map((one) => transactionFact(one)),
    ...fulfillments.map((body): Fact => ({
      ...about,
      kind: 'fulfillment',
      key: `${body.fulfillment}/${body.status}`,
      happenedAt: body.createdAt,
      body,
    })),
    ...documents.map((body): Fact => ({
      ...about,
      kind: 'erp_document',
      key: `${body.connectionId}/${body.kind}/${body.documentId}`,
      happenedAt: at(0),
      body,
    })),
    ...(story.deleted === true
      ? [{ ...about, kind: 'order_deleted', key: orderId, happenedAt: at(700), body: {} } as const]
      : []),
  ];
}

export function dated(facts: readonly Fact[]): Dated[] {
  return facts.map((fact) => ({ fact, digest: digest(encode(fact.body)) }));
}

/** The order of a story, heard of at its placing and read after everything in it. */
export function known(story: OrderStory = {}): KnownOrder {
  const order = knowOrder(orderFacts(story), at(0));
  if (order === undefined) throw new Error('a story tells of an order');
  return order;
}

export function shopSettings({
  mode = 'auto',
  ...rest
}: Partial<ShopSettings> & { mode?: Mode } = {}): ShopSettings {
  return {
    domain: 'plumb-demo.myshopify.com',
    state: 'installed',
    installedAt: at(-1440),
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    policy: defaultPolicy,
    policies: [],
    workflows: [{ name: 'invoice posting', mode, cutOverAt: at(-1440) }],
    erpConnectionId: '1',
    ...rest,
  };
}
