import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { amendments } from '#src/contract/amendment.ts';
import { callbacks } from '#src/contract/callback.ts';
import { documentList, erpDocument, outbound, paths } from '#src/contract/document.ts';
import { openapi } from '#src/contract/openapi.ts';
import { sweepPaths, sweeps } from '#src/contract/sweep.ts';

/** What OpenAPI 3.1's own schema demands of the parts that we use. */
const responses = z.record(
  z.string().regex(/^([1-5]\d\d|[1-5]XX)$/),
  z.union([
    z.strictObject({ $ref: z.string().startsWith('#/components/responses/') }),
    z.strictObject({
      description: z.string().min(1),
      headers: z
        .record(z.string(), z.strictObject({ description: z.string(), schema: z.looseObject({}) }))
        .optional(),
      content: z.lazy(() => content).optional(),
    }),
  ]),
);
const content = z.record(
  z.literal('application/json'),
  z.strictObject({
    schema: z.strictObject({ $ref: z.string().startsWith('#/components/schemas/') }),
    examples: z.record(z.string(), z.strictObject({ value: z.unknown() })).optional(),
  }),
);
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['query', 'header', 'path', 'cookie']),
      required: z.boolean().optional(),
      description: z.string().min(1),
      schema: z.looseObject({ type: z.string() }),
    }),
  ),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses,
});
const pathItem = z.strictObject({
  get: operation.optional(),
  post: operation.optional(),
  patch: operation.optional(),
});
const specification = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  jsonSchemaDialect: z.url(),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(
    z.strictObject({
      url: z.string(),
      description: z.string(),
      variables: z.record(z.string(), z.strictObject({ default: z.string(), description: z.string() })),
    }),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith('/'), pathItem),
  webhooks: z.record(z.string(), pathItem),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[a-zA-Z0-9._-]+$/), z.looseObject({ type: z.literal('object') })),
    responses: z.record(z.string(), z.looseObject({ description: z.string().min(1) })),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })),
  }),
});

const raw: unknown = JSON.parse(JSON.stringify(openapi()));
const served = specification.parse(raw);
const kinds = ['sales_order', 'customer_deposit', 'invoice', 'application'] as const;
const types = [
  'sales_order.changed',
  'invoice.posted',
  'shipment.confirmed',
  'stock.changed',
  'credit_memo.posted',
  'payment.recorded',
] as const;
const reads = ['documents', 'general-ledger-lines', 'stock-levels', 'periods'] as const;

