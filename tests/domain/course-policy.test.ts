import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '#domain/policy.ts';
import { courseOf } from '#src/stabilize/course-of.ts';
import { obligedInvoice, under } from '#tests/support/course.ts';
import { back, documents, totals, two, walk } from '#tests/support/course-story.ts';
import { documentFor } from '#tests/support/document-facts.ts';
import {
  agreed,
  at,
  charge,
  eur,
  fulfillmentId,
  known,
  type OrderStory,
  payment,
  shipment,
  shopSettings,
} from '#tests/support/order-facts.ts';

describe('a shipment that was called back', () => {
  const cancelled = shipment(1, 10, { status: 'cancelled' });
  const itsInvoice = documentFor(obligedInvoice({ fulfillments: [shipment(1, 10)] }));

  test('is as good as none while the ERP has no invoice of it', () => {
    expect(documents({ fulfillments: [cancelled] }).invoices).toEqual([]);
    expect(walk({ fulfillments: [cancelled, shipment(2, 30)] }).invoices).toMatchObject([
      { anchor: fulfillmentId(2), force: 'due' },
    ]);
  });

  test.each([
    ['ours', itsInvoice],
    ['by hand', { ...itsInvoice, postingKey: null }],
  ])(
    'leaves its invoice standing where the ERP has one (%s), and units that leave again are invoiced once',
    (_, one) => {
      const story = { fulfillments: [cancelled], documents: [one] };
      expect(walk(story).invoices).toMatchObject([{ anchor: fulfillmentId(1), force: 'stands' }]);
      expect(walk({ ...story, fulfillments: [cancelled, shipment(2, 30)] }).invoices).toMatchObject([
        { anchor: fulfillmentId(1), force: 'due', total: eur('119.00') },
      ]);
    },
  );

  test('and the order with it has its invoice credited (SCENARIOS 24)', () => {
    const agreements = [agreed(2, 20, { reason: 'REFUND', sales: [back('119.00', '19.00')] })];
    const story = { header: { cancelledAt: at(20) }, agreements, fulfillments: [cancelled] };
    expect(walk({ ...story, documents: [itsInvoice] })).toMatchObject({
      invoices: [{ force: 'due', total: eur('119.00') }],
      credits: [{ total: eur('119.00') }],
    });
    expect(documents(story)).toEqual({ invoices: [], credits: [] });
    const posted = obligedInvoice({ fulfillments: [shipment(1, 10)] });
    expect(obligedInvoice({ ...story, documents: [itsInvoice] })).toEqual(posted);
  });
});

describe('by policy', () => {
  const cod = 'Cash on Delivery (COD)';
  const story: OrderStory = {
    sales: [two, charge('SHIPPING', '4.90')],
    transactions: [payment(1, 5, { amount: eur('242.90') })],
    fulfillments: [shipment(1, 10), shipment(2, 20)],
  };

  test.each([
    ['fulfillment', [10, 20], ['123.90', '119.00']],
    ['payment', [5], ['242.90']],
    ['order', [0], ['242.90']],
  ] as const)(
    'an invoice at %s is due then, and what it holds is invoiced once',
    (invoiceAt, minutes, invoiced) => {
      const { invoices } = walk(story, { invoiceAt });
      expect(invoices.map((one) => one.happenedAt)).toEqual(minutes.map(at));
      expect(totals(invoices)).toEqual(invoiced);
    },
  );

  test('one gateway may have its invoice before the money (SCENARIOS 13)', () => {
    const pending = payment(1, 0, { gateway: cod, status: 'pending', amount: eur('242.90') });
    const paid = { ...pending, status: 'success', processedAt: at(30) };
    const policy = { invoiceAtByGateway: { [cod]: 'order' } } as const;
    expect(walk({ ...story, transactions: [pending] }, policy).invoices).toMatchObject([
      { happenedAt: at(0) },
    ]);
    expect(walk({ ...story, transactions: [paid] }, policy).payments).toMatchObject([
      { settled: eur('242.90'), deposited: eur('0') },
    ]);
    expect(walk(story, policy).invoices).toHaveLength(2);
  });

  test('goods that leave unpaid are invoiced as they leave, though the policy waits for payment', () => {
    expect(documents({ ...story, transactions: [] }, { invoiceAt: 'payment' }).invoices).toEqual([
      '123.90',
      '119.00',
    ]);
  });

  test('revenue of an early invoice waits for its goods: shipping with the first, each unit with its own', () => {
    const { invoices, recognitions } = walk(story, { invoiceAt: 'order', revenueAt: 'fulfillment' });
    expect(invoices).toMatchObject([{ earned: false }]);
    expect(recognitions).toMatchObject([
      {
        fulfillment: fulfillmentId(1),
        lines: [{ quantity: 1, gross: eur('100.00') }],
        charges: [{ kind: 'shipping' }],
      },
      { fulfillment: fulfillmentId(2), lines: [{ quantity: 1, gross: eur('100.00') }], charges: [] },
    ]);
    expect(walk(story, { revenueAt: 'fulfillment' })).toMatchObject({
      invoices: [{ earned: true }, {}],
      recognitions: [],
    });
  });

  test('a new version rules orders placed from then on, and no order placed before', () => {
    const versions = (validFrom: string) =>
      shopSettings({
        policies: [
          { version: 1, validFrom: at(-1000), policy: defaultPolicy },
          { version: 2, validFrom, policy: { ...defaultPolicy, invoiceAt: 'order' } },
        ],
      });
    const before = courseOf(known(story), versions(at(1)));
    expect(before).toEqual(courseOf(known(story), shopSettings(under({}))));
    expect(courseOf(known(story), versions(at(0))).invoices).toMatchObject([{ happenedAt: at(0) }]);
  });
});
