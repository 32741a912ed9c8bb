import { expect, test } from 'vitest';
import { paidOrder, unpaidOrder } from '#tests/support/checkout.ts';
import {
  confirmationsOf,
  confirmedWorld,
  parcelsOf,
  paymentsOf,
  receiveByHand,
  shipByHand,
  tells,
} from '#tests/support/warehouse.ts';
import { documentsOf, proofOf } from '#tests/support/witness.ts';
import { listen, powerFailures } from '#tests/support/wire.ts';
import { live, minute } from '#tests/support/world.ts';

const world = await confirmedWorld();
const wire = listen(world);
await world.worker.scheduled('*/5 * * * *');
const sku = 'LAMP-BRASS-01';

test.each(['before', 'after'] as const)(
  'a Worker that dies %s the store ships leaves one parcel, which is sent back to nobody',
  async (moment) => {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 5 * minute);
    const failures = powerFailures(world, wire, { moment, meant: [tells('Fulfill')] });
    shipByHand(world, order, { units: { [sku]: 1 } });
    await live(world, 15 * minute);
    expect(failures.left()).toBe(0);
    expect(parcelsOf(order)).toEqual([`1 ${sku} of line 1`]);
    expect(await confirmationsOf(world, order)).toEqual(['fulfill posted']);
    expect(documentsOf(world, order).filter(([kind]) => kind === 'shipment')).toHaveLength(1);
    expect((await proofOf(world, order))?.state).toBe('matched');
  },
);

test.each(['before', 'after'] as const)(
  'a Worker that dies %s the store marks the order paid leaves one payment on either side',
  async (moment) => {
    const order = world.store.placeOrder(unpaidOrder());
    await live(world, 5 * minute);
    const failures = powerFailures(world, wire, { moment, meant: [tells('MarkAsPaid')] });
    receiveByHand(world, order, { minor: 11900 });
    await live(world, 15 * minute);
    expect(failures.left()).toBe(0);
    expect(paymentsOf(order)).toEqual(['manual 11900']);
    expect(await confirmationsOf(world, order)).toEqual(['mark_paid posted']);
    const money = documentsOf(world, order).filter(([kind]) => kind !== 'sales_order');
    expect(money).toEqual([['payment', 11900]]);
  },
);
