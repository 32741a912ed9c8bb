import { describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask, count } from './support/look.ts';
import { paid } from './support/order.ts';

const hour = 60 * minute;
const open = async () => testWorld({ runtime: 'process' });

async function caughtUp(world: World) {
  return world.ask<{ lane: string; detail: Record<string, unknown> }>(
    `select lane, detail from decision where kind = 'caught up' order by id`,
  );
}

const sweepNow = async (world: World) => callTask(world, 'sweep', { shopId: world.shopId });
const at = (ms: number) => new Date(ms).toISOString();

async function rows(world: World, resource: string) {
  const [row] = await world.ask<Record<string, unknown>>(
    `select failures, reason, iso(due_at) as due_at, iso(read_through) as read_through, held_until
     from sweep where resource = $1`,
    [resource],
  );
  return row;
}

describe('a sweep of the store', () => {
  test('finds an order of which no delivery ever came, and says how long that took', async () => {
    await using world = await open();
    world.store.transit = () => [];
    const placedAt = world.clock.now();
    const order = world.store.placeOrder(paid);
    await live(world, 20 * minute);
    const foundAt = world.clock.now();
    await sweepNow(world);
    await live(world, minute);
    expect(await count(world, 'proof')).toBe(1);
    expect(await caughtUp(world)).toEqual([
      {
        lane: `order/${order.id}`,
        detail: {
          resource: 'orders',
          happenedAt: at(placedAt),
          foundAt: at(foundAt),
          afterMs: foundAt - placedAt,
        },
      },
    ]);
    await live(world, hour);
    await sweepNow(world);
    await live(world, minute);
    expect(await caughtUp(world), 'what was found is not found again').toHaveLength(1);
  });

  test('finds a change of an order that is known otherwise', async () => {
    await using world = await open();
    const order = world.store.placeOrder(paid);
    await live(world, 10 * minute);
    world.store.transit = () => [];
    world.store.fulfill(order);
    await live(world, 10 * minute);
    await sweepNow(world);
    await live(world, 10 * minute);
    expect(await count(world, 'fact', `kind = 'fulfillment'`)).toBeGreaterThan(0);
    expect(await caughtUp(world)).toHaveLength(1);
    expect(world.erp.counts()).toMatchObject({ invoices: 1 });
  });

  test('takes no change for missed whose delivery is still on its way', async () => {
    await using world = await open();
    world.store.transit = () => [2 * minute];
    world.store.placeOrder(paid);
    await live(world, 2000);
    await sweepNow(world);
    expect(await count(world, 'fact', `kind = 'order_seen'`)).toBe(1);
    await live(world, 10 * minute);
    expect(await count(world, 'proof')).toBe(1);
    expect(await caughtUp(world)).toEqual([]);
  });

  test('keeps nothing of what is known already', async () => {
    await using world = await open();
    world.store.placeOrder(paid);
    await live(world, 10 * minute);
    await sweepNow(world);
    expect(await count(world, 'inbox', `source = 'shopify-sweep' and topic = 'orders'`)).toBe(0);
    expect(await rows(world, 'orders')).toMatchObject({ failures: 0, read_through: at(world.clock.now()) });
  });

  test.each(['429', 'throttled', '503', 'network'] as const)(
    'waits with its reason after %s, and then finds what there is',
    async (fault) => {
      await using world = await open();
      await world.worker.scheduled('*/5 * * * *');
      world.store.transit = () => [];
      world.store.placeOrder(paid);
      world.store.failNextAdminCalls(1, fault);
      await sweepNow(world);
      const row = await rows(world, 'orders');
      expect(row).toMatchObject({ failures: 1, read_through: null, held_until: null });
      expect(row?.['reason']).toMatch(/^Shopify /);
      await live(world, 20 * minute);
      expect(await rows(world, 'orders')).toMatchObject({ failures: 0, reason: null });
      expect(await count(world, 'proof')).toBe(1);
    },
  );
});

describe('completeness', () => {
  test('names the order of a closed hour that nobody told of, and counts it when it is known', async () => {
    await using world = await open();
    await sweepNow(world);
    await world.worker.scheduled('*/5 * * * *');
    world.store.transit = () => [];
    // The search by last change is blind for it, as after an outage that outlasts the overlap.
    world.intercept = async (request, answer) => {
      const text = request.method === 'POST' ? await request.clone().text() : '';
      return text.includes('ChangedOrders')
        ? Response.json({
            data: { orders: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] } },
          })
        : answer();
    };
    // Nor does the processor's statement name it.
    const order = world.store.placeOrder({ ...paid, payment: { kind: 'sale', gateway: 'paypal' } });
    await live(world, hour + 16 * minute);
    expect(await counted(world)).toEqual([
      { theirs: 1, ours: 0, missing: [`gid://shopify/Order/${order.id}`] },
    ]);
    await live(world, 2 * hour);
    expect(await count(world, 'proof')).toBe(1);
    expect(await caughtUp(world)).toHaveLength(1);
    expect(await counted(world)).toEqual([{ theirs: 1, ours: 1, missing: [] }]);
  });

  test('asks after an order that the store does not list any more', async () => {
    await using world = await open();
    const order = world.store.placeOrder(paid);
    await live(world, 10 * minute);
    world.store.transit = () => [];
    world.store.deleteOrder(order);
    await world.worker.scheduled('*/5 * * * *');
    await live(world, 2 * hour);
    const [read] = await world.ask<{ found: boolean }>(
      `select (body -> 'found')::boolean as found from fact where kind = 'order_read'`,
    );
    expect(read).toEqual({ found: false });
  });

  test('asks after parts of an order of which we lack one, though its head is known', async () => {
    await using world = await open();
    const order = world.store.placeOrder(paid);
    await live(world, 10 * minute);
    await world.ask(`delete from fact where kind = 'transaction'`);
    await world.worker.scheduled('*/5 * * * *');
    await live(world, 3 * hour);
    const parts = await world.ask(
      `select resource, theirs::int, ours::int from completeness where theirs > 0 order by resource`,
    );
    expect(parts).toEqual([
      { resource: 'orders', theirs: 1, ours: 1 },
      { resource: 'transactions', theirs: 1, ours: 1 },
    ]);
    expect(await count(world, 'fact', `kind = 'transaction' and home = 'order/${order.id}'`)).toBe(1);
  });
});

/** The hours in which the store has orders. */
async function counted(world: World) {
  return world.ask(
    `select theirs::int, ours::int, missing from completeness where resource = 'orders' and theirs > 0`,
  );
}
