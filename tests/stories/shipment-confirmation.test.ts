import { describe, expect, test } from 'vitest';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { lamp, paidOrder } from '#tests/support/checkout.ts';
import {
  confirmationsOf,
  confirmedWorld,
  loseAnswers,
  parcelsOf,
  shipByHand,
  tells,
} from '#tests/support/warehouse.ts';
import { breaksOf, sweep } from '#tests/support/bookkeeper.ts';
import { documentsOf, laneOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { listen } from '#tests/support/wire.ts';
import { live, minute } from '#tests/support/world.ts';
import { callTask } from '#tests/worker/support/look.ts';

const sku = 'LAMP-BRASS-01';
const day = 24 * 60 * minute;
const lamps = (quantity: number): Partial<OrderSpec> => ({
  lines: [lamp({ quantity, unitPrice: 5950n })],
});

const world = await confirmedWorld();
const wire = listen(world);

async function placed(changes: Partial<OrderSpec> = {}) {
  wire.interfere = undefined;
  const order = world.store.placeOrder(paidOrder(changes));
  await live(world, 3 * minute);
  return order;
}

describe('what the ERP ships', () => {
  test('in two parcels becomes two fulfillments with their numbers, is invoiced, and is not sent back to the ERP', async () => {
    const order = await placed(lamps(2));
    shipByHand(world, order, { units: { [sku]: 1 }, number: '001' });
    await live(world, 5 * minute);
    shipByHand(world, order, { units: { [sku]: 1 }, number: '002' });
    await live(world, 5 * minute);

    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1 by DHL 001`, `1 ${sku} of line 1 by DHL 002`]);
    expect(await confirmationsOf(world, order)).toEqual(['fulfill posted', 'fulfill posted']);
    expect(documentsOf(world, order).filter(([kind]) => kind === 'invoice')).toEqual([
      ['invoice', 5950],
      ['invoice', 5950],
    ]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('in three parcels days apart is invoiced three times, each with the tax of what was in it', async () => {
    const order = await placed({ lines: [lamp({ quantity: 3 })] });
    for (const number of ['011', '012', '013']) {
      shipByHand(world, order, { units: { [sku]: 1 }, number });
      await live(world, 2 * day);
    }
    expect(parcelsOf(order)).toHaveLength(3);
    const invoices = (await postingsOf(world, order)).filter(({ kind }) => kind === 'invoice');
    expect(invoices.map(({ state, body }) => [state, body.lines[0]?.taxes[0]?.amount.minor])).toEqual([
      ['posted', 1900],
      ['posted', 1900],
      ['posted', 1900],
    ]);
  });

  test('of one SKU on two lines is told line by line, and both lines are shipped in the end', async () => {
    const order = await placed({ lines: [lamp(), lamp({ discount: 11900n })] });
    shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
    shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`, `1 ${sku} of line 2`]);
  });

  test('is told once though the answer of the store is lost twice', async () => {
    const order = await placed();
    loseAnswers(wire, tells('Fulfill'), 2);
    const from = wire.calls.length;
    shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 10 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
    expect(wire.calls.slice(from).filter(tells('Fulfill'))).toHaveLength(1);
    expect(await confirmationsOf(world, order)).toEqual(['fulfill posted']);
  });

  test('is told once though every wake-up comes twice', async () => {
    const order = await placed();
    const from = wire.calls.length;
    const wakeAgain = async () => {
      const [row] = await world.ask<{ key: string }>(
        `select key from posting where lane = $1 and kind = 'fulfill'`,
        [laneOf(order)],
      );
      await callTask(world, 'post', { shopId: world.shopId, key: row?.key ?? '' });
    };
    wire.interfere = async (call, answer) => {
      if (!tells('Fulfill')(call)) return answer();
      await wakeAgain();
      const given = await answer();
      await wakeAgain();
      return given;
    };
    shipByHand(world, order, { units: { [sku]: 1 }, number: '020' });
    await live(world, minute);
    await Promise.all([wakeAgain(), wakeAgain()]);
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1 by DHL 020`]);
    expect(wire.calls.slice(from).filter(tells('Fulfill'))).toHaveLength(1);
  });

  test('is found by the sweep when the ERP told nobody', async () => {
    const order = await placed();
    world.erp.enterByHand('shipment', {
      order: `gid://shopify/Order/${order.id}`,
      units: [{ sku, location: 'BERLIN', quantity: -1 }],
    });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([]);
    await sweep(world);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
  });

  test('beyond what is left is held with a sentence, and nothing of it is told', async () => {
    const order = await placed(lamps(2));
    shipByHand(world, order, { units: { [sku]: 3 } });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([]);
    expect(await confirmationsOf(world, order)).toEqual([
      expect.stringMatching(/^fulfill held: SHP-\d+ has 1 of LAMP-BRASS-01 more than is left to ship$/),
    ]);
  });

  test('and somebody shipped in the store as well is one parcel, told to nobody', async () => {
    const order = await placed();
    world.store.fulfill(order);
    shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toHaveLength(1);
    expect(await confirmationsOf(world, order)).toEqual([]);
  });

  test('and canceled afterwards is a difference for people: the store is left as it is', async () => {
    const order = await placed();
    const parcel = shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 5 * minute);
    world.erp.editByHand(parcel, { status: 'canceled' });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
    expect(await breaksOf(world, order)).toContain('store STATUS');
    expect(await confirmationsOf(world, order)).toEqual(['fulfill posted']);
  });

  test('and canceled before the store was told is told to nobody', async () => {
    const order = await placed();
    const parcel = shipByHand(world, order, { units: { [sku]: 1 } });
    world.erp.editByHand(parcel, { status: 'canceled' });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([]);
  });

  test('from a warehouse that is mapped to no location waits for its mapping, and leaves with it', async () => {
    const order = await placed();
    shipByHand(world, order, { units: { [sku]: 1 }, from: 'HAMBURG' });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([]);
    expect(await confirmationsOf(world, order)).toEqual([
      'fulfill held: the warehouse HAMBURG of the ERP is mapped to no location of the store',
    ]);
    expect(await breaksOf(world, order)).toContain('store UNMAPPED 11900');

    const location = String(world.store.state.shop.locationId);
    await world.ask(
      `insert into mapping (shop_id, kind, source, target, set_at, set_by)
       values ($1, 'location', 'HAMBURG', $2, now(), 'accountant')`,
      [world.shopId, location],
    );
    await world.ask('update lane set stirred = stirred + 1 where key = $1', [laneOf(order)]);
    await callTask(world, 'shop', { shopId: world.shopId });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
    expect(await breaksOf(world, order)).toContain('store UNMAPPED 11900 closed');
  });

  test('from a location of a fulfillment service is left to that service', async () => {
    const order = await placed();
    const [work] = order.fulfillmentOrders;
    const service = world.store.addLocation({ name: 'Third', country: 'DE', kind: 'third-party' });
    if (work !== undefined) world.store.moveFulfillmentOrder(order, work, { locationId: service.id });
    await world.ask(
      `insert into mapping (shop_id, kind, source, target, set_at, set_by)
       values ($1, 'location', $2, 'THIRD', now(), 'accountant')`,
      [world.shopId, `gid://shopify/Location/${service.id}`],
    );
    shipByHand(world, order, { units: { [sku]: 1 }, from: 'THIRD' });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([]);
    expect(await confirmationsOf(world, order)).toEqual([
      expect.stringMatching(/^fulfill held: Third belongs to a fulfillment service/),
    ]);
  });
});

