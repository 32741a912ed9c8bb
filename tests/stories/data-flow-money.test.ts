import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder, standardRate } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { booksOf, documentsOf, laneOf, postingsOf, proofOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();

async function expectAgreement(order: StoreOrder): Promise<void> {
  expect(await proofOf(world, order)).toMatchObject({
    state: 'matched',
    legs: { store: 'matched', erp: 'matched', cash: 'matched' },
  });
  expect(await breaksOf(world, order)).toEqual([]);
}

test('seven lines of 8.49 at 21 % are 12.46 of tax, as the store rounds them, and not the 12.48 of their sum', async () => {
  const order = await wholeLife(world, sevenLines());
  expect(documentsOf(world, order).map(([, minor]) => minor)).toEqual([7189, 7189, 7189, 7189]);
  const [salesOrder] = await postingsOf(world, order);
  const taxes = (salesOrder?.body.lines ?? []).flatMap((line) =>
    line.taxes.map(({ amount }) => amount.minor),
  );
  expect(taxes).toEqual([178, 178, 178, 178, 178, 178, 178]);
  const booked = await booksOf(world, order);
  expect(booked.filter((line) => line === 'invoice 2000.DE BTW@0.21 -178')).toHaveLength(7);
  await expectAgreement(order);
});

function sevenLines() {
  const lines = [1, 2, 3, 4, 5, 6, 7].map((n) =>
    lamp({ sku: `TEA-${n}`, unitPrice: 849n, taxes: [{ title: 'BTW', rate: '0.21' }] }),
  );
  return paidOrder({ taxesIncluded: false, lines });
}

describe('where the ERP rounds the tax of the seven lines together', async () => {
  const shadow = await testWorld({
    shop: { mode: 'shadow', policy: { roundingMinorMax: 5, roundingMonthMinorMax: 5 } },
  });

  /** People enter the order as their ERP computes it. */
  async function enteredByPeople(invoiced: number): Promise<StoreOrder> {
    const order = await wholeLife(shadow, sevenLines());
    for (const kind of ['sales_order', 'customer_deposit'] as const)
      typeIn(shadow, order, { kind, minor: 7189 });
    typeIn(shadow, order, { kind: 'invoice', minor: invoiced });
    await live(shadow, 60 * minute);
    await sweep(shadow);
    return order;
  }

  test('the 0.02 are named and tolerated, as long as the month has room for them', async () => {
    const first = await enteredByPeople(7191);
    expect(await breaksOf(shadow, first)).toEqual(['erp TAX_ROUNDING 2 closed']);
    const [found] = await shadow.ask('select sentence, closed_how from break where lane = $1', [
      laneOf(first),
    ]);
    expect(found).toEqual({
      sentence:
        'The ERP holds invoice INV-00001 of 71.91 EUR where 71.89 EUR is due: its taxes are rounded otherwise.',
      closed_how: 'within tolerance, to 7100',
    });
    expect((await booksOf(shadow, first)).filter((line) => line.startsWith('rounding'))).toEqual([
      'rounding 1100 2',
      'rounding 7100 -2',
    ]);
    const second = await enteredByPeople(7191);
    expect(await breaksOf(shadow, second)).toEqual(['erp TAX_ROUNDING 2 closed']);
    // Five cents a month: two of them are left for nobody.
    const third = await enteredByPeople(7191);
    const all = [first, second, third].map(async (one) => breaksOf(shadow, one));
    expect((await Promise.all(all)).flat().toSorted()).toEqual([
      'erp TAX_ROUNDING 2',
      'erp TAX_ROUNDING 2 closed',
      'erp TAX_ROUNDING 2 closed',
    ]);
  });

  test('more than rounding can explain is a break like any other', async () => {
    const order = await enteredByPeople(7203);
    expect(await breaksOf(shadow, order)).toEqual(['erp AMOUNT 14']);
    expect(await proofOf(shadow, order)).toMatchObject({ state: 'broken', legs: { erp: 'broken' } });
  });
});

describe('an order in the customer’s money', () => {
  async function refundedWhole(): Promise<StoreOrder> {
    const order = await wholeLife(
      world,
      paidOrder({
        currency: 'USD',
        exchangeRate: '0.85',
        taxesIncluded: false,
        lines: [lamp({ unitPrice: 10000n })],
        shipping: { title: 'DHL', price: 4000n, taxes: [standardRate] },
      }),
    );
    const [line] = order.lines;
    if (line === undefined) throw new Error('the order has a line');
    world.store.refund(order, {
      lines: [{ lineId: line.id, quantity: 1, restock: 'RETURN' }],
      shipping: 'all',
    });
    await live(world, 3 * minute);
    return order;
  }

  test('is refunded in one currency from goods to shipping and tax: 100.00 and 40.00 USD are 85.00 and 34.00 EUR', async () => {
    const order = await refundedWhole();
    expect((await booksOf(world, order)).slice(-7)).toEqual([
      'credit 4900 8500',
      'credit 2000.DE DE MwSt@0.19 1615',
      'credit 4010 3400',
      'credit 2000.DE DE MwSt@0.19 646',
      'credit 1100 -14161',
      'refund 1100 14161',
      'refund 1020.shopify_payments -14161',
    ]);
    const currencies = await world.ask(
      `select distinct l.currency from journal_entry e
       join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id where e.lane = $1`,
      [laneOf(order)],
    );
    expect(currencies).toEqual([{ currency: 'EUR' }]);
    typeIn(world, order, { kind: 'credit_memo', minor: 14161, taxes: { 'DE MwSt@0.19': 2261 } });
    typeIn(world, order, { kind: 'refund_payment', minor: 14161 });
    await sweep(world);
    await expectAgreement(order);
  });

  test('and credited with its shipping in dollars among euros is off by exactly that: 47.60 for 40.46', async () => {
    const order = await refundedWhole();
    typeIn(world, order, { kind: 'credit_memo', minor: 14875, taxes: { 'DE MwSt@0.19': 2375 } });
    typeIn(world, order, { kind: 'refund_payment', minor: 14161 });
    await live(world, 60 * minute);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['refund AMOUNT 714']);
  });
});

test('a card of 50.00 that is sold beside a lamp, paid by an older card and 139.00, is owed and not earned', async () => {
  const held = world.store.issueGiftCard(3000n);
  const order = await wholeLife(
    world,
    paidOrder({
      lines: [
        lamp(),
        lamp({
          sku: 'CARD-50',
          title: 'Gift card',
          unitPrice: 5000n,
          taxes: [],
          giftCard: true,
          requiresShipping: false,
        }),
      ],
      payment: [
        { kind: 'sale', gateway: 'gift_card', giftCardId: held.id, amount: 3000n },
        { kind: 'sale', gateway: 'shopify_payments' },
      ],
    }),
  );
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 16900],
    ['customer_deposit', 3000],
    ['customer_deposit', 13900],
    ['invoice', 16900],
    ['application', 3000],
    ['application', 13900],
  ]);
  const booked = await booksOf(world, order);
  expect(booked.slice(0, 4)).toEqual([
    'payment 2200 3000',
    'payment 2120 -3000',
    'payment 1020.shopify_payments 13900',
    'payment 2120 -13900',
  ]);
  expect(booked.filter((line) => line.startsWith('invoice'))).toEqual([
    'invoice 1100 16900',
    'invoice 4000 -10000',
    'invoice 2000.DE DE MwSt@0.19 -1900',
    'invoice 2200 -5000',
  ]);
  await expectAgreement(order);
});
