import { describe, expect, test } from 'vitest';

import { type Answered, idOf, openDesk } from './support/admin-desk.ts';

const day = 86_400_000;
const adjust = `mutation Adjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id changes { delta } } userErrors { field message code } } }`;
const refund = `mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } } }`;

function place() {
  const desk = openDesk();
  const variant = desk.stocked(10);
  const change = (delta: number, changeFromQuantity: number | null = null) => ({
    name: 'available',
    reason: 'correction',
    changes: [
      {
        delta,
        changeFromQuantity,
        inventoryItemId: `gid://shopify/InventoryItem/${variant.inventoryItemId}`,
        locationId: 'gid://shopify/Location/905684977',
      },
    ],
  });
  const call = async (key: string, input: unknown) => (await desk.ask(adjust, { key, input })).data;
  return { desk, variant, change, call };
}

const failed = ({ errors }: Answered) => errors;

describe('@idempotent', () => {
  test('answers the same request under the same key again, and does not carry it out again', async () => {
    const { desk, variant, change, call } = place();
    const first = await call('one', change(-1));
    await desk.told();
    expect(await call('one', change(-1))).toEqual(first);
    expect(desk.availableOf(variant)).toBe(9);
    expect(await desk.told()).toEqual([]);
    await call('two', change(-1));
    expect(desk.availableOf(variant)).toBe(8);
  });

  test('takes the same arguments written in another order as the same', async () => {
    const { desk, variant, change, call } = place();
    const input = change(-1);
    const first = await call('one', input);
    const { changes, reason, name } = input;
    expect(await call('one', { changes, reason, name })).toEqual(first);
    expect(desk.availableOf(variant)).toBe(9);
  });

  test('refuses another request under a key that was used, and changes nothing', async () => {
    const { desk, variant, change, call } = place();
    await call('one', change(-1));
    expect(await call('one', change(-2))).toEqual({
      inventoryAdjustQuantities: {
        inventoryAdjustmentGroup: null,
        userErrors: [
          {
            field: null,
            message: 'The same idempotency key cannot be used with different operation parameters.',
            code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
          },
        ],
      },
    });
    expect(desk.availableOf(variant)).toBe(9);
  });

  test('forgets a key after a day, so that a late repetition is carried out anew', async () => {
    const { desk, variant, change, call } = place();
    await call('one', change(-1));
    await desk.clock.run({ until: desk.clock.now() + day - 1 });
    await call('one', change(-1));
    expect(desk.availableOf(variant)).toBe(9);
    await desk.clock.run({ until: desk.clock.now() + 1 });
    await call('one', change(-1));
    expect(desk.availableOf(variant)).toBe(8);
  });

  test('tells a repetition of what was refused that the first attempt failed', async () => {
    const { desk, variant, change, call } = place();
    expect(await call('one', change(-1, 4))).toMatchObject({
      inventoryAdjustQuantities: { userErrors: [{ code: 'CHANGE_FROM_QUANTITY_STALE' }] },
    });
    expect(await call('one', change(-1, 4))).toMatchObject({
      inventoryAdjustQuantities: { userErrors: [{ code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED' }] },
    });
    expect(desk.availableOf(variant)).toBe(10);
  });

  test('is missed where Shopify demands it, after changeFromQuantity', async () => {
    const { desk, variant, change } = place();
    const bare = adjust.replace(', $key: String!', '').replace(' @idempotent(key: $key)', '');
    const missing = {
      message: 'The @idempotent directive is required for this mutation but was not provided.',
      path: ['inventoryAdjustQuantities'],
      extensions: { code: 'BAD_REQUEST' },
    };
    expect(failed(await desk.ask(bare, { input: change(-1) }))).toMatchObject([missing]);
    const [{ changeFromQuantity: _, ...unwritten } = {}] = change(-1).changes;
    expect(failed(await desk.ask(bare, { input: { ...change(-1), changes: [unwritten] } }))).toMatchObject([
      { extensions: { code: 'INVALID_FIELD_ARGUMENTS' } },
    ]);
    expect(desk.availableOf(variant)).toBe(10);
    expect(failed(await desk.ask(adjust, { key: ' ', input: change(-1) }))).toMatchObject([
      { extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  test('is refused where Shopify takes none', async () => {
    const { desk } = place();
    const order = desk.store.placeOrder({ lines: [], taxesIncluded: true, tip: 100n });
    const answer = await desk.ask(
      `mutation ($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: false) @idempotent(key: "one") {
        job { id } } }`,
      { id: idOf('Order', order) },
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(order.cancelledAt).toBeNull();
  });

  test('refunds once, however often the same refund is asked for', async () => {
    const { desk } = place();
    const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 11900n, taxes: [] };
    const order = desk.store.placeOrder({
      lines: [lamp],
      taxesIncluded: true,
      payment: { kind: 'sale', gateway: 'shopify_payments' },
    });
    const [payment] = order.transactions;
    if (payment === undefined) throw new Error('Nothing was paid.');
    const orderId = idOf('Order', order);
    const part = {
      orderId,
      gateway: 'shopify_payments',
      kind: 'REFUND',
      parentId: idOf('OrderTransaction', payment),
    };
    const input = { orderId, transactions: [{ ...part, amount: '20.00' }] };
    const first = await desk.ask(refund, { key: 'refund', input });
    expect(await desk.ask(refund, { key: 'refund', input })).toEqual(first);
    expect(order.refunds).toHaveLength(1);
    const other = { orderId, transactions: [{ ...part, amount: '30.00' }] };
    expect(await desk.ask(refund, { key: 'refund', input: other })).toMatchObject({
      data: {
        refundCreate: {
          refund: null,
          userErrors: [
            { message: 'The same idempotency key cannot be used with different operation parameters.' },
          ],
        },
      },
    });
    expect(order.refunds).toHaveLength(1);
  });
});
