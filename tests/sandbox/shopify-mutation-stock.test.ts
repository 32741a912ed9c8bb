import { describe, expect, test } from 'vitest';

import { booked, home, itemOf, place } from './support/stock-desk.ts';

const counted = { name: 'available', reason: 'cycle_count_available' };

describe('inventorySetQuantities', () => {
  test('sets what was counted, and shows each change with that of the units on hand', async () => {
    const { desk, variant, row, call } = place();
    await desk.told();
    const referenceDocumentUri = 'gid://erp-connector/Count/1';
    const quantities = [{ ...row, quantity: 7, changeFromQuantity: 10 }];
    const { answer, errors } = await call('set', { input: { ...counted, referenceDocumentUri, quantities } });
    expect(errors).toEqual([]);
    expect(answer).toMatchObject({
      userErrors: [],
      inventoryAdjustmentGroup: {
        reason: 'cycle_count_available',
        referenceDocumentUri,
        changes: [
          { name: 'available', delta: -3, item: { sku: 'LAMP' }, location: { id: home } },
          { name: 'on_hand', delta: -3, quantityAfterChange: null, ledgerDocumentUri: null },
        ],
      },
    });
    expect(desk.availableOf(variant)).toBe(7);
    expect(desk.store.state.inventory.movements.at(-1)).toMatchObject({ documentUri: referenceDocumentUri });
    expect(await desk.told()).toEqual(['inventory_levels/update']);
  });

  test('sets units on hand by those that are available, since the others are bound', async () => {
    const { desk, variant, row, call } = place();
    const line = {
      sku: 'LAMP',
      title: 'Lamp',
      quantity: 4,
      unitPrice: 11900n,
      taxes: [],
      variantId: variant.id,
    };
    desk.store.placeOrder({ lines: [line], taxesIncluded: true });
    expect(desk.availableOf(variant)).toBe(6);
    const quantities = [{ ...row, quantity: 12, changeFromQuantity: 10 }];
    await call('set', { input: { ...counted, name: 'on_hand', quantities } });
    expect(desk.availableOf(variant)).toBe(8);
  });

  test('is an error of the request when changeFromQuantity is not written, and not when it is null', async () => {
    const { desk, variant, row, call } = place();
    const unwritten = await call('set', { input: { ...counted, quantities: [{ ...row, quantity: 1 }] } });
    expect(unwritten.errors).toMatchObject([
      {
        message: 'InventoryQuantityInput must include the following argument: changeFromQuantity.',
        extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
      },
    ]);
    expect(desk.availableOf(variant)).toBe(10);
    const quantities = [{ ...row, quantity: 1, changeFromQuantity: null }];
    expect((await call('set', { input: { ...counted, quantities } })).errors).toEqual([]);
    expect(desk.availableOf(variant)).toBe(1);
  });

  test('changes nothing at all when one of several quantities is not what the caller took it for', async () => {
    const { desk, row, call } = place();
    const shade = desk.stocked(5, 'Shade');
    await desk.told();
    const before = booked(desk);
    const quantities = [
      { ...row, quantity: 7, changeFromQuantity: 10 },
      { inventoryItemId: itemOf(shade), locationId: home, quantity: 1, changeFromQuantity: 4 },
    ];
    const { answer } = await call('set', { input: { ...counted, quantities } });
    expect(answer).toEqual({
      inventoryAdjustmentGroup: null,
      userErrors: [
        {
          field: null,
          message: 'The changeFromQuantity argument no longer matches the persisted quantity.',
          code: 'CHANGE_FROM_QUANTITY_STALE',
        },
      ],
    });
    expect(booked(desk)).toBe(before);
    expect(await desk.told()).toEqual([]);
  });

  test('answers without a group and tells nothing when nothing changes', async () => {
    const { desk, row, call } = place();
    await desk.told();
    const quantities = [{ ...row, quantity: 10, changeFromQuantity: 10 }];
    const { answer } = await call('set', { input: { ...counted, quantities } });
    expect(answer).toEqual({ inventoryAdjustmentGroup: null, userErrors: [] });
    expect(await desk.told()).toEqual([]);
  });

  test('refuses each wrong input by its own code and field', async () => {
    const { desk, row, call } = place();
    const { variants } = desk.store.addProduct({
      title: 'Set of lamps',
      variants: [{ title: 'Set', sku: 'SET', price: 100n, components: [{ variantId: 1n, quantity: 2 }] }],
    });
    const bundle = variants.map(itemOf)[0];
    const unknown = 'gid://shopify/InventoryItem/42';
    const before = booked(desk);
    const refused = async (input: Record<string, unknown>, ...rows: Record<string, unknown>[]) => {
      const quantities = rows.map((each) => ({ ...row, quantity: 1, changeFromQuantity: null, ...each }));
      return (await call('set', { input: { ...counted, ...input, quantities } })).answer;
    };
    const at = (field: string, index = 0) => ['input', 'quantities', String(index), field];
    const cases: [Record<string, unknown>, Record<string, unknown>[], { field: unknown; code: string }][] = [
      [{ name: 'damaged' }, [{}], { field: ['input', 'name'], code: 'INVALID_NAME' }],
      [{ reason: 'because' }, [{}], { field: ['input', 'reason'], code: 'INVALID_REASON' }],
      [
        { referenceDocumentUri: 'gid://erp/1' },
        [{}],
        { field: ['input', 'referenceDocumentUri'], code: 'INVALID_REFERENCE_DOCUMENT' },
      ],
      [{}, [{}, {}], { field: at('locationId', 1), code: 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR' }],
      [{}, [{ inventoryItemId: unknown }], { field: at('inventoryItemId'), code: 'INVALID_INVENTORY_ITEM' }],
      [
        {},
        [{ inventoryItemId: bundle }],
        { field: at('inventoryItemId'), code: 'NON_MUTABLE_INVENTORY_ITEM' },
      ],
      [
        {},
        [{ locationId: 'gid://shopify/Location/1' }],
        { field: at('locationId'), code: 'INVALID_LOCATION' },
      ],
      [{}, [{ quantity: 1_000_000_001 }], { field: at('quantity'), code: 'INVALID_QUANTITY_TOO_HIGH' }],
      [{}, [{ quantity: -1_000_000_001 }], { field: at('quantity'), code: 'INVALID_QUANTITY_TOO_LOW' }],
      [{ name: 'on_hand' }, [{ quantity: -1 }], { field: at('quantity'), code: 'INVALID_QUANTITY_NEGATIVE' }],
    ];
    for (const [input, rows, userError] of cases)
      expect(await refused(input, ...rows)).toMatchObject({ userErrors: [userError] });
    expect(booked(desk)).toBe(before);
  });
});
