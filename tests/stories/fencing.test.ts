import { expect, test } from 'vitest';
import { paidOrder } from '#tests/support/checkout.ts';
import { skewableClock } from '#tests/support/skew.ts';
import { documentsOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { isCreate, listen, type Moment } from '#tests/support/wire.ts';
import { live, minute, morning, testWorld } from '#tests/support/world.ts';

const longerThanTheLease = 95_000;

const slow: { name: string; moment: Moment; enforcesKeys: boolean }[] = [
  { name: 'before it reaches an ERP that enforces keys', moment: 'before', enforcesKeys: true },
  { name: 'after it reached an ERP that enforces keys', moment: 'after', enforcesKeys: true },
  { name: 'before it reaches an ERP that can only be searched', moment: 'before', enforcesKeys: false },
  { name: 'after it reached an ERP that can only be searched', moment: 'after', enforcesKeys: false },
];

test.for(slow)(
  'a worker whose create hangs $name until its lease has passed on writes no receipt',
  async ({ moment, enforcesKeys }) => {
    const logged: string[] = [];
    const clock = skewableClock(morning);
    await using world = await testWorld({
      clock,
      log: (line) => void logged.push(line),
      shop: { erp: { enforcesKeys, executionMsMax: 120_000 } },
    });
    const wire = listen(world);
    const order = world.store.placeOrder(paidOrder());
    let hangs = true;
    wire.interfere = async (call, answer) => {
      // Without QStash the dead-man's switch does the work itself: another worker takes the posting over.
      if (call.party === 'queue' && !hangs) throw new Error('QStash is out of reach');
      if (!isCreate(call) || !hangs) return answer();
      hangs = false;
      const early = moment === 'after' ? await answer() : undefined;
      clock.skip(longerThanTheLease);
      await world.worker.scheduled('*/5 * * * *');
      wire.interfere = undefined;
      return early ?? answer();
    };
    await live(world, 2 * minute);
    expect(logged.filter((line) => line.includes('"fenced-off"'))).toHaveLength(1);

    await world.worker.scheduled('*/5 * * * *');
    await live(world, 10 * minute);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
    ]);
    expect((await postingsOf(world, order)).map(({ state }) => state)).toEqual(['posted', 'posted']);
    expect((await proofOf(world, order))?.state).toBe('matched');
    expect(world.erp.counts().duplicates).toBe(0);
  },
);
