import { beforeEach, describe, expect, test } from 'vitest';
import { bulkDocuments } from '#src/client/shopify/bulk-documents.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { ask, lamp, monday, openWorld, type World } from './shopify-world.ts';
import { cancel, linesAt, look, run, start } from './support/bulk.ts';

const second = 1000;
const day = 86_400_000;

let world: World;
beforeEach(() => {
  world = openWorld();
});

const paid: OrderSpec = {
  lines: [lamp],
  taxesIncluded: true,
  payment: { kind: 'sale', gateway: 'shopify_payments' },
};

const ordersWithLines = `{ orders { edges { node { __typename id name
  lineItems { edges { node { __typename id sku } } } } } } }`;

describe('a bulk query', () => {
  test('takes its time, then tells the app and shows a file with a line for every object', async () => {
    for (let order = 0; order < 3; order += 1) world.store.placeOrder(paid);
    await world.clock.run();
    const { bulkOperation: started } = await start(world, ordersWithLines);
    expect(started).toMatchObject({ status: 'CREATED', url: null, fileSize: null, objectCount: '0' });
    await world.clock.run();
    const ended = await look(world, started?.id);
    expect(ended).toMatchObject({ status: 'COMPLETED', objectCount: '6', rootObjectCount: '3' });
    const response = await world.store.fetch(new Request(ended.url ?? ''));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/jsonl']);
    expect(String((await response.arrayBuffer()).byteLength)).toBe(ended.fileSize);
    const finish = world.received.filter(
      (one) => one.headers.get('x-shopify-topic') === 'bulk_operations/finish',
    );
    expect(await Promise.all(finish.map((one) => one.json()))).toMatchObject([
      { admin_graphql_api_id: ended.id, status: 'completed', type: 'query', error_code: null },
    ]);
  });

  test('puts each child behind its parent, and the whole family together when asked to group', async () => {
    for (let order = 0; order < 2; order += 1)
      world.store.placeOrder({ ...paid, lines: [lamp, { ...lamp, sku: 'SHADE' }] });
    const loose = await linesAt(world, (await run(world, ordersWithLines)).url);
    expect(loose.map((one) => one.type)).toEqual([
      'Order',
      'Order',
      'LineItem',
      'LineItem',
      'LineItem',
      'LineItem',
    ]);
    const grouped = await linesAt(world, (await run(world, ordersWithLines, true)).url);
    expect(grouped.map((one) => one.type)).toEqual([
      'Order',
      'LineItem',
      'LineItem',
      'Order',
      'LineItem',
      'LineItem',
    ]);
    expect(grouped.map((one) => one.parent)).toEqual([
      undefined,
      grouped[0]?.id,
      grouped[0]?.id,
      undefined,
      grouped[3]?.id,
      grouped[3]?.id,
    ]);
    expect(grouped[1]).toEqual({
      type: 'LineItem',
      id: grouped[1]?.id,
      sku: 'LAMP',
      parent: grouped[0]?.id,
    });
  });

  test('brings all of a list whatever page size it names, over as many pages as there are', async () => {
    for (let order = 0; order < 230; order += 1) world.store.placeOrder({ ...paid, quiet: true });
    const ended = await run(
      world,
      '{ orders(first: 2, query: "created_at:>=2026-01-01") { edges { node { id __typename } } } }',
    );
    expect(ended.rootObjectCount).toBe('230');
    const lines = await linesAt(world, ended.url);
    expect(new Set(lines.map((one) => one.id)).size).toBe(230);
  });

  test("answers the product's own questions", async () => {
    const order = world.store.placeOrder({ ...paid, netDays: 14 });
    await world.clock.run();
    const [shipped] = world.store.fulfill(order).lines;
    if (shipped === undefined) throw new Error('something was shipped');
    world.store.createReturn(order, { lines: [{ fulfillmentLineId: shipped.id, quantity: 1 }] });
    const since = new Date(monday - day).toISOString();
    const kinds = async (query: string) => {
      const lines = await linesAt(world, (await run(world, query, true)).url);
      return lines.map((one) => one.type);
    };
    expect(await kinds(bulkDocuments.orders(since))).toEqual([
      'Order',
      'PaymentSchedule',
      'LineItem',
      'OrderAgreement',
      'ProductSale',
    ]);
    expect(await kinds(bulkDocuments.fulfillments(since))).toEqual([
      'FulfillmentOrder',
      'Fulfillment',
      'FulfillmentLineItem',
    ]);
    expect(await kinds(bulkDocuments.returns(since))).toEqual(['Order', 'Return', 'ReturnLineItem']);
    world.store.refund(order, { lines: order.lines.map(({ id }) => ({ lineId: id, quantity: 1 })) });
    expect((await kinds(bulkDocuments.refunds(since))).slice(-3)).toEqual([
      'RefundAgreement',
      'RefundLineItem',
      'OrderTransaction',
    ]);
  });

  test('that finds nothing ends without a file', async () => {
    expect(await run(world, ordersWithLines)).toMatchObject({
      status: 'COMPLETED',
      url: null,
      fileSize: null,
      objectCount: '0',
    });
  });

  test('has four others of its app beside it and no more, until one of them has ended', async () => {
    const five = [];
    for (let at = 0; at < 5; at += 1) five.push(await start(world, ordersWithLines));
    expect(five.every((one) => one.userErrors.length === 0)).toBe(true);
    const sixth = await start(world, ordersWithLines);
    expect(sixth).toMatchObject({
      bulkOperation: null,
      userErrors: [{ field: null, code: 'LIMIT_REACHED' }],
    });
    await world.clock.run();
    expect((await start(world, ordersWithLines)).userErrors).toEqual([]);
  });

  test('can be canceled while it runs, and not after', async () => {
    for (let order = 0; order < 230; order += 1) world.store.placeOrder({ ...paid, quiet: true });
    const { bulkOperation: started } = await start(world, ordersWithLines);
    await world.clock.run({ until: monday + 1.2 * second });
    expect(await look(world, started?.id)).toMatchObject({ status: 'RUNNING', rootObjectCount: '100' });
    expect((await cancel(world, started?.id)).bulkOperation).toMatchObject({ status: 'CANCELING' });
    await world.clock.run();
    expect(await look(world, started?.id)).toMatchObject({ status: 'CANCELED', url: null });
    expect((await cancel(world, started?.id)).userErrors).toEqual([
      { field: null, message: 'A bulk operation cannot be canceled when it is canceled' },
    ]);
    expect((await cancel(world, 'gid://shopify/BulkOperation/1')).userErrors).toEqual([
      { field: ['id'], message: 'Bulk operation does not exist' },
    ]);
  });

  test('that breaks off leaves what it had found under another name', async () => {
    for (let order = 0; order < 230; order += 1) world.store.placeOrder({ ...paid, quiet: true });
    world.store.failNextBulkOperation('INTERNAL_SERVER_ERROR');
    const ended = await run(world, ordersWithLines);
    expect(ended).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', url: null });
    expect((await linesAt(world, ended.partialDataUrl)).length).toBe(200);
  });

  test('is found among the others by its state', async () => {
    const ended = await run(world, ordersWithLines);
    await start(world, ordersWithLines);
    const { answer } = await ask(
      world.store,
      `{ bulkOperations(first: 10, query: "status:completed AND operation_type:query") { nodes { id } }
         currentBulkOperation { status } }`,
    );
    expect(answer).toMatchObject({
      data: { bulkOperations: { nodes: [{ id: ended.id }] }, currentBulkOperation: { status: 'CREATED' } },
    });
  });
});

