import { expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { openStockedLife } from '#sandbox/run/stocked.ts';
import type { Delivery } from '#sandbox/shopify/courier.ts';
import { type Chance, chanceFrom } from '#sandbox/traffic/random.ts';
import { expectedDocuments, type OrderTruth } from '#sandbox/traffic/truth.ts';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

/** Whose day brings all plain lives but a free order, among them a canceled one and a test. */
const seed = 14;
const rate = 12;
const midnight = Date.parse('2026-11-22T23:00:00.000Z');
/** Whatever came late has come by then, and the store was asked after it. */
const wholeDay = 26 * 60 * minute;

async function aDay() {
  const world = await testWorld({ clock: virtualClock(midnight) });
  // Of edits, refunds and returns the documents still depend on when the news came; they are not posted yet.
  const plan = { seed, rate, days: 1, from: midnight, faults: 'none', repertoire: 'plain' } as const;
  return { world, truths: (await openStockedLife(world, plan)).orders };
}

/**
 * All that must not depend on how the deliveries came: ledger sums, proofs and ERP documents (ACCOUNTING §9.6). Fees and
 * gift cards are told by no delivery but by sweeps, so they depend on when those are.
 */
async function outcomeOf(world: World) {
  const sums = await world.ask(
    `select e.order_gid, l.account, l.item, e.effective_on::text, sum(l.minor)::text as minor
     from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
     where e.key !~ '^(reversal/)?(balance|clearing|dispute|card-opening|gift-card)/'
     group by 1, 2, 3, 4 having sum(l.minor) <> 0 order by 1, 2, 3, 4`,
  );
  const proofs = await world.ask('select order_gid, order_name, state, body from proof order by order_gid');
  const postings = await world.ask('select key, kind, state, body from posting order by key');
  const documents = world.erp.documents
    .map((one) => [one.kind, one.order, one.key, one.total.minor, one.total.currency, one.status].join(' '))
    .toSorted();
  return { sums, proofs, postings, documents };
}

/** Lives the day with every delivery sent once, at once and in order. */
async function inOrder(): Promise<{
  outcome: Awaited<ReturnType<typeof outcomeOf>>;
  truths: readonly OrderTruth[];
}> {
  const { world: opened, truths } = await aDay();
  await using world = opened;
  world.store.transit = () => [0];
  await live(world, wholeDay);
  return { outcome: await outcomeOf(world), truths };
}

const expected = inOrder();

test('a day lived in order gives the ERP what each order owes it, and nothing twice', async () => {
  const { outcome, truths } = await expected;
  expect(new Set(truths.map((one) => one.life)).size).toBeGreaterThan(4);
  for (const truth of truths) {
    const { orderId, life } = truth;
    const of = (kind: string) =>
      outcome.documents.filter((one) => one.startsWith(`${kind} ${orderId} `)).length;
    const seen = { salesOrder: of('sales_order'), deposits: of('customer_deposit'), invoices: of('invoice') };
    expect(seen, `the ${life} order ${orderId}`).toEqual(expectedDocuments(truth));
  }
  const count = (life: string) => truths.filter((one) => one.life === life).length;
  const states = Map.groupBy(outcome.proofs, ({ state }) => state);
  expect(states.get('cancelled') ?? []).toHaveLength(count('canceled-unpaid'));
  expect(states.get('test') ?? []).toHaveLength(count('test'));
  expect(states.get('matched')).toHaveLength(truths.length - count('canceled-unpaid') - count('test'));
});

test.for([1, 2, 3])(
  'every delivery sent twice and shuffled converges to the same sums, proofs and documents (shuffle %i)',
  async (shuffle) => {
    await using world = (await aDay()).world;
    world.store.mode = 'held';
    await live(world, wholeDay);
    expect(world.erp.documents).toEqual([]);

    const chance = chanceFrom(shuffle);
    await world.store.release((held) => shuffled([...held, ...held], chance));
    await live(world, 10 * minute);
    expect(world.sent).toHaveLength(2 * world.store.deliveries.length);
    expect(await outcomeOf(world)).toEqual((await expected).outcome);
  },
);

test('a day of late, doubled and lost messages on every road converges too', async () => {
  await using world = (await aDay()).world;
  const chance = chanceFrom(99);
  // QStash may wake us twice, late or never; the timetable finds what was forgotten.
  world.qstash.journey = ({ scheduleId }) => {
    const roll = scheduleId === undefined ? chance.whole(1, 100) : 100;
    if (roll <= 10) return [];
    if (roll <= 25) return [0, chance.whole(0, 90) * 1000];
    return roll <= 40 ? [chance.whole(1, 180) * 1000] : [0];
  };
  await live(world, wholeDay - 60 * minute);
  await world.worker.scheduled('*/5 * * * *');
  await live(world, 60 * minute);
  expect(await outcomeOf(world)).toEqual((await expected).outcome);
});

function shuffled(deliveries: readonly Delivery[], chance: Chance): Delivery[] {
  return deliveries
    .map((delivery) => ({ delivery, place: chance.fraction() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ delivery }) => delivery);
}
