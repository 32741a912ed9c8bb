import { describe, expect, test } from 'vitest';
import { sum } from '#domain/money.ts';
import { courseOf } from '#src/stabilize/course-of.ts';
import {
  charge,
  eur,
  fulfillmentId,
  known,
  lamp,
  line,
  type OrderStory,
  sale,
  shipment,
  shopSettings,
  threeUnits,
} from '#tests/support/order-facts.ts';

function invoiced(story: OrderStory) {
  const { invoices, anomalies } = courseOf(known(story), shopSettings());
  return { invoices, overshipped: anomalies.map(({ kind, about }) => [kind, about]) };
}

const oneByOne = [shipment(1, 10), shipment(2, 20), shipment(3, 30)];

describe('invoices', () => {
  test.each([
    ['without tax: 33.33, 33.34, 33.33 and their taxes', false, ['39.66', '39.68', '39.66']],
    ['with tax: 39.67, 39.66, 39.67', true, ['39.67', '39.66', '39.67']],
  ])('three shipments of one unit each share the price %s', (_, taxesIncluded, totals) => {
    const { invoices } = invoiced({ header: { taxesIncluded }, sales: [threeUnits], fulfillments: oneByOne });
    expect(invoices.map((one) => one.total)).toEqual(totals.map(eur));
    expect(
      sum(
        invoices.map((one) => one.total),
        'EUR',
      ),
    ).toEqual(eur('119.00'));
  });

  test('shipping goes with the first invoice and with no other', () => {
    const { invoices } = invoiced({
      sales: [threeUnits, charge('SHIPPING', '4.90')],
      fulfillments: oneByOne,
    });
    expect(invoices.map((one) => one.charges.map((each) => each.kind))).toEqual([['shipping'], [], []]);
    expect(invoices[0]?.total).toEqual(eur('44.57'));
  });

  test('the first shipment is the first that happened, not the first that was heard of', () => {
    const { invoices } = invoiced({ sales: [threeUnits], fulfillments: oneByOne.toReversed() });
    expect(invoices.map((one) => one.anchor)).toEqual([1, 2, 3].map(fulfillmentId));
  });

  test('a shipment that is cancelled or under way is not invoiced', () => {
    const fulfillments = ['cancelled', 'pending', 'open', 'error', 'failure'].map((status, at) =>
      shipment(at, at, { status }),
    );
    expect(invoiced({ fulfillments })).toEqual({ invoices: [], overshipped: [] });
  });

  test('more shipped than sold is named, and nothing of that shipment is invoiced', () => {
    const fulfillments = [shipment(1, 10, { units: 2 }), shipment(2, 20, { units: 2 }), shipment(3, 30)];
    const { invoices, overshipped } = invoiced({ sales: [threeUnits], fulfillments });
    expect(overshipped).toEqual([['overshipped', fulfillmentId(2)]]);
    expect(invoices.map((one) => one.anchor)).toEqual([fulfillmentId(1), fulfillmentId(3)]);
  });

  test('more shipped than sold is seen though one shipment names the line twice', () => {
    const lines = [2, 2].map((quantity) => ({ lineItem: line(1), quantity }));
    const { invoices, overshipped } = invoiced({
      sales: [threeUnits],
      fulfillments: [shipment(1, 10, { lines })],
    });
    expect(overshipped).toEqual([['overshipped', fulfillmentId(1)]]);
    expect(invoices).toEqual([]);
  });

  test('a line that was never sold is overshipped', () => {
    const { invoices, overshipped } = invoiced({
      fulfillments: [shipment(1, 10, { lines: [{ lineItem: line(2), quantity: 1 }] })],
    });
    expect([invoices.length, overshipped.length]).toEqual([0, 1]);
  });

  test('a line bears the article and its units as the head of the order has them', () => {
    const { invoices } = invoiced({
      sales: [lamp, sale({ total: '50.00' }, { lineItem: line(2), lineType: 'GIFT_CARD' })],
      fulfillments: [
        shipment(1, 10, {
          lines: [
            { lineItem: line(2), quantity: 1 },
            { lineItem: line(1), quantity: 1 },
          ],
        }),
      ],
    });
    expect(invoices[0]?.lines).toMatchObject([
      { sku: 'SKU-2', description: 'Article 2', quantity: 1, giftCard: true },
      { sku: 'SKU-1', description: 'Article 1', quantity: 1, giftCard: false },
    ]);
  });
});
