/** The Stripe account of a whole world: what the product has to do with it, which is nothing yet, and what it shows. */
import { randomUUID } from 'node:crypto';

import { expect, inject, onTestFinished, test } from 'vitest';

import { virtualClock } from '#sandbox/clock.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';
import { openWorld } from '#sandbox/world.ts';
import { unpaidOrder } from '#tests/support/checkout.ts';
import { clientOf, dayMs } from './stripe-world.ts';

const noon = Date.parse('2031-11-03T12:00:00Z');

test('a world has the account that its store takes payments with, which pays out while nobody looks', async () => {
  const server = attachPostgres(inject('postgresUrl'));
  const database = `stripe_${randomUUID().replaceAll('-', '')}`;
  const script = inject('workerScript');
  const world = await openWorld({
    server,
    database,
    clock: virtualClock(noon),
    script,
    runtime: 'process',
  });
  onTestFinished(async () => {
    await world.dispose();
    await server.dropDatabase(database);
  });

  const order = world.store.placeOrder(unpaidOrder({ payment: { kind: 'sale', gateway: 'stripe' } }));
  await world.clock.run({ until: noon + 60_000 });
  const client = clientOf(world.stripe);
  expect((await client.charges.list()).data).toMatchObject([
    { amount: 11900, currency: 'eur', metadata: { order_id: String(order.id) } },
  ]);
  expect(world.stripe.hosts).toEqual(['api.stripe.com']);
  expect([world.stripe.apart, world.stripe.sent, world.strangers]).toEqual([[], [], []]);

  // The payout schedule does not keep a world running that has come to rest.
  await world.clock.run();
  expect(world.clock.now()).toBeLessThan(noon + dayMs);
  expect((await client.payouts.list()).data).toEqual([]);
  await world.clock.run({ until: noon + 5 * dayMs });
  expect((await client.payouts.list()).data).toMatchObject([{ amount: 11525, status: 'paid' }]);
});
