import { describe, expect, test } from 'vitest';

import { outstandingOf, totalOf } from '#sandbox/shopify/order.ts';

import { first, lineFor, openShop, paidByCard, vat } from './support/shop.ts';

const home = 905684977n;
const flat = { title: 'Parcel', price: 595n, taxes: [vat] };

function paid(quantity = 3, changes: Parameters<typeof openShop>[0] = {}) {
  const shop = openShop(changes);
  const lamp = shop.stocked('Lamp');
  const order = shop.placeOrder({
    lines: [lineFor(lamp, quantity)],
    taxesIncluded: true,
    shipping: flat,
    payment: paidByCard,
  });
  return { shop, lamp, order, line: first(order.lines) };
}

describe('a return', () => {
  function shipped(quantity = 2, changes: Parameters<typeof openShop>[0] = {}) {
    const place = paid(quantity, changes);
    const fulfillment = place.shop.fulfill(place.order);
    return { ...place, fulfillmentLineId: first(fulfillment.lines).id };
  }

  test('is requested, approved, processed and closed, each announced as such', () => {
    const { shop, lamp, order, fulfillmentLineId } = shipped();
    const returned = shop.requestReturn(order, { lines: [{ fulfillmentLineId, quantity: 1 }] });
    expect(returned).toMatchObject({
      name: `${order.name}-R1`,
      status: 'REQUESTED',
      reverseFulfillmentOrders: [],
    });
    shop.approveReturn(order, returned);
    expect(returned.reverseFulfillmentOrders).toMatchObject([{ status: 'OPEN', lines: [{ quantity: 1 }] }]);
    const refund = shop.processReturn(order, returned, {
      lines: [
        {
          returnLineId: first(returned.lines).id,
          quantity: 1,
          dispositions: [{ type: 'RESTOCKED', quantity: 1, locationId: home }],
        },
      ],
    });
    expect(refund).toMatchObject({ returnId: returned.id, lines: [{ restockType: 'RETURN', quantity: 1 }] });
    expect(order.agreements.at(-1)).toMatchObject({ reason: 'RETURN', returnId: returned.id });
    expect(shop.levelOf(lamp)).toMatchObject({ available: 99, committed: 0 });
    expect(returned.reverseFulfillmentOrders).toMatchObject([{ status: 'CLOSED' }]);
    shop.closeReturn(order, returned);
    const topics = shop
      .topics()
      .flat()
      .filter((topic) => topic.startsWith('return'));
    expect(topics).toEqual(['returns/request', 'returns/approve', 'returns/process', 'returns/close']);
  });

  test('cannot take back what was not shipped, is on its way back, or was refunded', () => {
    const { shop, order, line, fulfillmentLineId } = shipped();
    const asked = { lines: [{ fulfillmentLineId, quantity: 2 }] };
    const returned = shop.createReturn(order, asked);
    expect(() => shop.createReturn(order, asked)).toThrow('returnable quantity');
    shop.cancelReturn(order, returned);
    shop.refund(order, { lines: [{ lineId: line.id, quantity: 1 }] });
    expect(() => shop.createReturn(order, asked)).toThrow('returnable quantity');
    shop.createReturn(order, { lines: [{ fulfillmentLineId, quantity: 1 }] });
  });

  test('takes no more from one parcel than was in it', () => {
    const { shop, order, line } = paid(2);
    const parcel = shop.fulfill(order, [{ line, quantity: 1 }]);
    shop.fulfill(order);
    const fulfillmentLineId = first(parcel.lines).id;
    shop.createReturn(order, { lines: [{ fulfillmentLineId, quantity: 1 }] });
    expect(() => shop.createReturn(order, { lines: [{ fulfillmentLineId, quantity: 1 }] })).toThrow(
      'returnable quantity',
    );
  });

  test('that has begun is not cancelled any more, and a closed one is reopened', () => {
    const { shop, order, fulfillmentLineId } = shipped();
    const returned = shop.createReturn(order, { lines: [{ fulfillmentLineId, quantity: 2 }] });
    shop.processReturn(order, returned, { lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }] });
    expect(() => shop.cancelReturn(order, returned)).toThrow('already been processed');
    shop.closeReturn(order, returned);
    expect(() =>
      shop.processReturn(order, returned, {
        lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
      }),
    ).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    shop.reopenReturn(order, returned);
    shop.processReturn(order, returned, { lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }] });
    expect(returned.lines).toMatchObject([{ processed: 2, refunded: 2 }]);
  });

  test('keeps a restocking fee and a fee for the way back as FEE sales', () => {
    const { shop, order, fulfillmentLineId } = shipped();
    const returned = shop.createReturn(order, {
      lines: [{ fulfillmentLineId, quantity: 2, restockingFeePercent: 10 }],
      shippingFee: 500n,
    });
    const processOne = () =>
      shop.processReturn(order, returned, {
        lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
      });
    processOne();
    processOne();
    const sales = order.agreements.flatMap((agreement) => agreement.sales);
    const fees = sales.filter(({ lineType }) => lineType === 'FEE').map(({ total }) => total.presentment);
    expect(fees).toEqual([1190n, 500n, 1190n]);
    expect(totalOf(order).presentment).toBe(595n + 2380n + 500n);
    expect(outstandingOf(order).presentment).toBe(0n);
  });

  test('exchanged for a cheaper thing refunds the difference: 1,893.00 back, 365.00 kept, 1,528.00 refunded', () => {
    const shop = openShop();
    const ring = shop.stocked('Ring', { price: 189_300n });
    const band = shop.stocked('Band', { price: 36_500n });
    const order = shop.placeOrder({ lines: [lineFor(ring)], taxesIncluded: true, payment: paidByCard });
    const fulfillment = shop.fulfill(order);
    const returned = shop.createReturn(order, {
      lines: [{ fulfillmentLineId: first(fulfillment.lines).id, quantity: 1 }],
      exchanges: [{ variantId: band.id, quantity: 1 }],
    });
    const refund = shop.processReturn(order, returned, {
      lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
      exchanges: [{ exchangeLineId: first(returned.exchanges).id, quantity: 1 }],
    });
    expect(order.agreements.at(-1)?.sales.map(({ total }) => total.presentment)).toEqual([
      -189_300n,
      36_500n,
    ]);
    expect(order.transactions.at(-1)).toMatchObject({ kind: 'refund', amount: { presentment: 152_800n } });
    expect(refund?.adjustments).toEqual([]);
    expect(totalOf(order).presentment).toBe(36_500n);
    expect(order.lines.at(-1)).toMatchObject({ sku: 'BAND', addedBy: 'exchange' });
    expect(order.fulfillmentOrders.at(-1)).toMatchObject({ status: 'OPEN', lines: [{ remaining: 1 }] });
    expect(shop.levelOf(band)).toMatchObject({ available: 99, committed: 1 });
  });

  test('exchanged for a dearer thing refunds nothing and leaves the difference outstanding', () => {
    const { shop, order, fulfillmentLineId } = shipped(1);
    const chandelier = shop.stocked('Chandelier', { price: 25_000n });
    const returned = shop.createReturn(order, {
      lines: [{ fulfillmentLineId, quantity: 1 }],
      exchanges: [{ variantId: chandelier.id, quantity: 1 }],
    });
    const refund = shop.processReturn(order, returned, {
      lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
      exchanges: [{ exchangeLineId: first(returned.exchanges).id, quantity: 1 }],
    });
    expect(refund).toMatchObject({ transactionIds: [], adjustments: [] });
    expect(outstandingOf(order).presentment).toBe(13_100n);
    shop.pay(order, paidByCard);
    expect(outstandingOf(order).presentment).toBe(0n);
  });

  test('of which less is refunded is balanced by an adjustment, or left as the customer\u2019s credit', () => {
    const outcomes = (['with-adjustment', 'without-adjustment'] as const).map((returnProcess) => {
      const { shop, order, fulfillmentLineId } = shipped(2, { returnProcess });
      const returned = shop.createReturn(order, { lines: [{ fulfillmentLineId, quantity: 1 }] });
      const refund = shop.processReturn(order, returned, {
        lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
        refundAmount: 10_000n,
      });
      return {
        adjusted: refund?.adjustments.map(({ reason, amount }) => [reason, amount.presentment]),
        outstanding: outstandingOf(order).presentment,
      };
    });
    expect(outcomes).toEqual([
      { adjusted: [['REFUND_DISCREPANCY', 1900n]], outstanding: 0n },
      { adjusted: [], outstanding: -1900n },
    ]);
  });
});
