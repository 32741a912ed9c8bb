/** Lives until it is stopped: a shop with a past, then day after day in minutes, with the Worker at a real address. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { workflowNames } from '#domain/workflow.ts';
import { clockWithPast } from '../clock.ts';
import { type Running, runningFile } from '../command/connect.ts';
import { prepareTemplate } from '../database.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { openLife } from '../traffic/life.ts';
import { openStaffedWorld, type StaffedWorld } from '../admin/open.ts';
import { demoDomain, type World } from '../world.ts';
import type { Flags } from './flag.ts';
import { livePast } from './past.ts';
import { modesOf } from '../mode.ts';
import { mapSources } from './stocked.ts';
import type { Terminal } from './terminal.ts';
import { watch } from './watch.ts';

const dayMs = 86_400_000;
/** A day of the shop passes in five minutes. */
const hurry = 300;
/** Days that nobody will see the end of. */
const daysAhead = 3650;

export type LiveOptions = Pick<Flags, 'seed' | 'days' | 'rate' | 'faults' | 'port'>;

export async function runLive(options: LiveOptions, terminal: Terminal): Promise<void> {
  terminal.show('Postgres starts …');
  const postgres = await startPostgres();
  let staffed: StaffedWorld | undefined;
  const stopped = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve());
  try {
    await prepareTemplate(postgres);
    terminal.show('the Worker is built and started …');
    const installedAt = Date.now();
    const from = installedAt - options.days * dayMs;
    const clock = clockWithPast(from);
    staffed = await openStaffedWorld(worldOf(options, { postgres, clock, installedAt, from }));
    const { world, admin } = staffed;
    // The app is not installed yet: its past is told to nobody.
    world.store.unsubscribe();
    const { days, seed, rate, faults } = options;
    const plan = { seed, rate, faults, from, liveFrom: installedAt, hurry, hurryFrom: installedAt };
    const life = openLife(world, { ...plan, days: days + daysAhead });
    await mapSources(world);
    const isStopped = await livePast({ clock, life, from, until: installedAt }, terminal, stopped.promise);
    if (isStopped) return;
    clock.goLive();
    world.store.subscribe();
    await announce(world, { host: postgres.host, port: postgres.port });
    terminal.say(
      `Plumbline is open in the admin of ${demoDomain}: ${admin.address.href}  (stop with Ctrl-C)`,
    );
    await world.worker.scheduled('*/5 * * * *');
    watch(world, life, { terminal, installedAt });
    await Promise.race([clock.run(), stopped.promise]);
  } finally {
    terminal.clear();
    await rm(runningFile, { force: true });
    await staffed?.close();
    await postgres.stop();
  }
}

function worldOf(
  { seed, port }: LiveOptions,
  at: {
    readonly postgres: Postgres;
    readonly clock: World['clock'];
    readonly installedAt: number;
    readonly from: number;
  },
): Parameters<typeof openStaffedWorld>[0] {
  const installed = new Date(at.installedAt).toISOString();
  return {
    server: at.postgres,
    database: 'plumbline',
    clock: at.clock,
    live: true,
    port: port + 1,
    adminPort: port,
    seed,
    shop: {
      modes: modesOf(workflowNames),
      installedAt: installed,
      cutOverAt: installed,
      pastSince: new Date(at.from).toISOString(),
      // Whoever watches need not wait a minute for a subject to be quiet.
      policy: { quietMs: 2000 },
    },
  };
}

/** Lets commands in other terminals find this world. */
async function announce(world: World, postgres: Running['postgres']): Promise<void> {
  await mkdir(dirname(runningFile), { recursive: true });
  const worker = world.worker.address.href;
  const running: Running = {
    pid: process.pid,
    worker,
    shopId: world.shopId,
    database: world.database,
    postgres,
  };
  await writeFile(runningFile, JSON.stringify(running));
}
