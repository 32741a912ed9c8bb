import { describe, expect, test } from 'vitest';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { laneOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const item = (unitPrice: bigint) => ({
  sku: 'LAMP-BRASS-01',
  title: 'Brass desk lamp',
  quantity: 1,
  unitPrice,
  taxes: [{ title: 'DE MwSt', rate: '0.19' }],
});
const paid = { kind: 'sale', gateway: 'shopify_payments' } as const;

/** An order that is paid and shipped, and whose people at the ERP wrote all but its invoice. */
function shipped(world: World, price: bigint): StoreOrder {
  const order = world.store.placeOrder({ taxesIncluded: true, lines: [item(price)], payment: paid });
  world.store.fulfill(order);
  const total = { minor: String(price), currency: 'EUR' };
  world.erp.enterByHand('sales_order', { order: orderGid(order), total });
  world.erp.enterByHand('customer_deposit', { order: orderGid(order), total });
  return order;
}

const invoice = (world: World, under: StoreOrder, price: bigint) =>
  world.erp.enterByHand('invoice', {
    order: orderGid(under),
    total: { minor: String(price), currency: 'EUR' },
  });

async function breaksOf(world: World, order: StoreOrder): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select cause || ' ' || coalesce(minor::text, '') || case when closed_at is null then '' else ' closed' end as line
     from break where lane = $1 order by first_seen_at, key`,
    [laneOf(order)],
  );
  return rows.map(({ line }) => line);
}

describe('an invoice that people filed under another order', () => {
  test('is found by the order that lacks it, said to be there by both, and made good by filing it anew', async () => {
    await using world = await testWorld({ shop: { mode: 'shadow' }, erpAnnounces: false });
    await world.worker.scheduled('*/5 * * * *');
    const lamp = shipped(world, 11900n);
    const shade = shipped(world, 4500n);
    invoice(world, shade, 4500n);
    const astray = invoice(world, shade, 11900n);
    await live(world, 100 * minute);

    expect(await breaksOf(world, lamp)).toContain('IDENTITY 11900');
    expect(await breaksOf(world, shade)).toContain('IDENTITY 11900');
    const claimed = await world.ask<{ document: string }>(
      `select detail ->> 'document' as document from decision where kind = 'claimed' and lane = $1`,
      [laneOf(lamp)],
    );
    expect(claimed).toHaveLength(1);
    expect(claimed[0]?.document).toContain(astray.number);

    world.erp.editByHand(astray, { order: orderGid(lamp) });
    await live(world, 45 * minute);
    for (const order of [lamp, shade])
      expect((await breaksOf(world, order)).filter((line) => !line.endsWith(' closed'))).toEqual([]);
    expect(await world.ask('select from claim')).toEqual([]);
  });

  test('is left to people, with all that could be it, where two orders lack the same', async () => {
    await using world = await testWorld({ shop: { mode: 'shadow' }, erpAnnounces: false });
    await world.worker.scheduled('*/5 * * * *');
    const one = shipped(world, 11900n);
    const other = shipped(world, 11900n);
    const third = shipped(world, 4500n);
    invoice(world, third, 4500n);
    invoice(world, third, 11900n);
    await live(world, 100 * minute);

    for (const order of [one, other]) expect(await breaksOf(world, order)).toContain('AMBIGUOUS 11900');
    expect(await world.ask(`select from decision where kind = 'claimed'`)).toEqual([]);
  });
});
