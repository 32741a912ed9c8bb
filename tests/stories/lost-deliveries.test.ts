import { expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { rareLooks } from '#sandbox/simulation/weather.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { openLife } from '#sandbox/traffic/life.ts';
import { chanceFrom } from '#sandbox/traffic/random.ts';
import type { World } from '#sandbox/world.ts';
import { encode } from '#domain/encode.ts';
import { knowDocuments, knowOrder } from '#src/stabilize/know.ts';
import { factOf, type FactRow } from '#src/stabilize/store.ts';
import { callTask } from '#tests/worker/support/look.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const midnight = Date.parse('2026-11-22T23:00:00.000Z');
const plan = { seed: 11, rate: 24, days: 1, from: midnight, faults: 'none' } as const;
const untilQuiet = 30 * minute;

/** A day of whose deliveries this percentage is lost for ever, and one sweep of everything after it. */
async function sweptDay(lossPercent: number) {
  const clock = virtualClock(midnight);
  const world = await testWorld({
    clock,
    shop: { mode: 'shadow', installedAt: new Date(midnight).toISOString() },
  });
  world.qstash.journey = rareLooks();
  // People fill the ERP, which tells nobody of it.
  const life = openLife(world, { ...plan, liveFrom: midnight + 86_400_000 });
  // An act tells of itself in several deliveries, and each next act of an order tells of the ones before. So those of
  // one moment share their fate, or hardly anything would be missing.
  const chance = chanceFrom(7);
  let lost = 0;
  let moment = { at: -1, isLost: false };
  world.store.transit = () => {
    if (moment.at !== clock.now()) moment = { at: clock.now(), isLost: chance.percent(lossPercent) };
    if (!moment.isLost) return [0];
    lost += 1;
    return [];
  };
  await clock.run({ until: life.endsAt });
  for (const order of world.store.orders) await sendBack(world, order);
  await live(world, untilQuiet);
  const before = await knowledge(world);
  await callTask(world, 'sweep', { shopId: world.shopId });
  await live(world, untilQuiet);
  const after = await knowledge(world);
  return { world, lost, before, after, orders: life.orders.length };
}

/** The customer sends one unit back of the first parcel, if there was one and nothing of it came back yet. */
async function sendBack(world: World, order: StoreOrder): Promise<void> {
  const shipped = order.fulfillments.find(({ status }) => status === 'success')?.lines[0];
  if (shipped === undefined || order.refunds.length > 0 || order.returns.length > 0) return;
  world.store.createReturn(order, { lines: [{ fulfillmentLineId: shipped.id, quantity: 1 }] });
  await live(world, minute);
}

/**
 * What is known of each order, as the rules read it. When the store was asked differs, of course. What only a
 * payload says, and no authority repeats, is not in it: notes of refunds and returns, risks, holds, requests.
 */
async function knowledge(world: World): Promise<Record<string, Map<string, unknown>>> {
  const rows = await world.ask<FactRow>(
    `select kind, key, home, to_jsonb(also) as also, iso(happened_at) as happened_at, authority, digest, body
     from fact order by kind, key`,
  );
  const lanes = Map.groupBy(
    rows.map((row) => factOf(row).fact),
    ({ lanes: [home] }) => home,
  );
  const known = [...lanes].map(([lane, facts]) => {
    return { lane, order: knowOrder(facts, null), documents: knowDocuments(facts) };
  });
  const by = (read: (one: (typeof known)[number]) => unknown) =>
    new Map(
      known.flatMap((one) => {
        const said = encode(read(one) ?? null);
        return said === null || JSON.stringify(said) === '[]' ? [] : [[one.lane, said]];
      }),
    );
  return {
    orders: by(({ order }) => order?.header),
    transactions: by(({ order }) => order?.transactions),
    fulfillments: by(({ order }) => order?.fulfillments),
    agreements: by(({ order }) => order?.agreements),
    refunds: by(({ order }) => order?.refunds),
    returns: by(({ order }) => order?.returns),
    documents: by(({ documents }) => documents),
  };
}

const resources = [
  'orders',
  'transactions',
  'fulfillments',
  'agreements',
  'refunds',
  'returns',
  'documents',
] as const;

test('of a day that loses five in a hundred deliveries for ever, one sweep knows all that a day without loss knows', async () => {
  await using whole = disposable(await sweptDay(0));
  await using lossy = disposable(await sweptDay(5));
  expect(whole.lost).toBe(0);
  expect(lossy.lost).toBeGreaterThan(5);
  expect(whole.orders).toBeGreaterThan(15);
  expect(lossy.before).not.toEqual(whole.before);
  for (const resource of resources) {
    expect(whole.after[resource]?.size, resource).toBeGreaterThan(0);
    expect(lossy.after[resource], resource).toEqual(whole.after[resource]);
  }
  const found = await lossy.world.ask<{ after: number }>(
    `select (detail ->> 'afterMs')::float8 as after from decision where kind = 'caught up'`,
  );
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ after }) => after > 0)).toBe(true);
  expect(await whole.world.ask(`select lane from decision where kind = 'caught up'`)).toEqual([]);
}, 180_000);

function disposable<Day extends { world: AsyncDisposable }>(day: Day): Day & AsyncDisposable {
  return Object.assign(day, { [Symbol.asyncDispose]: async () => day.world[Symbol.asyncDispose]() });
}
