import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { breaksOf } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder, standardRate, unpaidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { documentsOf, expectOneOfEach, laneOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const shopLocation = `gid://shopify/Location/${world.store.shop.locationId}`;
const further = world.store.addLocation({ name: 'Harbor', country: 'DE', kind: 'retail' });

type Row = readonly [kind: string, source: string];

/** Gives sources a name in the ERP, and has what concerns it looked at again, as whoever changes a mapping does (DESIGN §4). */
async function map(rows: readonly Row[], stir: readonly StoreOrder[] = []): Promise<void> {
  for (const [kind, source] of rows)
    await world.ask(
      `insert into mapping (shop_id, kind, source, target, set_at, set_by) values ($1, $2, $3, 'there', $4, 'staff')`,
      [world.shopId, kind, source, new Date(world.clock.now()).toISOString()],
    );
  await world.ask('update lane set stirred = stirred + 1 where key = any ($1)', [stir.map(laneOf)]);
  await world.worker.scheduled('*/5 * * * *');
  await live(world, minute);
}

await map([
  ['gateway', 'shopify_payments'],
  ['tax', 'DE MwSt 0.19'],
  ['sku', 'LAMP-BRASS-01'],
  ['location', shopLocation],
  ['currency', 'EUR'],
]);

type Named = { readonly about: string; readonly sentence: string };

/** The open differences of an order that wait for a name. */
async function queueOf(order: StoreOrder): Promise<Named[]> {
  return world.ask<Named>(
    `select about, sentence from break where lane = $1 and cause = 'UNMAPPED' and closed_at is null order by key`,
    [laneOf(order)],
  );
}

type Case = {
  readonly spec: OrderSpec;
  /** The difference, the thing without a name, and how much waits for it. */
  readonly found: string;
  readonly row: Row;
  readonly waits: string;
};

const harbor = `gid://shopify/Location/${further.id}`;
const cases: readonly (readonly [what: string, one: Case])[] = [
  [
    'SKU',
    {
      spec: paidOrder({
        lines: [lamp({ sku: 'ENGRAVING-9', title: 'Engraving', unitPrice: 2380n }), lamp()],
      }),
      found: 'store UNMAPPED 2380',
      row: ['sku', 'ENGRAVING-9'],
      waits: '23.80 EUR',
    },
  ],
  [
    'tax',
    {
      spec: paidOrder({
        taxesIncluded: false,
        lines: [lamp({ unitPrice: 10000n, taxes: [standardRate, { title: 'Lantern levy', rate: '0.03' }] })],
      }),
      found: 'store UNMAPPED 300',
      row: ['tax', 'Lantern levy 0.03'],
      waits: '3.00 EUR',
    },
  ],
  [
    'gateway',
    {
      spec: unpaidOrder({ payment: { kind: 'sale', gateway: 'lantern_pay' } }),
      found: 'cash UNMAPPED 11900',
      row: ['gateway', 'lantern_pay'],
      waits: '119.00 EUR',
    },
  ],
  [
    'location',
    {
      spec: paidOrder({ source: 'pos', handedOver: true, retailLocationId: further.id }),
      found: 'store UNMAPPED 11900',
      row: ['location', harbor],
      waits: '119.00 EUR',
    },
  ],
  [
    'currency',
    {
      spec: paidOrder({ currency: 'USD', exchangeRate: '0.85' }),
      found: 'store UNMAPPED 10115',
      row: ['currency', 'USD'],
      waits: '101.15 EUR',
    },
  ],
];

describe('what has no name in the ERP yet', () => {
  test.each(cases)('a %s is a named break of its order alone, which goes once it has one', async (_, one) => {
    const order = world.store.placeOrder(one.spec);
    const other = await wholeLife(world, paidOrder());
    if (order.fulfillments.length === 0) world.store.fulfill(order);
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual([one.found]);
    const [named] = await queueOf(order);
    expect(named?.about).toBe(one.row.join(' '));
    expect(named?.sentence).toContain(one.waits);
    expect((await proofOf(world, order))?.state).toBe('broken');
    await expectOneOfEach(world, other);
    expect(await breaksOf(world, other)).toEqual([]);

    await map([one.row], [order, other]);
    expect(await breaksOf(world, order)).toEqual([`${one.found} closed`]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('a line without a SKU sends its one order of a batch to review, and the rest of the batch goes on', async () => {
    const clean = [1, 2, 3].map(() => world.store.placeOrder(paidOrder()));
    const odd = world.store.placeOrder(
      paidOrder({ lines: [lamp(), lamp({ sku: null, title: 'Custom shade', unitPrice: 4760n })] }),
    );
    clean.push(world.store.placeOrder(paidOrder()));
    await live(world, 3 * minute);
    for (const order of [...clean, odd]) world.store.fulfill(order);
    await live(world, 3 * minute);
    for (const order of clean) {
      await expectOneOfEach(world, order);
      expect(await breaksOf(world, order)).toEqual([]);
    }
    expect(await breaksOf(world, odd)).toEqual(['store UNMAPPED 4760']);
    expect(await queueOf(odd)).toEqual([
      {
        about: `gid://shopify/LineItem/${odd.lines[1]?.id}`,
        sentence: 'The line “Custom shade” of 47.60 EUR has no SKU: no item of the ERP stands for it.',
      },
    ]);
    expect(documentsOf(world, odd).map(([, minor]) => minor)).toEqual([16660, 16660, 16660, 16660]);
  });

  test('an order with one of each is five breaks, none of which hides another', async () => {
    const order = await wholeLife(
      world,
      unpaidOrder({
        lines: [lamp({ sku: 'SHADE-9', taxes: [{ title: 'Harbor levy', rate: '0.19' }] })],
        payment: { kind: 'sale', gateway: 'harbor_pay' },
        source: 'pos',
        retailLocationId: world.store.addLocation({ name: 'Pier', country: 'DE', kind: 'retail' }).id,
        currency: 'GBP',
        exchangeRate: '1.2',
      }),
    );
    expect((await queueOf(order)).map(({ about }) => about.split(' ')[0])).toEqual([
      'gateway',
      'currency',
      'location',
      'sku',
      'tax',
    ]);
  });
});

test('a shop that has mapped nothing has an empty queue', async () => {
  await using fresh = await testWorld();
  const order = await wholeLife(fresh, paidOrder({ lines: [lamp({ sku: null })] }));
  expect(await breaksOf(fresh, order)).toEqual([]);
});
