import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { unreadableLane } from '#domain/lane.ts';
import { readPayload, source } from '#tests/support/shopify-delivery.ts';

const minimal = {
  id: 'ID',
  currency: 'EUR',
  created_at: '2026-11-02T10:00:00+01:00',
  total_price: '119.00',
};

/** JSON text of an order; `ID` stands for a number above 2^53 that no double can hold. */
function orderText(fields: object = {}): string {
  return JSON.stringify({ ...minimal, ...fields }).replaceAll('"ID"', '9007199254740993');
}

function only(topic: string, body: string): Fact {
  const outcome = readPayload(topic, body);
  if ('parked' in outcome) throw new Error(outcome.parked);
  const [fact, ...others] = outcome.facts;
  if (fact === undefined || others.length > 0) throw new Error('one fact was expected');
  return fact;
}

const parked = (topic: string, body: string) => {
  const outcome = readPayload(topic, body);
  return 'parked' in outcome ? outcome.parked : undefined;
};

describe('ids', () => {
  test('above 2^53 they stay exact as plain numbers, in the fact and in the lane', () => {
    const exact = gid('Order', '9007199254740993');
    expect(only('orders/create', orderText())).toMatchObject({
      key: exact,
      lanes: ['order/9007199254740993'],
      body: { order: exact },
    });
    expect(source.lane('orders/create', orderText())).toBe('order/9007199254740993');
  });

  test('the exact id is believed where the number was rounded by somebody before us', () => {
    const given = gid('Order', '820982911946154508');
    const fact = only(
      'orders/create',
      orderText({ id: 820_982_911_946_154_500, admin_graphql_api_id: given }),
    );
    expect(fact).toMatchObject({ key: given, lanes: ['order/820982911946154508'] });
  });

  test('an exact id of something else is not believed', () => {
    const fact = only('orders/create', orderText({ admin_graphql_api_id: gid('DraftOrder', '7') }));
    expect(fact.key).toBe(gid('Order', '9007199254740993'));
  });

  test('lines, transactions and shipments keep their digits too', () => {
    const order = only('orders/create', orderText({ line_items: [{ id: 'ID', quantity: 1 }] }));
    expect(order.body).toMatchObject({ lines: [{ lineItem: gid('LineItem', '9007199254740993') }] });
    const said = { order_id: 'ID', kind: 'SALE', status: 'SUCCESS' };
    expect(only('order_transactions/create', orderText(said))).toMatchObject({
      key: 'gid://shopify/OrderTransaction/9007199254740993/success',
      lanes: ['order/9007199254740993'],
    });
    expect(only('fulfillments/create', orderText({ order_id: 'ID', status: 'success' }))).toMatchObject({
      key: 'gid://shopify/Fulfillment/9007199254740993/success',
      lanes: ['order/9007199254740993'],
    });
  });
});

describe('what a payload may leave out', () => {
  test('an order of nothing but its required fields is understood', () => {
    expect(only('orders/create', orderText()).body).toEqual({
      order: gid('Order', '9007199254740993'),
      name: '#9007199254740993',
      currency: 'EUR',
      presentmentCurrency: 'EUR',
      test: false,
      taxesIncluded: false,
      placedAt: '2026-11-02T09:00:00.000Z',
      createdAt: '2026-11-02T09:00:00.000Z',
      cancelledAt: null,
      financialStatus: 'unknown',
      poNumber: null,
      total: { minor: 11900n, currency: 'EUR' },
      outstanding: null,
      dueAt: null,
      taxPlace: null,
      merchantOfRecord: false,
      channel: null,
      location: null,
      lines: [],
    });
  });

  test('null and absence say the same, of values and of lists', () => {
    const nulls = {
      line_items: null,
      processed_at: null,
      updated_at: null,
      cancelled_at: null,
      po_number: null,
      name: null,
      test: null,
      current_total_price_set: null,
      admin_graphql_api_id: null,
      presentment_currency: null,
      source_name: null,
      location_id: null,
      merchant_of_record_app_id: null,
      shipping_address: null,
      payment_terms: null,
    };
    expect(readPayload('orders/create', orderText(nulls))).toEqual(readPayload('orders/create', orderText()));
    expect(
      parked('fulfillments/create', orderText({ order_id: 1, status: 'success', line_items: null })),
    ).toBeUndefined();
    expect(parked('refunds/create', orderText({ order_id: 1, refund_line_items: null }))).toBeUndefined();
  });

  test.each(['id', 'currency', 'created_at', 'total_price'])(
    'an order without %s is parked, and the reason names it',
    (field) => {
      const text = orderText()
        .replace(new RegExp(`"${field}":("[^"]*"|\\d+),?`), '')
        .replace(',}', '}');
      expect(parked('orders/create', text)).toBe(`not as we know it: ${field}`);
    },
  );
});

