import { randomUUID } from 'node:crypto';

import { describe, expect, inject, test } from 'vitest';

import { virtualClock } from '#sandbox/clock.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';
import type { Crash } from '#sandbox/worker/crash.ts';
import { openWorld, type World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';

const noon = Date.parse('2026-11-23T11:00:00Z');

/** A world in which power fails once: at the first request whose body holds the text. */
async function worldFailingAt(
  text: string,
  { runtime, ...crash }: Crash & { runtime: 'workerd' | 'process' },
): Promise<World & AsyncDisposable> {
  const server = attachPostgres(inject('postgresUrl'));
  const database = `crash_${randomUUID().replaceAll('-', '')}`;
  const script = inject('workerScript');
  const world = await openWorld({ server, database, clock: virtualClock(noon), script, runtime });
  world.power.plan = async (request) => {
    const isMeant = world.power.failures === 0 && (await request.clone().text()).includes(text);
    return isMeant ? crash : undefined;
  };
  return Object.assign(world, {
    async [Symbol.asyncDispose]() {
      await world.dispose();
      await server.dropDatabase(database);
    },
  });
}
/** The first delivery of an order, answered or not, and nothing of what comes after. */
async function deliverFirst(world: World): Promise<void> {
  world.store.transit = (_delivery, index) => (index === 0 ? [0] : [3_600_000]);
  world.store.placeOrder(paidOrder());
  await world.clock.run({ until: noon });
}
const keptCount = async (world: World) => (await world.ask('select id from inbox')).length;
const statuses = (world: World) => world.sent.map(({ status }) => status);

describe.each(['workerd', 'process'] as const)('in the runtime "%s"', (runtime) => {
  test('a crash before a request is sent leaves no trace of it, and a fresh Worker serves the repetition', async () => {
    await using world = await worldFailingAt('from keep(', { runtime, moment: 'before' });
    await deliverFirst(world);
    expect([statuses(world), await keptCount(world), world.power.failures]).toEqual([[null], 0, 1]);
    await world.clock.run({ until: noon + 60_000 });
    expect([statuses(world), await keptCount(world), world.power.failures]).toEqual([[null, 200], 1, 1]);
  });

  test('a crash after a request was executed leaves its effect, and nobody heard of it', async () => {
    await using world = await worldFailingAt('from keep(', { runtime, moment: 'after' });
    await deliverFirst(world);
    expect([statuses(world), await keptCount(world)]).toEqual([[null], 1]);
    await world.clock.run({ until: noon + 60_000 });
    expect([statuses(world), await keptCount(world)]).toEqual([[null, 200], 1]);
  });

  test('the Worker is gone for as long as was planned', async () => {
    await using world = await worldFailingAt('from keep(', { runtime, moment: 'before', downMs: 90_000 });
    await deliverFirst(world);
    await world.clock.run({ until: noon + 60_000 });
    expect(statuses(world)).toEqual([null, null]);
    await world.clock.run({ until: noon + 180_000 });
    expect(statuses(world)).toEqual([null, null, 200]);
  });
});

// Over workerd's wire the answer and the crash may overtake each other; in process they cannot.
test('a sender that was answered does not learn that the Worker died over the work it had left', async () => {
  await using world = await worldFailingAt('select advance(', { runtime: 'process', moment: 'before' });
  await deliverFirst(world);
  expect([statuses(world), world.power.failures]).toEqual([[200], 1]);
  expect(await world.ask('select state from inbox')).toEqual([{ state: 'kept' }]);
});
