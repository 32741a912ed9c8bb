/** A shop that has lived before the app is installed in it, and the installation. */
import type { NewShop } from '#sandbox/database.ts';
import { type Life, openLife } from '#sandbox/traffic/life.ts';
import type { World } from '#sandbox/world.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

export type PastPlan = {
  readonly seed: number;
  readonly days: number;
  /** Orders of an average day. */
  readonly rate: number;
};

/** The shop as the app finds it: nothing before the installation is posted, and all of its past is to be read. */
export function shopWithPast(from: number, { days }: PastPlan): Partial<NewShop> {
  const installedAt = new Date(from + days * dayMs).toISOString();
  return { installedAt, cutOverAt: installedAt, mode: 'shadow', pastSince: new Date(from).toISOString() };
}

/** Lives the days before the installation, of which the app hears nothing, and installs it then. */
export async function livePast(world: World, plan: PastPlan): Promise<Life> {
  const from = world.clock.now();
  world.store.unsubscribe();
  const life = openLife(world, { ...plan, from, faults: 'none', liveFrom: from + plan.days * dayMs });
  await world.clock.run({ until: from + plan.days * dayMs });
  world.store.subscribe();
  await world.worker.scheduled('*/5 * * * *');
  return life;
}

export type Reading = {
  readonly resource: string;
  readonly state: string;
  readonly reason: string | null;
  readonly roots: number;
  readonly roots_read: number;
};

export async function readings(world: World): Promise<Reading[]> {
  return world.ask<Reading>(
    `select resource, state, reason, roots::int, roots_read::int from backfill order by resource`,
  );
}

/** Lets the world go on until the past is read, and no lane of it waits for its turn or for a read of its own. */
export async function untilRead(world: World, minutesMax: number): Promise<void> {
  for (let minute = 0; minute < minutesMax; minute += 1) {
    await world.clock.run({ until: world.clock.now() + minuteMs });
    const open = (await readings(world)).filter((one) => one.state !== 'done' && one.state !== 'failed');
    const [waiting] = await world.ask<{ lanes: number }>(
      'select count(*)::int as lanes from lane where stirred > settled or read_due_at is not null',
    );
    if (open.length === 0 && waiting?.lanes === 0) return;
  }
  throw new Error(
    `the past is not read after ${minutesMax} minutes: ${JSON.stringify(await readings(world))}`,
  );
}
