import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { count, inboxOf, lastWebhookId } from './support/look.ts';
import { unpaidQuietly } from './support/order.ts';

const log: string[] = [];
const world = await testWorld({ log: (line) => void log.push(line) });
const { store, neon } = world;
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  neon.intercept = undefined;
});

const laneOf = (order: StoreOrder) => `order/${order.id}`;
const isClaim = (statements: readonly string[]) => statements.some((one) => one.includes('from claim('));
const isCommit = (statements: readonly string[]) => statements.some((one) => one.includes('advance('));

type LaneRow = { settled: boolean; failures: number; claimed: boolean };
async function lane(key: string): Promise<LaneRow | undefined> {
  const [row] = await world.ask<LaneRow>(
    `select stirred = settled as settled, failures, claimed_by is not null as claimed from lane where key = $1`,
    [key],
  );
  return row;
}

/** How many deliveries of a lane are in each state; what the store was asked for counts apart. */
async function states(key: string): Promise<Record<string, number>> {
  const rows = await world.ask<{ state: string; rows: number }>(
    'select state, count(*)::int as rows from inbox where lane = $1 and source = $2 group by state',
    [key, 'shopify'],
  );
  return Object.fromEntries(rows.map(({ state, rows: found }) => [state, found]));
}

/** Sends an order's news while nobody can drain it, so that it waits for the tick. */
async function keepOnly(order: StoreOrder): Promise<void> {
  neon.intercept = (statements) => (isClaim(statements) ? 'down' : 'pass');
  expect((await store.sendRaw('orders/updated', store.orderBody(order))).status).toBe(200);
  neon.intercept = undefined;
}

/** One beat of the timetable, and the work that follows from it. */
async function tick(): Promise<void> {
  await world.worker.scheduled('*/5 * * * *');
  await live(world, 1000);
}

// What is due at the installation is done, so that a tick finds only what a test left.
beforeAll(tick);

