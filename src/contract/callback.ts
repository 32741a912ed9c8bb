import { z } from 'zod';
import { invoiceDocument, salesOrderDocument } from './document.ts';
import { amount, day, gidOf, instant, name, text, total } from './part.ts';

const order = gidOf('Order', 'The store order it belongs to.');
const anOrder = gidOf('Order', 'The store order it belongs to, if it belongs to one.').nullable();
const modifiedAt = instant('When it last changed. The newest wins, so this must rise with every change.');
const createdAt = instant('When the ERP made it.');
const invoiceId = text(
  "The ERP's id of the invoice it is about, if it is about one.",
  'invoice_3',
).nullable();
const status = z
  .enum(['open', 'posted', 'canceled'])
  .meta({ description: '`open` has no effect on the general ledger yet, `canceled` has none any more.' });
const shippedLine = z.object({
  sku: text('The stock keeping unit.', 'LAMP-01'),
  quantity: z
    .int()
    .positive()
    .meta({ description: 'Units that left.', examples: [1] }),
});

export const shipment = z.object({
  id: name("The ERP's own id of the shipment.", 'shipment_8'),
  number: text('The number people know it by.', 'SHP-00008'),
  order,
  location: text("The ERP's name of the warehouse it left.", 'BERLIN'),
  carrier: text('Who carries it.', 'DHL').nullable(),
  trackingNumber: text("The carrier's number for it.", '00340434161094042557').nullable(),
  lines: z.array(shippedLine).min(1).meta({ description: 'What left.' }),
  status: z.enum(['shipped', 'canceled']).meta({ description: '`canceled` takes the confirmation back.' }),
  shippedAt: instant('When it left.'),
  modifiedAt,
});

export const stock = z.object({
  sku: name('The stock keeping unit.', 'LAMP-01'),
  location: name("The ERP's name of the warehouse.", 'BERLIN'),
  available: z
    .int()
    .meta({ description: 'Units that can still be promised; may be negative.', examples: [12] }),
  onHand: z
    .int()
    .nullable()
    .meta({ description: 'Units in the building, if the ERP counts them.', examples: [15] }),
  reason: text('Why it changed, in the words of the ERP.', 'goods receipt').nullable(),
  modifiedAt: instant('When the level became this. The newest wins.'),
});

export const creditMemo = z.object({
  id: name("The ERP's own id of the credit memo.", 'credit_memo_5'),
  number: text('The number people know it by.', 'CM-00005'),
  order: anOrder,
  invoiceId,
  status,
  total: total('What the customer is credited.'),
  reason: text('Why, in the words of the ERP.', 'damaged in transit').nullable(),
  postedOn: day('Its day in the general ledger.'),
  createdAt,
  modifiedAt,
});

export const payment = z.object({
  id: name("The ERP's own id of the payment.", 'payment_6'),
  number: text('The number people know it by.', 'PAY-00006'),
  order: anOrder,
  invoiceId,
  status,
  method: text('How it was paid, in the words of the ERP.', 'bank_transfer'),
  amount: amount('What was paid; negative when it was paid back.'),
  receivedOn: day('The day the money came.'),
  createdAt,
  modifiedAt,
});

const callback = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    type: z.literal(type).meta({ description: 'What happened.' }),
    timestamp: instant('When it happened, which stays the same in every attempt.'),
    data: data.meta({ description: 'The thing itself as it now stands, not what changed about it.' }),
  });

/** What the ERP tells us by itself: Standard Webhooks payloads `{ type, timestamp, data }`, by their type. */
export const callbacks = {
  'sales_order.changed': callback('sales_order.changed', salesOrderDocument),
  'invoice.posted': callback('invoice.posted', invoiceDocument),
  'shipment.confirmed': callback('shipment.confirmed', shipment),
  'stock.changed': callback('stock.changed', stock),
  'credit_memo.posted': callback('credit_memo.posted', creditMemo),
  'payment.recorded': callback('payment.recorded', payment),
} as const;

export type CallbackType = keyof typeof callbacks;
