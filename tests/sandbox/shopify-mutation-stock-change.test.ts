import { describe, expect, test } from 'vitest';

import { booked, itemOf, place } from './support/stock-desk.ts';

describe('inventoryAdjustQuantities', () => {
  const damaged = { name: 'damaged', reason: 'damaged' };
  const ledgerDocumentUri = 'gid://erp-connector/Entry/7';

  test('changes units by so many, each quantity but available under a ledger document', async () => {
    const { desk, variant, row, call } = place();
    const change = { ...row, delta: 2, changeFromQuantity: 0, ledgerDocumentUri };
    const { answer } = await call('adjust', { input: { ...damaged, changes: [change] } });
    expect(answer).toEqual({
      inventoryAdjustmentGroup: {
        changes: [
          { name: 'damaged', delta: 2, ledgerDocumentUri },
          { name: 'on_hand', delta: 2, ledgerDocumentUri: null },
        ],
      },
      userErrors: [],
    });
    const sold = { ...row, delta: -3, changeFromQuantity: 10 };
    await call('adjust', { input: { name: 'available', reason: 'correction', changes: [sold] } });
    expect(desk.availableOf(variant)).toBe(7);
  });

  test('refuses documents that do not fit, by Shopify’s codes', async () => {
    const { desk, row, call } = place();
    const before = booked(desk);
    const codeOf = async (name: string, ...uris: (string | null)[]) => {
      const changes = uris.map((uri) => ({
        ...row,
        delta: 1,
        changeFromQuantity: null,
        ledgerDocumentUri: uri,
      }));
      return (await call('adjust', { input: { name, reason: 'correction', changes } })).answer;
    };
    const at = ['input', 'changes', '0', 'ledgerDocumentUri'];
    const refusal = (code: string, field: string[] = at) => ({ userErrors: [{ code, field }] });
    expect(await codeOf('damaged', null)).toMatchObject(refusal('INVALID_QUANTITY_DOCUMENT'));
    expect(await codeOf('available', ledgerDocumentUri)).toMatchObject(refusal('INVALID_AVAILABLE_DOCUMENT'));
    expect(await codeOf('reserved', 'gid://shopify/Order/1')).toMatchObject(
      refusal('INTERNAL_LEDGER_DOCUMENT'),
    );
    expect(await codeOf('reserved', 'nothing')).toMatchObject(refusal('INVALID_LEDGER_DOCUMENT'));
    expect(await codeOf('damaged', ledgerDocumentUri, 'gid://erp-connector/Entry/8')).toMatchObject(
      refusal('MAX_ONE_LEDGER_DOCUMENT', ['input', 'changes']),
    );
    expect(await codeOf('committed', ledgerDocumentUri)).toMatchObject(
      refusal('INVALID_QUANTITY_NAME', ['input', 'name']),
    );
    expect(booked(desk)).toBe(before);
  });

  test('names an unknown item and an unknown location together', async () => {
    const { call } = place();
    const ids = { inventoryItemId: 'gid://shopify/InventoryItem/42', locationId: 'gid://shopify/Location/1' };
    const change = { ...ids, delta: 1, changeFromQuantity: 0 };
    const input = { name: 'available', reason: 'correction', changes: [change] };
    expect((await call('adjust', { input })).answer).toMatchObject({
      userErrors: [{ code: 'INVALID_INVENTORY_ITEM' }, { code: 'INVALID_LOCATION' }],
    });
  });
});

describe('inventoryMoveQuantities', () => {
  test('moves units between states of one location, which leaves those on hand as they are', async () => {
    const { desk, variant, row, call } = place();
    const { inventoryItemId, locationId } = row;
    const from = { locationId, name: 'available', changeFromQuantity: 10 };
    const to = { locationId, name: 'damaged', changeFromQuantity: 0, ledgerDocumentUri: 'gid://erp/Entry/1' };
    const move = (end: Record<string, unknown> = {}) => ({
      input: {
        reason: 'damaged',
        referenceDocumentUri: 'gid://erp/Report/1',
        changes: [{ inventoryItemId, quantity: 4, from, to: { ...to, ...end } }],
      },
    });
    for (const [end, code] of [
      [{ locationId: 'gid://shopify/Location/1' }, 'DIFFERENT_LOCATIONS'],
      [{ changeFromQuantity: 3 }, 'CHANGE_FROM_QUANTITY_STALE'],
      [{ ledgerDocumentUri: null }, 'INVALID_QUANTITY_DOCUMENT'],
      [{ name: 'on_hand' }, 'INVALID_QUANTITY_NAME'],
    ] as const)
      expect((await call('move', move(end))).answer).toMatchObject({ userErrors: [{ code }] });
    expect(desk.availableOf(variant)).toBe(10);
    expect((await call('move', move())).answer).toMatchObject({
      inventoryAdjustmentGroup: {
        changes: [
          { name: 'available', delta: -4 },
          { name: 'damaged', delta: 4 },
        ],
      },
      userErrors: [],
    });
    expect(desk.availableOf(variant)).toBe(6);
  });
});

describe('inventoryActivate', () => {
  test('stocks an item at a location, tells it, and gives no quantities to one that is stocked', async () => {
    const { desk, variant, call } = place();
    const shop = desk.store.addLocation({ name: 'Laden', country: 'DE', kind: 'retail' });
    await desk.told();
    const ids = { item: itemOf(variant), place: `gid://shopify/Location/${shop.id}` };
    const both = await call('activate', { ...ids, available: 1, onHand: 2 });
    expect(both.answer).toMatchObject({
      inventoryLevel: null,
      userErrors: [{ field: ['available'] }, { field: ['onHand'] }],
    });
    expect((await call('activate', { ...ids, onHand: 50 })).answer).toEqual({
      inventoryLevel: {
        isActive: true,
        quantities: [
          { name: 'available', quantity: 50 },
          { name: 'on_hand', quantity: 50 },
        ],
      },
      userErrors: [],
    });
    expect(await desk.told()).toEqual(['inventory_levels/connect', 'inventory_levels/update']);
    expect((await call('activate', { ...ids, onHand: 5 })).answer).toMatchObject({
      inventoryLevel: { isActive: true, quantities: [{ quantity: 50 }, { quantity: 50 }] },
      userErrors: [{ field: ['onHand'] }],
    });
  });
});
