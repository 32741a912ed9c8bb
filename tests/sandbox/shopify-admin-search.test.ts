import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Desk, idOf, openDesk } from './support/admin-desk.ts';

const hourMs = 3_600_000;
const thing = { sku: 'THING', title: 'Thing', quantity: 1, unitPrice: 1000n, taxes: [] };
const spec = { lines: [thing], taxesIncluded: true };
const paid = { ...spec, payment: { kind: 'sale', gateway: 'paypal' } } as const;

const found = z.object({
  orders: z.object({
    nodes: z.array(z.object({ name: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

type Wish = {
  readonly query?: string;
  readonly sortKey?: string;
  readonly reverse?: boolean;
  readonly first?: number;
  readonly after?: string | null;
};

async function search(desk: Desk, wish: Wish) {
  const { data, errors } = await desk.ask(
    `query ($query: String, $sortKey: OrderSortKeys, $reverse: Boolean, $first: Int!, $after: String) {
      orders(query: $query, sortKey: $sortKey, reverse: $reverse, first: $first, after: $after) {
        nodes { name } pageInfo { hasNextPage endCursor } } }`,
    { first: 250, ...wish },
  );
  expect(errors).toEqual([]);
  const { nodes, pageInfo } = found.parse(data).orders;
  return { names: nodes.map(({ name }) => name), ...pageInfo };
}

/** #1001 paid and shipped, #1002 unpaid with a tag, #1003 canceled and a test, #1004 refunded; an hour apart. */
async function variety() {
  const desk = openDesk();
  const { store, clock } = desk;
  const later = async () => clock.run({ until: clock.now() + hourMs });
  store.fulfill(store.placeOrder(paid));
  await later();
  store.placeOrder({ ...spec, tags: ['vip'], poNumber: 'PO-7' });
  await later();
  store.cancel(store.placeOrder({ ...spec, test: true }));
  await later();
  store.refund(store.placeOrder(paid), { amount: 1000n });
  return desk;
}

const since = (hours: number) => new Date(Date.parse('2026-11-02T05:00:00Z') + hours * hourMs).toISOString();

describe('a search for orders', () => {
  test.for([
    [`created_at:>='${since(1)}' AND created_at:<'${since(3)}'`, ['#1002', '#1003']],
    [`processed_at:>${since(2)}`, ['#1004']],
    [`updated_at:<="${since(1)}"`, ['#1001', '#1002']],
    ['name:1002', ['#1002']],
    ['name:#1002 OR name:#1004', ['#1002', '#1004']],
    ['financial_status:paid', ['#1001']],
    ['financial_status:refunded', ['#1004']],
    ['fulfillment_status:shipped', ['#1001']],
    ['fulfillment_status:unfulfilled financial_status:pending', ['#1002']],
    ['status:cancelled', ['#1003']],
    ['status:open', ['#1002', '#1004']],
    ['status:closed', ['#1001', '#1003']],
    ['test:true', ['#1003']],
    ['tag:VIP', ['#1002']],
    ['-tag:vip NOT test:true', ['#1001', '#1004']],
    ['po_number:PO*', ['#1002']],
    ['(tag:vip OR test:true) AND gateway:paypal', []],
    ['(tag:vip OR gateway:paypal) AND status:open', ['#1002', '#1004']],
  ] as const)('%s finds %s', async ([query, names]) => {
    const desk = await variety();
    expect((await search(desk, { query })).names).toEqual(names);
  });

  test('finds by id and by a range of ids, and counts what it finds', async () => {
    const desk = await variety();
    const [first, second] = desk.store.orders;
    expect((await search(desk, { query: `id:${second?.id}` })).names).toEqual(['#1002']);
    expect((await search(desk, { query: `id:>${first?.id}` })).names).toEqual(['#1002', '#1003', '#1004']);
    const count = `query ($limit: Int) { ordersCount(query: "test:false", limit: $limit) { count precision } }`;
    expect((await desk.ask(count, { limit: null })).data).toEqual({
      ordersCount: { count: 3, precision: 'EXACT' },
    });
    expect((await desk.ask(count, { limit: 2 })).data).toEqual({
      ordersCount: { count: 2, precision: 'AT_LEAST' },
    });
  });

  test.for(['mood:good', 'lamp', 'created_at:>soon', '(tag:vip', 'name:1001 OR'])(
    'by what the store does not know is refused aloud: %s',
    async (query) => {
      const desk = await variety();
      const { errors } = await desk.ask(
        'query ($query: String) { orders(first: 1, query: $query) { nodes { id } } }',
        { query },
      );
      expect(JSON.stringify(errors)).toMatch(/^\[{"message":"The sandbox's store/);
    },
  );
});

describe('a list of orders', () => {
  test('is sorted by its key, backwards when asked to', async () => {
    const desk = await variety();
    const [first] = desk.store.orders;
    if (first !== undefined) desk.store.changeNote(first, { note: 'Later' });
    await desk.clock.run({ until: desk.clock.now() + hourMs });
    if (first !== undefined) desk.store.changeNote(first, { note: 'Later still' });
    expect((await search(desk, { sortKey: 'UPDATED_AT' })).names).toEqual([
      '#1002',
      '#1003',
      '#1004',
      '#1001',
    ]);
    expect((await search(desk, { sortKey: 'CREATED_AT', reverse: true })).names).toEqual([
      '#1004',
      '#1003',
      '#1002',
      '#1001',
    ]);
  });

  test('loses none that stays in its place while others move to the end, are added or are deleted', async () => {
    const desk = openDesk();
    const { store, clock } = desk;
    for (let count = 0; count < 6; count += 1) {
      store.placeOrder(spec);
      await clock.run({ until: clock.now() + hourMs });
    }
    const [first, second, , , fifth] = store.orders;
    const page = { sortKey: 'UPDATED_AT', first: 2 };
    const one = await search(desk, page);
    expect(one.names).toEqual(['#1001', '#1002']);
    if (first !== undefined) store.changeNote(first, { note: 'It moves to the end' });
    if (second !== undefined) store.deleteOrder(second);
    if (fifth !== undefined) store.deleteOrder(fifth);
    store.placeOrder(spec);
    const two = await search(desk, { ...page, after: one.endCursor });
    expect(two).toMatchObject({ names: ['#1003', '#1004'], hasNextPage: true });
    const three = await search(desk, { ...page, first: 5, after: two.endCursor });
    expect(three).toMatchObject({ names: ['#1006', '#1001', '#1007'], hasNextPage: false });
  });

  test('refuses a cursor that is none', async () => {
    const desk = openDesk();
    desk.store.placeOrder(spec);
    const { errors } = await desk.ask('{ orders(first: 1, after: "soon") { nodes { id } } }');
    expect(errors).toMatchObject([{ message: 'Invalid cursor for current pagination sort.' }]);
  });
});

test('agreements, returns and fulfillment orders of an order are searched as well', async () => {
  const desk = await variety();
  const order = desk.store.orders[3];
  if (order === undefined) throw new Error('There are four orders.');
  const { data } = await desk.ask(
    `query ($id: ID!) { order(id: $id) {
      agreements(first: 5, query: "happened_at:>'2030-01-01'") { nodes { id } }
      returns(first: 5, query: "status:OPEN") { nodes { id } }
      fulfillmentOrders(first: 5, query: "status:open") { nodes { status } } } }`,
    { id: idOf('Order', order) },
  );
  expect(data).toEqual({
    order: {
      agreements: { nodes: [] },
      returns: { nodes: [] },
      fulfillmentOrders: { nodes: [{ status: 'OPEN' }] },
    },
  });
});
