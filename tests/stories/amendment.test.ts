import { describe, expect, test } from 'vitest';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { page, textOf } from '#tests/panel/support.ts';
import { breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder } from '#tests/support/checkout.ts';
import { type Call, listen, powerFailures } from '#tests/support/wire.ts';
import { documentsOf, postingsOf, proofOf, standingsOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const shade = lamp({ sku: 'SHADE', unitPrice: 5000n });

/** A paid order whose sales order and deposit are at the ERP. */
async function posted(world: World, units = 1): Promise<StoreOrder> {
  const order = world.store.placeOrder(paidOrder({ lines: [lamp({ quantity: units })] }));
  await live(world, 3 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit posted']);
  return order;
}

const addShade = (world: World, order: StoreOrder) => world.store.editOrder(order, { add: [shade] });

function setUnits(world: World, order: StoreOrder, quantity: number): void {
  const [line] = order.lines;
  if (line === undefined) throw new Error('the order has no line');
  world.store.editOrder(order, { quantities: [{ lineId: line.id, quantity }] });
}

function salesOrderOf(world: World, order: StoreOrder) {
  const [one, ...others] = world.erp.documents.filter(
    ({ kind, order: of }) => kind === 'sales_order' && of === orderGid(order),
  );
  if (one === undefined || others.length > 0) throw new Error('the ERP has no sales order, or several');
  return one;
}

const amendmentsOf = async (world: World, order: StoreOrder) =>
  (await postingsOf(world, order)).filter(({ kind }) => kind === 'amend_sales_order');

const isAmendment = ({ party, method }: Call): boolean => party === 'erp' && method === 'PATCH';

describe('an order that is edited after its sales order was posted', async () => {
  const world = await testWorld({ runtime: 'process' });
  const wire = listen(world);

  test('by a line: the sales order is amended, and the proof follows', async () => {
    const order = await posted(world);
    addShade(world, order);
    await live(world, 3 * minute);
    expect(salesOrderOf(world, order)).toMatchObject({ number: 'SO-00001', total: { minor: '16900' } });
    expect(world.erp.look(salesOrderOf(world, order))?.lines).toMatchObject([
      { sku: 'LAMP-BRASS-01', quantity: 1 },
      { sku: 'SHADE', quantity: 1 },
    ]);
    expect(await amendmentsOf(world, order)).toMatchObject([
      { state: 'posted', number: 'SO-00001', adopted: false, body: { total: { minor: 16900 } } },
    ]);
    const [change] = await world.ask<{ key: string }>(`select key from posting where kind like 'amend%'`);
    const shown = textOf(await page(world, `/postings/${change?.key}`));
    expect(shown).toMatch(/Amend sales order.*Amends SO-00001 It said €119\.00.*Total €169\.00/);
    expect(shown).toContain('The amendment of the sales order of €169.00 was posted as SO-00001.');
    expect(shown).not.toContain('Its id there');
    await sweep(world);
    expect(await proofOf(world, order)).toMatchObject({ legs: { erp: 'matched' } });
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('to fewer units: it comes to what is left, and its invoice to the same', async () => {
    const order = await posted(world, 2);
    setUnits(world, order, 1);
    await live(world, 3 * minute);
    world.store.fulfill(order);
    await live(world, 3 * minute);
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 23800],
      ['invoice', 11900],
      ['application', 11900],
    ]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('in whole after it was invoiced in part: it comes to the invoices, and never to less', async () => {
    const order = await posted(world, 3);
    const [line] = order.lines;
    if (line === undefined) throw new Error('the order has no line');
    world.store.fulfill(order, [{ line, quantity: 2 }]);
    await live(world, 3 * minute);
    setUnits(world, order, 2);
    await live(world, 3 * minute);
    expect(documentsOf(world, order).filter(([kind]) => kind !== 'application')).toEqual([
      ['sales_order', 23800],
      ['customer_deposit', 35700],
      ['invoice', 23800],
    ]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('twice before anything left for the ERP: there is one amendment, of the later state', async () => {
    const order = await posted(world);
    const outage = world.erp.plantDuring('503', {});
    addShade(world, order);
    await live(world, minute / 2);
    setUnits(world, order, 2);
    await live(world, 10 * minute);
    outage.end();
    await live(world, 30 * minute);
    const leaving = (await amendmentsOf(world, order)).filter(({ state }) => state !== 'withdrawn');
    expect(leaving).toMatchObject([{ state: 'posted', body: { total: { minor: 28800 } } }]);
    expect(salesOrderOf(world, order).total.minor).toBe('28800');
  });

  test('again and again: each state is said once, and the last one stands', async () => {
    const order = await posted(world);
    for (const units of [2, 3, 2]) {
      setUnits(world, order, units);
      await live(world, 3 * minute);
    }
    expect((await amendmentsOf(world, order)).map(({ body, state }) => [state, body.total.minor])).toEqual([
      ['posted', 23800],
      ['posted', 35700],
      ['posted', 23800],
    ]);
    expect(salesOrderOf(world, order).total.minor).toBe('23800');
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('while the ERP itself changes it: nothing is overwritten, and the change is made under the new state', async () => {
    const order = await posted(world);
    let isFirst = true;
    wire.interfere = async (call, answer) => {
      if (isFirst && isAmendment(call)) {
        isFirst = false;
        world.erp.editByHand(salesOrderOf(world, order), { date: '2026-11-24' });
      }
      return answer();
    };
    addShade(world, order);
    await live(world, 10 * minute);
    wire.interfere = undefined;
    expect(isFirst).toBe(false);
    expect(await amendmentsOf(world, order)).toMatchObject([{ state: 'posted', attempts: 2 }]);
    expect(salesOrderOf(world, order)).toMatchObject({ date: '2026-11-24', total: { minor: '16900' } });
  });

  test('and by hand at the ERP: that stays, a person is asked, and the proof names it', async () => {
    const order = await posted(world);
    world.erp.editByHand(salesOrderOf(world, order), { total: { minor: '10000', currency: 'EUR' } });
    addShade(world, order);
    await live(world, 10 * minute);
    const { number } = salesOrderOf(world, order);
    expect(await amendmentsOf(world, order)).toMatchObject([
      {
        state: 'held',
        reason: `${number} was changed by hand: it says 100.00 EUR where 119.00 EUR was posted; it is left as it is`,
      },
    ]);
    expect(salesOrderOf(world, order).total.minor).toBe('10000');
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['erp EDITED_BY_HAND -6900']);
  });

  test('and canceled by hand at the ERP: nothing more is said of it', async () => {
    const order = await posted(world);
    world.erp.editByHand(salesOrderOf(world, order), { status: 'canceled' });
    addShade(world, order);
    await live(world, 10 * minute);
    expect(salesOrderOf(world, order)).toMatchObject({ status: 'canceled', total: { minor: '11900' } });
    expect((await amendmentsOf(world, order)).map(({ state }) => state)).not.toContain('posted');
  });
});

describe('an order that is cancelled before anything of it was invoiced', async () => {
  const world = await testWorld({ runtime: 'process', shop: { modes: { 'refund posting': 'auto' } } });

  test('is canceled at the ERP once its money went back', async () => {
    const order = await posted(world);
    world.store.cancel(order, { refund: true, restock: true });
    await live(world, 10 * minute);
    expect(await standingsOf(world, order)).toContain('cancel_sales_order posted');
    expect(salesOrderOf(world, order)).toMatchObject({ status: 'canceled', total: { minor: '11900' } });
    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 11900],
      ['customer_deposit', 11900],
      ['refund_payment', 11900],
    ]);
    await sweep(world);
    expect((await proofOf(world, order))?.state).toBe('cancelled');
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('and canceled at the ERP by hand already is left alone', async () => {
    const order = await posted(world);
    world.erp.editByHand(salesOrderOf(world, order), { status: 'canceled' });
    await sweep(world);
    const { modifiedAt } = salesOrderOf(world, order);
    world.store.cancel(order, { refund: true, restock: true });
    await live(world, 10 * minute);
    expect(salesOrderOf(world, order).modifiedAt).toBe(modifiedAt);
    expect((await standingsOf(world, order)).join()).not.toContain('cancel_sales_order posted');
  });
});

describe('where a person approves each posting', async () => {
  const world = await testWorld({ runtime: 'process', shop: { mode: 'approve' } });

  test('a sales order that waits says what the order holds now, and needs no amendment', async () => {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    addShade(world, order);
    await live(world, 3 * minute);
    const [salesOrder] = await postingsOf(world, order);
    expect(salesOrder).toMatchObject({
      kind: 'sales_order',
      state: 'held',
      body: { total: { minor: 16900 } },
    });
    expect(await amendmentsOf(world, order)).toEqual([]);
  });
});

describe('where people post', async () => {
  const world = await testWorld({ runtime: 'process', shop: { mode: 'shadow' } });

  test.each([
    ['as it was first', 11900, []],
    ['as it is now', 16900, []],
    ['as it never was', 15000, ['erp AMOUNT 3100']],
  ] as const)('a sales order that says the order %s: differences', async (_, minor, differences) => {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    addShade(world, order);
    await live(world, 3 * minute);
    typeIn(world, order, { kind: 'sales_order', minor });
    typeIn(world, order, { kind: 'customer_deposit', minor: 11900 });
    await live(world, 60 * minute);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(differences);
  });
});

describe.each([
  { name: 'an ERP that enforces our keys', enforcesKeys: true },
  { name: 'an ERP that can only be searched', enforcesKeys: false },
])('at $name', async ({ enforcesKeys }) => {
  const world = await testWorld({
    runtime: 'process',
    erpAnnounces: true,
    shop: { erp: { enforcesKeys, executionMsMax: 120_000 } },
  });
  const wire = listen(world);
  // So that QStash keeps the timetable: whatever a dead Worker forgot is found by the tick.
  await world.worker.scheduled('*/5 * * * *');

  test.each(['before', 'after'] as const)(
    'a Worker that dies %s the amendment took effect has it made once',
    async (moment) => {
      const order = await posted(world);
      const power = powerFailures(world, wire, { moment, meant: [isAmendment] });
      addShade(world, order);
      await live(world, 15 * minute);
      wire.interfere = undefined;
      expect(power.left()).toBe(0);
      expect(await amendmentsOf(world, order)).toMatchObject([{ state: 'posted' }]);
      expect(salesOrderOf(world, order).total.minor).toBe('16900');
      expect(appliedTo(world, order)).toBe(1);
    },
  );

  test.each(['timeout-after-success', '500-after-success', 'timeout', '500'] as const)(
    'an amendment that ends in %s is made once',
    async (fault) => {
      const order = await posted(world);
      world.erp.plant(fault, { of: 'amend' });
      addShade(world, order);
      await live(world, 15 * minute);
      expect(await amendmentsOf(world, order)).toMatchObject([{ state: 'posted' }]);
      expect(salesOrderOf(world, order).total.minor).toBe('16900');
      expect(appliedTo(world, order)).toBe(1);
      expect(await breaksOf(world, order)).toEqual([]);
    },
  );

  /** Of each change that took effect the ERP tells once. */
  function appliedTo({ erp }: World, order: StoreOrder): number {
    const { number } = salesOrderOf(world, order);
    return erp.told.filter(({ type, body }) => type === 'sales_order.changed' && body.includes(number))
      .length;
  }
});
