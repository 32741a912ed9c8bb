import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readBulkQuery } from '#sandbox/shopify/graphql/bulk/rule.ts';
import { requestedCost } from '#sandbox/shopify/graphql/cost.ts';
import { adminSchema } from '#sandbox/shopify/graphql/schema.ts';
import { bulkDocuments } from '#src/client/shopify/bulk-documents.ts';
import * as documents from '#src/client/shopify/order-documents.ts';

/** Every question, those that stand together in an object each by itself. */
const questions = Object.entries(documents).flatMap(([name, value]): [string, string][] =>
  typeof value === 'string'
    ? [[name, value]]
    : Object.entries(value).flatMap(([of, text]) =>
        typeof text === 'string' ? [[`${name}.${of}`, text]] : [],
      ),
);

describe('what the store is asked about an order', () => {
  test.each(questions)('%s is a question of the real schema and costs less than the cap', (_, text) => {
    const document = parse(text);
    const schema = adminSchema();
    expect(validate(schema, document).map((one) => one.message)).toEqual([]);
    expect(requestedCost({ schema, document, variables: {} })).toBeLessThan(1000);
  });

  test.each(Object.entries(bulkDocuments))('a bulk operation may bring %s', (_, document) => {
    expect(readBulkQuery(document('2026-11-02T09:00:00Z'))).not.toHaveProperty('refusals');
  });
});
