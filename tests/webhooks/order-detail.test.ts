import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import type { ShopSettings } from '#sandbox/shopify/state.ts';
import {
  answerFor,
  bodiesOf,
  factsOf,
  lamp,
  openRead,
  payment,
  readFacts,
  type StoreRead,
} from '#tests/support/store-read.ts';

const spec: OrderSpec = { lines: [lamp], taxesIncluded: true, payment };
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

function placed(wanted: OrderSpec = spec, shop: ShopSettings = {}) {
  const read = openRead(shop);
  return { ...read, read, order: read.store.placeOrder(wanted) };
}

async function headOf(wanted: OrderSpec, shop: ShopSettings = {}) {
  const { read, order } = placed(wanted, shop);
  return bodiesOf('order', await readFacts(read, order.id))[0];
}

describe('the head of an order', () => {
  test('names what the customer paid in beside what the books are in', async () => {
    const head = await headOf({ ...spec, currency: 'USD', exchangeRate: '0.90' });
    expect(head).toMatchObject({ currency: 'EUR', presentmentCurrency: 'USD', total: eur(10710n) });
  });

  test('says when it is due by its terms, until it is paid', async () => {
    const { read, store, order } = placed({ lines: [lamp], taxesIncluded: true, netDays: 14 });
    const dueAt = async () => bodiesOf('order', await readFacts(read, order.id))[0]?.dueAt;
    expect(await dueAt()).toBe('2026-11-16T09:00:00.000Z');
    store.recordManualPayment(order, { gateway: 'Bank Deposit' });
    expect(await dueAt()).toBeNull();
  });

  test('is taxed where the goods go, by the province where provinces tax', async () => {
    expect(await headOf(spec)).toMatchObject({ taxPlace: 'DE', channel: 'web', location: null });
    const abroad = await headOf(spec, { currency: 'USD', country: 'US' });
    expect(abroad?.taxPlace).toMatch(/^US-[A-Z]{2}$/);
    expect((await headOf(spec, { country: 'CH' }))?.taxPlace).toBe('CH');
  });

  test('that nobody sends anywhere is taxed where the shop is', async () => {
    const read = openRead();
    const shop = read.store.addLocation({ name: 'Vienna', country: 'AT', kind: 'retail' });
    const order = read.store.placeOrder({
      ...spec,
      source: 'pos',
      customerId: null,
      handedOver: true,
      retailLocationId: shop.id,
    });
    expect(bodiesOf('order', await readFacts(read, order.id))).toMatchObject([
      { taxPlace: 'AT', channel: 'pos', location: `gid://shopify/Location/${shop.id}` },
    ]);
  });

  test('tells a sale of which an app is the merchant of record', async () => {
    expect(await headOf(spec)).toMatchObject({ merchantOfRecord: false });
    expect(await headOf({ ...spec, merchantOfRecordApp: 'Bazaar', source: 'marketplace' })).toMatchObject({
      merchantOfRecord: true,
      channel: 'marketplace',
    });
  });

  test('tells which of its lines the catalog holds', async () => {
    const read = openRead();
    const product = read.store.addProduct({
      title: 'Lamp',
      variants: [{ title: 'Brass', sku: 'LAMP', price: 11900n }],
    });
    const variantId = product.variants[0]?.id;
    if (variantId === undefined) throw new Error('the product has a variant');
    const lines = [
      { ...lamp, variantId },
      { ...lamp, sku: 'LAPM' },
    ];
    const order = read.store.placeOrder({ ...spec, lines });
    const [head] = bodiesOf('order', await readFacts(read, order.id));
    expect(head?.lines.map((line) => [line.sku, line.inCatalog])).toEqual([
      ['LAMP', true],
      ['LAPM', false],
    ]);
  });
});

