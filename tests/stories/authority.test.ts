import { describe, expect, test } from 'vitest';
import { secrets } from '#sandbox/secret.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { skewableClock } from '#tests/support/skew.ts';
import { booksOf, documentsOf, laneOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { listen } from '#tests/support/wire.ts';
import { live, minute, morning, testWorld } from '#tests/support/world.ts';

const logged: string[] = [];
const clock = skewableClock(morning);
const world = await testWorld({ clock, log: (line) => void logged.push(line) });
const wire = listen(world);

function questions(): number {
  return wire.calls.filter(({ party }) => party === 'store').length;
}

describe('a store that does not answer only delays', () => {
  test.for([
    ['503', 3],
    ['429', 3],
    ['throttled', 3],
    ['network', 3],
  ] as const)('%s, %i times', async ([fault, calls]) => {
    const before = questions();
    const order = world.store.placeOrder(paidOrder());
    world.store.failNextAdminCalls(calls, fault);
    await live(world, minute);
    expect(documentsOf(world, order)).toEqual([]);
    expect(await booksOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('pending');

    await live(world, 5 * minute);
    expect(questions() - before).toBe(calls + 1);
    expect(documentsOf(world, order)).toHaveLength(2);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('a 429 is obeyed in seconds, not in milliseconds', async () => {
    const order = world.store.placeOrder(paidOrder());
    world.store.failNextAdminCalls(1, '429');
    const from = wire.calls.length;
    await live(world, 3 * minute);
    const [first, second] = wire.calls.slice(from).filter(({ party }) => party === 'store');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
    expect(documentsOf(world, order)).toHaveLength(2);
  });

  test('a token that is refused is tried again later, and no log line holds it', async () => {
    const order = world.store.placeOrder(paidOrder());
    world.store.failNextAdminCalls(1, '401');
    await live(world, 10 * minute);
    expect(documentsOf(world, order)).toEqual([]);
    expect(logged.filter((line) => line.includes('Shopify refuses our token (401)'))).toHaveLength(1);
    await live(world, 10 * minute);
    expect(documentsOf(world, order)).toHaveLength(2);
    expect(logged.filter((line) => line.includes(secrets.storeToken))).toEqual([]);
  });
});

test('an order that the store does not show when asked is a break, and nothing is posted', async () => {
  const order = world.store.placeOrder(paidOrder({ quiet: true }));
  const body = world.store.orderBody(order);
  world.store.deleteOrder(order);
  const before = questions();
  await world.store.sendRaw('orders/create', body);
  await world.store.sendRaw('orders/paid', body);
  await live(world, 90 * minute);

  expect(questions() - before).toBe(1);
  expect(await proofOf(world, order)).toMatchObject({ state: 'broken', causes: { store: 'DELETED' } });
  expect(await postingsOf(world, order)).toEqual([]);
  expect(await booksOf(world, order)).toEqual([]);
});

test('many events of one order within the quiet period are one question, asked when the order has been quiet', async () => {
  const before = questions();
  const order = world.store.placeOrder(paidOrder());
  for (let second = 0; second < 100; second += 10) {
    await live(world, 10_000);
    await world.store.sendRaw('orders/updated', world.store.orderBody(order));
  }
  const lastHeard = world.clock.now();
  expect(questions() - before).toBe(0);
  await live(world, 5 * minute);

  expect(questions() - before).toBe(1);
  const asked = wire.calls.findLast(({ party }) => party === 'store')?.at ?? 0;
  expect(asked - lastHeard).toBeGreaterThanOrEqual(minute);
  expect(asked - lastHeard).toBeLessThan(minute + 2000);
  const kept = await world.ask('select from inbox where lane = $1 and source = $2', [
    laneOf(order),
    'shopify',
  ]);
  expect(kept).toHaveLength(13);
  expect(documentsOf(world, order)).toHaveLength(2);
});

test('news that comes while the store is being asked is asked about again', async () => {
  const order = world.store.placeOrder(paidOrder());
  const from = wire.calls.length;
  let told = false;
  wire.interfere = async (call, answer) => {
    const response = await answer();
    if (call.party === 'store' && !told) {
      told = true;
      clock.skip(5);
      world.store.fulfill(order);
      await world.store.sendRaw('orders/updated', world.store.orderBody(order));
    }
    return response;
  };
  await live(world, 5 * minute);
  wire.interfere = undefined;
  expect(wire.calls.slice(from).filter(({ party }) => party === 'store')).toHaveLength(2);
  expect(documentsOf(world, order)).toHaveLength(4);
  expect((await proofOf(world, order))?.state).toBe('matched');
});
