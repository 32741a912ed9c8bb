import { describe, expect, test } from 'vitest';

import { netPaymentOf } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';

import { idOf, openDesk } from './support/admin-desk.ts';

const document = `mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id note totalRefundedSet { presentmentMoney { amount currencyCode } }
      refundLineItems(first: 5) { nodes { quantity restockType } }
      transactions(first: 5) { nodes { kind status gateway amountSet { presentmentMoney { amount } } parentTransaction { id } } } }
    order { displayFinancialStatus }
    userErrors { field message } } }`;
const vat = { title: 'DE MwSt', rate: '0.19' };

function paid(spec: Partial<OrderSpec> = {}) {
  const desk = openDesk();
  const variant = desk.stocked(10);
  const lamp = {
    sku: 'LAMP',
    title: 'Lamp',
    quantity: 2,
    unitPrice: 11900n,
    taxes: [vat],
    variantId: variant.id,
  };
  const order = desk.store.placeOrder({
    lines: [lamp],
    taxesIncluded: true,
    shipping: { title: 'Parcel', price: 500n, taxes: [vat] },
    payment: { kind: 'sale', gateway: 'shopify_payments' },
    ...spec,
  });
  const orderId = idOf('Order', order);
  let calls = 0;
  const call = async (input: Record<string, unknown>) => {
    calls += 1;
    const { data, errors } = await desk.ask(document, {
      key: `refund ${calls}`,
      input: { orderId, ...input },
    });
    expect(errors).toEqual([]);
    return data['refundCreate'];
  };
  const payment = (index = 0) => {
    const transaction = order.transactions[index];
    if (transaction === undefined) throw new Error('There is no such payment.');
    return {
      orderId,
      kind: 'REFUND',
      gateway: transaction.gateway,
      parentId: idOf('OrderTransaction', transaction),
    };
  };
  const [line] = order.lines;
  if (line === undefined) throw new Error('The order has no line.');
  return { desk, variant, order, line, call, payment };
}

