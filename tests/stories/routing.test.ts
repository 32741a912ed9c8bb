import { describe, expect, test } from 'vitest';
import type { RoutingRule } from '#domain/routing.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { book, rule } from '#tests/support/routing-facts.ts';
import {
  placeLamps as place,
  type RoutingShop,
  routingShop,
  stockLamps as stock,
  writeRules as write,
} from '#tests/support/routing-shop.ts';
import { laneOf, standingsOf } from '#tests/support/witness.ts';
import { type Call, listen } from '#tests/support/wire.ts';
import { live, minute } from '#tests/support/world.ts';

const aWhile = 4 * minute;

const toHamburg = ({ places }: RoutingShop): RoutingRule =>
  rule({ does: { do: 'prefer', locations: [places.hamburg], by: 'priority', split: false } });

/** Each part that is not closed as `location × units`. */
function partsOf({ state }: World['store'], order: StoreOrder): string[] {
  return order.fulfillmentOrders
    .filter(({ status }) => status !== 'CLOSED')
    .map(({ locationId, lines, status }) => {
      const name = state.locations.find(({ id }) => id === locationId)?.name ?? '';
      return `${name} × ${lines.reduce((sum, { remaining }) => sum + remaining, 0)} ${status.toLowerCase()}`;
    });
}

const routes = async (world: World, order: StoreOrder) =>
  (await standingsOf(world, order)).filter((one) => one.startsWith('route'));
const isMove = (call: Call) => call.party === 'store' && call.body.includes('fulfillmentOrderMove');

describe('an order that a rule sends elsewhere', () => {
  test('is moved there once, and stays there', async () => {
    await using world = await routingShop();
    const wire = listen(world);
    await write(world, book([toHamburg(world)]));
    const order = place(world);
    await live(world, aWhile);
    expect(partsOf(world.store, order)).toEqual(['Hamburg × 1 open']);
    expect(await routes(world, order)).toEqual(['route posted']);
    await live(world, 10 * minute);
    expect(wire.calls.filter(isMove)).toHaveLength(1);
    const [posting] = await world.ask<{ key: string; because: string }>(
      `select key, (select detail ->> 'because' from decision d where d.subject = p.key and d.kind = 'planned') as because
       from posting p where lane = $1 and kind = 'route'`,
      [laneOf(order)],
    );
    expect(posting?.key).toMatch(/^plumb-demo-route-\d+-1-1-move-\d+-1$/);
    expect(posting?.because).toContain('Rule 1 “To Hamburg” fits');
  });

  test('is moved once when its wake-ups come twice, at the same instant and again later', async () => {
    await using world = await routingShop();
    const wire = listen(world);
    await write(world, book([toHamburg(world)]));
    const order = place(world);
    let doubled = 0;
    wire.interfere = async (call, answer) => {
      const first = await answer();
      if (call.party !== 'queue' || !call.body.includes('/post')) return first;
      doubled += 1;
      return answer();
    };
    await live(world, 10 * minute);
    expect(doubled).toBeGreaterThan(0);
    expect(partsOf(world.store, order)).toEqual(['Hamburg × 1 open']);
    expect(wire.calls.filter(isMove)).toHaveLength(1);
  });

  test('is moved once when the store’s answer is lost', async () => {
    await using world = await routingShop();
    const wire = listen(world);
    await write(world, book([toHamburg(world)]));
    const order = place(world);
    let lost = 0;
    wire.interfere = async (call, answer) => {
      const response = await answer();
      if (!isMove(call) || lost > 0) return response;
      lost += 1;
      return new Response('gone', { status: 503 });
    };
    await live(world, 15 * minute);
    expect(lost).toBe(1);
    expect(partsOf(world.store, order)).toEqual(['Hamburg × 1 open']);
    expect(await routes(world, order)).toEqual(['route posted']);
    expect(wire.calls.filter(isMove)).toHaveLength(1);
  });

  test('is left to the person who moved it meanwhile', async () => {
    await using world = await routingShop();
    const kiel = world.store.addLocation({ name: 'Kiel', country: 'DE', kind: 'warehouse' });
    stock(world, { variant: world.variant, at: kiel.id, units: 5 });
    const wire = listen(world);
    await write(world, book([toHamburg(world)]));
    const order = place(world);
    const [part] = order.fulfillmentOrders;
    if (part === undefined) throw new Error('nothing is to be shipped');
    let looks = 0;
    wire.interfere = async (call, answer) => {
      if (call.party === 'store' && call.body.includes('query OrderRouting')) looks += 1;
      // The first look plans, the second is taken right before the move.
      if (looks === 2 && part.locationId !== kiel.id)
        world.store.moveFulfillmentOrder(order, part, { locationId: kiel.id });
      return answer();
    };
    await live(world, 10 * minute);
    expect(partsOf(world.store, order)).toEqual(['Kiel × 1 open']);
    expect(await routes(world, order)).toEqual(['route rejected']);
    expect(wire.calls.filter(isMove)).toEqual([]);
  });
});

