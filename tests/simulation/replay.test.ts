import { randomUUID } from 'node:crypto';

import { expect, inject, test } from 'vitest';

import { attachPostgres } from '#sandbox/postgres/database.ts';
import { dump } from '#sandbox/simulation/dump.ts';
import { type LifeOptions, liveLife } from '#sandbox/simulation/life.ts';
import type { CrashPlan } from '#sandbox/worker/crash.ts';

/** What is left of one life: its dump, and all that was delivered to the Worker, in order. */
async function life(seed: number, options: Partial<LifeOptions> = {}) {
  const server = attachPostgres(inject('postgresUrl'));
  const database = `life_${randomUUID().replaceAll('-', '')}`;
  const script = inject('workerScript');
  return liveLife({ server, database, script, seed, days: 1, orders: 20, ...options }, async (world) => ({
    dump: await dump(world),
    deliveries: [
      ...world.sent,
      ...world.qstash.messages.map(({ messageId, url, state }) => ({ messageId, url, state })),
    ],
    strangers: world.strangers,
    failures: world.power.failures,
  }));
}

/** At each request whose number ends so, alternately before it is sent and after it was executed. */
const crashes: CrashPlan = (_request, index) =>
  index % 97 === 50 ? { moment: index % 2 === 0 ? 'before' : 'after' } : undefined;

test('a life repeats by its seed, power failures and all: the same deliveries in the same order, the same final database', async () => {
  const first = await life(7, { crashes });
  const second = await life(7, { crashes });
  expect(first.failures).toBeGreaterThan(10);
  expect(second.failures).toBe(first.failures);
  expect(second.deliveries).toEqual(first.deliveries);
  expect(second.dump).toBe(first.dump);
  expect(first.strangers).toEqual([]);
  expect(first.dump).toMatch(/^journal_line /m);
  expect(first.dump).toMatch(/^posting .*"state":"posted"/m);
});

test('another seed is another life', async () => {
  expect((await life(8)).dump).not.toBe((await life(7)).dump);
});

test('a life in our own process is the life that workerd would have lived', async () => {
  const [here, there] = [await life(9), await life(9, { runtime: 'workerd' })];
  expect(here.deliveries).toEqual(there.deliveries);
  expect(here.dump).toBe(there.dump);
});
