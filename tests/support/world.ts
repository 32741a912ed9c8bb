/** A world of its own for a test: its own database, its own Worker, a clock that stands still. */
import { randomUUID } from 'node:crypto';
import { afterAll, inject, TestRunner } from 'vitest';
import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';
import { openWorld, type World, type WorldOptions } from '#sandbox/world.ts';

/** A Monday morning in Berlin. */
export const morning = Date.parse('2026-11-23T08:00:00.000Z');

export type TestWorldOptions = Partial<
  Pick<WorldOptions, 'shop' | 'log' | 'seed' | 'erpAnnounces' | 'bindings' | 'runtime'>
> & {
  readonly clock?: Clock;
};

/** Opens a world in the run's Postgres; `await using` closes it in a test, and the end of its tests outside of one. */
export async function testWorld(options: TestWorldOptions = {}): Promise<World & AsyncDisposable> {
  const clock = options.clock ?? virtualClock(morning);
  const database = `world_${randomUUID().replaceAll('-', '')}`;
  const server = attachPostgres(inject('postgresUrl'));
  const runtime = options.runtime ?? inject('runtime');
  const script = inject('workerScript');
  const world = await openWorld({ ...options, clock, server, database, runtime, script });
  const dispose = async (): Promise<void> => {
    await world.dispose();
    await server.dropDatabase(database);
  };
  if (TestRunner.getCurrentTest() === undefined) afterAll(dispose);
  return Object.assign(world, { [Symbol.asyncDispose]: dispose });
}

/** Lets the world live for a while: deliveries, wake-ups and retries that fall into it happen. */
export async function live(world: World, ms: number): Promise<void> {
  await world.clock.run({ until: world.clock.now() + ms });
}

export const minute = 60_000;