describe('money', () => {
  test('is told with what cash rounding took from it', async () => {
    const cash = { kind: 'sale', gateway: 'cash' } as const;
    const lines = [{ ...lamp, unitPrice: 11902n }];
    const { read, order } = placed({ lines, taxesIncluded: true, payment: cash }, { cashRoundingUnit: 5n });
    expect(bodiesOf('transaction', await readFacts(read, order.id))).toMatchObject([
      { gateway: 'cash', amount: eur(11902n), rounding: eur(-2n) },
    ]);
  });

  test('that was not rounded says so, and a payment at the till keeps its kinds', async () => {
    const { read, store, order } = placed({ lines: [lamp], taxesIncluded: true });
    store.pay(order, { kind: 'emv_authorization', gateway: 'shopify_payments' });
    store.pay(order, { kind: 'capture', gateway: 'shopify_payments' });
    const told = bodiesOf('transaction', await readFacts(read, order.id));
    expect(told.map(({ kind, rounding }) => [kind, rounding])).toEqual([
      ['emv_authorization', null],
      ['capture', null],
    ]);
  });

  test('is in the currency of the books, whatever the customer paid in', async () => {
    const { read, order } = placed({ ...spec, currency: 'USD', exchangeRate: '0.90' });
    expect(bodiesOf('transaction', await readFacts(read, order.id))).toMatchObject([{ amount: eur(10710n) }]);
  });

  test('of more payments than one answer shows arrives whole', async () => {
    const { read, store, order, asked } = placed({ lines: [lamp], taxesIncluded: true });
    for (let at = 0; at < 110; at += 1) store.pay(order, { ...payment, amount: 1n, status: 'failure' });
    expect(bodiesOf('transaction', await readFacts(read, order.id))).toHaveLength(110);
    expect(asked).toEqual(['OrderHead', 'OrderTransactions']);
  });

  test('of a tax says what Shopify says of who owes it, also when it says nothing', async () => {
    const owed = async (channelLiable: boolean | null) => {
      const taxes = [{ title: 'Sales tax', rate: '0.08', channelLiable }];
      const { read, order } = placed({ ...spec, lines: [{ ...lamp, taxes }] });
      const [agreed] = bodiesOf('agreement', await readFacts(read, order.id));
      return agreed?.sales[0]?.taxes.map((tax) => tax.channelLiable);
    };
    expect([await owed(true), await owed(false), await owed(null)]).toEqual([[true], [false], [null]]);
  });
});

describe('a refund', () => {
  test('says which units, why money went back that no goods explain, and by which payments', async () => {
    const { read, store, order } = placed({ ...spec, lines: [{ ...lamp, quantity: 2 }] });
    store.fulfill(order);
    const [line] = order.lines;
    if (line === undefined) throw new Error('the order has a line');
    const refunded = store.refund(order, {
      lines: [{ lineId: line.id, quantity: 1, restock: 'RETURN' }],
      amount: 12000n,
      discrepancy: 'DAMAGE',
    });
    const all = await readFacts(read, order.id);
    const refund = `gid://shopify/Refund/${refunded.id}`;
    expect(bodiesOf('refund', all)).toEqual([
      {
        refund,
        createdAt: '2026-11-02T09:00:00.000Z',
        total: eur(12000n),
        lines: [
          {
            lineItem: `gid://shopify/LineItem/${line.id}`,
            quantity: 1,
            restock: 'return',
            location: `gid://shopify/Location/${store.state.shop.locationId}`,
            subtotal: eur(11900n),
            tax: eur(1900n),
          },
        ],
        adjustments: [{ reason: 'DAMAGE', amount: eur(-100n), tax: eur(0n) }],
        transactions: refunded.transactionIds.map((id) => `gid://shopify/OrderTransaction/${id}`),
      },
    ]);
    const about = bodiesOf('agreement', all).map((one) => [one.reason, one.refund, one.return]);
    expect(about).toEqual([
      ['ORDER', null, null],
      ['REFUND', refund, null],
    ]);
  });

  test('arrives whole when it has more lines than one answer shows', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => ({ ...lamp, sku: `PART-${at}` }));
    const { read, store, order, asked } = placed({ ...spec, lines });
    store.refund(order, { lines: order.lines.map(({ id }) => ({ lineId: id, quantity: 1 })) });
    const [refund] = bodiesOf('refund', await readFacts(read, order.id));
    expect(new Set(refund?.lines.map((line) => line.lineItem)).size).toBe(30);
    expect(asked).toContain('RefundLineItems');
  });

  test('is told each by each when an order has more of them than one answer shows', async () => {
    const { read, store, order } = placed();
    for (let at = 0; at < 7; at += 1) store.refund(order, { amount: 100n });
    const refunds = bodiesOf('refund', await readFacts(read, order.id));
    expect(new Set(refunds.map((one) => one.refund)).size).toBe(7);
    expect(read.asked.filter((one) => one === 'Refund')).toHaveLength(2);
  });
});

