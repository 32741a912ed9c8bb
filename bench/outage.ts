/**
 * npm run bench -- outage: an ERP that is down for an hour while the shop goes on selling, and how long what waited for
 * it takes to leave. Exits 1 where it takes too long, comes out of order, or is doubled or lost.
 */
import { parseArgs } from 'node:util';
import { virtualClock } from '#sandbox/clock.ts';
import { prepareTemplate } from '#sandbox/database.ts';
import { startPostgres } from '#sandbox/postgres.ts';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import { openWorld, type World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { stopwatch } from '#tests/support/stopwatch.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rate: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '60' },
  },
});
/** Orders an hour, and for how many minutes the ERP is down. */
const plan = { rate: Number(values.rate), minutes: Number(values.minutes) };
const limits = { drainMinutes: 45, outOfOrder: 0, doubled: 0, lost: 0 };

const minute = 60_000;
const opening = Date.parse('2026-11-23T08:00:00.000Z');
/** Orders from before, so that the outage finds some in every state. */
const downAt = opening + 10 * minute;
const upAt = downAt + plan.minutes * minute;
/** Goods leave so long after they were ordered. */
const shippedAfter = 5 * minute;

/** What each document rests on. */
const before = {
  sales_order: [],
  customer_deposit: ['sales_order'],
  invoice: ['sales_order'],
  application: ['customer_deposit', 'invoice'],
};

const result = await run();
const isBroken =
  result.drainMinutes > limits.drainMinutes ||
  result.outOfOrder > limits.outOfOrder ||
  result.doubled > limits.doubled ||
  result.lost > limits.lost;
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
      clock: virtualClock(opening),
      runtime: 'process',
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
  await world.worker.scheduled('*/5 * * * *');
  const orders = sell(world);
  let refused = 0;
  world.erp.plantDuring('503', { from: downAt, until: upAt });
  world.intercept = async (request, answer) => {
    const response = await answer();
    if (new URL(request.url).hostname.startsWith('erp.') && response.status === 503) refused += 1;
    return response;
  };
  const living = stopwatch();
  await world.clock.run({ until: upAt });
  const lived = living();
  const waiting = await open(world);
  const draining = stopwatch();
  while ((await open(world)) > 0 && world.clock.now() < upAt + 6 * 60 * minute)
    await world.clock.run({ until: world.clock.now() + minute / 2 });
  const drained = draining();
  const drainMinutes = (world.clock.now() - upAt) / minute;
  // Orders go on coming until the end of the hour after the outage; the last of them are to be posted as well.
  await world.clock.run({ until: Math.max(world.clock.now(), lastOrderAt()) + 20 * minute });
  return {
    orders: orders.length,
    refused,
    waiting,
    drainMinutes,
    drainSeconds: drained.seconds,
    livedSeconds: lived.seconds,
    documents: world.erp.documents.length,
    outOfOrder: outOfOrder(world, orders),
    overtaken: overtaken(world, orders),
    doubled: world.erp.counts().duplicates,
    lost: orders.filter((one) => documentsOf(world, one).length !== 4).length,
    trips: world.neon.trips,
  };
}

/** The shop sells all the time: before, while the ERP is down, and for a quarter of an hour while it catches up. */
function lastOrderAt(): number {
  return upAt + 15 * minute;
}

function sell(world: World): StoreOrder[] {
  const orders: StoreOrder[] = [];
  const everyMs = (60 * minute) / plan.rate;
  for (let at = opening + everyMs; at < lastOrderAt(); at += everyMs)
    world.clock.at(at, 'a customer orders', async () => {
      const order = world.store.placeOrder(paidOrder());
      orders.push(order);
      world.clock.at(at + shippedAfter, 'goods leave', async () => void world.store.fulfill(order));
    });
  return orders;
}

/** Postings whose duty arose before the ERP was back, and that have no receipt. */
async function open(world: World): Promise<number> {
  const [row] = await world.ask<{ open: number }>(
    `select count(*)::integer as open from posting where state in ('planned', 'leased', 'held', 'rejected') and happened_at <= $1`,
    [new Date(upAt).toISOString()],
  );
  return row?.open ?? 0;
}

function documentsOf(world: World, order: StoreOrder) {
  return world.erp.documents.filter((one) => one.order === orderGid(order));
}

/** Documents that the ERP got before one that they rest on; within an order each duty waits for the older ones. */
function outOfOrder(world: World, orders: readonly StoreOrder[]): number {
  return orders.reduce((sum, order) => {
    const kinds: string[] = documentsOf(world, order).map(({ kind }) => kind);
    const wrong = Object.entries(before).flatMap(([kind, needed]) =>
      needed.filter((one) => kinds.includes(kind) && kinds.indexOf(one) > kinds.indexOf(kind)),
    );
    return sum + wrong.length + (kinds.indexOf('customer_deposit') > kinds.indexOf('invoice') ? 1 : 0);
  }, 0);
}

/** The most sales orders of younger orders that got into the ERP before an older one. */
function overtaken(world: World, orders: readonly StoreOrder[]): number {
  const places = new Map(orders.map((order, place) => [orderGid(order), place]));
  const made = world.erp.documents.flatMap(({ kind, order }) =>
    kind === 'sales_order' && order !== null ? [places.get(order) ?? 0] : [],
  );
  let most = 0;
  for (const [at, place] of made.entries())
    most = Math.max(most, made.slice(Math.max(0, at - 500), at).filter((one) => one > place).length);
  return most;
}

function linesOf(one: Result): string[] {
  const row = (name: string, value: number, limit?: number) =>
    `Outage ${name.padEnd(35)} ${String(value).padStart(7)}${limit === undefined ? '' : ` of ${String(limit).padStart(6)}  ${(limit === 0 ? value : value / limit).toFixed(2)}`}`;
  return [
    row('orders', one.orders),
    row('calls the ERP refused meanwhile', one.refused),
    row('documents waiting when it is back', one.waiting),
    row("drained by the shop's clock, min", one.drainMinutes, limits.drainMinutes),
    row('drained in, s', one.drainSeconds),
    row('the outage was lived in, s', one.livedSeconds),
    row('documents in the end', one.documents),
    row('before one that they rest on', one.outOfOrder, limits.outOfOrder),
    row('younger orders before an older, most', one.overtaken),
    row('doubled', one.doubled, limits.doubled),
    row('orders without their four documents', one.lost, limits.lost),
    row('round trips to the database', one.trips),
  ];
}
