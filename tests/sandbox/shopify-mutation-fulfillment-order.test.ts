import { describe, expect, test } from 'vitest';

import { idOf } from './support/admin-desk.ts';
import { nodes, placed, units } from './support/shipping-desk.ts';

describe('fulfillmentOrderMove', () => {
  test('moves all or some units to a location that stocks them', async () => {
    const { desk, order, first, id, call, secondPlace } = placed();
    const place = secondPlace();
    await desk.told();
    expect(await call('move', { id, place: place.gid, lines: units(first, 2) })).toMatchObject({
      movedFulfillmentOrder: { lineItems: nodes(2) },
      originalFulfillmentOrder: { id, lineItems: nodes(3) },
      userErrors: [],
    });
    expect(await desk.told()).toContain('fulfillment_orders/moved');
    expect(order.fulfillmentOrders.map(({ locationId }) => locationId)).toEqual([905684977n, place.id]);
  });

  test('is refused by Shopify’s sentences, with its one code where it has one', async () => {
    const { desk, order, first, id, call, secondPlace } = placed();
    const { gid } = secondPlace();
    const empty = desk.store.addLocation({ name: 'Empty', country: 'DE', kind: 'warehouse' });
    const move = (place: string) => call('move', { id, place });
    expect(await move('gid://shopify/Location/1')).toMatchObject({
      userErrors: [{ field: ['id'], message: 'Location not found.', code: null }],
    });
    expect(await move(idOf('Location', empty))).toMatchObject({ userErrors: [{ code: null }] });
    expect(await call('progress', { id })).toMatchObject({ fulfillmentOrder: { status: 'IN_PROGRESS' } });
    expect(await move(gid)).toMatchObject({
      movedFulfillmentOrder: null,
      userErrors: [{ field: ['id'], code: 'CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS' }],
    });
    desk.store.fulfill(order);
    expect(await call('progress', { id })).toMatchObject({
      userErrors: [{ field: ['id'], code: 'FULFILLMENT_ORDER_STATUS_INVALID' }],
    });
    expect(first.locationId).toBe(905684977n);
  });
});

