/** Lives until it is stopped: a day of the shop in minutes, again and again, with the Worker at a real address. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { liveClock } from '../clock.ts';
import { type Running, runningFile } from '../command/connect.ts';
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import { seededDay } from '../traffic/day.ts';
import { openStaffedWorld, type StaffedWorld } from '../admin/open.ts';
import { demoDomain, type World } from '../world.ts';

/** Fifteen hours of opening pass in three minutes. */
const hurry = 300;
const dayMs = (24 * 3_600_000) / hurry;
const lookMs = 2000;

export type LiveOptions = { readonly seed: number; readonly orders: number; readonly port: number };

export async function runLive(options: LiveOptions, say: (line: string) => void): Promise<void> {
  const postgres = await startPostgres();
  let staffed: StaffedWorld | undefined;
  const stopped = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve());
  try {
    await prepareTemplate(postgres);
    const clock = liveClock();
    // Whoever watches need not wait a minute for a subject to be quiet.
    staffed = await openStaffedWorld({
      server: postgres,
      database: 'plumbline',
      clock,
      live: true,
      port: options.port + 1,
      adminPort: options.port,
      seed: options.seed,
      shop: { policy: { quietMs: 2000 } },
    });
    const { world, admin } = staffed;
    await announce(world, { host: postgres.host, port: postgres.port });
    say(`Plumbline is open in the admin of ${demoDomain}: ${admin.address.href}  (stop with Ctrl-C)`);
    await world.worker.scheduled('*/5 * * * *');
    liveDays(world, options);
    watchProofs(world, say);
    await Promise.race([clock.run(), stopped.promise]);
  } finally {
    await rm(runningFile, { force: true });
    await staffed?.close();
    await postgres.stop();
  }
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

function liveDays(world: World, options: LiveOptions, day = 0): void {
  const { clock, store } = world;
  seededDay({ store, clock, seed: options.seed + day, orders: options.orders, hurry });
  clock.at(clock.now() + dayMs, 'the next day begins', async () => liveDays(world, options, day + 1));
}

/** Says each order's proof when it is matched or broken for the first time. */
function watchProofs(world: World, say: (line: string) => void, said: Map<string, string> = new Map()): void {
  world.clock.at(world.clock.now() + lookMs, 'somebody looks at the proofs', async () => {
    const proofs = await world.ask<{ name: string; state: string; documents: string | null }>(
      `select p.order_name as name, p.state, (select string_agg(d.document_number, ', ' order by d.planned_at, d.key)
         from posting d where d.shop_id = p.shop_id and d.lane = p.lane) as documents
       from proof p where p.state <> 'pending' order by p.as_of`,
    );
    for (const { name, state, documents } of proofs) {
      const line = `${name} ${state}${documents === null ? '' : `: ${documents}`}`;
      if (said.get(name) !== line) say(line);
      said.set(name, line);
    }
    watchProofs(world, say, said);
  });
}
