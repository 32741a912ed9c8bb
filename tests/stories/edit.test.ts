import { describe, expect, test } from 'vitest';
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import { balanceOf, breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { card, lamp, paidOrder, reducedRate, unpaidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { booksOf, documentsOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();

function lineAt(order: StoreOrder, index: number): StoreLine {
  const line = order.lines[index];
  if (line === undefined) throw new Error(`the order has no line ${index}`);
  return line;
}

describe('an order that is edited before it is invoiced', () => {
  test('of 2 × 48.00 with 20 % off to one of it comes to 38.40, not to 28.80 by the discount of two', async () => {
    const order = world.store.placeOrder(
      unpaidOrder({
        lines: [lamp({ quantity: 2, unitPrice: 4800n, taxes: [] })],
        discountCode: { code: 'TWENTY', percent: 20 },
      }),
    );
    await live(world, 3 * minute);
    world.store.editOrder(order, { quantities: [{ lineId: lineAt(order, 0).id, quantity: 1 }] });
    await live(world, 3 * minute);
    world.store.pay(order, card);
    await live(world, 3 * minute);
    world.store.fulfill(order);
    await live(world, 3 * minute);

    expect(documentsOf(world, order)).toEqual([
      ['sales_order', 3840],
      ['customer_deposit', 3840],
      ['invoice', 3840],
      ['application', 3840],
    ]);
    expect((await booksOf(world, order)).filter((line) => line.startsWith('invoice'))).toEqual([
      'invoice 1100 3840',
      'invoice 4000 -4800',
      'invoice 4910 960',
    ]);
    expect((await proofOf(world, order))?.state).toBe('matched');
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test.each([
    ['included', true, [11900n, 1070n]],
    ['not included', false, [10000n, 1000n]],
  ] as const)(
    'loses the tax of a line along with the line: tax %s',
    async (_, taxesIncluded, [price, other]) => {
      const order = world.store.placeOrder(
        unpaidOrder({
          taxesIncluded,
          lines: [lamp({ unitPrice: price }), lamp({ sku: 'TEA', unitPrice: other, taxes: [reducedRate] })],
        }),
      );
      await live(world, 3 * minute);
      world.store.editOrder(order, { quantities: [{ lineId: lineAt(order, 1).id, quantity: 0 }] });
      await live(world, 3 * minute);
      world.store.pay(order, card);
      await live(world, 3 * minute);
      world.store.fulfill(order);
      await live(world, 3 * minute);

      expect(documentsOf(world, order).map(([, minor]) => minor)).toEqual([11900, 11900, 11900, 11900]);
      expect(await balanceOf(world, order, '2000')).toBe(-1900);
      expect((await booksOf(world, order)).filter((line) => line.includes('@0.07'))).toEqual([]);
      expect((await proofOf(world, order))?.state).toBe('matched');
      expect(await breaksOf(world, order)).toEqual([]);
    },
  );
});

test('an order that was paid for two and is edited to one is invoiced for one, and the rest stays a deposit', async () => {
  const order = world.store.placeOrder(
    paidOrder({
      lines: [lamp({ quantity: 2, unitPrice: 4800n, taxes: [] })],
      discountCode: { code: 'TWENTY', percent: 20 },
    }),
  );
  await live(world, 3 * minute);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 7680],
    ['customer_deposit', 7680],
  ]);
  world.store.editOrder(order, { quantities: [{ lineId: lineAt(order, 0).id, quantity: 1 }] });
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await live(world, 3 * minute);
  await sweep(world);
  expect(documentsOf(world, order).slice(2)).toEqual([
    ['invoice', 3840],
    ['application', 3840],
  ]);
  expect(await proofOf(world, order)).toMatchObject({
    state: 'matched',
    sentences: { cash: '76.80 EUR was received, as the store says. 38.40 EUR is owed to the customer.' },
  });
  expect(await breaksOf(world, order)).toEqual([]);
  expect(await balanceOf(world, order, '1100')).toBe(0);
  expect(await balanceOf(world, order, '2120')).toBe(-3840);
  expect(await balanceOf(world, order, '4000')).toBe(-4800);
  expect(await balanceOf(world, order, '4910')).toBe(960);
});

test('an order of 1,989.72 that is edited to 2,139.72 after its payout says that 150.00 is still to be paid', async () => {
  const order = await wholeLife(world, paidOrder({ lines: [lamp({ unitPrice: 198972n })] }));
  expect((await proofOf(world, order))?.state).toBe('matched');
  await live(world, 24 * 60 * minute);
  expect(world.store.issuePayout()).not.toBeNull();

  world.store.editOrder(order, { add: [lamp({ sku: 'SHADE', unitPrice: 15000n })] });
  await live(world, 3 * minute);
  expect(await proofOf(world, order)).toMatchObject({
    legs: { cash: 'matched' },
    sentences: { cash: '1989.72 EUR was received, as the store says. 150.00 EUR is still to be paid.' },
  });
  expect(await breaksOf(world, order)).toEqual([]);

  world.store.pay(order, card);
  await live(world, 3 * minute);
  world.store.fulfill(order);
  await live(world, 3 * minute);
  expect(documentsOf(world, order).filter(([kind]) => kind === 'invoice')).toEqual([
    ['invoice', 198972],
    ['invoice', 15000],
  ]);
  expect(await balanceOf(world, order, '1020')).toBe(213972);
  expect(await balanceOf(world, order, '1100')).toBe(0);
  expect(await balanceOf(world, order, '2120')).toBe(0);
  expect(await proofOf(world, order)).toMatchObject({
    state: 'matched',
    sentences: { cash: '2139.72 EUR was received, as the store says.' },
  });
  expect(await breaksOf(world, order)).toEqual([]);
});

test('of three shipments, days apart and taxed at 19 %, 7 % and not at all, each is invoiced with its own tax only', async () => {
  const order = world.store.placeOrder(
    paidOrder({
      taxesIncluded: false,
      lines: [
        lamp({ unitPrice: 10000n }),
        lamp({ sku: 'TEA', unitPrice: 1000n, taxes: [reducedRate] }),
        lamp({ sku: 'STAMP', unitPrice: 500n, taxes: [] }),
      ],
    }),
  );
  await live(world, 3 * minute);
  for (const line of order.lines) {
    world.store.fulfill(order, [{ line, quantity: 1 }]);
    await live(world, 2 * 24 * 60 * minute);
  }
  const invoices = (await postingsOf(world, order)).filter(({ kind }) => kind === 'invoice');
  expect(invoices.map(({ body }) => body.total.minor)).toEqual([11900, 1070, 500]);
  expect(
    invoices.map(({ body }) => body.lines.flatMap(({ taxes }) => taxes.map(({ amount }) => amount.minor))),
  ).toEqual([[1900], [70], []]);
  const days = await world.ask<{ on: string }>(
    `select effective_on::text as on from journal_entry where key like 'invoice/%' and lane = $1 order by 1`,
    [`order/${order.id}`],
  );
  expect(days.map(({ on }) => on)).toEqual(['2026-11-24', '2026-11-26', '2026-11-28']);
  expect((await proofOf(world, order))?.state).toBe('matched');
  expect(await breaksOf(world, order)).toEqual([]);
});

describe('where an order is invoiced as it is placed', async () => {
  const early = await testWorld({ shop: { policy: { invoiceAt: 'order' } } });

  test('an edit of 238.00 that swaps 119.00 for 142.80 is a credit memo and an invoice, and nets to 261.80', async () => {
    const order = early.store.placeOrder(paidOrder({ lines: [lamp(), lamp({ sku: 'SHADE' })] }));
    await live(early, 3 * minute);
    expect(documentsOf(early, order)).toContainEqual(['invoice', 23800]);

    early.store.editOrder(order, {
      quantities: [{ lineId: lineAt(order, 1).id, quantity: 0 }],
      add: [lamp({ sku: 'SHADE-LARGE', unitPrice: 14280n })],
    });
    await live(early, 3 * minute);
    early.store.pay(order, card);
    await live(early, 3 * minute);
    typeIn(early, order, { kind: 'credit_memo', minor: 11900, taxes: { 'DE MwSt@0.19': 1900 } });
    await sweep(early);

    expect(documentsOf(early, order).filter(([kind]) => kind === 'invoice')).toEqual([
      ['invoice', 23800],
      ['invoice', 14280],
    ]);
    expect(await balanceOf(early, order, '1100')).toBe(0);
    expect(await balanceOf(early, order, '1020')).toBe(26180);
    expect(await balanceOf(early, order, '2000')).toBe(-4180);
    expect(await proofOf(early, order)).toMatchObject({
      state: 'matched',
      legs: { store: 'matched', erp: 'matched', cash: 'matched', refund: 'matched' },
    });
    expect(await breaksOf(early, order)).toEqual([]);
  });
});
