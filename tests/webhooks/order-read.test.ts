import { describe, expect, test } from 'vitest';
import type { Fact, OrderHeader } from '#domain/fact.ts';
import { Park } from '#domain/obstacle.ts';
import { sum } from '#domain/money.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { knowOrder } from '#src/stabilize/know.ts';
import { shopSettings } from '#tests/support/order-facts.ts';
import {
  answerFor,
  bodiesOf,
  factsOf,
  lamp,
  openRead,
  payment,
  readAt,
  type StoreRead,
  vat,
} from '#tests/support/store-read.ts';

const facts = (body: string) => factsOf('shopify-admin', 'order', body);

function one(kind: Fact['kind'], all: readonly Fact[]): Fact {
  const found = all.find((fact) => fact.kind === kind);
  if (found === undefined) throw new Error(`the answer holds a fact of kind ${kind}`);
  return found;
}

function headOf(all: readonly Fact[]): OrderHeader {
  const [head] = bodiesOf('order', all);
  if (head === undefined) throw new Error('the answer holds the head of the order');
  return head;
}

const salesOf = (all: readonly Fact[]) => bodiesOf('agreement', all).flatMap(({ sales }) => sales);

async function sold(
  spec: OrderSpec,
  live: (store: StoreRead['store'], order: StoreOrder) => void = () => undefined,
) {
  // The books are in the shop's own currency.
  const read = openRead(spec.currency === undefined ? {} : { currency: spec.currency });
  const { store, asked } = read;
  const order = store.placeOrder(spec);
  live(store, order);
  const body = await answerFor(read, order.id);
  return { order, body, all: facts(body), asked };
}

describe("the store's own word on an order", () => {
  test('becomes facts whose sales sum to the total of the order', async () => {
    const { order, all } = await sold({
      lines: [lamp, { ...lamp, sku: null, title: 'Bulb', quantity: 3, unitPrice: 333n, discount: 50n }],
      taxesIncluded: true,
      shipping: { title: 'DHL Paket', price: 490n, taxes: [vat] },
      discountCode: { code: 'TEN', percent: 10 },
      poNumber: 'PO-7',
      payment,
    });
    expect(
      sum(
        salesOf(all).map((sale) => sale.total),
        'EUR',
      ),
    ).toEqual(headOf(all).total);
    expect(salesOf(all)).toHaveLength(3);
    expect(one('order', all)).toMatchObject({
      key: `gid://shopify/Order/${order.id}`,
      lanes: [`order/${order.id}`],
      authority: true,
      body: {
        poNumber: 'PO-7',
        financialStatus: 'paid',
        placedAt: '2026-11-02T09:00:00.000Z',
        outstanding: { minor: 0n },
      },
    });
    expect(headOf(all).lines).toMatchObject([{ sku: 'LAMP' }, { sku: null, quantity: 3 }]);
    for (const sale of salesOf(all))
      expect(
        sum(
          sale.taxes.map((tax) => tax.amount),
          'EUR',
        ),
      ).toEqual(sale.tax);
  });

  test('names payments and shipments as the webhooks name them, so that the authority takes their place', async () => {
    const { order, all } = await sold({ lines: [lamp], taxesIncluded: true, payment }, (store, placed) =>
      store.fulfill(placed),
    );
    expect(one('transaction', all)).toMatchObject({
      key: `gid://shopify/OrderTransaction/${order.transactions[0]?.id}/success`,
      body: { kind: 'sale', gateway: 'shopify_payments', amount: { minor: 11900n, currency: 'EUR' } },
    });
    expect(one('fulfillment', all)).toMatchObject({
      key: `gid://shopify/Fulfillment/${order.fulfillments[0]?.id}/success`,
      body: { lines: [{ lineItem: `gid://shopify/LineItem/${order.lines[0]?.id}`, quantity: 1 }] },
    });
  });

  test('of an order it does not show is only that it was asked', async () => {
    expect(facts(await answerFor(openRead(), 404n))).toEqual([
      expect.objectContaining({ kind: 'order_read', body: { readAt, found: false } }),
    ]);
  });

  test('is understood in a currency without decimals', async () => {
    const yen = { ...lamp, unitPrice: 12345n, taxes: [{ title: 'JCT', rate: '0.10' }] };
    const { all } = await sold({ lines: [yen], taxesIncluded: true, currency: 'JPY', payment });
    expect(headOf(all).total).toEqual({ minor: 12345n, currency: 'JPY' });
  });

  test('that misses a field is parked by the name of the field', async () => {
    const { body } = await sold({ lines: [lamp], taxesIncluded: true });
    expect(() => facts(body.replace('"taxesIncluded"', '"taxes"'))).toThrow(
      new Park('not as we know it: order.taxesIncluded'),
    );
  });
});

