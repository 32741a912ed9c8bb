import { describe, expect, test } from 'vitest';
import { paidOrder } from '#tests/support/checkout.ts';
import { documentsOf, proofOf } from '#tests/support/witness.ts';
import { isCreate, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const executionMsMax = 120_000;

const faults = ['500-after-success', 'timeout-after-success', '500', 'timeout', '429'] as const;
/** After these, the ERP may have made the document all the same. */
const ambiguous = new Set<string>(['500-after-success', 'timeout-after-success', '500', 'timeout']);
const succeeded = new Set<string>(['500-after-success', 'timeout-after-success']);

const erps = [
  { name: 'an ERP that enforces our keys', enforcesKeys: true },
  { name: 'an ERP that can only be searched', enforcesKeys: false },
];

const whole = [
  ['sales_order', 11900],
  ['customer_deposit', 11900],
  ['invoice', 11900],
  ['application', 11900],
];

describe.each(erps)('at $name', async ({ enforcesKeys }) => {
  const world = await testWorld({ shop: { erp: { enforcesKeys, executionMsMax } } });
  const wire = listen(world);

  /** Lives an order's life in which the first call of each half goes wrong; the times of creates, by path. */
  async function lifeWith(plant: () => void) {
    const from = wire.calls.length;
    const order = world.store.placeOrder(paidOrder());
    plant();
    await live(world, 15 * minute);
    world.store.fulfill(order);
    plant();
    await live(world, 15 * minute);
    const creates = Map.groupBy(wire.calls.slice(from).filter(isCreate), (call) => call.path);
    const timesOf = (path: string) => (creates.get(path) ?? []).map((call) => call.at);
    return { order, firstOfEachHalf: [timesOf('/v1/sales-orders'), timesOf('/v1/invoices')] };
  }

  test.for(faults)('a create that ends in %s leaves exactly one document', async (fault) => {
    const { order, firstOfEachHalf } = await lifeWith(() => world.erp.plant(fault));
    expect(documentsOf(world, order)).toEqual(whole);
    expect(world.erp.counts().duplicates).toBe(0);
    expect((await proofOf(world, order))?.state).toBe('matched');
    for (const times of firstOfEachHalf) {
      // Only searched, the ERP shows after its execution time what a lost answer had made.
      if (succeeded.has(fault) && !enforcesKeys) expect(times).toHaveLength(1);
      else expect(times).toHaveLength(2);
      const [first = 0, second = Infinity] = times;
      const patience = enforcesKeys || !ambiguous.has(fault) ? 2000 : executionMsMax;
      expect(second - first).toBeGreaterThanOrEqual(patience);
    }
  });

  test('two creates in a row whose answers are lost leave exactly one document', async () => {
    const { order, firstOfEachHalf } = await lifeWith(() =>
      world.erp.plant('timeout-after-success', { calls: 2 }),
    );
    expect(documentsOf(world, order)).toEqual(whole);
    expect(world.erp.counts().duplicates).toBe(0);
    expect((await proofOf(world, order))?.state).toBe('matched');
    if (!enforcesKeys) expect(firstOfEachHalf.map((times) => times.length)).toEqual([1, 1]);
  });

  test('three creates in a row that never arrive are made in the end, one document each', async () => {
    const { order, firstOfEachHalf } = await lifeWith(() => world.erp.plant('timeout', { calls: 3 }));
    expect(documentsOf(world, order)).toEqual(whole);
    for (const times of firstOfEachHalf) {
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(gaps).toHaveLength(3);
      if (!enforcesKeys) expect(Math.min(...gaps)).toBeGreaterThanOrEqual(executionMsMax);
    }
  });

  test.for(faults)('a search that ends in %s only delays', async (fault) => {
    const { order, firstOfEachHalf } = await lifeWith(() => world.erp.plant(fault, { of: 'find' }));
    expect(documentsOf(world, order)).toEqual(whole);
    expect(firstOfEachHalf.map((times) => times.length)).toEqual([1, 1]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});
