import type { DocumentKind } from '#domain/document.ts';
import type { CallbackType } from './callback.ts';
import { callbackExamples, documentExample, sentExamples } from './example.ts';

type Sent = { readonly kind: DocumentKind; readonly name: string; readonly body: string };

/** What is said of each kind we send; `body` names its schema. */
export const sent: readonly Sent[] = [
  { kind: 'sales_order', name: 'sales order', body: 'SalesOrder' },
  { kind: 'customer_deposit', name: 'customer deposit', body: 'CustomerDeposit' },
  { kind: 'invoice', name: 'invoice', body: 'Invoice' },
  { kind: 'application', name: 'application of a deposit or credit memo to an invoice', body: 'Application' },
  { kind: 'payment', name: 'payment of an open invoice', body: 'SentPayment' },
  { kind: 'credit_memo', name: 'credit memo', body: 'SentCreditMemo' },
  { kind: 'refund_payment', name: 'refund payment', body: 'RefundPayment' },
  { kind: 'shipment', name: 'shipment that the store confirmed', body: 'SentShipment' },
  { kind: 'journal', name: 'journal entry', body: 'Journal' },
];

type Told = {
  readonly type: CallbackType;
  readonly body: string;
  readonly summary: string;
  readonly description: string;
};

/** What is said of each callback. */
export const told: readonly Told[] = [
  {
    type: 'sales_order.changed',
    body: 'SalesOrderChanged',
    summary: 'A sales order was made, changed or canceled',
    description: 'By a person or by the ERP itself. What we find changed is shown, never overwritten.',
  },
  {
    type: 'invoice.posted',
    body: 'InvoicePosted',
    summary: 'An invoice was posted, or a posted one was changed or canceled',
    description: 'Also for invoices that people made: name the order, and we count it.',
  },
  {
    type: 'shipment.confirmed',
    body: 'ShipmentConfirmed',
    summary: 'Goods of an order left the warehouse',
    description: 'Where shipment confirmation runs, the store is told of it, with its tracking.',
  },
  {
    type: 'stock.changed',
    body: 'StockChanged',
    summary: 'A stock level is now this',
    description: 'A level, not a movement. Kept and read; no rule acts on it in this version.',
  },
  {
    type: 'credit_memo.posted',
    body: 'CreditMemoPosted',
    summary: 'A credit memo was posted, or a posted one was changed or canceled',
    description: 'Also for credit memos that people made: name the order, and we count it.',
  },
  {
    type: 'payment.recorded',
    body: 'PaymentRecorded',
    summary: 'A payment was recorded that the ERP learned of first',
    description:
      'Bank transfer, net terms, cash on delivery. Where payment write-back runs, the order is marked as paid in the store.',
  },
];

/** An operation's answer that several share. */
export const sharedResponses = {
  Unauthorized: failure('The token is not known. We try again every 15 minutes and tell the merchant.'),
  Refused: failure(
    'The document was not made and will not be. We stop, and show the message to a person. 403 and other 4xx likewise.',
  ),
  Changed: failure(
    'It is not in the state that If-Match names any more. We look at it again, and change nothing that a person changed.',
  ),
  KeyReused: failure('The key was used for another body. We stop, and show it to a person.'),
  TooManyRequests: {
    ...failure('Nothing was done. We try again after Retry-After, without counting it as a failure.'),
    headers: {
      'Retry-After': {
        description: 'Whole seconds; 30 where it is missing.',
        schema: { type: 'integer', minimum: 1 },
      },
    },
  },
  ServerError: failure(
    'We cannot know whether it was done. We look for the key before we create again. No answer within 20 s means the same.',
  ),
};

/** A reference to an answer that several operations share. */
export function shared(name: keyof typeof sharedResponses) {
  return { $ref: `#/components/responses/${name}` };
}

/** A reference to a schema by its name. */
export function schema(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function failure(description: string) {
  return { description, content: json('Problem') };
}

/** A body of a named schema, with an example of it. */
export function json(name: string, value?: unknown) {
  const examples = value === undefined ? {} : { examples: { typical: { value } } };
  return { 'application/json': { schema: schema(name), ...examples } };
}

/** How documents of one kind are created and found. */
export function pathItem({ kind, name, body }: Sent) {
  const example = { ...documentExample, kind, key: sentExamples[kind].key };
  return {
    post: {
      operationId: `create_${kind}`,
      summary: `Create one ${name}`,
      parameters: [idempotencyKey],
      requestBody: { required: true, content: json(body, sentExamples[kind]) },
      responses: {
        '200': {
          description: 'Same key, same body as before: the first document, nothing made anew.',
          content: json('Document', example),
        },
        '201': { description: 'Made. This is our receipt.', content: json('Document', example) },
        '401': shared('Unauthorized'),
        '409': shared('KeyReused'),
        '422': shared('Refused'),
        '429': shared('TooManyRequests'),
        '5XX': shared('ServerError'),
      },
    },
    get: {
      operationId: `find_${kind}`,
      summary: `Find by key or by order: before each create we look whether the ${name} is there`,
      parameters: searches,
      responses: {
        '200': {
          description: 'All that fit, oldest first; none is an empty list.',
          content: json('DocumentList', { documents: [example] }),
        },
        '401': shared('Unauthorized'),
        '422': shared('Refused'),
        '429': shared('TooManyRequests'),
        '5XX': shared('ServerError'),
      },
    },
  };
}

/** The header that names what is made or changed. */
export const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Our name for the document, equal to `key` in the body. One key yields at most one document, for ever. Of the alphabet a-z 0-9 _ -.',
  schema: { type: 'string', pattern: '^[a-z0-9_-]+$' },
};

const searches = [
  {
    name: 'key',
    in: 'query',
    description: 'The Idempotency-Key it was created with. One of key and order is given.',
    schema: { type: 'string' },
  },
  {
    name: 'order',
    in: 'query',
    description: "Shopify's global id of the order it names, whoever made it.",
    schema: { type: 'string' },
  },
];

/** How the ERP tells us one thing. */
export function webhookItem({ type, body, summary, description }: Told) {
  return {
    post: {
      operationId: type,
      summary,
      description: `${description} Sent to \`POST /webhooks/erp/{shop}\`, where shop is the store's myshopify.com domain.`,
      security: [],
      parameters: signedHeaders,
      requestBody: { required: true, content: json(body, callbackExamples[type]) },
      responses: callbackResponses,
    },
  };
}

const signedHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

const signedHeaders = [
  signedHeader('webhook-id', 'Names the message; the same in every attempt. We keep each once.'),
  signedHeader(
    'webhook-timestamp',
    'Seconds since 1970 of this attempt; refused beyond 5 minutes from our clock.',
  ),
  signedHeader(
    'webhook-signature',
    'Standard Webhooks: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body` under the whsec_ secret of this store; several are parted by spaces.',
  ),
];

const callbackResponses = {
  '200': { description: 'Kept, now or before. Do not send it again.' },
  '400': { description: 'A header is missing, or the body is empty.' },
  '401': {
    description: 'The signature does not fit, the timestamp is stale, or the secret is of another store.',
  },
  '404': { description: 'This store has not installed the app.' },
  '413': { description: 'The body is too large.' },
  '503': { description: 'Not kept. Send it again, after Retry-After.' },
};
