import { describe, expect, test } from 'vitest';
import { connection, inOrder } from '#sandbox/shopify/graphql/connection.ts';
import { assertDepth } from '#sandbox/shopify/graphql/limit.ts';
import { allScopes } from './support/admin-document.ts';
import { idOf, openDesk } from './support/admin-desk.ts';

const dayMs = 86_400_000;
const thing = { sku: null, title: 'Thing', quantity: 1, unitPrice: 1000n, taxes: [] };
const spec = { lines: [thing], taxesIncluded: true };

describe('access scopes', () => {
  test('a field without its scope is refused with the name of the scope, and the rest is answered', async () => {
    const desk = openDesk({ scopes: ['read_orders'] });
    const order = desk.store.placeOrder(spec);
    const document = 'query ($id: ID!) { order(id: $id) { name customer { id } } }';
    const { data, errors } = await desk.ask(document, { id: idOf('Order', order) });
    expect(data).toEqual({ order: { name: '#1001', customer: null } });
    expect(errors).toMatchObject([
      {
        message: 'Access denied for customer field. Required access: `read_customers` access scope.',
        path: ['order', 'customer'],
        extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_customers` access scope.' },
      },
    ]);
  });

  test('a list needs the scope of what is in it, and so does a node of any kind', async () => {
    const desk = openDesk({ scopes: ['read_products'] });
    const order = desk.store.placeOrder(spec);
    const denied = [{ extensions: { code: 'ACCESS_DENIED' } }];
    expect((await desk.ask('{ orders(first: 1) { nodes { id } } }')).errors).toMatchObject(denied);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await desk.ask(node, { id: idOf('Order', order) })).errors).toMatchObject(denied);
    expect((await desk.ask('{ products(first: 1) { nodes { id } } }')).errors).toEqual([]);
  });

  test('who may write may read, and a mutation needs its own scope', async () => {
    const desk = openDesk({ scopes: ['write_orders'] });
    const order = desk.store.placeOrder(spec);
    expect((await desk.ask('{ orders(first: 1) { nodes { id } } }')).errors).toEqual([]);
    const reader = openDesk({ scopes: ['read_orders'] });
    const close = 'mutation ($id: ID!) { orderClose(input: { id: $id }) { order { id } } }';
    const refused = await reader.ask(close, { id: idOf('Order', reader.store.placeOrder(spec)) });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }]);
    expect((await desk.ask(close, { id: idOf('Order', order) })).errors).toEqual([]);
  });

  test('fulfillment orders of a third party are not there without the scope for them', async () => {
    const list = '{ fulfillmentOrders(first: 10) { nodes { id } } }';
    const desk = openDesk({ scopes: ['read_third_party_fulfillment_orders', 'read_orders'] });
    desk.store.placeOrder(spec);
    expect((await desk.ask(list)).data).toEqual({ fulfillmentOrders: { nodes: [] } });
    const own = openDesk({ scopes: ['read_merchant_managed_fulfillment_orders'] });
    const [work] = own.store.placeOrder(spec).fulfillmentOrders;
    expect((await own.ask(list)).data).toEqual({
      fulfillmentOrders: { nodes: [{ id: `gid://shopify/FulfillmentOrder/${work?.id}` }] },
    });
  });

  test('an app reads which scopes it has', async () => {
    const desk = openDesk({ scopes: ['read_orders', 'read_apps'] });
    expect((await desk.ask('{ currentAppInstallation { accessScopes { handle } } }')).data).toEqual({
      currentAppInstallation: { accessScopes: [{ handle: 'read_orders' }, { handle: 'read_apps' }] },
    });
  });
});

describe('the sixty days', () => {
  const document = `query ($id: ID!) { order(id: $id) { name } node(id: $id) { id } ordersCount(limit: null) { count }
    orders(first: 5) { nodes { name } } }`;

  test('older orders are not found without read_all_orders', async () => {
    const desk = openDesk({ scopes: ['read_orders'] });
    const old = desk.store.placeOrder(spec);
    await desk.clock.run({ until: desk.clock.now() + 60 * dayMs + 1 });
    desk.store.placeOrder(spec);
    expect((await desk.ask(document, { id: idOf('Order', old) })).data).toEqual({
      order: null,
      node: null,
      ordersCount: { count: 1 },
      orders: { nodes: [{ name: '#1002' }] },
    });
  });

  test('with read_all_orders they are', async () => {
    const desk = openDesk({ scopes: ['read_orders', 'read_all_orders'] });
    const old = desk.store.placeOrder(spec);
    await desk.clock.run({ until: desk.clock.now() + 400 * dayMs });
    expect((await desk.ask(document, { id: idOf('Order', old) })).data).toMatchObject({
      order: { name: '#1001' },
      ordersCount: { count: 1 },
    });
  });
});

describe('the limits of one request', () => {
  const desk = openDesk({ scopes: allScopes });
  const page = 'query ($first: Int, $last: Int) { orders(first: $first, last: $last) { nodes { id } } }';

  test.for([
    ['more than 250 objects a page', { first: 251 }, 'The maximum page size is 250.'],
    ['a page of no given size', {}, 'you must provide one of first or last'],
    ['a page of negative size', { first: -1 }, 'first cannot be negative'],
  ] as const)('%s are refused, given as a variable too', async ([, variables, message]) => {
    expect((await desk.ask(page, variables)).errors).toMatchObject([{ message }]);
  });

  test('a whole page of 250 is answered', async () => {
    expect((await desk.ask(page, { first: 250 })).errors).toEqual([]);
  });

  test('an input of more than 250 elements is refused before anything is done', async () => {
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = Array.from({ length: 251 }, (_, index) => `gid://shopify/Order/${index + 1}`);
    expect((await desk.ask(document, { ids })).errors).toMatchObject([
      { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
    ]);
    expect((await desk.ask(document, { ids: ids.slice(1) })).errors).toEqual([]);
  });

  test('a list is read down to its 25,000th object and no further', () => {
    const list = inOrder(Array.from({ length: 25_002 }, (_, index) => index));
    const until = (size: number) => connection(list, { first: size });
    const last = until(25_000);
    expect(() => assertDepth(last)).not.toThrow();
    const further = connection(list, { first: 1, after: last.pageInfo.endCursor });
    expect(() => assertDepth(further)).toThrow('Paginating beyond 25000 objects is not supported.');
  });
});

describe('what a global id names', () => {
  test('a thing that is not there is null, and what is no id of its type is an error', async () => {
    const desk = openDesk({ scopes: allScopes });
    const questions = ['order', 'fulfillmentOrder', 'refund', 'return', 'product', 'location', 'dispute'];
    for (const question of questions) {
      const type =
        question === 'dispute'
          ? 'ShopifyPaymentsDispute'
          : `${question.charAt(0).toUpperCase()}${question.slice(1)}`;
      const ask = (id: string) => desk.ask(`query ($id: ID!) { ${question}(id: $id) { id } }`, { id });
      expect(await ask(`gid://shopify/${type}/1`)).toEqual({ data: { [question]: null }, errors: [] });
      expect((await ask('gid://shopify/Metafield/1')).errors).toHaveLength(1);
    }
  });

  test('nodes of several kinds come in the order in which they were asked for', async () => {
    const desk = openDesk({ scopes: allScopes });
    const variant = desk.stocked();
    const order = desk.store.placeOrder(spec);
    const ids = [idOf('ProductVariant', variant), 'gid://shopify/Order/1', idOf('Order', order)];
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    expect((await desk.ask(document, { ids })).data).toEqual({
      nodes: [{ __typename: 'ProductVariant', id: ids[0] }, null, { __typename: 'Order', id: ids[2] }],
    });
  });
});
