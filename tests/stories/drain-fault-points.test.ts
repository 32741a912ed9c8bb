import { describe, expect, onTestFinished, test } from 'vitest';
import { paidOrder } from '#tests/support/checkout.ts';
import { expectOneOfEach } from '#tests/support/witness.ts';
import { type Call, listen, type Moment, powerFailures } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const drainPoints: { name: string; moment: Moment; text: string; party: Call['party'] }[] = [
  { name: 'before a delivery is kept', moment: 'before', text: 'from keep(', party: 'database' },
  {
    name: 'after a delivery was kept and before the sender knows',
    moment: 'after',
    text: 'from keep(',
    party: 'database',
  },
  { name: 'before a lane is claimed', moment: 'before', text: 'from claim(', party: 'database' },
  { name: 'between claim and commit', moment: 'after', text: 'from claim(', party: 'database' },
  {
    name: 'before the commit reaches the database',
    moment: 'before',
    text: 'select advance(',
    party: 'database',
  },
  {
    name: 'after the commit and before the wake',
    moment: 'after',
    text: 'select advance(',
    party: 'database',
  },
  { name: 'before the wake reaches QStash', moment: 'before', text: '', party: 'queue' },
  { name: 'after the wake reached QStash', moment: 'after', text: '', party: 'queue' },
  { name: 'before the store is asked', moment: 'before', text: 'OrderHead', party: 'store' },
  {
    name: 'after the store answered and before its answer is kept',
    moment: 'after',
    text: 'OrderHead',
    party: 'store',
  },
];

describe('stopping the Worker in the drain', async () => {
  const world = await testWorld();
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');

  test.for(drainPoints)('$name loses nothing and doubles nothing', async ({ moment, text, party }) => {
    onTestFinished(() => void (wire.interfere = undefined));
    const meant = [(call: Call) => call.party === party && call.body.includes(text) && !isTick(call)];
    const order = world.store.placeOrder(paidOrder());
    const paid = powerFailures(world, wire, { moment, meant });
    await live(world, 10 * minute);
    world.store.fulfill(order);
    const shipped = powerFailures(world, wire, { moment, meant });
    await live(world, 10 * minute);
    expect([paid.left(), shipped.left()]).toEqual([0, 0]);
    await expectOneOfEach(world, order);
  });
});

/** The tick's own wake names a shop, not a subject. */
function isTick({ party, body }: Call): boolean {
  return party === 'queue' && body.includes('/task/shop');
}
