import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Fact } from '#domain/fact.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { knowOrder, learn } from '#src/stabilize/know.ts';
import {
  at,
  charge,
  dated,
  eur,
  headerFact,
  known,
  orderFacts,
  type OrderStory,
  payment,
  sale,
  shipment,
  shopSettings,
  threeUnits,
  transactionFact,
} from '#tests/support/order-facts.ts';

const shop = shopSettings();
const obliged = (story: OrderStory) => expectOrder(known(story), shop).obligations;
const kinds = (story: OrderStory) => obliged(story).map((one) => one.kind);

describe('the sales order', () => {
  test('is due when the last payment makes the order paid in full', () => {
    const transactions = [
      payment(1, 5, { amount: eur('100.00') }),
      payment(2, 7, { amount: eur('19.00') }),
      payment(3, 9, { amount: eur('1.00') }),
    ];
    expect(obliged({ transactions })[0]).toMatchObject({ kind: 'sales_order', happenedAt: at(7) });
  });

  test('is due when the store says paid, though conversion left a cent of the shop money open', () => {
    const converted = [payment(1, 5, { amount: eur('60.00') }), payment(2, 7, { amount: eur('58.99') })];
    const due = (financialStatus: string) =>
      obliged({ header: { financialStatus }, transactions: converted })[0]?.happenedAt;
    expect(due('paid')).toBe(at(7));
    expect(due('partially_refunded')).toBe(at(7));
    expect(due('partially_paid')).toBeUndefined();
  });

  test('is not due by the word of the store alone, when more is open than conversion explains', () => {
    const transactions = [payment(1, 5, { amount: eur('118.98') })];
    expect(obliged({ header: { financialStatus: 'paid' }, transactions })).toEqual([]);
  });

  test('is due at the first shipment when the money comes later', () => {
    expect(obliged({ transactions: [payment(1, 9)], fulfillments: [shipment(1, 3)] })[0]).toMatchObject({
      kind: 'sales_order',
      happenedAt: at(3),
    });
  });

  test.each<[string, OrderStory]>([
    ['is unpaid', {}],
    [
      'is paid in part',
      {
        header: { financialStatus: 'partially_paid' },
        transactions: [payment(1, 1, { amount: eur('118.99') })],
      },
    ],
    ['is authorized only', { transactions: [payment(1, 1, { kind: 'authorization' })] }],
    ['was cancelled unpaid', { header: { cancelledAt: at(9) } }],
    [
      'was cancelled after payment and before anything left',
      {
        header: { cancelledAt: at(9) },
        transactions: [payment(1, 1)],
      },
    ],
  ])('is not due while the order %s', (_, story) => {
    expect(obliged(story)).toEqual([]);
  });

  test('is due of an order of zero as soon as it is placed, without a deposit', () => {
    const obligations = obliged({ sales: [sale({ total: '0', discount: '100.00' })] });
    expect(obligations).toMatchObject([
      { kind: 'sales_order', happenedAt: at(0), body: { total: eur('0') } },
    ]);
  });

  test('lists lines and charges, and totals them', () => {
    const [salesOrder] = obliged({
      sales: [threeUnits, charge('SHIPPING', '4.90')],
      transactions: [payment(1, 1, { amount: eur('123.90') })],
    });
    expect(salesOrder?.body).toMatchObject({
      lines: [{ quantity: 3, sku: 'SKU-1', gross: eur('100.00') }],
      charges: [{ kind: 'shipping', gross: eur('4.90') }],
      total: eur('123.90'),
    });
  });
});

