/** The ERP contract v1 as the ERP reads it: every body it accepts, and the documents it answers with. */
import { z } from 'zod';

const money = z.strictObject({
  minor: z.string().regex(/^-?\d+$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
const positive = money.refine((amount) => !amount.minor.startsWith('-'), 'must not be negative');
const key = z.string().min(1);
const order = z.strictObject({ id: z.string(), name: z.string(), store: z.string() });
const date = z.iso.date();
const tax = z.strictObject({ key: z.string(), title: z.string(), rate: z.string(), amount: money });
const line = z.strictObject({
  lineItem: z.string(),
  sku: z.string().nullable(),
  description: z.string(),
  quantity: z.int().positive(),
  giftCard: z.boolean(),
  gross: money,
  discount: money,
  taxes: z.array(tax),
});
const charge = z.strictObject({
  kind: z.enum(['shipping', 'tip', 'duty', 'fee', 'unknown']),
  gross: money,
  discount: money,
  taxes: z.array(tax),
});

const bodies = {
  sales_order: z.strictObject({
    key,
    order: order.extend({ placedAt: z.iso.datetime({ offset: true }), poNumber: z.string().nullable() }),
    currency: z.string(),
    taxesIncluded: z.boolean(),
    lines: z.array(line),
    charges: z.array(charge),
    total: positive,
  }),
  customer_deposit: z.strictObject({
    key,
    order,
    salesOrderId: z.string(),
    transaction: z.string(),
    gateway: z.string(),
    account: z.string(),
    receivedOn: date,
    amount: positive,
  }),
  invoice: z.strictObject({
    key,
    order,
    salesOrderId: z.string(),
    fulfillment: z.string(),
    invoicedOn: date,
    lines: z.array(line),
    charges: z.array(charge),
    total: positive,
  }),
  application: z.strictObject({
    key,
    order,
    depositId: z.string(),
    invoiceId: z.string(),
    appliedOn: date,
    amount: positive,
  }),
} as const;

export type Kind = keyof typeof bodies;
export type Money = z.infer<typeof money>;
export type Itemized = { lines: z.infer<typeof line>[]; charges: z.infer<typeof charge>[]; total: Money };

/** A body that has passed its schema, tagged with its kind. */
export type Entry =
  | { kind: 'sales_order'; body: z.infer<typeof bodies.sales_order> }
  | { kind: 'customer_deposit'; body: z.infer<typeof bodies.customer_deposit> }
  | { kind: 'invoice'; body: z.infer<typeof bodies.invoice> }
  | { kind: 'application'; body: z.infer<typeof bodies.application> };

export type ErpDocument = {
  readonly id: string;
  readonly kind: Kind;
  readonly number: string;
  readonly key: string | null;
  readonly status: 'open' | 'posted' | 'canceled';
  readonly order: string | null;
  readonly total: Money;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export const kindsByPath: Readonly<Record<string, Kind>> = {
  '/v1/sales-orders': 'sales_order',
  '/v1/customer-deposits': 'customer_deposit',
  '/v1/invoices': 'invoice',
  '/v1/applications': 'application',
};

/** Reads a body as one kind, or says in a sentence what is wrong with it. */
export function readEntry(kind: Kind, value: unknown): Entry | { problem: string } {
  switch (kind) {
    case 'sales_order':
      return entry(bodies.sales_order.safeParse(value), (body) => ({ kind, body }));
    case 'customer_deposit':
      return entry(bodies.customer_deposit.safeParse(value), (body) => ({ kind, body }));
    case 'invoice':
      return entry(bodies.invoice.safeParse(value), (body) => ({ kind, body }));
    case 'application':
      return entry(bodies.application.safeParse(value), (body) => ({ kind, body }));
  }
}

function entry<Body>(
  read: z.ZodSafeParseResult<Body>,
  tag: (body: Body) => Entry,
): Entry | { problem: string } {
  if (read.success) return tag(read.data);
  const [issue] = read.error.issues;
  return {
    problem: `The body is not valid at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unreadable'}.`,
  };
}