describe('at the same instant', () => {
  test('the same delivery twice is kept once, and both are answered 200', async () => {
    const order = store.placeOrder(unpaidQuietly);
    const body = store.orderBody(order);
    const answers = await Promise.all(
      [1, 2].map(async () => store.sendRaw('orders/create', body, { webhookId: `at-once-${order.id}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const words = await Promise.all(answers.map(async (one) => one.text()));
    expect(words.toSorted()).toEqual(['already kept\n', 'kept\n']);
    expect(await states(laneOf(order))).toEqual({ done: 1 });
  });

  test('twenty deliveries of one order leave its lane settled and nothing waiting', async () => {
    const order = store.placeOrder(unpaidQuietly);
    const body = store.orderBody(order);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => store.sendRaw('orders/updated', body)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await states(laneOf(order))).toEqual({ done: 20 });
    expect(await lane(laneOf(order))).toEqual({ settled: true, failures: 0, claimed: false });
  });
});

describe('a lane moves on by its version alone', () => {
  test('a lane that moved on between reading and writing is read anew at once', async () => {
    const order = store.placeOrder(unpaidQuietly);
    let stale = 0;
    neon.intercept = async (statements) => {
      if (isCommit(statements) && stale === 0) {
        stale += 1;
        // What another drain's commit does to the lane.
        await world.ask(
          'update lane set version = version + 1, claimed_by = null, claimed_until = null where key = $1',
          [laneOf(order)],
        );
      }
      return 'pass' as const;
    };
    neon.resetLog();
    expect((await store.sendRaw('orders/create', store.orderBody(order))).status).toBe(200);
    expect(stale).toBe(1);
    expect(neon.log.filter(({ statements }) => isCommit(statements))).toHaveLength(2);
    expect(await states(laneOf(order))).toEqual({ done: 1 });
    expect(await lane(laneOf(order))).toEqual({ settled: true, failures: 0, claimed: false });
  });

  test('in a set with a stale lane the others are committed', async () => {
    const orders = [1, 2, 3].map(() => store.placeOrder(unpaidQuietly));
    for (const order of orders) await keepOnly(order);
    const [, moved] = orders;
    if (moved === undefined) throw new Error('three orders were placed');
    let commits = 0;
    neon.intercept = async (statements) => {
      if (isCommit(statements) && (commits += 1) === 1)
        await world.ask('update lane set version = version + 1 where key = $1', [laneOf(moved)]);
      return 'pass' as const;
    };
    await tick();
    expect(commits).toBe(4);
    expect(await Promise.all(orders.map(async (one) => states(laneOf(one))))).toEqual([
      { done: 1 },
      { kept: 1 },
      { done: 1 },
    ]);

    // Nobody gave the claim back, so the lane waits until it has run out.
    await live(world, 2 * minute);
    expect(await states(laneOf(moved))).toEqual({ done: 1 });
  });
});

describe('a poison delivery stops nothing else', () => {
  test('one that nobody can read is parked, and what waits beside it goes on', async () => {
    const order = store.placeOrder(unpaidQuietly);
    neon.intercept = (statements) => (isClaim(statements) ? 'down' : 'pass');
    await store.sendRaw('orders/updated', store.orderBody(order).slice(0, 700));
    const poison = lastWebhookId(world);
    await store.sendRaw('orders/updated', store.orderBody(order));
    neon.intercept = undefined;
    await tick();
    expect(await inboxOf(world, poison)).toMatchObject([{ state: 'parked', reason: 'the body is not JSON' }]);
    expect(await states(laneOf(order))).toEqual({ done: 1 });
    expect(await lane('unreadable/any')).toEqual({ settled: true, failures: 0, claimed: false });
  });

  test('a lane that the database refuses stops no other, is tried again, and is parked the third time', async () => {
    const refused = store.placeOrder(unpaidQuietly);
    const fine = store.placeOrder(unpaidQuietly);
    await world.ask(
      `alter table fact add constraint refused_for_the_test check (key <> '${orderGid(refused)}')`,
    );
    await keepOnly(refused);
    await keepOnly(fine);
    await tick();
    expect(await states(laneOf(fine))).toEqual({ done: 1 });
    expect(await states(laneOf(refused))).toEqual({ kept: 1 });
    expect(await lane(laneOf(refused))).toMatchObject({ settled: false, failures: 1 });

    await live(world, 10 * minute);
    expect(await states(laneOf(refused))).toEqual({ parked: 1 });
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([{ state: 'done' }]);
    const [row] = await world.ask<{ reason: string }>('select reason from inbox where lane = $1', [
      laneOf(refused),
    ]);
    expect(row?.reason).toContain('the database refused with 23514 (refused_for_the_test)');
    expect(await lane(laneOf(refused))).toMatchObject({ settled: true });
    await world.ask('alter table fact drop constraint refused_for_the_test');
  });

  test('one that cannot be opened is tried again, is parked the third time, and stops no other', async () => {
    const damaged = store.placeOrder(unpaidQuietly);
    const fine = store.placeOrder(unpaidQuietly);
    await keepOnly(damaged);
    await keepOnly(fine);
    await world.ask(`update inbox set sealed = 'sandbox.' || repeat('A', 80) where lane = $1`, [
      laneOf(damaged),
    ]);
    await tick();
    expect(await states(laneOf(fine))).toEqual({ done: 1 });
    expect(await states(laneOf(damaged))).toEqual({ kept: 1 });
    await live(world, 10 * minute);
    expect(await states(laneOf(damaged))).toEqual({ parked: 1 });
    expect(await lane(laneOf(damaged))).toMatchObject({ settled: true });
  });
});

test('more lanes than one claim takes are all drained by one tick', async () => {
  await world.ask(
    `with waiting as (
       insert into inbox (shop_id, source, topic, dedupe_key, lane, received_at)
       select $1, 'shopify', 'orders/create', 'crowd ' || n, 'crowd/' || n, '2026-11-23T08:00:00Z'
       from generate_series(1, 120) n returning lane)
     insert into lane (shop_id, key, stirred) select $1, lane, 1 from waiting`,
    [world.shopId],
  );
  await tick();
  expect(await count(world, 'inbox', "lane like 'crowd/%' and state = 'parked'")).toBe(120);
});

test("a deadlock is nobody's fault: the sender is asked again, and the lane counts no failure", async () => {
  const order = store.placeOrder(unpaidQuietly);
  await world.ask(`create function deadlock() returns trigger language plpgsql as
    $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$`);
  const deadlockIn = async (table: string) =>
    world.ask(`create trigger deadlock before insert on ${table} execute function deadlock()`);
  await deadlockIn('inbox');
  const refused = await store.sendRaw('orders/create', store.orderBody(order));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
  await world.ask('drop trigger deadlock on inbox');

  await deadlockIn('fact');
  expect((await store.sendRaw('orders/create', store.orderBody(order))).status).toBe(200);
  await world.ask('drop trigger deadlock on fact');
  expect(await lane(laneOf(order))).toEqual({ settled: false, failures: 0, claimed: true });
  await tick();
  await live(world, 2 * minute);
  expect(await states(laneOf(order))).toEqual({ done: 1 });
});

test('a flood in one lane is drained in rounds, and what waits beside it is not forgotten', async () => {
  const order = store.placeOrder(unpaidQuietly);
  await keepOnly(order);
  await world.ask(
    `insert into inbox (shop_id, source, topic, dedupe_key, lane, received_at)
     select $1, 'shopify', 'orders/create', 'flood ' || n, 'flood/any', '2026-11-23T08:00:00Z'
     from generate_series(1, 1200) n`,
    [world.shopId],
  );
  await world.ask(`insert into lane (shop_id, key, stirred) values ($1, 'flood/any', 1200)`, [world.shopId]);
  await tick();
  expect(await states('flood/any')).toEqual({ parked: 1200 });
  expect(await lane('flood/any')).toEqual({ settled: true, failures: 0, claimed: false });
  expect(await states(laneOf(order))).toEqual({ done: 1 });
});

test('work of a drain that died between claim and commit is found once its claim has run out', async () => {
  const order = store.placeOrder(unpaidQuietly);
  neon.intercept = async (statements) => {
    if (!isCommit(statements)) return 'pass';
    await world.worker.kill();
    return 'down';
  };
  // Over workerd's wire the answer and the death may overtake each other, so the sender may or may not have heard.
  await store.sendRaw('orders/create', store.orderBody(order)).catch(() => undefined);
  neon.intercept = undefined;
  await world.worker.start();

  await tick();
  expect(await states(laneOf(order)), 'the claim still holds').toEqual({ kept: 1 });
  await live(world, 2 * minute);
  expect(await states(laneOf(order))).toEqual({ done: 1 });
});

test('a commit whose answer was lost is not repeated, and the order goes on', async () => {
  const order = store.placeOrder(unpaidQuietly);
  neon.intercept = (statements) => (isCommit(statements) ? 'lose-answer' : 'pass');
  expect((await store.sendRaw('orders/create', store.orderBody(order))).status).toBe(200);
  neon.intercept = undefined;
  expect(await states(laneOf(order))).toEqual({ done: 1 });
  await tick();
  await live(world, 2 * minute);
  expect(await count(world, 'fact', `kind = 'order_read' and key = '${orderGid(order)}'`)).toBe(1);
});

test('nothing is left waiting when all is over', async () => {
  await live(world, 5 * minute);
  expect(await count(world, 'inbox', "state = 'kept'")).toBe(0);
  expect(await count(world, 'lane', 'stirred > settled')).toBe(0);
});