describe('documents', () => {
  const story = { transactions: [payment(1, 5)], fulfillments: [shipment(1, 9)] };

  test('of an order paid and shipped: sales order, deposit, invoice, application, shipment, each behind what it needs', () => {
    const [order, deposit, invoice, application, shipped] = obliged(story);
    expect(kinds(story)).toEqual(['sales_order', 'customer_deposit', 'invoice', 'application', 'shipment']);
    expect(shipped?.dependsOn).toEqual([order?.key]);
    expect(order?.dependsOn).toEqual([]);
    expect(deposit?.dependsOn).toEqual([order?.key]);
    expect(invoice?.dependsOn).toEqual([order?.key]);
    expect(application?.dependsOn).toEqual([deposit?.key, invoice?.key]);
  });

  test('name each other by keys and Shopify by immutable ids', () => {
    expect(obliged(story).map((one) => one.key)).toEqual([
      'plumb-demo-sales_order-820982911946154508-1',
      'plumb-demo-customer_deposit-389179128261-1',
      'plumb-demo-invoice-123858654001-1',
      'plumb-demo-application-389179128261-123858654001-1',
      'plumb-demo-shipment-123858654001-1',
    ]);
  });

  test('have keys of the alphabet that an Idempotency-Key may have', () => {
    const odd = shopSettings({ domain: 'Ünï & Söhne.myshopify.com' });
    const keys = [shop, odd].flatMap((each) =>
      expectOrder(known(story), each).obligations.map((one) => one.key),
    );
    expect(keys.filter((key) => !/^[a-z0-9_-]+$/.test(key))).toEqual([]);
  });

  test('keep their keys when the order grows', () => {
    const grown = { ...story, transactions: [...story.transactions, payment(2, 20)] };
    expect(obliged(grown).map((one) => one.key)).toEqual(
      expect.arrayContaining(obliged(story).map((one) => one.key)),
    );
  });

  test('are dated by the calendar of the legal entity', () => {
    const evening = { transactions: [payment(1, 0, { processedAt: '2026-11-02T23:30:00.000Z' })] };
    expect(obliged(evening)[1]?.body).toMatchObject({ receivedOn: '2026-11-03' });
  });

  test('a payment after its invoice is no deposit but pays it', () => {
    const late = { transactions: [payment(1, 9)], fulfillments: [shipment(1, 3)] };
    expect(kinds(late)).toEqual(['sales_order', 'payment', 'invoice', 'shipment']);
    const { dues, obligations } = expectOrder(known(late), shop);
    expect(dues).toMatchObject([{}, { kind: 'payment', postingKey: obligations[1]?.key }, {}]);
  });

  test('an overshipped order obliges no invoice for what was never sold', () => {
    const over = { ...story, fulfillments: [shipment(1, 9, { units: 2 })] };
    expect(kinds(over)).toEqual(['sales_order', 'customer_deposit']);
    expect(expectOrder(known(over), shop)).toMatchObject({
      invoiced: eur('0'),
      course: { anomalies: [{ kind: 'overshipped' }] },
    });
  });

  test('a payment in a currency that only a payload spoke of obliges nothing yet', () => {
    const foreign = transactionFact(payment(2, 6, { amount: { minor: 12900n, currency: 'USD' } }), {
      authority: false,
    });
    const order = knowOrder([...orderFacts(story), foreign], at(700));
    expect(order && expectOrder(order, shop).obligations).toEqual(obliged(story));
  });
});

describe('convergence', () => {
  test('equal facts in any order and repetition give equal obligations and entries, byte by byte', () => {
    const facts: Fact[] = [
      ...orderFacts({
        sales: [threeUnits, charge('SHIPPING', '4.90')],
        transactions: [payment(1, 2, { amount: eur('60.00') }), payment(2, 15, { amount: eur('63.90') })],
        fulfillments: [shipment(1, 10), shipment(2, 20, { units: 2 })],
      }),
      { ...headerFact({ financialStatus: 'pending' }), authority: false },
      transactionFact(payment(1, 2, { status: 'pending' })),
    ];
    const told = (some: readonly Fact[]) => {
      const order = knowOrder(
        learn([], dated(some)).map((one) => one.fact),
        at(0),
      );
      const { obligations, entries } = order === undefined ? {} : expectOrder(order, shop);
      return canonical(encode({ obligations, entries }));
    };
    const whole = told(facts);
    const shuffled = fc.shuffledSubarray(facts, { minLength: facts.length });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...facts)), shuffled, (extra, all) => {
        expect(told([...extra, ...all])).toBe(whole);
      }),
    );
    expect(whole).toContain('"kind":"application"');
  });
});