describe('119.00 with 19 % tax included and 10 % off', () => {
  test.each([
    ['as the field names suggest', (body: string) => body],
    [
      'the other way round',
      (body: string) =>
        body
          .replaceAll('DiscountAmountBeforeTaxes', 'DiscountAmountTemporary')
          .replaceAll('DiscountAmountAfterTaxes', 'DiscountAmountBeforeTaxes')
          .replaceAll('DiscountAmountTemporary', 'DiscountAmountAfterTaxes'),
    ],
  ])('balances with the two discounts read %s', async (_, reading) => {
    const { body } = await sold(
      { lines: [lamp], taxesIncluded: true, discountCode: { code: 'TEN', percent: 10 } },
      (store, placed) => store.fulfill(placed),
    );
    const order = knowOrder(facts(reading(body)), null);
    const [entry] = order === undefined ? [] : expectOrder(order, shopSettings()).entries;
    expect(Object.fromEntries(entry?.lines.map((line) => [line.account, line.minor]) ?? [])).toEqual({
      '1100': 10710n,
      '4910': 1000n,
      '4000': -10000n,
      '2000.DE DE MwSt@0.19': -1710n,
    });
  });
});

describe('an order of many lines', () => {
  const lines = Array.from({ length: 60 }, (_, n) => ({
    ...lamp,
    sku: `PART-${n + 1}`,
    title: `Part ${n + 1}`,
    unitPrice: BigInt(101 + n),
    quantity: 1 + (n % 3),
  }));
  const spec = { lines, taxesIncluded: true, payment };

  test('is read page by page and arrives whole', async () => {
    const { order, all, asked } = await sold(spec);
    expect(headOf(all).lines.map((line) => line.sku)).toEqual(lines.map((line) => line.sku));
    expect(new Set(salesOf(all).map((sale) => sale.lineItem))).toEqual(
      new Set(order.lines.map((line) => `gid://shopify/LineItem/${line.id}`)),
    );
    expect(salesOf(all)).toHaveLength(60);
    expect(
      sum(
        salesOf(all).map((sale) => sale.total),
        'EUR',
      ),
    ).toEqual(headOf(all).total);
    expect(new Set(asked)).toEqual(new Set(['OrderHead', 'OrderLineItems', 'AgreementSales']));
  });

  test('arrives whole with all the lines of its shipments', async () => {
    const { all, asked } = await sold(spec, (store, placed) => {
      const [first, ...rest] = placed.lines;
      if (first === undefined) throw new Error('the order has lines');
      store.fulfill(placed, [{ line: first, quantity: first.quantity }]);
      store.fulfill(
        placed,
        rest.map((line) => ({ line, quantity: line.quantity })),
      );
    });
    const shipped = all.flatMap((fact) => (fact.kind === 'fulfillment' ? [fact.body.lines.length] : []));
    expect(shipped).toEqual([1, 59]);
    expect(asked).toContain('FulfillmentLineItems');
    const order = knowOrder(all, null);
    const invoices = order && expectOrder(order, shopSettings());
    expect(invoices?.course.anomalies).toEqual([]);
    expect(invoices?.invoiced).toEqual(order?.header.total);
  });

  test('arrives whole when it left in more shipments than one answer shows', async () => {
    const dozen = { lines: [{ ...lamp, quantity: 12 }], taxesIncluded: true, payment };
    const { all, asked } = await sold(dozen, (store, placed) => {
      const [line] = placed.lines;
      if (line === undefined) throw new Error('the order has a line');
      for (let n = 0; n < 12; n += 1) store.fulfill(placed, [{ line, quantity: 1 }]);
    });
    expect(all.filter((fact) => fact.kind === 'fulfillment')).toHaveLength(12);
    expect(asked).toEqual(['OrderHead', 'OrderFulfillments', 'Fulfillment', 'Fulfillment']);
  });
});
