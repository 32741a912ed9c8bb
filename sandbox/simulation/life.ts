/** One life of the demo shop: its own database, its own clock, and a past that repeats by its seed. */
import { virtualClock } from '#sandbox/clock.ts';
import { asOwner } from '#sandbox/database.ts';
import type { DatabaseServer } from '#sandbox/postgres/database.ts';
import { hostileDeliveries } from '#sandbox/traffic/hostile.ts';
import { type Life, openLife } from '#sandbox/traffic/life.ts';
import { mapSources } from '#sandbox/run/stocked.ts';
import type { Store } from '#sandbox/shopify/store.ts';
import { modesOf } from '#sandbox/mode.ts';
import { openWorld, type World } from '#sandbox/world.ts';
import { breakageNamed, scriptWith } from './breakage.ts';
import type { Terms } from './term.ts';
import { clearUp, setWeather } from './weather.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 05:00 in Berlin, two hours before the shop opens. */
const dawn = Date.parse('2026-11-23T04:00:00.000Z');
const neighborDomain = 'next-door.myshopify.com';

export type LifeOptions = {
  readonly server: DatabaseServer;
  /** The name of the life's own database on that server. */
  readonly database: string;
  readonly terms: Terms;
  /** The Worker's bundle, built before. */
  readonly script: string;
  /** Our own process by default. */
  readonly runtime?: 'workerd' | 'process';
  /** Told each day that has begun. */
  readonly progress?: (day: number) => void;
};

/** What a hostile delivery to the shop next door was answered. */
export type Heard = {
  readonly name: string;
  readonly expected: string;
  readonly status: number | null;
};

/** A life that is over, with the truth about it. */
export type Lived = {
  readonly terms: Terms;
  readonly world: World;
  readonly life: Life;
  readonly heard: readonly Heard[];
  /** The numbers of the Worker's requests that had a mishap. */
  readonly struck: readonly number[];
  readonly neighbor: Store;
  readonly neighborDomain: string;
};

/** Lives it to the end, and shows the world as it is then; after that the database is gone. */
export async function liveLife<Seen>(
  options: LifeOptions,
  look: (lived: Lived) => Promise<Seen>,
): Promise<Seen> {
  const { server, database, terms, runtime = 'process' } = options;
  const { seed } = terms;
  const breakage = breakageNamed(terms.breakage);
  const clock = virtualClock(dawn);
  const world = await openWorld({
    server,
    database,
    clock,
    seed,
    runtime,
    script: scriptWith(options.script, breakage),
    // Half of all ERPs know our key as unique, the others only let us search for it.
    shop: {
      modes: modesOf(terms.auto),
      erp: { enforcesKeys: seed % 2 === 1, executionMsMax: 60_000 },
      // A shop that sweeps each half hour is asked for little else, and a day of it takes three times as long.
      policy: { sweepMs: 6 * hourMs, granularity: terms.granularity },
    },
    // The time that the connection states is counted from the sending, so it holds the time on the wire as well.
    erpExecutionMs: 20_000,
  });
  try {
    for (const statement of breakage?.sql ?? [])
      await asOwner(server, database, async (client) => client.query(statement));
    return await look(await live(world, options));
  } finally {
    await world.dispose();
    await server.dropDatabase(database);
  }
}

async function live(world: World, { terms, progress }: LifeOptions): Promise<Lived> {
  const { clock } = world;
  await world.worker.scheduled('*/5 * * * *');
  const { heard, neighbor } = await liveNextDoor(world, terms);
  const struck = setWeather(world, terms);
  const { seed, days, rate, faults, kinds, repertoire } = terms;
  // What stands on the shelves was there before the app was.
  world.store.transit = () => [];
  const life = openLife(world, {
    seed,
    from: dawn,
    days,
    rate,
    faults,
    repertoire,
    ...(kinds === null ? {} : { faultKinds: kinds }),
  });
  await mapSources(world);
  for (let quarter = 0; quarter < days * 4; quarter += 1) {
    if (quarter % 4 === 0) progress?.(quarter / 4 + 1);
    await clock.run({ until: dawn + ((quarter + 1) * dayMs) / 4 });
    // Postgres counts its rows by itself, by the wall clock; in a day that takes seconds it would never come to it.
    await asOwner(world.server, world.database, async (client) =>
      client.query('analyze inbox, lane, fact, posting'),
    );
  }
  clearUp(world);
  // Shopify gives up after four hours of retries, a lost wake-up is found by the next tick and a lost delivery by the
  // next sweep: what comes has come by then. A day is summed when it was swept twice, which is later.
  const restMs = (terms.granularity === 'order' ? 7 : 14) * hourMs;
  await clock.run({ until: clock.now() + restMs });
  return { terms, world, life, heard, struck, neighbor, neighborDomain };
}

/** Another shop of the same app, which bears what the internet sends: forgeries, damage, strange but legal orders. */
async function liveNextDoor(
  world: World,
  { faults }: Terms,
): Promise<{ readonly heard: readonly Heard[]; readonly neighbor: Store }> {
  const heard: Heard[] = [];
  const { clock } = world;
  const neighbor = await world.installStore(neighborDomain);
  const deliveries = faults === 'none' ? [] : hostileDeliveries(neighbor);
  for (const [index, delivery] of deliveries.entries())
    clock.at(dawn + 5 * hourMs + index * 20_000, `next door: ${delivery.name}`, async () => {
      const { name, expected } = delivery;
      const status = await delivery.send().then(
        (response) => response.status,
        () => null,
      );
      heard.push({ name, expected, status });
    });
  return { heard, neighbor };
}