describe("a bulk operation's file", () => {
  async function fileOf(): Promise<string> {
    for (let order = 0; order < 3; order += 1) world.store.placeOrder({ ...paid, quiet: true });
    return (await run(world, ordersWithLines)).url ?? '';
  }
  const part = async (url: string, range: string) =>
    world.store.fetch(new Request(url, { headers: { range } }));

  test('is read from any place on', async () => {
    const url = await fileOf();
    const whole = await (await world.store.fetch(new Request(url))).text();
    const rest = await part(url, 'bytes=100-');
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 100-${whole.length - 1}/${whole.length}`,
    ]);
    expect(await rest.text()).toBe(whole.slice(100));
    expect(await (await part(url, 'bytes=5-9')).text()).toBe(whole.slice(5, 10));
    expect((await part(url, `bytes=${whole.length}-`)).status).toBe(416);
  });

  test('is there for seven days, and for nobody who alters its address', async () => {
    const url = await fileOf();
    expect((await world.store.fetch(new Request(url.replace('Expires=1', 'Expires=2')))).status).toBe(403);
    await world.clock.run({ until: world.clock.now() + 7 * day - second });
    expect((await world.store.fetch(new Request(url))).status).toBe(200);
    await world.clock.run({ until: world.clock.now() + 2 * second });
    expect((await world.store.fetch(new Request(url))).status).toBe(400);
  });

  test('is not shown any more once it is gone', async () => {
    world.store.placeOrder({ ...paid, quiet: true });
    const ended = await run(world, ordersWithLines);
    await world.clock.run({ until: world.clock.now() + 7 * day });
    expect(await look(world, ended.id)).toMatchObject({ status: 'COMPLETED', url: null, objectCount: '2' });
  });
});