test('an order is split between two locations where a rule allows it, and no unit is lost', async () => {
  await using world = await routingShop();
  stock(world, { variant: world.variant, at: world.store.shop.locationId, units: 1 });
  stock(world, { variant: world.variant, at: world.hamburg.id, units: 2 });
  const { home, hamburg } = world.places;
  await write(
    world,
    book([rule({ does: { do: 'prefer', locations: [home, hamburg], by: 'priority', split: true } })]),
  );
  const order = place(world, 3);
  await live(world, 10 * minute);
  const here = world.store.state.locations.find(({ id }) => id === world.store.shop.locationId);
  expect(partsOf(world.store, order)).toEqual([`${here?.name} × 1 open`, 'Hamburg × 2 open']);
  expect(await routes(world, order)).toEqual(['route posted']);
});

describe('a hold', () => {
  const holding = rule({
    id: 7,
    name: 'Preorders wait',
    when: [{ is: 'preorder' }],
    does: { do: 'hold', reason: 'UNKNOWN_DELIVERY_DATE', note: 'Not on the shelf before May' },
  });

  test('is placed by a rule and released when the rule does not fit any more; a person’s stays', async () => {
    await using world = await routingShop();
    await write(world, book([holding]));
    const order = place(world, 1, { tags: ['preorder'] });
    await live(world, aWhile);
    const [part] = order.fulfillmentOrders;
    expect(part?.status).toBe('ON_HOLD');
    expect(part?.holds.map(({ handle, notes }) => [handle, notes])).toEqual([
      ['plumbline-route-7', 'Not on the shelf before May'],
    ]);
    if (part === undefined) throw new Error('nothing is to be shipped');
    world.store.holdFulfillmentOrder(order, part, { reason: 'OTHER', notes: 'Ask the customer' });

    await write(world, book([{ ...holding, on: false, version: 2 }], { version: 2 }));
    await world.store.sendRaw('orders/updated', world.store.orderBody(order));
    await live(world, aWhile);
    expect(part.holds.map(({ notes }) => notes)).toEqual(['Ask the customer']);
    expect(await routes(world, order)).toEqual(['route posted', 'route posted']);
  });
});

test('a hold that a person placed in the store is known within minutes, though no news of the order tells of it', async () => {
  await using world = await routingShop();
  await write(world, book([]));
  const order = place(world);
  await live(world, aWhile);
  const [part] = order.fulfillmentOrders;
  if (part === undefined) throw new Error('nothing is to be shipped');
  world.store.holdFulfillmentOrder(order, part, { reason: 'OTHER', notes: 'Ask the customer' });
  await live(world, 5 * minute);
  const [known] = await world.ask<{ status: string }>(
    `select body ->> 'status' as status from fact where kind = 'fulfillment_order' and home = $1`,
    [laneOf(order)],
  );
  expect(known?.status).toBe('on_hold');
});

test.each(['shadow', 'approve'] as const)(
  'in mode %s routing is planned and nothing is moved',
  async (mode) => {
    await using world = await routingShop({ modes: { 'order routing': mode } });
    const wire = listen(world);
    await write(world, book([toHamburg(world)]));
    const order = place(world);
    await live(world, aWhile);
    expect(await routes(world, order)).toEqual(['route held']);
    expect(wire.calls.filter((call) => call.party === 'store' && call.body.includes('mutation'))).toEqual([]);
  },
);
