/** One life of the demo shop: its own database, its own clock, and a past that repeats by its seed. */
import { virtualClock } from '#sandbox/clock.ts';
import type { DatabaseServer } from '#sandbox/postgres/database.ts';
import { seededDay } from '#sandbox/traffic/day.ts';
import type { CrashPlan } from '#sandbox/worker/crash.ts';
import { openWorld, type World } from '#sandbox/world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 05:00 in Berlin, two hours before the shop opens. */
const dawn = Date.parse('2026-11-23T04:00:00.000Z');

export type LifeOptions = {
  readonly server: DatabaseServer;
  /** The name of the life's own database on that server. */
  readonly database: string;
  readonly seed: number;
  readonly days: number;
  /** A day. */
  readonly orders: number;
  /** When the Worker's power fails; never by default. */
  readonly crashes?: CrashPlan;
  /** Our own process by default. */
  readonly runtime?: 'workerd' | 'process';
  /** The Worker's bundle, when it was built already. */
  readonly script?: string;
};

/** Lives it to the end, and shows the world as it is then; after that the database is gone. */
export async function liveLife<Seen>(
  options: LifeOptions,
  look: (world: World) => Promise<Seen>,
): Promise<Seen> {
  const { server, database, seed, runtime = 'process', script } = options;
  const clock = virtualClock(dawn);
  const world = await openWorld({
    server,
    database,
    clock,
    seed,
    runtime,
    ...(script === undefined ? {} : { script }),
  });
  try {
    await world.worker.scheduled('*/5 * * * *');
    world.power.plan = options.crashes;
    for (let day = 0; day < options.days; day += 1) await liveDay(world, options, day);
    world.power.plan = undefined;
    // Shopify gives up after four hours of retries: whatever comes, has come by then.
    await clock.run({ until: clock.now() + 5 * hourMs });
    return await look(world);
  } finally {
    await world.dispose();
    await server.dropDatabase(database);
  }
}

/** The one place that asks for traffic. */
async function liveDay({ store, clock }: World, { seed, orders }: LifeOptions, day: number): Promise<void> {
  seededDay({ store, clock, seed: seed + day, orders });
  await clock.run({ until: dawn + (day + 1) * dayMs });
}
