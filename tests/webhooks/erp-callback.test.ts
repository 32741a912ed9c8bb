import { describe, expect, test } from 'vitest';
import { Park } from '#domain/obstacle.ts';
import { callbackExamples } from '#src/contract/example.ts';
import { translateCallback } from '#webhooks/erp/callback.ts';

const order = 'order/820982911946154508';
const received = '2026-11-23T10:00:00.000Z';

function translate(topic: string, payload: unknown, erpConnectionId: string | null = '7') {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const delivery = { id: '1', source: 'erp', topic, receivedAt: received, triggeredAt: received, body };
  return translateCallback(delivery, { shop: 'plumb-demo.myshopify.com', erpConnectionId });
}

describe("the contract's own examples", () => {
  test('a changed sales order becomes the newest state of that document, in the lane of its order', () => {
    expect(translate('sales_order.changed', callbackExamples['sales_order.changed'])).toEqual([
      {
        kind: 'erp_document',
        key: '7/sales_order/sales_order_1/told',
        lanes: [order],
        happenedAt: '2026-11-23T09:30:00.000Z',
        authority: true,
        body: {
          connectionId: '7',
          kind: 'sales_order',
          documentId: 'sales_order_1',
          number: 'SO-00001',
          postingKey: 'lamp-shop-sales_order-820982911946154508-1',
          adopted: false,
          told: 'callback',
          status: 'open',
          total: { minor: 11900n, currency: 'EUR' },
          createdAt: '2026-11-23T08:00:00.000Z',
          date: null,
          ledgerLines: null,
        },
      },
    ]);
  });

  test('a posted invoice becomes a document under our key', () => {
    expect(translate('invoice.posted', callbackExamples['invoice.posted'])).toMatchObject([
      {
        kind: 'erp_document',
        lanes: [order],
        body: { kind: 'invoice', postingKey: 'lamp-shop-invoice-255858046-1' },
      },
    ]);
  });

  test('a shipment says in the lane of its order what left from where, and by which number', () => {
    const { data } = callbackExamples['shipment.confirmed'];
    const { number, location, carrier, trackingNumber, lines, shippedAt, modifiedAt } = data;
    const of = { shipment: 'shipment_8', status: 'shipped', number, location, carrier, trackingNumber };
    const shipped = { ...of, lines, shippedAt, modifiedAt };
    expect(translate('shipment.confirmed', callbackExamples['shipment.confirmed'])).toMatchObject([
      { kind: 'erp_shipment', key: '7/shipment_8', lanes: [order], body: shipped },
    ]);
  });

  test('a credit memo and a payment become documents that people made, with the day of each', () => {
    expect(translate('credit_memo.posted', callbackExamples['credit_memo.posted'])).toMatchObject([
      {
        kind: 'erp_document',
        key: '7/credit_memo/credit_memo_5/told',
        lanes: [order],
        body: {
          kind: 'credit_memo',
          postingKey: null,
          total: { minor: 2000n, currency: 'EUR' },
          createdAt: callbackExamples['credit_memo.posted'].data.createdAt,
          date: callbackExamples['credit_memo.posted'].data.postedOn,
        },
      },
    ]);
    expect(translate('payment.recorded', callbackExamples['payment.recorded'])).toMatchObject([
      {
        kind: 'erp_document',
        key: '7/payment/payment_6/told',
        lanes: [order],
        body: {
          kind: 'payment',
          postingKey: null,
          total: { minor: 11900n },
          date: callbackExamples['payment.recorded'].data.receivedOn,
        },
      },
    ]);
  });

  test('a stock level is noted in the lane of its SKU and location', () => {
    expect(translate('stock.changed', callbackExamples['stock.changed'])).toMatchObject([
      { kind: 'erp_stock', lanes: ['erp_stock/LAMP-01@BERLIN'], body: { available: 12, onHand: 15 } },
    ]);
  });
});

describe('what people made', () => {
  const { data } = callbackExamples['invoice.posted'];
  const invoice = (changes: object) => ({
    ...callbackExamples['invoice.posted'],
    data: { ...data, ...changes },
  });

  test('an invoice without our key has no posting', () => {
    expect(translate('invoice.posted', invoice({ key: null }))).toMatchObject([
      { lanes: [order], body: { postingKey: null } },
    ]);
  });

  test('a document of no order waits in a lane of its own', () => {
    expect(translate('invoice.posted', invoice({ key: null, order: null }))).toMatchObject([
      { lanes: ['erp/invoice_3'] },
    ]);
  });

  test.for<[string, object, string]>([
    ['a key without its order', { order: null }, 'a document with a key names no order'],
    ['an order that is no global id', { order: '#1001' }, 'not as we know it: data.order'],
    ['an unknown status', { status: 'half-posted' }, 'not as we know it: data.status'],
    [
      'an amount with a point',
      { total: { minor: '119.00', currency: 'EUR' } },
      'not as we know it: data.total.minor',
    ],
    [
      'a number for an amount',
      { total: { minor: 11900, currency: 'EUR' } },
      'not as we know it: data.total.minor',
    ],
    [
      'an unknown currency',
      { total: { minor: '1', currency: 'XXX' } },
      'the currency XXX is not in the ISO 4217 table',
    ],
    ['an id too long for a key', { id: 'i'.repeat(201) }, 'not as we know it: data.id'],
    ['a time that is none', { modifiedAt: 'yesterday' }, 'not as we know it: data.modifiedAt'],
    ['another kind', { kind: 'sales_order' }, 'not as we know it: data.kind'],
  ])('%s is parked and says why', ([, changes, reason]) => {
    expect(() => translate('invoice.posted', invoice(changes))).toThrow(new Park(reason));
  });

  test('text that Postgres cannot hold is replaced, and the rest is known', () => {
    const payload = JSON.stringify(invoice({ key: null, number: 'INV\u0000\ud800' }));
    expect(translate('invoice.posted', payload)).toMatchObject([{ body: { number: 'INV\uFFFD\uFFFD' } }]);
  });

  test('an unknown type, another type in the body, no JSON and no connection are parked and say why', () => {
    const example = callbackExamples['invoice.posted'];
    expect(() => translate('invoice.shredded', example)).toThrow(
      'the callback invoice.shredded is not one we read',
    );
    expect(() => translate('sales_order.changed', example)).toThrow('not as we know it: type');
    expect(() => translate('invoice.posted', '{')).toThrow('the body is not JSON');
    expect(() => translate('invoice.posted', example, null)).toThrow('the shop has no ERP connection');
  });
});
