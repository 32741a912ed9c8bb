/** The ERP contract as an OpenAPI 3.1 document, made from the very schemas that read and check it. */
import { z } from 'zod';
import { callbacks, creditMemo, payment, shipment, stock } from './callback.ts';
import {
  anyDocument,
  detailedDocument,
  detailedList,
  invoiceDocument,
  outbound,
  paths,
  problem,
  salesOrderDocument,
} from './document.ts';
import { ledgerLine, period, unitLine } from './ledger.ts';
import { pathItem, schema, sent, sharedResponses, told, webhookItem } from './operation.ts';
import { charge, creditedLine, line, money, orderReference, placedOrder, tax } from './part.ts';
import { read, readItem } from './read.ts';
import { sweepPaths, sweeps } from './sweep.ts';

const version = '1.3.0';

const named: Readonly<Record<string, z.ZodType>> = {
  Money: money,
  OrderReference: orderReference,
  PlacedOrder: placedOrder,
  Tax: tax,
  Line: line,
  CreditedLine: creditedLine,
  Charge: charge,
  ...Object.fromEntries(sent.map(({ kind, body }) => [body, outbound[kind]])),
  Document: detailedDocument,
  DocumentList: detailedList,
  AnyDocument: anyDocument,
  LedgerLine: ledgerLine,
  UnitLine: unitLine,
  Period: period,
  ...Object.fromEntries(read.map(({ sweep, body }) => [body, sweeps[sweep]])),
  Problem: problem,
  SalesOrderDocument: salesOrderDocument,
  InvoiceDocument: invoiceDocument,
  Shipment: shipment,
  StockLevel: stock,
  CreditMemo: creditMemo,
  Payment: payment,
  ...Object.fromEntries(told.map(({ type, body }) => [body, callbacks[type]])),
};

/** The same document at every call, so that its digest names its version. */
export function openapi() {
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'Plumbline ERP contract', version, description: introduction, license },
    servers: [
      {
        url: 'https://{host}',
        description: 'The ERP, or what stands before it. Plumbline calls these paths.',
        variables: { host: { default: 'erp.example.com', description: 'As the merchant gives it.' } },
      },
    ],
    security: [{ token: [] }],
    paths: {
      ...Object.fromEntries(sent.map((one) => [paths[one.kind], pathItem(one)])),
      ...Object.fromEntries(read.map((one) => [sweepPaths[one.sweep], readItem(one)])),
    },
    webhooks: Object.fromEntries(told.map((one) => [one.type, webhookItem(one)])),
    components: {
      schemas: schemas(),
      responses: sharedResponses,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token that the merchant gave us.' },
      },
    },
  };
}

const license = { name: 'MIT', identifier: 'MIT' };

const introduction = [
  'What Plumbline sends to an ERP, and what the ERP tells Plumbline by itself.',
  'Amounts are whole minor units as decimal text beside their currency. Instants are ISO 8601 with an offset.',
  'Ignore fields you do not know: a minor version may add some. So do we.',
  'A document with our key is created once and never changed by us; a correction is a further document.',
  'The reads without a key tell what anybody did in the ERP: Plumbline sweeps documents and periods with them.',
].join('\n\n');

/** Every named schema once; what one holds of another is a reference. */
function schemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, one] of Object.entries(named)) registry.add(one, { id });
  const made = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    io: 'input',
    uri: (id) => schema(id).$ref,
    override({ jsonSchema: one }) {
      // The format says it; the pattern that stands for it here fills a page.
      if (one.format !== undefined) delete one.pattern;
      const [first, second] = one.anyOf ?? [];
      if (second?.type !== 'null' || first?.type === undefined) return;
      // "Text or null" in one breath, so that its description stands at the field.
      delete one.anyOf;
      Object.assign(one, first, { type: [first.type, 'null'] });
    },
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, one]) => [id, { ...one, $id: undefined, $schema: undefined }]),
  );
}
