import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import type { ShopSettings } from '#sandbox/shopify/state.ts';
import { readPayload } from '#tests/support/shopify-delivery.ts';
import { bodiesOf, lamp, openRead, payment, readFacts, type StoreRead } from '#tests/support/store-read.ts';

const paid: OrderSpec = { lines: [{ ...lamp, quantity: 2 }], taxesIncluded: true, payment };

function placed(wanted: OrderSpec = paid, shop: ShopSettings = {}) {
  const read = openRead(shop);
  return { ...read, read, order: read.store.placeOrder(wanted) };
}

function understood(topic: string, body: string): readonly Fact[] {
  const outcome = readPayload(topic, body);
  if ('parked' in outcome) throw new Error(outcome.parked);
  return outcome.facts;
}

const parked = (topic: string, body: string) => {
  const outcome = readPayload(topic, body);
  return 'parked' in outcome ? outcome.parked : undefined;
};

/** What the store told last of a topic. */
async function bodyOf({ clock, heard }: StoreRead, topic: string): Promise<string> {
  await clock.run({ until: clock.now() + 60_000 });
  const last = heard.findLast((one) => one.topic === topic);
  if (last === undefined) throw new Error(`the store told nothing of ${topic}`);
  return last.body;
}

const heardOf = async (read: StoreRead, topic: string) => understood(topic, await bodyOf(read, topic));

describe('an order as its webhook tells it', () => {
  test.each<[string, OrderSpec, ShopSettings]>([
    ['paid at once', paid, {}],
    ['paid in another currency', { ...paid, currency: 'USD', exchangeRate: '0.90' }, {}],
    ['on terms', { lines: [lamp], taxesIncluded: true, netDays: 30, poNumber: 'PO-7' }, {}],
    ['from a state that taxes', { ...paid, taxesIncluded: false }, { currency: 'USD', country: 'US' }],
    ['of a marketplace', { ...paid, source: 'marketplace', merchantOfRecordApp: 'Bazaar' }, {}],
  ])('%s is what a read says of it, but for its catalog', async (_, wanted, shop) => {
    const { read, order } = placed(wanted, shop);
    const [provisional] = bodiesOf('order', await heardOf(read, 'orders/create'));
    const [whole] = bodiesOf('order', await readFacts(read, order.id));
    const lines = whole?.lines.map((line) => ({ ...line, inCatalog: null }));
    expect(provisional).toEqual({ ...whole, lines });
  });

  test('at a till names the place, and leaves to the authority where it is taxed', async () => {
    const read = openRead();
    const till = read.store.addLocation({ name: 'Vienna', country: 'AT', kind: 'retail' });
    read.store.placeOrder({ ...paid, source: 'pos', customerId: null, retailLocationId: till.id });
    expect(bodiesOf('order', await heardOf(read, 'orders/create'))).toMatchObject([
      { channel: 'pos', location: `gid://shopify/Location/${till.id}`, taxPlace: null },
    ]);
  });
});

describe('a payment as its webhook tells it', () => {
  test('is in what the customer paid in, with what cash rounding took', async () => {
    const cash = { kind: 'sale', gateway: 'cash' } as const;
    const wanted = { lines: [{ ...lamp, unitPrice: 11902n }], taxesIncluded: true, payment: cash };
    const { read } = placed(wanted, { cashRoundingUnit: 5n });
    expect(bodiesOf('transaction', await heardOf(read, 'order_transactions/create'))).toMatchObject([
      { amount: { minor: 11902n, currency: 'EUR' }, rounding: { minor: -2n, currency: 'EUR' } },
    ]);
    const abroad = placed({ ...paid, currency: 'USD', exchangeRate: '0.90' });
    expect(bodiesOf('transaction', await heardOf(abroad.read, 'order_transactions/create'))).toMatchObject([
      { amount: { minor: 23800n, currency: 'USD' }, rounding: null },
    ]);
  });
});

describe('a refund as its webhook tells it', () => {
  function refunded(wanted: OrderSpec = paid) {
    const { read, store, order } = placed({
      ...wanted,
      shipping: { title: 'DHL Paket', price: 490n, taxes: lamp.taxes },
    });
    store.refund(order, {
      lines: order.lines.map(({ id }) => ({ lineId: id, quantity: 1 })),
      shipping: 'all',
      amount: 13000n,
      discrepancy: 'DAMAGE',
    });
    return { read, order };
  }

  test('is itemized as the authority will itemize it, and no authority itself', async () => {
    const { read, order } = refunded();
    const told = await heardOf(read, 'refunds/create');
    expect(told.map((fact) => [fact.kind, fact.authority])).toEqual([
      ['refund_noted', false],
      ['refund', false],
    ]);
    const whole = (await readFacts(read, order.id)).filter((fact) => fact.kind === 'refund');
    expect(bodiesOf('refund', told)).toEqual(bodiesOf('refund', whole));
    expect(told[1]?.key).toBe(whole[0]?.key);
    expect((told[1]?.happenedAt ?? '') <= (whole[0]?.happenedAt ?? '')).toBe(true);
  });

  test('paid back in another currency than that of the books is only noted', async () => {
    const { read } = refunded({ ...paid, currency: 'USD', exchangeRate: '0.90' });
    expect((await heardOf(read, 'refunds/create')).map((fact) => fact.kind)).toEqual(['refund_noted']);
  });

  test('that names nothing but itself is only noted', () => {
    const bare = JSON.stringify({ id: 1, order_id: 2, created_at: '2026-11-02T10:00:00Z' });
    expect(understood('refunds/create', bare)).toMatchObject([
      { kind: 'refund_noted', key: 'gid://shopify/Refund/1', lanes: ['order/2'], body: { lines: 0 } },
    ]);
  });

  test('passes words on that nobody knows yet', async () => {
    const { read } = refunded();
    const body = (await bodyOf(read, 'refunds/create'))
      .replaceAll('"no_restock"', '"to_the_moon"')
      .replaceAll('"Damage"', '"Moon phase"');
    expect(bodiesOf('refund', understood('refunds/create', body))).toMatchObject([
      { lines: [{ restock: 'to_the_moon' }], adjustments: [{ reason: 'MOON_PHASE' }] },
    ]);
  });

  test.for<[string, RegExp, string, string]>([
    [
      'two currencies of one shop',
      /("subtotal_set":\{"shop_money":\{"amount":"[\d.]+","currency_code":)"EUR"/,
      '$1"USD"',
      'a refund names more than one currency of the shop',
    ],
    [
      'an amount finer than its currency',
      /("subtotal_set":\{"shop_money":\{"amount":")[\d.]+/,
      '$1119.001',
      'an amount has more than 2 decimals for EUR',
    ],
    [
      'an amount that is none',
      /("subtotal_set":\{"shop_money":\{"amount":")[\d.]+/,
      '$1much',
      'not as we know it: refund_line_items.0.subtotal_set.shop_money.amount',
    ],
  ])('with %s is parked, and says why', async ([, known, changed, reason]) => {
    const { read } = refunded();
    const body = await bodyOf(read, 'refunds/create');
    expect(body).toMatch(known);
    expect(parked('refunds/create', body.replace(known, changed))).toBe(reason);
  });
});