describe('amounts', () => {
  test('a currency without decimals is read in whole units, as text or as a number', () => {
    for (const total_price of ['12345', '12345.00', 12345])
      expect(only('orders/create', orderText({ currency: 'JPY', total_price })).body).toMatchObject({
        total: { minor: 12345n, currency: 'JPY' },
      });
  });

  test('a currency that nobody knows parks the order instead of guessing its decimals', () => {
    expect(parked('orders/create', orderText({ currency: 'XBT' }))).toBe(
      'the currency XBT is not in the ISO 4217 table',
    );
  });

  test('an amount finer than its currency parks the order instead of being rounded', () => {
    expect(parked('orders/create', orderText({ total_price: '119.001' }))).toBe(
      'an amount has more than 2 decimals for EUR',
    );
  });

  test('the current total in shop money is preferred to the total at checkout', () => {
    const money = { shop_money: { amount: '99.00', currency_code: 'EUR' } };
    expect(
      only('orders/updated', orderText({ current_total_price_set: money, current_total_price: '98.00' }))
        .body,
    ).toMatchObject({
      total: { minor: 9900n },
    });
    expect(only('orders/updated', orderText({ current_total_price: '98.00' })).body).toMatchObject({
      total: { minor: 9800n },
    });
  });

  test('a bare number keeps the digits that the sender wrote', () => {
    const text = orderText().replace('"119.00"', '90071992547409.93');
    expect(only('orders/create', text).body).toMatchObject({ total: { minor: 9007199254740993n } });
  });
});

describe('what is no payload', () => {
  test.each([
    ['truncated JSON', '{"id":1,"na', 'the body is not JSON'],
    ['nothing', '', 'the body is not JSON'],
    ['a list', '[]', 'not as we know it: the body'],
    ['a text', '"order"', 'not as we know it: the body'],
    ['null', 'null', 'not as we know it: the body'],
  ])('%s is parked, in a lane where it stops nothing', (_, body, reason) => {
    expect(parked('orders/create', body)).toBe(reason);
    expect(source.lane('orders/create', body)).toBe(unreadableLane);
  });

  test('a topic that we do not read is parked by name, however long the name', () => {
    expect(parked('moons/phase_changed', '{}')).toBe('the topic moons/phase_changed is not one we read');
    expect(parked('x'.repeat(5000), '{}')?.length).toBeLessThan(100);
    expect(source.lane('moons/phase_changed', '{}')).toBe(unreadableLane);
  });

  test('a time that is no time parks the order', () => {
    expect(parked('orders/create', orderText({ created_at: 'yesterday' }))).toBe(
      'not as we know it: created_at',
    );
  });

  test('a key that would reach into JavaScript changes nothing', () => {
    const hostile = orderText().replace('{', '{"__proto__":{"test":true},"constructor":{"prototype":{}},');
    const outcome = readPayload('orders/create', hostile);
    if ('facts' in outcome) expect(outcome.facts).toMatchObject([{ body: { test: false } }]);
    expect({}).not.toHaveProperty('test');
  });
});
