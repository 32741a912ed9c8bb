import { z } from 'zod';
import type { DocumentKind } from '#domain/document.ts';
import { documentKinds } from '#domain/workflow.ts';
import { detail } from './ledger.ts';
import {
  amount,
  charge,
  creditedLine,
  day,
  gidOf,
  instant,
  line,
  money,
  name,
  orderedLine,
  orderReference,
  placedOrder,
  text,
  total,
} from './part.ts';

const key = z
  .string()
  .min(1)
  .meta({
    description: 'Our name for this document, for ever; the same as the Idempotency-Key header.',
    examples: ['lamp-shop-invoice-255858046-1'],
  });
const order = orderReference.meta({ description: 'The store order this document belongs to.' });
const lines = z.array(line).meta({ description: 'The goods.' });
const charges = z.array(charge).meta({ description: 'What is charged beside the goods.' });
const salesOrderId = text("The ERP's id of the sales order it follows.", 'sales_order_1');

/** What is sent to the ERP, by kind. These are the bodies `src/client/erp` sends, field for field. */
export const outbound = {
  sales_order: z.object({
    key,
    order: placedOrder.meta({ description: 'The store order.' }),
    currency: text('The currency of every amount on it.', 'EUR'),
    taxesIncluded: z.boolean().meta({ description: 'Whether the customer saw prices with tax included.' }),
    lines: z.array(orderedLine).meta({ description: 'The goods.' }),
    charges,
    total: total('Σ (gross − discount + Σ taxes) over lines and charges.'),
  }),
  customer_deposit: z.object({
    key,
    order,
    salesOrderId,
    transaction: gidOf('OrderTransaction', "Shopify's global id of the payment."),
    gateway: text('The gateway that took the money.', 'shopify_payments'),
    account: text('The account the money lies in, by our chart.', '1020.shopify_payments'),
    receivedOn: day("The day of the payment in the legal entity's time zone."),
    amount: total('What was received before an invoice was due.'),
  }),
  invoice: z.object({
    key,
    order,
    salesOrderId,
    fulfillment: z
      .string()
      .regex(/^gid:\/\/shopify\/(Fulfillment|SalesAgreement|OrderTransaction)\/[0-9]+$/)
      .meta({
        description:
          "Shopify's global id of what it invoices: a shipment, or a payment or agreement by itself.",
        examples: ['gid://shopify/Fulfillment/255858046'],
      }),
    invoicedOn: day("The day of the shipment in the legal entity's time zone."),
    deferred: z
      .boolean()
      .meta({ description: 'Its revenue is not earned yet: journals say when it is.', examples: [false] }),
    lines,
    charges,
    total: total('Σ (gross − discount + Σ taxes) over lines and charges.'),
  }),
  application: z.object({
    key,
    order,
    depositId: text("The ERP's id of the customer deposit that pays.", 'customer_deposit_2').nullable(),
    creditMemoId: text(
      "The ERP's id of the credit memo that pays. Exactly one of deposit and credit memo is given.",
    ).nullable(),
    invoiceId: text("The ERP's id of the invoice it pays.", 'invoice_3'),
    appliedOn: day('The day on which the deposit or credit memo pays the invoice.'),
    amount: total('How much of it pays the invoice.'),
  }),
  payment: z.object({
    key,
    order,
    salesOrderId,
    transaction: gidOf('OrderTransaction', "Shopify's global id of the payment."),
    gateway: text('The gateway that took the money.', 'shopify_payments'),
    account: text('The account the money lies in, by our chart.', '1020.shopify_payments'),
    receivedOn: day("The day of the payment in the legal entity's time zone."),
    amount: total('What was received for an invoice that was open: it lowers the receivable.'),
  }),
  credit_memo: z.object({
    key,
    order,
    salesOrderId,
    credits: z
      .string()
      .regex(/^gid:\/\/shopify\/(SalesAgreement|Fulfillment)\/[0-9]+$/)
      .meta({
        description:
          "Shopify's global id of the agreement that took the sales back, or of a shipment that was invoiced and then called off.",
        examples: ['gid://shopify/SalesAgreement/511230771'],
      }),
    refund: gidOf('Refund', 'The refund that it is for, if one is.').nullable(),
    return: gidOf('Return', 'The return that it is for, if one is.').nullable(),
    creditedOn: day("The day of the agreement in the legal entity's time zone."),
    lines: z.array(creditedLine).meta({ description: 'The goods, with positive amounts.' }),
    charges,
    total: total('Σ (gross − discount + Σ taxes) over lines and charges: it lowers the receivable.'),
  }),
  refund_payment: z.object({
    key,
    order,
    salesOrderId,
    transaction: gidOf('OrderTransaction', "Shopify's global id of the refund's payment."),
    gateway: text('The gateway that paid the money back.', 'shopify_payments'),
    account: text('The account the money left, by our chart.', '1020.shopify_payments'),
    paidOn: day("The day of the payment in the legal entity's time zone."),
    fromDeposits: total('What of it was a deposit.'),
    fromReceivable: total('What of it the customer was owed.'),
    amount: total('What was paid back: the sum of both.'),
  }),
  shipment: z.object({
    key,
    order,
    salesOrderId,
    fulfillment: gidOf('Fulfillment', "Shopify's global id of the shipment."),
    location: gidOf('Location', 'Where the goods left from, if the store says.').nullable(),
    shippedOn: day("The day of the shipment in the legal entity's time zone."),
    lines: z
      .array(line.pick({ lineItem: true, sku: true, quantity: true }))
      .meta({ description: 'What left.' }),
    currency: text('The currency of its sales order; the shipment itself moves no money.', 'EUR'),
  }),
  journal: z.object({
    key,
    order: orderReference.nullable().meta({
      description: 'The store order this document belongs to; null where it sums a day.',
    }),
    fulfillment: gidOf(
      'Fulfillment',
      "Shopify's global id of the shipment that earned it; null where it sums a day.",
    ).nullable(),
    sums: z
      .object({
        day: day("The day that it sums, in the legal entity's time zone."),
        part: z
          .int()
          .min(1)
          .meta({
            description: 'Which of the day it is: what was told late is a further one.',
            examples: [1],
          }),
      })
      .optional()
      .meta({
        description:
          'All that the day booked of the orders that have no documents of their own, by policy of the merchant.',
      }),
    postedOn: day("The day of the shipment, or that it sums, in the legal entity's time zone."),
    entries: z
      .array(
        z.object({
          account: text('The account by our chart.', '4000'),
          taxKey: text('The tax it belongs to, if any.').nullable(),
          amount: amount('Positive is a debit.'),
        }),
      )
      .meta({ description: 'They come to zero.' }),
    amount: total('Σ debits.'),
  }),
} as const satisfies Record<DocumentKind, z.ZodType>;