describe('the OpenAPI document', () => {
  test('has operations of different names, and every answer of the contract', () => {
    const operations = [...Object.values(served.paths), ...Object.values(served.webhooks)].flatMap((one) => [
      one.get,
      one.post,
      one.patch,
    ]);
    const names = operations.flatMap((one) => one?.operationId ?? []);
    expect(new Set(names).size).toBe(names.length);
    for (const kind of kinds) {
      const { post, get } = served.paths[paths[kind]] ?? {};
      expect(Object.keys(post?.responses ?? {}).toSorted()).toEqual([
        '200',
        '201',
        '401',
        '409',
        '422',
        '429',
        '5XX',
      ]);
      expect(Object.keys(get?.responses ?? {}).toSorted()).toEqual(['200', '401', '422', '429', '5XX']);
      expect(post?.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }]);
    }
  });

  test('refers only to what it holds, and holds nothing that is not referred to', () => {
    const references = [...JSON.stringify(raw).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBe(JSON.stringify(raw).split('"$ref"').length - 1);
    const named = new Set(references.map(([, part, name]) => `${part}/${name}`));
    const { schemas, responses: shared } = served.components;
    const held = [
      ...Object.keys(schemas).map((name) => `schemas/${name}`),
      ...Object.keys(shared).map((name) => `responses/${name}`),
    ];
    expect([...named].toSorted()).toEqual(held.toSorted());
  });

  test('describes every field', () => {
    const bare = Object.entries(served.components.schemas).flatMap(([name, one]) =>
      Object.entries(z.record(z.string(), z.looseObject({})).parse(one['properties']))
        .filter(([, field]) => typeof field['description'] !== 'string')
        .map(([field]) => `${name}.${field}`),
    );
    expect(bare).toEqual([]);
  });

  test('keeps amounts as text in minor units', () => {
    expect(served.components.schemas['Money']).toMatchObject({
      properties: { minor: { type: 'string', pattern: String.raw`^-?\d+$` } },
      required: ['minor', 'currency'],
    });
  });

  test.for(kinds)('has an example of %s that its own schemas read', (kind) => {
    const { post, get } = served.paths[paths[kind]] ?? {};
    expect(outbound[kind].parse(exampleOf(post?.requestBody))).toEqual(exampleOf(post?.requestBody));
    expect(erpDocument.parse(exampleOf(post?.responses['201']))).toMatchObject({ kind });
    expect(documentList.parse(exampleOf(get?.responses['200'])).documents).toHaveLength(1);
  });

  test('has examples of how a sales order is amended and canceled, under the state that was seen', () => {
    const { patch } = served.paths['/v1/sales-orders/{id}'] ?? {};
    const { post } = served.paths['/v1/sales-orders/{id}/cancellation'] ?? {};
    for (const [kind, change] of [
      ['amend_sales_order', patch],
      ['cancel_sales_order', post],
    ] as const) {
      expect(amendments[kind].parse(exampleOf(change?.requestBody))).toEqual(exampleOf(change?.requestBody));
      expect(erpDocument.parse(exampleOf(change?.responses['200']))).toMatchObject({ kind: 'sales_order' });
      expect(change?.parameters.map((one) => [one.name, one.in])).toEqual([
        ['id', 'path'],
        ['If-Match', 'header'],
        ['Idempotency-Key', 'header'],
      ]);
      expect(Object.keys(change?.responses ?? {})).toContain('412');
    }
  });

  test.for(types)('has an example of %s that its own schema reads, and the three headers', (type) => {
    const post = served.webhooks[type]?.post;
    expect(callbacks[type].parse(exampleOf(post?.requestBody))).toEqual(exampleOf(post?.requestBody));
    expect(post?.parameters.map((one) => [one.name, one.in, one.required])).toEqual([
      ['webhook-id', 'header', true],
      ['webhook-timestamp', 'header', true],
      ['webhook-signature', 'header', true],
    ]);
  });

  test.for(reads)(
    'has an example of the read %s that its own schema reads, and every answer of it',
    (sweep) => {
      const get = served.paths[sweepPaths[sweep]]?.get;
      const example = exampleOf(get?.responses['200']);
      expect(sweeps[sweep].parse(example)).toEqual(example);
      expect(Object.keys(get?.responses ?? {}).toSorted()).toEqual(['200', '401', '422', '429', '5XX']);
      const paged = sweep === 'periods' ? [] : ['modifiedSince', 'cursor', 'limit'];
      expect(get?.parameters.map(({ name }) => name)).toEqual(paged);
    },
  );

  test('names every kind, read and callback, and no other', () => {
    const changes = ['/v1/sales-orders/{id}', '/v1/sales-orders/{id}/cancellation'];
    const known = [...Object.values(paths), ...changes, ...Object.values(sweepPaths)];
    expect(Object.keys(served.paths).toSorted()).toEqual(known.toSorted());
    expect(Object.keys(served.webhooks).toSorted()).toEqual(Object.keys(callbacks).toSorted());
    expect(Object.keys(callbacks).toSorted()).toEqual(types.toSorted());
  });
});

const withExample = z.object({
  content: z.object({
    'application/json': z.object({ examples: z.object({ typical: z.object({ value: z.unknown() }) }) }),
  }),
});

function exampleOf(part: unknown): unknown {
  return withExample.parse(part).content['application/json'].examples.typical.value;
}
