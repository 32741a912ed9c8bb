import { describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { count } from './support/look.ts';
import { paid } from './support/order.ts';

const everything = { salesOrders: 1, deposits: 1, invoices: 1, applications: 1, duplicates: 0 };

const isQueue = (request: Request) => new URL(request.url).hostname === 'qstash.upstash.io';

async function orderShipped(world: World): Promise<void> {
  const order = world.store.placeOrder(paid);
  await live(world, minute);
  world.store.fulfill(order);
  await live(world, minute);
}

async function expectSettled(world: World): Promise<void> {
  expect(world.erp.counts()).toEqual(everything);
  expect(await count(world, 'posting', "state <> 'posted'")).toBe(0);
  expect(await count(world, 'inbox', "state <> 'done'")).toBe(0);
  expect(await count(world, 'lane', 'stirred > settled or read_due_at is not null')).toBe(0);
  expect(await count(world, 'proof', "state <> 'matched'")).toBe(0);
  expect(world.strangers).toEqual([]);
  expect(world.qstash.unsupported).toEqual([]);
}

describe('QStash only wakes us', () => {
  test('while it is down, the Cloudflare cron alone brings an order to its end', async () => {
    await using world = await testWorld();
    world.intercept = async (request, answer) => {
      if (isQueue(request)) throw new TypeError('fetch failed');
      return answer();
    };
    await orderShipped(world);
    expect(world.erp.counts().salesOrders).toBe(0);
    for (let beat = 0; beat < 6; beat += 1) {
      await world.worker.scheduled('*/5 * * * *');
      await live(world, 5 * minute);
    }
    expect(world.qstash.messages).toEqual([]);
    await expectSettled(world);
  });

  test('while it loses every message nothing happens, and afterwards the tick finds all of it', async () => {
    await using world = await testWorld();
    await world.worker.scheduled('*/5 * * * *');
    world.qstash.journey = () => [];
    await orderShipped(world);
    await live(world, 20 * minute);
    expect(world.erp.counts()).toMatchObject({ salesOrders: 0, duplicates: 0 });
    world.qstash.journey = () => [0];
    await live(world, 10 * minute);
    await expectSettled(world);
  });

  test('when it doubles every message, at once or later, nothing is done twice', async () => {
    await using world = await testWorld();
    let sent = 0;
    world.qstash.journey = () => ((sent += 1) % 2 === 0 ? [0, 0] : [0, 7000]);
    await world.worker.scheduled('*/5 * * * *');
    await orderShipped(world);
    await live(world, 10 * minute);
    await expectSettled(world);
  });

  test('when it delivers late and out of order, nothing is done twice', async () => {
    await using world = await testWorld();
    let sent = 0;
    world.qstash.journey = () => [((sent += 1) % 3) * 20_000];
    await world.worker.scheduled('*/5 * * * *');
    await orderShipped(world);
    await live(world, 15 * minute);
    await expectSettled(world);
  });

  test('the cron renews the schedule, and it is one however often that happens', async () => {
    await using world = await testWorld();
    for (let beat = 0; beat < 3; beat += 1) await world.worker.scheduled('*/5 * * * *');
    expect(world.qstash.schedules).toMatchObject([
      { scheduleId: 'tick', cron: '* * * * *', order: { url: 'https://app.plumbline.test/task/tick' } },
    ]);
    await live(world, 3 * minute);
    expect(world.qstash.messages.filter(({ scheduleId }) => scheduleId === 'tick')).toMatchObject([
      { state: 'delivered' },
      { state: 'delivered' },
      { state: 'delivered' },
    ]);
  });
});
