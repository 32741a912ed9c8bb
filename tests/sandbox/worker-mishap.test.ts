import { randomUUID } from 'node:crypto';

import { describe, expect, inject, test } from 'vitest';

import { virtualClock } from '#sandbox/clock.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';
import type { Mishap } from '#sandbox/worker/crash.ts';
import { openWorld, type World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';

const noon = Date.parse('2026-11-23T11:00:00Z');

/** The first two deliveries of an order, the second two seconds after the first, which meets the mishap as it is kept. */
async function worldWith(runtime: 'workerd' | 'process', mishap: Mishap): Promise<World & AsyncDisposable> {
  const server = attachPostgres(inject('postgresUrl'));
  const database = `mishap_${randomUUID().replaceAll('-', '')}`;
  const script = inject('workerScript');
  const world = await openWorld({ server, database, clock: virtualClock(noon), script, runtime });
  let isOver = false;
  world.power.plan = async (request) => {
    if (isOver || !(await request.clone().text()).includes('from keep(')) return undefined;
    isOver = true;
    return mishap;
  };
  world.store.transit = (_delivery, index) => (index > 1 ? [] : [index * 2000]);
  world.store.placeOrder(paidOrder());
  return Object.assign(world, {
    async [Symbol.asyncDispose]() {
      await world.dispose();
      await server.dropDatabase(database);
    },
  });
}

const after = async (world: World, ms: number) => {
  await world.clock.run({ until: noon + ms });
  const kept = await world.ask(`select id from inbox where source = 'shopify'`);
  return { statuses: world.sent.map(({ status }) => status), kept: kept.length };
};

describe.each(['workerd', 'process'] as const)('in the runtime "%s"', (runtime) => {
  test('a late request takes effect when nobody waits for it any more, and its repetition is no second one', async () => {
    await using world = await worldWith(runtime, { moment: 'late', afterMs: 30_000, dies: false });
    expect(await after(world, 29_000)).toEqual({ statuses: [503, 200], kept: 1 });
    expect(await after(world, 30_000)).toEqual({ statuses: [503, 200], kept: 2 });
    expect(await after(world, 60_000)).toEqual({ statuses: [503, 200, 200], kept: 2 });
    expect([world.power.late, world.power.failures]).toEqual([1, 0]);
  });

  test('a late request of a Worker that died takes effect too', async () => {
    await using world = await worldWith(runtime, { moment: 'late', afterMs: 30_000, dies: true });
    expect(await after(world, 29_000)).toEqual({ statuses: [null, 200], kept: 1 });
    expect(await after(world, 30_000)).toEqual({ statuses: [null, 200], kept: 2 });
    expect([world.power.late, world.power.failures]).toEqual([1, 1]);
  });

  test('a slow request lets the Worker do other work beside, and ends its own', async () => {
    await using world = await worldWith(runtime, { moment: 'slow', forMs: 5000 });
    expect(await after(world, 0)).toEqual({ statuses: [null], kept: 0 });
    expect(await after(world, 4999)).toEqual({ statuses: [null, 200], kept: 1 });
    expect(await after(world, 5000)).toEqual({ statuses: [null, 200], kept: 2 });
    const [left] = await world.ask(`select count(*)::int as count from inbox where state = 'kept'`);
    expect(left).toEqual({ count: 0 });
    expect(world.power.slow).toBe(1);
  });
});
