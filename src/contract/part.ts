import { z } from 'zod';

/** Amounts are whole minor units as text: no JSON reader may round them. */
export const money = z.object({
  minor: z
    .string()
    .regex(/^-?\d+$/)
    .meta({
      description: 'Integer minor units (cents, yen) as decimal text, so that no reader rounds them.',
      examples: ['11900'],
    }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .meta({
      description: 'ISO 4217 code; it says how many decimals the minor units have.',
      examples: ['EUR'],
    }),
});

export const amount = (description: string) => money.meta({ description });

/** An amount of a whole document, which is never negative in this version. */
export const total = (description: string) =>
  money
    .refine(({ minor }) => !minor.startsWith('-'), 'must not be negative')
    .meta({ description: `${description} Never negative.` });

export const instant = (description: string) =>
  z.iso.datetime({ offset: true }).meta({ description, examples: ['2026-11-23T08:00:00.000Z'] });

export const day = (description: string) => z.iso.date().meta({ description, examples: ['2026-11-23'] });

export const gidOf = (kind: string, description: string) =>
  z
    .string()
    .regex(new RegExp(`^gid://shopify/${kind}/[0-9]+$`))
    .meta({ description, examples: [`gid://shopify/${kind}/820982911946154508`] });

export const text = (description: string, example?: string) =>
  z.string().meta({ description, ...(example === undefined ? {} : { examples: [example] }) });

/** Text that names a thing for ever. Its length is bounded, for it becomes a key. */
export const name = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(200)
    .meta({ description, examples: [example] });

const orderShape = {
  id: gidOf('Order', "Shopify's global id of the order; it never changes."),
  name: text("The order's name as people write it; not unique for ever.", '#1001'),
  store: text("The store's myshopify.com domain.", 'lamp-shop.myshopify.com'),
};

export const orderReference = z.object(orderShape);

/** The sales order names its order more fully than the documents that follow it. */
export const placedOrder = z.object({
  ...orderShape,
  placedAt: instant('When the customer placed the order.'),
  poNumber: text("The customer's purchase order number, if they gave one.", 'PO-7788').nullable(),
});

export const tax = z.object({
  key: text('Names the tax in the books: who owes it, which tax, at which rate.', 'DE MwSt@0.19'),
  title: text('The tax as the customer reads it.', 'DE MwSt'),
  rate: text('The rate as decimal text.', '0.19'),
  amount: amount('What this tax comes to on this line.'),
});

const amounts = {
  gross: amount('Before discount and without tax, also where prices include tax.'),
  discount: amount('What is taken off the gross, without tax.'),
  taxes: z.array(tax).meta({ description: 'The line comes to gross − discount + the sum of its taxes.' }),
};

export const line = z.object({
  lineItem: gidOf('LineItem', "Shopify's global id of the order line."),
  sku: text('The stock keeping unit, if the line has one.', 'LAMP-01').nullable(),
  description: text('The line as the customer reads it.', 'Desk lamp'),
  quantity: z
    .int()
    .positive()
    .meta({ description: 'Units on this document.', examples: [1] }),
  giftCard: z.boolean().meta({ description: 'True for a sold gift card: a liability, not revenue.' }),
  ...amounts,
});

/** What was ordered. */
export const orderedLine = line.extend({
  location: gidOf(
    'Location',
    'Where its goods are to leave from; null where they leave from several places, or nobody says.',
  ).nullable(),
});

/** What goes back on a credit memo. */
export const creditedLine = line.extend({
  goods: z.enum(['returned', 'unshipped']).meta({
    description:
      'Whether they came back, which is an allowance, or never left, which takes their revenue back.',
  }),
  restockedAt: gidOf('Location', 'Where they lie again, if they were put back on a shelf.').nullable(),
});

export const charge = z.object({
  kind: z
    .enum(['shipping', 'tip', 'duty', 'fee', 'unknown'])
    .meta({ description: 'What is charged beside the goods. `unknown` belongs in suspense.' }),
  ...amounts,
});