describe('refundCreate', () => {
  test('takes goods and money back, restocks what was not shipped, and tells all of it', async () => {
    const { desk, variant, order, line, call, payment } = paid();
    await desk.told();
    const answer = await call({
      note: 'one broken',
      refundLineItems: [{ lineItemId: idOf('LineItem', line), quantity: 1, restockType: 'CANCEL' }],
      transactions: [{ ...payment(), amount: '119.00' }],
    });
    expect(answer).toMatchObject({
      refund: {
        note: 'one broken',
        totalRefundedSet: { presentmentMoney: { amount: '119.0', currencyCode: 'EUR' } },
        refundLineItems: { nodes: [{ quantity: 1, restockType: 'CANCEL' }] },
        transactions: {
          nodes: [{ kind: 'REFUND', status: 'SUCCESS', parentTransaction: { id: payment().parentId } }],
        },
      },
      order: { displayFinancialStatus: 'PARTIALLY_REFUNDED' },
      userErrors: [],
    });
    expect(order.agreements.at(-1)).toMatchObject({ reason: 'REFUND' });
    expect(desk.availableOf(variant)).toBe(9);
    expect(await desk.told()).toEqual([
      'inventory_levels/update',
      'order_transactions/create',
      'orders/updated',
      'refunds/create',
    ]);
  });

  test('sends no money back when no transaction says so', async () => {
    const { order, line, call } = paid();
    await call({ refundLineItems: [{ lineItemId: idOf('LineItem', line), quantity: 1 }] });
    expect(order.refunds).toMatchObject([{ transactionIds: [] }]);
    expect(netPaymentOf(order).presentment).toBe(24300n);
  });

  test('sends each part back to the payment that is named, whatever gateway is written beside it', async () => {
    const { desk, order, call, payment } = paid({
      payment: [
        { kind: 'sale', gateway: 'paypal', amount: 10000n },
        { kind: 'sale', gateway: 'shopify_payments' },
      ],
    });
    await desk.told();
    await call({
      transactions: [
        { ...payment(0), gateway: 'manual', amount: '10.00' },
        { ...payment(1), amount: '20.00' },
      ],
    });
    expect(order.transactions.slice(2)).toMatchObject([
      {
        kind: 'refund',
        gateway: 'paypal',
        amount: { presentment: 1000n },
        parentId: order.transactions[0]?.id,
      },
      { kind: 'refund', gateway: 'shopify_payments', amount: { presentment: 2000n } },
    ]);
  });

  test('refunds shipping in full or in part, and to store credit', async () => {
    const { order, call, payment } = paid();
    await call({ shipping: { amount: '2.00' }, transactions: [{ ...payment(), amount: '2.00' }] });
    await call({
      shipping: { fullRefund: true },
      refundMethods: [{ storeCreditRefund: { amount: { amount: '3.00', currencyCode: 'EUR' } } }],
    });
    expect(order.refunds.map(({ shipping }) => shipping)).toMatchObject([
      [{ subtotal: { presentment: 200n } }],
      [{ subtotal: { presentment: 300n } }],
    ]);
    expect(order.transactions.at(-1)).toMatchObject({ gateway: 'shopify_store_credit', parentId: null });
  });

  test('keeps the reason of a discrepancy', async () => {
    const { order, line, call, payment } = paid();
    const lines = [{ lineItemId: idOf('LineItem', line), quantity: 1 }];
    const input = { refundLineItems: lines, discrepancyReason: 'DAMAGE' };
    await call({ ...input, transactions: [{ ...payment(), amount: '100.00' }] });
    expect(order.refunds).toMatchObject([
      { adjustments: [{ reason: 'DAMAGE', amount: { presentment: 1900n } }] },
    ]);
  });

  test('refuses more than was paid unless over-refunding is allowed, and changes nothing', async () => {
    const { desk, order, call, payment } = paid();
    await desk.told();
    const transactions = [{ ...payment(), amount: '300.00' }];
    expect(await call({ transactions })).toMatchObject({
      refund: null,
      order: { displayFinancialStatus: 'PAID' },
      userErrors: [
        { field: null, message: 'Refund amount 300.00 is greater than net payment received 243.00' },
      ],
    });
    expect(order.refunds).toEqual([]);
    expect(await desk.told()).toEqual([]);
    expect(await call({ transactions, allowOverRefunding: true })).toMatchObject({ userErrors: [] });
    expect(netPaymentOf(order).presentment).toBe(-5700n);
  });

  test('refuses what is no refund of a payment of the order, and units that are not there', async () => {
    const { desk, order, line, call, payment } = paid();
    await desk.told();
    const refusals: [Record<string, unknown>, { field: unknown; message: string | RegExp }][] = [
      [
        { transactions: [{ ...payment(), kind: 'AUTHORIZATION', amount: '1.00' }] },
        { field: null, message: 'Kind authorization is not a valid transaction' },
      ],
      [
        { transactions: [{ ...payment(), parentId: 'gid://shopify/OrderTransaction/9', amount: '1.00' }] },
        { field: ['transactions'], message: 'Transactions require a parent_id associated with the order' },
      ],
      [
        { refundLineItems: [{ lineItemId: idOf('LineItem', line), quantity: 3 }] },
        {
          field: ['refundLineItems', 'quantity'],
          message: 'Quantity cannot refund more items than were purchased',
        },
      ],
      [
        { currency: 'USD' },
        { field: ['currency'], message: 'Currency must be the presentment currency EUR' },
      ],
      [{ orderId: 'gid://shopify/Order/1' }, { field: ['orderId'], message: 'Order does not exist' }],
    ];
    for (const [input, userError] of refusals)
      expect(await call(input)).toMatchObject({ refund: null, userErrors: [userError] });
    expect(order.refunds).toEqual([]);
    expect(await desk.told()).toEqual([]);
  });

  test('demands the presentment currency of an order in another one than the shop’s', async () => {
    const { order, call, payment } = paid({ currency: 'USD', exchangeRate: '0.92' });
    const transactions = [{ ...payment(), amount: '10.00' }];
    expect(await call({ transactions })).toMatchObject({ userErrors: [{ field: ['currency'] }] });
    expect(await call({ transactions, currency: 'USD' })).toMatchObject({ userErrors: [] });
    expect(order.transactions.at(-1)?.amount).toEqual({ presentment: 1000n, shop: 920n });
  });
});