describe('fulfillmentOrderSplit and -Merge', () => {
  test('take units apart and put them together again', async () => {
    const { desk, order, first, id, call } = placed();
    await desk.told();
    const splits = [{ fulfillmentOrderId: id, fulfillmentOrderLineItems: units(first, 2) }];
    expect(await call('split', { splits })).toMatchObject({
      fulfillmentOrderSplits: [
        { fulfillmentOrder: { id, lineItems: nodes(3) }, remainingFulfillmentOrder: { lineItems: nodes(2) } },
      ],
      userErrors: [],
    });
    expect(await desk.told()).toEqual(['fulfillment_orders/split']);
    const mergeIntents = order.fulfillmentOrders.map((each) => ({
      fulfillmentOrderId: idOf('FulfillmentOrder', each),
    }));
    expect(await call('merge', { merges: [{ mergeIntents }] })).toMatchObject({
      fulfillmentOrderMerges: [{ fulfillmentOrder: { id, lineItems: nodes(5) } }],
      userErrors: [],
    });
    expect(await desk.told()).toEqual(['fulfillment_orders/merged']);
  });

  test('do nothing at all when one of several cannot be done', async () => {
    const { order, first, id, call } = placed();
    const own = { fulfillmentOrderId: id, fulfillmentOrderLineItems: units(first, 2) };
    const at = (index: number) => ['fulfillmentOrderSplits', String(index), 'fulfillmentOrderLineItems'];
    const split = (second: Record<string, unknown>) =>
      call('split', { splits: [own, { ...own, ...second }] });
    expect(await split({ fulfillmentOrderLineItems: [] })).toMatchObject({
      fulfillmentOrderSplits: null,
      userErrors: [{ field: at(1), code: 'NO_LINE_ITEMS_PROVIDED_TO_SPLIT' }],
    });
    expect(await split({ fulfillmentOrderLineItems: units(first, 0) })).toMatchObject({
      userErrors: [{ field: [...at(1), '0', 'quantity'], code: 'GREATER_THAN' }],
    });
    expect(await split({ fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/1' })).toMatchObject({
      userErrors: [
        { field: null, message: 'Fulfillment order does not exist.', code: 'FULFILLMENT_ORDER_NOT_FOUND' },
      ],
    });
    expect(await split({ fulfillmentOrderLineItems: units(first, 5) })).toMatchObject({
      userErrors: [{ code: 'INVALID_LINE_ITEM_QUANTITY' }],
    });
    expect(order.fulfillmentOrders).toHaveLength(1);
    const unknown = { fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/1' };
    const mergeIntents = [{ fulfillmentOrderId: id }, unknown];
    expect(await call('merge', { merges: [{ mergeIntents }] })).toMatchObject({
      fulfillmentOrderMerges: null,
      userErrors: [{ code: 'FULFILLMENT_ORDER_NOT_FOUND' }],
    });
  });
});

describe('fulfillmentOrderHold', () => {
  test('holds some units, leaves the others to be shipped, and is released', async () => {
    const { desk, order, first, id, call } = placed();
    await desk.told();
    const hold = { reason: 'HIGH_RISK_OF_FRAUD', handle: 'risk', fulfillmentOrderLineItems: units(first, 2) };
    expect(await call('hold', { id, hold })).toMatchObject({
      fulfillmentHold: { handle: 'risk', reason: 'HIGH_RISK_OF_FRAUD', heldByRequestingApp: true },
      fulfillmentOrder: { id, status: 'ON_HOLD', lineItems: nodes(2) },
      remainingFulfillmentOrder: { status: 'OPEN', lineItems: nodes(3) },
      userErrors: [],
    });
    expect(await desk.told()).toEqual(['fulfillment_holds/added', 'fulfillment_orders/placed_on_hold']);
    expect(order.fulfillmentOrders).toHaveLength(2);
    const holds = first.holds.map((each) => idOf('FulfillmentHold', each));
    expect(await call('release', { id, holds })).toMatchObject({ fulfillmentOrder: { status: 'OPEN' } });
    expect(await desk.told()).toEqual(['fulfillment_holds/released', 'fulfillment_orders/hold_released']);
  });

  test('is refused for a handle in use, a part of what is held, bad units, and an eleventh time', async () => {
    const { first, id, call } = placed();
    const hold = (more: Record<string, unknown>) => call('hold', { id, hold: { reason: 'OTHER', ...more } });
    const refusal = (code: string) => ({ fulfillmentHold: null, userErrors: [{ code }] });
    const lines = (each: unknown) => ({ fulfillmentOrderLineItems: each });
    expect(await hold(lines(units(first, 0)))).toMatchObject(refusal('GREATER_THAN_ZERO'));
    expect(await hold(lines(units(first, 9)))).toMatchObject(refusal('INVALID_LINE_ITEM_QUANTITY'));
    expect(await hold(lines([...units(first, 1), ...units(first, 1)]))).toMatchObject(
      refusal('DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS'),
    );
    expect(first.holds).toEqual([]);
    for (let count = 0; count < 10; count += 1) await hold({ handle: `hold ${count}` });
    expect(await hold({ handle: 'hold 10' })).toMatchObject(refusal('FULFILLMENT_ORDER_HOLD_LIMIT_REACHED'));
    first.holds.length = 1;
    expect(await hold({ handle: 'hold 0' })).toMatchObject({
      userErrors: [{ field: ['fulfillmentHold', 'handle'], code: 'DUPLICATE_FULFILLMENT_HOLD_HANDLE' }],
    });
    expect(await hold({ handle: 'part', ...lines(units(first, 1)) })).toMatchObject(
      refusal('FULFILLMENT_ORDER_NOT_SPLITTABLE'),
    );
    expect(first.holds).toHaveLength(1);
  });
});

describe('a request to a fulfillment service', () => {
  test('is submitted for some units, accepted, and blocks moving meanwhile', async () => {
    const { desk, order, first, id, call, secondPlace } = placed();
    const service = secondPlace('third-party');
    expect(await call('submit', { id })).toMatchObject({
      submittedFulfillmentOrder: null,
      userErrors: [
        { field: ['id'], message: 'The fulfillment order is not assigned to a fulfillment service.' },
      ],
    });
    await call('move', { id, place: service.gid });
    await desk.told();
    expect(await call('submit', { id, lines: units(first, 2) })).toMatchObject({
      submittedFulfillmentOrder: { id, requestStatus: 'SUBMITTED', lineItems: nodes(2) },
      unsubmittedFulfillmentOrder: { requestStatus: 'UNSUBMITTED', lineItems: nodes(3) },
      userErrors: [],
    });
    expect(await desk.told()).toContain('fulfillment_orders/fulfillment_request_submitted');
    expect(await call('move', { id, place: 'gid://shopify/Location/905684977' })).toMatchObject({
      movedFulfillmentOrder: null,
      userErrors: [{ code: null }],
    });
    expect(await call('accept', { id })).toMatchObject({
      fulfillmentOrder: { status: 'IN_PROGRESS', requestStatus: 'ACCEPTED' },
    });
    expect(await call('accept', { id })).toMatchObject({ userErrors: [{ field: ['id'] }] });
    const rest = order.fulfillmentOrders.at(-1);
    if (rest === undefined) throw new Error('Nothing is left.');
    await call('submit', { id: idOf('FulfillmentOrder', rest) });
    expect(await call('cancelOrder', { id: idOf('FulfillmentOrder', rest) })).toMatchObject({
      fulfillmentOrder: { status: 'CLOSED' },
      replacementFulfillmentOrder: { status: 'OPEN', lineItems: nodes(3) },
    });
  });
});

describe('fulfillmentOrdersReroute', () => {
  test('finds another location that has it all, or says why it cannot', async () => {
    const { desk, first, id, call, secondPlace } = placed();
    const refusal = (code: string) => ({ movedFulfillmentOrders: null, userErrors: [{ code }] });
    expect(await call('reroute', { ids: [] })).toMatchObject(refusal('NO_FULFILLMENT_ORDER_IDS'));
    expect(await call('reroute', { ids: [id] })).toMatchObject(refusal('SINGLE_LOCATION_SHOP_NOT_SUPPORTED'));
    const poor = secondPlace('warehouse', 1);
    expect(await call('reroute', { ids: [id] })).toMatchObject(
      refusal('CANNOT_REASSIGN_LOCATION_FOR_FULFILLMENT_ORDERS'),
    );
    expect(poor.id).not.toBe(first.locationId);
    const rich = secondPlace();
    expect(await call('reroute', { ids: [id], excluded: [rich.gid] })).toMatchObject(
      refusal('CANNOT_REASSIGN_LOCATION_FOR_FULFILLMENT_ORDERS'),
    );
    await desk.told();
    expect(await call('reroute', { ids: [id] })).toMatchObject({
      movedFulfillmentOrders: [{ id, assignedLocation: { location: { id: rich.gid } } }],
      userErrors: [],
    });
    expect(await desk.told()).toContain('fulfillment_orders/moved');
  });
});
