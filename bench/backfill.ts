/** npm run bench -- backfill: how long the past of a new shop takes to be read, proven and known. Exits 1 where a limit is broken. */
import { parseArgs } from 'node:util';
import { virtualClock } from '#sandbox/clock.ts';
import { prepareTemplate } from '#sandbox/database.ts';
import { startPostgres } from '#sandbox/postgres.ts';
import { openWorld, type World } from '#sandbox/world.ts';
import { livePast, readings, shopWithPast, untilRead } from '#tests/support/past.ts';
import { stopwatch, watchMemory } from '#tests/support/stopwatch.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    days: { type: 'string', default: '60' },
    rate: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const plan = { seed: Number(values.seed), days: Number(values.days), rate: Number(values.rate) };
const from = Date.parse('2026-09-24T04:00:00.000Z');

const limits = { seconds: 300, rssMb: 1500 };

const result = await run();
const isBroken = result.readSeconds > limits.seconds || result.rssMbMax > limits.rssMb;
if (values.json) console.log(JSON.stringify({ plan, ...result, limits, broken: isBroken }));
else for (const line of linesOf(result)) console.log(line);
process.exitCode = isBroken ? 1 : 0;

type Result = Awaited<ReturnType<typeof run>>;

async function run() {
  const postgres = await startPostgres();
  try {
    await prepareTemplate(postgres);
    const world = await openWorld({
      server: postgres,
      database: 'bench',
      clock: virtualClock(from),
      runtime: 'process',
      shop: shopWithPast(from, plan),
    });
    try {
      return await measured(world);
    } finally {
      await world.dispose();
    }
  } finally {
    await postgres.stop();
  }
}

async function measured(world: World) {
  const memory = watchMemory();
  const living = stopwatch();
  const life = await livePast(world, plan);
  const lived = living();
  const reading = stopwatch();
  const before = world.clock.now();
  await untilRead(world, 24 * 60);
  const read = reading();
  const [counted] = await world.ask<{ orders: number; facts: number; proofs: number; deliveries: number }>(
    `select (select count(*)::int from fact where kind = 'order') as orders, (select count(*)::int from fact) as facts,
      (select count(*)::int from proof) as proofs, (select count(*)::int from inbox where source = 'shopify-bulk') as deliveries`,
  );
  if (counted === undefined || counted.orders !== life.orders.length)
    throw new Error(`${life.orders.length} orders were lived and ${counted?.orders} are known`);
  return {
    ...counted,
    livedSeconds: lived.seconds,
    readSeconds: read.seconds,
    readCpuSeconds: read.cpuSeconds,
    virtualMinutes: Math.round((world.clock.now() - before) / 60_000),
    trips: world.neon.trips,
    rssMbMax: memory(),
    readings: await readings(world),
  };
}

function linesOf(one: Result): string[] {
  const row = (name: string, value: number, limit?: number) =>
    `Past   ${name.padEnd(35)} ${String(value).padStart(7)}${limit === undefined ? '' : ` of ${String(limit).padStart(6)}  ${(value / limit).toFixed(2)}`}`;
  return [
    row('orders', one.orders),
    row('facts', one.facts),
    row('deliveries from the files', one.deliveries),
    row('lived in, s', one.livedSeconds),
    row('read and proven in, s', one.readSeconds, limits.seconds),
    row('of that our own processor time, s', one.readCpuSeconds),
    row("by the shop's clock, min", one.virtualMinutes),
    row('round trips to the database', one.trips),
    row('memory at most, MB', one.rssMbMax, limits.rssMb),
  ];
}
