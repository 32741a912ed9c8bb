/** Lives of the simulation on the server and with the bundle of this test run. */
import { inject } from 'vitest';

import { attachPostgres } from '#sandbox/postgres/database.ts';
import { type Crew, openCrew } from '#sandbox/simulation/crew.ts';
import { dump } from '#sandbox/simulation/dump.ts';
import { type LifeOptions, liveLife } from '#sandbox/simulation/life.ts';
import { type Terms, termsOf } from '#sandbox/simulation/term.ts';

/** Two at once, as many as the smallest machine carries. */
export function crewOfTwo(): Crew {
  const server = attachPostgres(inject('postgresUrl'));
  return openCrew({ server, script: inject('workerScript'), size: 2 });
}

/** What is left of one life: its dump, and all that was delivered to the Worker, in order. */
export async function remains(
  { seed, ...changes }: Partial<Terms> & { readonly seed: number },
  runtime: NonNullable<LifeOptions['runtime']> = 'process',
) {
  const server = attachPostgres(inject('postgresUrl'));
  const database = `replay_${crypto.randomUUID().replaceAll('-', '')}`;
  const options = { server, database, script: inject('workerScript'), runtime };
  return liveLife({ ...options, terms: termsOf(seed, changes) }, async ({ world, life, heard, struck }) => ({
    dump: await dump(world),
    deliveries: [
      ...world.sent,
      ...world.qstash.messages.map(({ messageId, url, state }) => ({ messageId, url, state })),
    ],
    truth: { heard, planted: life.planted, orders: life.orders.map((one) => one.name) },
    documents: world.erp.documents,
    struck,
    failures: world.power.failures,
    late: world.power.late,
    slow: world.power.slow,
  }));
}
