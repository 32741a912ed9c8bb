import { describe, expect, test } from 'vitest';
import { openWorld } from './shopify-world.ts';
import { start } from './support/bulk.ts';

describe('a bulk query is refused', () => {
  const within = (fieldsOfOrder: string) => `{ orders { edges { node { ${fieldsOfOrder} } } } }`;
  const six = ['lineItems', 'agreements', 'fulfillmentOrders', 'returns', 'shippingLines'];

  test.for([
    ['without a connection', '{ shop { name } }', 'must contain at least one connection'],
    ['for one node', '{ node(id: "gid://shopify/Order/1") { id } }', 'top level `node` field'],
    [
      'with six connections',
      within(`id ${six.map((name) => `${name} { edges { node { id } } }`).join(' ')}`),
      'more than 5 connections',
    ],
    [
      'with connections three deep',
      `{ customers { edges { node { id ${within('id fulfillmentOrders { edges { node { id lineItems { edges { node { id } } } } } }').slice(2, -2)} } } } }`,
      'nesting depth greater than 2',
    ],
    [
      'with a connection in a list',
      within('id fulfillments { fulfillmentLineItems { edges { node { id } } } }'),
      'within a list field',
    ],
    [
      'that picks nodes without edges',
      '{ orders { nodes { id } } }',
      "must select their contents using 'edges'",
    ],
    [
      'whose parents show no id',
      within('name lineItems { edges { node { id } } }'),
      "must select the 'id' field without an alias",
    ],
    ['for two things at once', '{ orders { edges { node { id } } } shop { name } }', 'one top level field'],
    [
      'that changes something',
      'mutation { orderClose(input: { id: "1" }) { order { id } } }',
      'Only `query`',
    ],
    ['that is no query', '{ orders {', 'Invalid bulk query'],
    ['for a field that is not there', within('nonsense'), 'nonsense'],
  ] as const)('%s', async ([, query, problem]) => {
    const { bulkOperation, userErrors: errors } = await start(openWorld(), query);
    expect(bulkOperation).toBeNull();
    expect(errors.every((one) => one.code === 'INVALID' && one.field?.[0] === 'query')).toBe(true);
    expect(errors.map((one) => one.message).join('\n')).toContain(problem);
  });
});
