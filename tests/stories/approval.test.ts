import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { elementsOf, page, send, textOf, token } from '#tests/panel/support.ts';
import { lamp, paidOrder } from '#tests/support/checkout.ts';
import { documentsOf, laneOf, postingsOf, standingsOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const aWhile = 5 * minute;

type Stored = {
  readonly key: string;
  readonly kind: string;
  readonly body_digest: string;
  readonly state: string;
};

const stored = async (world: World, order: StoreOrder) =>
  world.ask<Stored>(`select key, kind, body_digest, state from posting where lane = $1 order by kind desc`, [
    laneOf(order),
  ]);

async function storedOf(world: World, order: StoreOrder, kind: string): Promise<Stored> {
  const found = (await stored(world, order)).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} is planned`);
  return found;
}

const act = async (world: World, path: string, form: Readonly<Record<string, string>>) =>
  send(world, path, { form, idToken: await token(world) });

const approve = async (world: World, { key, body_digest: body }: Stored) =>
  act(world, '/postings/approve', { key, body });

const approveAll = async (world: World, some: readonly Stored[]) =>
  act(world, '/automations/approve', {
    workflow: 'invoice posting',
    ...Object.fromEntries(some.map((one) => [`body/${one.key}`, one.body_digest])),
  });

const decided = async (world: World, key: string) =>
  (
    await world.ask<{ line: string }>(
      `select kind || case when actor = 'rule' then '' else ' by ' || actor end as line from decision
       where subject = $1 order by id`,
      [key],
    )
  ).map(({ line }) => line);

/** An order that is paid, in a shop in which a person approves each document. */
async function asked(): Promise<{ world: World & AsyncDisposable; order: StoreOrder }> {
  const world = await testWorld({ shop: { mode: 'approve' } });
  await world.worker.scheduled('*/5 * * * *');
  const order = world.store.placeOrder(paidOrder());
  await live(world, aWhile);
  return { world, order };
}

describe('approval', () => {
  test('lets exactly what was shown leave, by the word of whoever is signed in, and nothing else', async () => {
    const { world, order } = await asked();
    await using _ = world;
    expect(await standingsOf(world, order)).toEqual(['sales_order held', 'customer_deposit held']);
    const sales = await storedOf(world, order, 'sales_order');
    const response = await approve(world, sales);
    expect(response.status).toBe(200);
    expect(textOf(await response.text())).toContain('Approved user 42, 23 Nov 2026, 09:05');
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([['sales_order', 11900]]);
    expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit held']);
    expect(await decided(world, sales.key)).toEqual([
      'held',
      'approved by user 42',
      'planned',
      'attempted',
      'posted',
    ]);
  });

  test('of all that a list shows lets each leave once, in the order in which they rest on each other', async () => {
    const { world, order } = await asked();
    await using _ = world;
    const response = await approveAll(world, await stored(world, order));
    expect(await response.text()).toContain('2 postings approved. They leave within a minute.');
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
    ]);
  });

  test('of another body than the one that waits approves nothing', async () => {
    const { world, order } = await asked();
    await using _ = world;
    const sales = await storedOf(world, order, 'sales_order');
    const response = await approve(world, { ...sales, body_digest: '0'.repeat(64) });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('What you saw is not what waits now');
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([]);
    expect(await decided(world, sales.key)).toEqual(['held']);
  });

  test('is void once the facts changed what was approved, for good, and is asked for anew', async () => {
    await using world = await testWorld({ shop: { mode: 'approve' } });
    await world.worker.scheduled('*/5 * * * *');
    const order = world.store.placeOrder(paidOrder({ lines: [lamp({ quantity: 2 })] }));
    const [line] = order.lines;
    // Staff write another purchase order on it, beside an edit that tells of it.
    const edit = (poNumber: string | null, quantity: number) => {
      Object.assign(order, { poNumber });
      world.store.editOrder(order, { quantities: [{ lineId: line?.id ?? 0n, quantity }] });
    };
    await live(world, aWhile);
    await act(world, '/automations/pause', {
      workflow: 'invoice posting',
      reason: 'the month is being closed',
    });
    const before = await storedOf(world, order, 'sales_order');
    await approve(world, before);
    await live(world, 2 * minute);
    expect((await storedOf(world, order, 'sales_order')).state).toBe('planned');

    edit('PO-7', 1);
    await live(world, aWhile);
    const [sales] = await postingsOf(world, order);
    expect(sales?.state).toBe('held');
    expect(sales?.reason).toContain('that approval is void');
    edit(null, 2);
    await live(world, aWhile);
    const after = await storedOf(world, order, 'sales_order');
    expect(after.body_digest).toBe(before.body_digest);
    await act(world, '/automations/resume', { workflow: 'invoice posting' });
    await live(world, aWhile);
    expect(after.state).toBe('held');
    expect(documentsOf(world, order)).toEqual([]);

    await approve(world, after);
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([['sales_order', 23800]]);
  });
});

describe('a person who keeps a posting from leaving', () => {
  test('keeps it with a reason in any mode, and can take that back while nothing left', async () => {
    const { world, order } = await asked();
    await using _ = world;
    const sales = await storedOf(world, order, 'sales_order');
    expect((await act(world, '/postings/decline', { key: sales.key, reason: ' ' })).status).toBe(422);
    await act(world, '/postings/decline', { key: sales.key, reason: 'the customer is a colleague' });
    await approve(world, sales);
    await act(world, '/automations/mode', {
      workflow: 'invoice posting',
      mode: 'auto',
      reason: 'we trust it',
    });
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([]);
    const html = await page(world, `/postings/${sales.key}`);
    expect(textOf(html)).toContain('A person keeps it from leaving: the customer is a colleague.');

    await act(world, '/postings/restore', { key: sales.key });
    await live(world, aWhile);
    expect(documentsOf(world, order)).toHaveLength(2);
    expect(await decided(world, sales.key)).toEqual([
      'held',
      'declined by user 42',
      'restored by user 42',
      'planned',
      'attempted',
      'posted',
    ]);
    const late = await act(world, '/postings/decline', { key: sales.key, reason: 'too late' });
    expect(await late.text()).toContain('It left or was decided meanwhile');
  });
});

describe('a pause', () => {
  test('keeps the mode, lets nothing leave, goes on planning, and ends by a word', async () => {
    await using world = await testWorld();
    await world.worker.scheduled('*/5 * * * *');
    const pause = { workflow: 'invoice posting', reason: 'the ERP is being moved' };
    expect((await act(world, '/automations/pause', { ...pause, reason: '' })).status).toBe(422);
    expect((await act(world, '/automations/pause', pause)).status).toBe(200);
    expect((await act(world, '/automations/pause', pause)).status).toBe(422);
    const order = world.store.placeOrder(paidOrder());
    await live(world, aWhile);
    expect(await standingsOf(world, order)).toEqual(['sales_order planned', 'customer_deposit planned']);
    const text = textOf(await page(world, '/automations'));
    expect(text).toContain('Paused since 23 Nov 2026, 09:00 by user 42: the ERP is being moved');

    await act(world, '/automations/resume', { workflow: 'invoice posting' });
    await live(world, aWhile);
    expect(documentsOf(world, order)).toHaveLength(2);
    expect(await decided(world, 'workflow/invoice posting')).toEqual([
      'paused by user 42',
      'resumed by user 42',
    ]);
  });
});

describe('a change of mode', () => {
  test('needs a reason, is in the log with who and why, and has what waits planned anew', async () => {
    await using world = await testWorld({ shop: { mode: 'shadow' } });
    await world.worker.scheduled('*/5 * * * *');
    const order = world.store.placeOrder(paidOrder());
    await live(world, aWhile);
    const change = { workflow: 'invoice posting', mode: 'auto' };
    const refused = await act(world, '/automations/mode', { ...change, reason: '' });
    expect(refused.status).toBe(422);
    const field = elementsOf(await refused.text()).find(
      ({ attributes }) => attributes.get('error') !== undefined,
    );
    expect(field?.attributes.get('error')).toContain('Say why');
    await live(world, aWhile);
    expect(documentsOf(world, order)).toEqual([]);

    await act(world, '/automations/mode', { ...change, reason: 'sixty days agreed' });
    await live(world, aWhile);
    expect(documentsOf(world, order)).toHaveLength(2);
    const text = textOf(await page(world, '/automations/invoice-posting'));
    expect(text).toContain(
      'Invoice posting went from mode shadow to auto by the word of user 42: sixty days agreed.',
    );
  });

  test('to off holds what has not left, and out of it what was due since the cut-over is planned', async () => {
    await using world = await testWorld();
    await world.worker.scheduled('*/5 * * * *');
    const mode = async (to: string) =>
      act(world, '/automations/mode', { workflow: 'invoice posting', mode: to, reason: 'so be it' });
    await act(world, '/automations/pause', { workflow: 'invoice posting', reason: 'first things first' });
    const before = world.store.placeOrder(paidOrder());
    await live(world, aWhile);
    await mode('off');
    expect(await standingsOf(world, before)).toEqual(['sales_order held', 'customer_deposit held']);
    const within = world.store.placeOrder(paidOrder());
    await live(world, aWhile);
    expect(await standingsOf(world, within)).toEqual([]);

    await mode('auto');
    await act(world, '/automations/resume', { workflow: 'invoice posting' });
    await live(world, aWhile);
    expect(documentsOf(world, before)).toHaveLength(2);
    expect(documentsOf(world, within)).toHaveLength(2);
  });
});