describe('tracking that comes later', () => {
  test('is told once for each value that it takes', async () => {
    const order = await placed();
    const from = wire.calls.length;
    const parcel = shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
    for (const trackingNumber of ['031', '031', '032']) {
      world.erp.editByHand(parcel, { carrier: 'DHL', trackingNumber });
      await live(world, 5 * minute);
      expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1 by DHL ${trackingNumber}`]);
    }
    expect(wire.calls.slice(from).filter(tells('Track'))).toHaveLength(2);
    expect(await confirmationsOf(world, order)).toEqual(['fulfill posted', 'track posted', 'track posted']);
  });

  test('is told once though the answer is lost', async () => {
    const order = await placed();
    const parcel = shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 5 * minute);
    loseAnswers(wire, tells('Track'));
    const from = wire.calls.length;
    world.erp.editByHand(parcel, { carrier: 'DHL', trackingNumber: '041' });
    await live(world, 10 * minute);
    expect(wire.calls.slice(from).filter(tells('Track'))).toHaveLength(1);
    expect(await confirmationsOf(world, order)).toEqual(['fulfill posted', 'track posted']);
  });
});

describe('what the store ships', () => {
  test('becomes one shipment in the ERP, and what the ERP says of that shipment is told to nobody', async () => {
    const order = await placed(lamps(2));
    const [line] = order.lines;
    if (line === undefined) throw new Error('the order has a line');
    world.store.fulfill(order, [{ line, quantity: 1 }]);
    await live(world, 5 * minute);
    const about = `gid://shopify/Order/${order.id}`;
    const [shipment, ...others] = world.erp.documents.filter(
      (one) => one.kind === 'shipment' && one.order === about,
    );
    if (shipment === undefined) throw new Error('the ERP has no shipment');
    expect(others).toEqual([]);
    expect(shipment.key).toContain('-shipment-');
    const { id, number, modifiedAt } = shipment;
    world.erp.tell('shipment.confirmed', {
      id,
      number,
      modifiedAt,
      order: about,
      lines: [{ sku, quantity: 1 }],
      shippedAt: modifiedAt,
      location: 'BERLIN',
      status: 'shipped',
      carrier: null,
      trackingNumber: null,
    });
    await live(world, 5 * minute);
    expect(parcelsOf(order)).toHaveLength(1);
    expect(await confirmationsOf(world, order)).toEqual(['shipment posted']);
  });
});

test('no one outside this world was asked anything', () => {
  expect(world.strangers).toEqual([]);
  expect(world.erp.counts().duplicates).toBe(0);
});
