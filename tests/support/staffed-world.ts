/** A world of its own for a test in the browser: somebody of the shop's staff sits before the admin. */
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { openStaffedWorld, type StaffedWorld } from '#sandbox/admin/open.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';
import { morning, type TestWorldOptions } from './world.ts';

/** Opens a staffed world in the run's Postgres; `await using` closes it. */
export async function staffedWorld(options: TestWorldOptions = {}): Promise<StaffedWorld & AsyncDisposable> {
  const clock = options.clock ?? virtualClock(morning);
  const database = `world_${randomUUID().replaceAll('-', '')}`;
  const server = attachPostgres(inject('postgresUrl'));
  const staffed = await openStaffedWorld({
    ...options,
    clock,
    server,
    database,
    script: inject('workerScript'),
  });
  return {
    ...staffed,
    async [Symbol.asyncDispose]() {
      await staffed.close();
      await server.dropDatabase(database);
    },
  };
}