describe('a return', () => {
  function exchanged() {
    const read = openRead();
    const { store } = read;
    const [variant] = store.addProduct({
      title: 'Shade',
      variants: [{ title: 'White', sku: 'SHADE', price: 5900n }],
    }).variants;
    if (variant === undefined) throw new Error('the product has a variant');
    const order = store.placeOrder(spec);
    const [shipped] = store.fulfill(order).lines;
    if (shipped === undefined) throw new Error('something was shipped');
    const opened = store.createReturn(order, {
      lines: [{ fulfillmentLineId: shipped.id, quantity: 1 }],
      exchanges: [{ variantId: variant.id, quantity: 1 }],
    });
    return { read, store, order, opened };
  }

  test('names its lines, and once it is processed the lines that go out for them, and its agreement names it', async () => {
    const { read, store, order, opened } = exchanged();
    const told = async () => bodiesOf('return', await readFacts(read, order.id));
    const lineItem = `gid://shopify/LineItem/${order.lines[0]?.id}`;
    const returned = { return: `gid://shopify/Return/${opened.id}`, name: opened.name, status: 'open' };
    expect(await told()).toMatchObject([{ ...returned, lines: [{ lineItem, quantity: 1 }], exchanges: [] }]);
    store.processReturn(order, opened, {
      lines: opened.lines.map(({ id, quantity }) => ({ returnLineId: id, quantity })),
      exchanges: opened.exchanges.map(({ id, quantity }) => ({ exchangeLineId: id, quantity })),
    });
    const added = order.lines.at(-1);
    const agreed = bodiesOf('agreement', await readFacts(read, order.id)).flatMap((one) => one.return ?? []);
    expect(new Set(agreed)).toEqual(new Set([returned.return]));
    expect(await told()).toMatchObject([
      { exchanges: [{ lineItem: `gid://shopify/LineItem/${added?.id}`, quantity: 1 }] },
    ]);
  });

  test('in its newest state takes the place of the last', async () => {
    const { read, store, order, opened } = exchanged();
    const before = await readFacts(read, order.id);
    await read.clock.run({ until: read.clock.now() + 60_000 });
    store.cancelReturn(order, opened);
    const after = await readFacts(read, order.id);
    const [one, other] = [before, after].map((all) => all.find((fact) => fact.kind === 'return'));
    expect(other).toMatchObject({ key: one?.key, body: { status: 'canceled' } });
    expect((other?.happenedAt ?? '') > (one?.happenedAt ?? '')).toBe(true);
  });
});

describe('words that nobody knows yet', () => {
  /** The order as a later version of the API may tell it. */
  async function retold(
    read: StoreRead,
    id: bigint,
    words: readonly [string, string][],
  ): Promise<readonly Fact[]> {
    let body = await answerFor(read, id);
    for (const [known, unknown] of words) body = body.replaceAll(`"${known}"`, `"${unknown}"`);
    return factsOf('shopify-admin', 'order', body);
  }

  test('pass as they are, so that whoever judges them sees them', async () => {
    const { read, store, order } = placed();
    store.fulfill(order);
    store.refund(order, { amount: 500n, discrepancy: 'CUSTOMER' });
    const all = await retold(read, order.id, [
      ['SALE', 'BARTER'],
      ['PRODUCT', 'PERIODICAL'],
      ['PARTIALLY_REFUNDED', 'HALF_FORGOTTEN'],
      ['CUSTOMER', 'MOON_PHASE'],
    ]);
    expect(bodiesOf('transaction', all)[0]?.kind).toBe('barter');
    expect(bodiesOf('agreement', all)[0]?.sales[0]?.lineType).toBe('PERIODICAL');
    expect(bodiesOf('order', all)[0]?.financialStatus).toBe('half_forgotten');
    expect(bodiesOf('refund', all)[0]?.adjustments[0]?.reason).toBe('MOON_PHASE');
  });

  test.each<[string, string, string]>([
    ['an amount that is none', '"shopMoney":{"amount":"119.0"', '"shopMoney":{"amount":"much"'],
    ['a missing status', '"status":"SUCCESS"', '"state":"SUCCESS"'],
    ['a currency that nobody knows', '"currencyCode":"EUR"', '"currencyCode":"XBT"'],
  ])('but %s parks the one read', async (_, known, unknown) => {
    const { read, order } = placed();
    const body = await answerFor(read, order.id);
    expect(body).toContain(known);
    expect(() => factsOf('shopify-admin', 'order', body.replaceAll(known, unknown))).toThrow(
      /not as we know it|ISO 4217/,
    );
  });
});