/** Where each kind lives at the ERP, after its base address. */
export const paths = {
  sales_order: '/v1/sales-orders',
  customer_deposit: '/v1/customer-deposits',
  invoice: '/v1/invoices',
  application: '/v1/applications',
  payment: '/v1/payments',
  credit_memo: '/v1/credit-memos',
  refund_payment: '/v1/refund-payments',
  shipment: '/v1/shipments',
  journal: '/v1/journals',
} as const satisfies Record<DocumentKind, string>;

/** Every kind of document that an ERP may have and show; all but stock adjustments we send as well. */
export const readableKinds = [
  'sales_order',
  'customer_deposit',
  'invoice',
  'application',
  'credit_memo',
  'payment',
  'refund_payment',
  'shipment',
  'stock_adjustment',
  'journal',
] as const;

const documentShape = {
  id: name("The ERP's own id; it never changes.", 'invoice_3'),
  kind: z.enum(documentKinds).meta({ description: 'Which of the kinds that we send it is.' }),
  number: text('The number people know it by.', 'INV-00001'),
  key: text(
    'The Idempotency-Key it was created with; null when a person made it.',
    'lamp-shop-invoice-255858046-1',
  ).nullable(),
  status: z.enum(['open', 'posted', 'closed', 'canceled']).meta({
    description:
      '`open` has no effect on the general ledger yet, `canceled` has none any more. A sales order is never posted; `closed` takes no further document.',
  }),
  amendedWith: text(
    'The Idempotency-Key of our last change of it; null or absent where we changed nothing of it.',
    'lamp-shop-amend_sales_order-511230772-1',
  )
    .nullable()
    .optional(),
  order: gidOf(
    'Order',
    'The store order it names; null when it names none. A document with a key names its order, unless it is a journal that sums a day.',
  ).nullable(),
  total: money.meta({ description: 'What it comes to.' }),
  createdAt: instant('When the ERP made it.'),
  modifiedAt: instant('When it last changed. The newest wins, so this must rise with every change.'),
};

/** What every answer and callback says of a document, and all that we read of it. More fields may be there. */
export const erpDocument = z.object(documentShape);
export type ErpDocument = z.output<typeof erpDocument>;

/** A document that we sent, with all that an ERP may say of it. */
export const detailedDocument = z.object({ ...documentShape, ...detail });

/** A document of any kind, whoever made it. */
export const anyDocument = z.object({
  ...documentShape,
  kind: z.enum(readableKinds).meta({ description: 'What it is in the ERP.' }),
  ...detail,
});
export type AnyDocument = z.output<typeof anyDocument>;

const documentOf = <Kind extends DocumentKind>(kind: Kind) =>
  z.object({
    ...documentShape,
    kind: z.literal(kind).meta({ description: 'The one kind this callback is about.' }),
  });

/** Documents of one kind, as callbacks carry them. */
export const salesOrderDocument = documentOf('sales_order');
export const invoiceDocument = documentOf('invoice');

/** What we read of an answer to a search. */
export const documentList = z.object({
  documents: z.array(erpDocument).meta({ description: 'All that fit the search, oldest first.' }),
});

/** The whole answer to a search. */
export const detailedList = z.object({
  documents: z.array(detailedDocument).meta({ description: 'All that fit the search, oldest first.' }),
});

export const problem = z.object({
  error: z
    .object({
      code: text('A stable word for programs.', 'unknown_sales_order'),
      message: text('A sentence for people, who will read it in the panel.', 'There is no sales order so_9.'),
    })
    .meta({ description: 'Why the ERP did not do it.' }),
});
