import { describe, expect, test } from 'vitest';

import { idOf } from './support/admin-desk.ts';
import { placed, units } from './support/shipping-desk.ts';

describe('fulfillmentCreate', () => {
  test('ships the units named, then the rest, and tells each', async () => {
    const { desk, order, first, id, call } = placed();
    await desk.told();
    const group = { fulfillmentOrderId: id, fulfillmentOrderLineItems: units(first, 2) };
    const trackingInfo = { company: 'DHL', number: 'JD1', url: 'https://dhl.example/JD1' };
    expect(
      await call('create', { fulfillment: { lineItemsByFulfillmentOrder: [group], trackingInfo } }),
    ).toMatchObject({
      fulfillment: { status: 'SUCCESS', totalQuantity: 2, trackingInfo: [trackingInfo] },
      userErrors: [],
    });
    expect(first.status).toBe('IN_PROGRESS');
    expect(await desk.told()).toEqual([
      'fulfillments/create',
      'inventory_levels/update',
      'orders/partially_fulfilled',
      'orders/updated',
    ]);
    await call('create', { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id }] } });
    expect(order.fulfillments.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[2], [3]]);
    expect(first.status).toBe('CLOSED');
    expect(await desk.told()).toContain('orders/fulfilled');
  });

  test('refuses what is closed, held, too much, unknown, or of two orders, and ships nothing of it', async () => {
    const { desk, order, first, id, call } = placed();
    const line = { sku: null, title: 'Thing', quantity: 1, unitPrice: 100n, taxes: [] };
    const other = desk.store.placeOrder({ lines: [line], taxesIncluded: true });
    const foreign = other.fulfillmentOrders.map((each) => idOf('FulfillmentOrder', each))[0];
    const create = (...groups: Record<string, unknown>[]) =>
      call('create', { fulfillment: { lineItemsByFulfillmentOrder: groups } });
    const refusal = (message: string) => ({
      fulfillment: null,
      userErrors: [{ field: ['fulfillment'], message }],
    });
    const whole = { fulfillmentOrderId: id };
    const tooMuch = [...units(first, 3), ...units(first, 3)];
    expect(await create({ ...whole, fulfillmentOrderLineItems: tooMuch })).toMatchObject(
      refusal('Invalid fulfillment order line item quantity requested.'),
    );
    expect(await create({ fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/1' })).toMatchObject(
      refusal('Fulfillment order does not exist.'),
    );
    expect(await create(whole, { fulfillmentOrderId: foreign })).toMatchObject(
      refusal('All fulfillment orders must belong to the same order.'),
    );
    desk.store.holdFulfillmentOrder(order, first, { reason: 'OTHER' });
    expect(await create(whole)).toMatchObject(
      refusal(`Fulfillment order ${first.id} has an unfulfillable status= on_hold.`),
    );
    desk.store.cancel(order);
    expect(await create(whole)).toMatchObject(
      refusal(`Fulfillment order ${first.id} has an unfulfillable status= closed.`),
    );
    expect(order.fulfillments).toEqual([]);
  });

  test('is taken back, and its tracking is changed', async () => {
    const { desk, order, first, call } = placed();
    const fulfillment = desk.store.fulfill(order);
    const id = idOf('Fulfillment', fulfillment);
    const info = {
      company: 'UPS',
      numbers: ['1', '2'],
      urls: ['https://ups.example/1', 'https://ups.example/2'],
    };
    expect(await call('track', { id, info })).toMatchObject({
      fulfillment: { trackingInfo: [{ number: '1', url: 'https://ups.example/1' }, { number: '2' }] },
    });
    await desk.told();
    expect(await call('cancel', { id })).toMatchObject({
      fulfillment: { status: 'CANCELLED' },
      userErrors: [],
    });
    expect(await desk.told()).toContain('fulfillments/update');
    expect(first.status).toBe('CLOSED');
    expect(order.fulfillmentOrders.at(-1)).toMatchObject({ status: 'OPEN', lines: [{ remaining: 5 }] });
    expect(await call('cancel', { id })).toMatchObject({
      fulfillment: null,
      userErrors: [{ field: ['id'], message: 'Fulfillment cannot be cancelled.' }],
    });
  });
});
