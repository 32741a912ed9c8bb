import { describe, expect, onTestFinished, test } from 'vitest';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { totalOf } from '#sandbox/shopify/order.ts';
import { balanceOf, breaksOf } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder, reducedRate, standardRate } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import {
  booksOf,
  documentsOf,
  expectOneOfEach,
  laneOf,
  postingsOf,
  proofOf,
  standingsOf,
} from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();

// How each of these went wrong elsewhere is written in the scenarios that other connectors' users reported.
describe('what users of other connectors ran into', () => {
  test('the same delivery arriving twice at the same instant is kept once and makes one sales order', async () => {
    const order = world.store.placeOrder(paidOrder({ quiet: true }));
    const body = world.store.orderBody(order);
    const webhookId = 'b8f0b6c4-twice-at-once';
    const twice = [0, 1, 2].map(async () => world.store.sendRaw('orders/updated', body, { webhookId }));
    expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await live(world, 3 * minute);
    expect(documentsOf(world, order).map(([kind]) => kind)).toEqual(['sales_order', 'customer_deposit']);
    const kept = await world.ask('select from inbox where lane = $1 and source = $2', [
      laneOf(order),
      'shopify',
    ]);
    expect(kept).toHaveLength(1);
    expect(await booksOf(world, order)).toEqual([
      'payment 1020.shopify_payments 11900',
      'payment 2120 -11900',
    ]);
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('orders/paid arriving before orders/create still makes every document', async () => {
    world.store.transit = ({ topic }) => (topic === 'orders/create' ? [5 * minute] : [0]);
    onTestFinished(() => void (world.store.transit = () => [0]));
    const order = world.store.placeOrder(paidOrder());
    await live(world, 2 * minute);
    expect(documentsOf(world, order)).toHaveLength(2);
    await live(world, 10 * minute);
    world.store.fulfill(order);
    await live(world, 2 * minute);
    expect(await standingsOf(world, order)).toEqual([
      'sales_order posted',
      'customer_deposit posted',
      'invoice posted',
      'application posted',
    ]);
    await expectOneOfEach(world, order);
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('a receiver that could not store the delivery does not say 2xx, and the repetition is kept once', async () => {
    world.neon.intercept = (statements) =>
      statements.some((one) => one.includes('from keep(')) ? 'down' : 'pass';
    onTestFinished(() => void (world.neon.intercept = undefined));
    const order = world.store.placeOrder(paidOrder());
    const before = world.sent.length;
    await live(world, 1);
    expect(world.sent.slice(before).map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    world.neon.intercept = undefined;
    await live(world, 5 * minute);
    world.store.fulfill(order);
    await live(world, 3 * minute);
    await expectOneOfEach(world, order);
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('an order paid and fulfilled at once is not passed over', async () => {
    const order = world.store.placeOrder(paidOrder());
    world.store.fulfill(order);
    // The store archives such an order by itself.
    expect(order.closedAt).not.toBeNull();
    await live(world, 3 * minute);
    await expectOneOfEach(world, order);
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('net 100.00 with 20.00 off the order and 10 % tax is 88.00, paid and invoiced as 88.00', async () => {
    const order = await wholeLife(
      world,
      paidOrder({
        taxesIncluded: false,
        lines: [lamp({ unitPrice: 10000n, taxes: [{ title: 'VAT', rate: '0.1' }] })],
        discountCode: { code: 'TWENTY', amount: 2000n },
      }),
    );
    expect(documentsOf(world, order).map(([, minor]) => minor)).toEqual([8800, 8800, 8800, 8800]);
    expect(await booksOf(world, order)).toEqual([
      'payment 1020.shopify_payments 8800',
      'payment 2120 -8800',
      'invoice 1100 8800',
      'invoice 4000 -10000',
      'invoice 4910 2000',
      'invoice 2000.DE VAT@0.1 -800',
      'application 2120 8800',
      'application 1100 -8800',
    ]);
    expect((await proofOf(world, order))?.state).toBe('matched');
    expect(await breaksOf(world, order)).toEqual([]);
  });

  test('one SKU on two lines is matched by line item, and both lines ship', async () => {
    const order = world.store.placeOrder(
      paidOrder({ lines: [lamp({ quantity: 2 }), lamp({ quantity: 1, discount: 11900n })] }),
    );
    const [bought, free] = order.lines;
    if (bought === undefined || free === undefined) throw new Error('the order has two lines');
    await live(world, 2 * minute);
    world.store.fulfill(order, [
      { line: free, quantity: 1 },
      { line: bought, quantity: 1 },
    ]);
    await live(world, 2 * minute);
    world.store.fulfill(order);
    await live(world, 2 * minute);
    expect(documentsOf(world, order).filter(([kind]) => kind === 'invoice')).toEqual([
      ['invoice', 11900],
      ['invoice', 11900],
    ]);
    // The first shipment has one of either line: the free one is invoiced at its price and its discount.
    expect(
      (await booksOf(world, order)).filter((entry) => /^invoice (4000|4910) /.test(entry)).toSorted(),
    ).toEqual(['invoice 4000 -10000', 'invoice 4000 -10000', 'invoice 4000 -10000', 'invoice 4910 10000']);
    expect(await balanceOf(world, order, '1100')).toBe(0);
    expect(await breaksOf(world, order)).toEqual([]);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });
});

const priced: [what: string, spec: OrderSpec][] = [
  [
    'a discount on one line, another on the order',
    paidOrder({
      lines: [lamp({ quantity: 3, discount: 1001n }), lamp({ sku: 'B', unitPrice: 3333n, quantity: 2 })],
      discountCode: { code: 'FIFTEEN', percent: 15 },
    }),
  ],
  [
    'tax not included, at two rates, with taxed shipping',
    paidOrder({
      taxesIncluded: false,
      lines: [
        lamp({ unitPrice: 849n, quantity: 7, taxes: [standardRate] }),
        lamp({ sku: 'TEA', unitPrice: 649n, quantity: 3, taxes: [reducedRate] }),
      ],
      shipping: { title: 'DHL', price: 490n, taxes: [standardRate] },
      discountCode: { code: 'FIVER', amount: 500n },
    }),
  ],
  [
    'tax included, at two rates, two taxes on one line',
    paidOrder({
      lines: [
        lamp({ unitPrice: 1095n, quantity: 2, taxes: [reducedRate] }),
        lamp({
          unitPrice: 9999n,
          taxes: [
            { title: 'GST', rate: '0.05' },
            { title: 'PST', rate: '0.07' },
          ],
        }),
      ],
      shipping: { title: 'DHL', price: 490n, taxes: [standardRate] },
    }),
  ],
  ['no tax at all', paidOrder({ lines: [lamp({ taxes: [] })] })],
  [
    'a currency without decimals',
    paidOrder({
      currency: 'JPY',
      lines: [lamp({ unitPrice: 12345n, taxes: [{ title: 'JCT', rate: '0.1' }] })],
    }),
  ],
];

test.each(priced)('ERP totals are the store’s totals: %s', async (_what, spec) => {
  const order = await wholeLife(world, spec);
  const whole = Number(totalOf(order).shop);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', whole],
    ['customer_deposit', whole],
    ['invoice', whole],
    ['application', whole],
  ]);
  const [salesOrder] = await postingsOf(world, order);
  const taxes = [...(salesOrder?.body.lines ?? []), ...(salesOrder?.body.charges ?? [])].flatMap(
    (one) => one.taxes,
  );
  const stated = [...order.lines, ...order.shipping].reduce((sum, charge) => sum + charge.tax.shop, 0n);
  expect(taxes.reduce((sum, tax) => sum + tax.amount.minor, 0)).toBe(Number(stated));
  expect((await proofOf(world, order))?.state).toBe('matched');
  expect(await breaksOf(world, order)).toEqual([]);
  expect(await balanceOf(world, order, '1100')).toBe(0);
  expect(await balanceOf(world, order, '2120')).toBe(0);
  expect(await balanceOf(world, order, '2000')).toBe(Number(-stated));
});
