import { describe, expect, test } from 'vitest';

import { outstandingOf } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';

import { idOf, openDesk } from './support/admin-desk.ts';

const documents = {
  paid: `mutation ($id: ID!) { answer: orderMarkAsPaid(input: { id: $id }) {
    order { displayFinancialStatus } userErrors { field message } } }`,
  manual: `mutation ($id: ID!, $amount: MoneyInput, $name: String) {
    answer: orderCreateManualPayment(id: $id, amount: $amount, paymentMethodName: $name) {
      order { displayFinancialStatus } userErrors { field message code } } }`,
  capture: `mutation ($input: OrderCaptureInput!) { answer: orderCapture(input: $input) {
    transaction { kind status amountSet { presentmentMoney { amount } } parentTransaction { id } }
    userErrors { field message } } }`,
  void: `mutation ($id: ID!) { answer: transactionVoid(parentTransactionId: $id) {
    transaction { kind status } userErrors { field message code } } }`,
  cancel: `mutation ($id: ID!, $refund: Boolean, $method: OrderCancelRefundMethodInput, $restock: Boolean = true, $note: String) {
    answer: orderCancel(orderId: $id, reason: FRAUD, refund: $refund, refundMethod: $method, restock: $restock, staffNote: $note) {
      job { id done } jobResult { status order { cancelReason } }
      orderCancelUserErrors { field message code } userErrors { field message } } }`,
  close: `mutation ($id: ID!) { answer: orderClose(input: { id: $id }) { order { closed } userErrors { field message } } }`,
  open: `mutation ($id: ID!) { answer: orderOpen(input: { id: $id }) { order { closed } userErrors { field message } } }`,
  update: `mutation ($input: OrderInput!) { answer: orderUpdate(input: $input) { order { note tags } userErrors { field message } } }`,
  tag: `mutation ($id: ID!, $tags: [String!]!) { answer: tagsAdd(id: $id, tags: $tags) {
    node { ... on Order { tags } } userErrors { field message } } }`,
  untag: `mutation ($id: ID!, $tags: [String!]!) { answer: tagsRemove(id: $id, tags: $tags) {
    node { ... on Order { tags } } userErrors { field message } } }`,
  assess: `mutation ($input: OrderRiskAssessmentCreateInput!) {
    answer: orderRiskAssessmentCreate(orderRiskAssessmentInput: $input) {
      orderRiskAssessment { riskLevel facts { description sentiment } } userErrors { field message code } } }`,
};

const authorized = { kind: 'authorization', gateway: 'shopify_payments' } as const;
const captured = { kind: 'sale', gateway: 'shopify_payments' } as const;

function placed(spec: Partial<OrderSpec> = {}) {
  const desk = openDesk();
  const variant = desk.stocked(10);
  const line = {
    sku: 'LAMP',
    title: 'Lamp',
    quantity: 2,
    unitPrice: 5000n,
    taxes: [],
    variantId: variant.id,
  };
  const order = desk.store.placeOrder({ lines: [line], taxesIncluded: true, ...spec });
  const call = async (kind: keyof typeof documents, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await desk.ask(documents[kind], { id: idOf('Order', order), ...variables });
    return errors.length > 0 ? errors : data['answer'];
  };
  const payment = (index = 0) => {
    const transaction = order.transactions[index];
    if (transaction === undefined) throw new Error('There is no such payment.');
    return { id: idOf('OrderTransaction', transaction), transaction };
  };
  return { desk, variant, order, call, payment };
}

describe('a payment by the app', () => {
  test('is recorded for all that is outstanding, once, and told', async () => {
    const { desk, order, call } = placed();
    await desk.told();
    expect(await call('paid')).toEqual({ order: { displayFinancialStatus: 'PAID' }, userErrors: [] });
    expect(order.transactions).toMatchObject([
      { kind: 'sale', gateway: 'manual', manual: true, amount: { presentment: 10000n } },
    ]);
    expect(await desk.told()).toEqual(['order_transactions/create', 'orders/paid', 'orders/updated']);
    expect(await call('paid')).toEqual({
      order: { displayFinancialStatus: 'PAID' },
      userErrors: [{ field: ['id'], message: 'Order cannot be marked as paid.' }],
    });
    expect(order.transactions).toHaveLength(1);
  });

  test('captures what is authorized when the order is marked as paid', async () => {
    const { order, call } = placed({ payment: authorized });
    await call('paid');
    expect(order.transactions.map(({ kind }) => kind)).toEqual(['authorization', 'capture']);
  });

  test('is recorded in part by hand, and never beyond the balance', async () => {
    const { order, call } = placed();
    const amount = (text: string, currencyCode = 'EUR') => ({ amount: { amount: text, currencyCode } });
    expect(await call('manual', { ...amount('30.00'), name: 'Bank Deposit' })).toEqual({
      order: { displayFinancialStatus: 'PARTIALLY_PAID' },
      userErrors: [],
    });
    expect(order.transactions).toMatchObject([{ gateway: 'Bank Deposit', manual: true }]);
    for (const [given, code] of [
      [amount('70.01'), 'AMOUNT_EXCEEDS_BALANCE'],
      [amount('0.00'), 'AMOUNT_NOT_POSITIVE'],
      [amount('1.00', 'USD'), 'CURRENCY_MISMATCH'],
      [{ id: 'gid://shopify/Order/1' }, 'ORDER_NOT_FOUND'],
    ] as const)
      expect(await call('manual', given)).toMatchObject({ order: null, userErrors: [{ code }] });
    expect(await call('manual')).toMatchObject({ order: { displayFinancialStatus: 'PAID' } });
    expect(outstandingOf(order).presentment).toBe(0n);
  });

  test('is captured from the authorization named, and a final capture gives the rest up', async () => {
    const { order, call, payment } = placed({ payment: authorized });
    const input = { id: idOf('Order', order), parentTransactionId: payment().id };
    expect(await call('capture', { input: { ...input, amount: '100.01' } })).toMatchObject({
      transaction: null,
      userErrors: [{ field: ['amount'] }],
    });
    expect(await call('capture', { input: { ...input, amount: '40.00' } })).toMatchObject({
      transaction: { kind: 'CAPTURE', status: 'SUCCESS', parentTransaction: { id: payment().id } },
      userErrors: [],
    });
    await call('capture', { input: { ...input, amount: '10.00', finalCapture: true } });
    expect(order.transactions.map(({ kind }) => kind)).toEqual([
      'authorization',
      'capture',
      'capture',
      'void',
    ]);
    expect(await call('capture', { input: { ...input, amount: '1.00' } })).toMatchObject({
      userErrors: [{ field: ['parentTransactionId'] }],
    });
  });

  test('is voided while nothing of it was captured', async () => {
    const { order, call, payment } = placed({ payment: authorized });
    const sale = placed({ payment: captured });
    expect(await sale.call('void', { id: sale.payment().id })).toMatchObject({
      userErrors: [{ code: 'AUTH_NOT_SUCCESSFUL' }],
    });
    expect(await call('void', { id: 'gid://shopify/OrderTransaction/1' })).toMatchObject({
      userErrors: [{ code: 'TRANSACTION_NOT_FOUND' }],
    });
    expect(await call('void', { id: payment().id })).toEqual({
      transaction: { kind: 'VOID', status: 'SUCCESS' },
      userErrors: [],
    });
    expect(await call('void', { id: payment().id })).toMatchObject({
      userErrors: [{ code: 'AUTH_NOT_VOIDABLE' }],
    });
    expect(order.transactions).toHaveLength(2);
  });
});

describe('orderCancel', () => {
  test('cancels, refunds and restocks as asked, and tells it', async () => {
    const { desk, variant, order, call } = placed({ payment: captured });
    await desk.told();
    const answer = await call('cancel', { method: { originalPaymentMethodsRefund: true } });
    expect(answer).toMatchObject({
      job: { done: true },
      jobResult: { status: 'SUCCEEDED', order: { cancelReason: 'FRAUD' } },
      orderCancelUserErrors: [],
      userErrors: [],
    });
    expect(order.transactions.at(-1)).toMatchObject({ kind: 'refund', gateway: 'shopify_payments' });
    expect(desk.availableOf(variant)).toBe(10);
    const told = await desk.told();
    expect(told).toContain('orders/cancelled');
    expect(told).toContain('refunds/create');
    const job = /gid:\/\/shopify\/Job\/\d+/.exec(JSON.stringify(answer))?.[0];
    const poll = 'query ($id: ID!) { job(id: $id) { done } }';
    expect(await desk.ask(poll, { id: job })).toEqual({ data: { job: { done: true } }, errors: [] });
  });

  test('refunds to store credit, and nothing when it is not asked to', async () => {
    const credit = placed({ payment: captured });
    await credit.call('cancel', { method: { storeCreditRefund: {} } });
    expect(credit.order.transactions.at(-1)).toMatchObject({ gateway: 'shopify_store_credit' });
    const kept = placed({ payment: captured });
    await kept.call('cancel');
    expect(kept.order.transactions).toHaveLength(1);
  });

  test('is refused under both lists of errors, and cancels nothing', async () => {
    const { desk, order, call } = placed({ payment: captured });
    const refusal = (field: string, message: string) => ({
      job: null,
      orderCancelUserErrors: [{ field: [field], message, code: 'INVALID' }],
      userErrors: [{ field: [field], message }],
    });
    expect(await call('cancel', { note: 'x'.repeat(256) })).toMatchObject(
      refusal('staffNote', 'Staff note is too long. Maximum length is 255 characters.'),
    );
    const method = { originalPaymentMethodsRefund: true };
    expect(await call('cancel', { refund: false, method })).toMatchObject(
      refusal('refund', 'Only one of the arguments `refund` or `refund_method` is allowed.'),
    );
    expect(await call('cancel', { id: 'gid://shopify/Order/1' })).toMatchObject({
      orderCancelUserErrors: [{ field: ['orderId'], code: 'NOT_FOUND' }],
    });
    const walkIn = placed({ payment: captured, customerId: null });
    expect(await walkIn.call('cancel', { method: { storeCreditRefund: {} } })).toMatchObject({
      orderCancelUserErrors: [{ code: 'STORE_CREDIT_REFUND_MISSING_CUSTOMER' }],
    });
    expect(order.cancelledAt).toBeNull();
    desk.store.cancel(order);
    expect(await call('cancel')).toMatchObject(
      refusal('orderId', 'Cannot cancel an order that has already been canceled'),
    );
  });
});

describe('an order', () => {
  test('is archived and opened again; to do it twice is no error and tells nothing', async () => {
    const { desk, call } = placed();
    await desk.told();
    expect(await call('close')).toEqual({ order: { closed: true }, userErrors: [] });
    expect(await desk.told()).toEqual(['orders/updated']);
    expect(await call('close')).toEqual({ order: { closed: true }, userErrors: [] });
    expect(await desk.told()).toEqual([]);
    expect(await call('open')).toEqual({ order: { closed: false }, userErrors: [] });
    expect(await call('open', { id: 'gid://shopify/Order/1' })).toEqual({
      order: null,
      userErrors: [{ field: ['id'], message: 'Order does not exist' }],
    });
  });

  test('is noted and tagged; tags differ in more than case and are kept in order', async () => {
    const { desk, order, call } = placed({ tags: ['vip'] });
    await desk.told();
    const input = { id: idOf('Order', order), note: 'Call first', tags: ['wholesale', 'B2B'] };
    expect(await call('update', { input })).toEqual({
      order: { note: 'Call first', tags: ['B2B', 'wholesale'] },
      userErrors: [],
    });
    expect(await desk.told()).toEqual(['orders/updated']);
    expect(await call('tag', { tags: ['a, b', 'B2b'] })).toMatchObject({
      node: { tags: ['a', 'b', 'B2B', 'wholesale'] },
    });
    expect(await call('untag', { tags: ['b2b', 'nothing'] })).toMatchObject({
      node: { tags: ['a', 'b', 'wholesale'] },
    });
    await desk.told();
    await call('untag', { tags: ['nothing'] });
    expect(await desk.told()).toEqual([]);
    expect(await call('tag', { tags: ['x'.repeat(41)] })).toMatchObject({
      userErrors: [{ field: ['tags'] }],
    });
    expect(await call('update', { input: { ...input, poNumber: 'PO 1' } })).toMatchObject([
      { extensions: { code: 'SANDBOX_UNSUPPORTED' } },
    ]);
  });

  test('is assessed until it is fulfilled, with twenty facts at most', async () => {
    const { desk, order, call } = placed();
    await desk.told();
    const fact = { description: 'Card and address differ', sentiment: 'NEGATIVE' };
    const input = { orderId: idOf('Order', order), riskLevel: 'HIGH', facts: [fact] };
    expect(await call('assess', { input })).toEqual({
      orderRiskAssessment: { riskLevel: 'HIGH', facts: [fact] },
      userErrors: [],
    });
    expect(await desk.told()).toEqual(['orders/risk_assessment_changed', 'orders/updated']);
    const many = Array.from({ length: 21 }, () => fact);
    expect(await call('assess', { input: { ...input, facts: many } })).toMatchObject({
      userErrors: [{ code: 'TOO_MANY_FACTS' }],
    });
    expect(await call('assess', { input: { ...input, orderId: 'gid://shopify/Order/1' } })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    desk.store.fulfill(order);
    expect(await call('assess', { input })).toMatchObject({
      userErrors: [{ code: 'ORDER_ALREADY_FULFILLED' }],
    });
    expect(order.risks).toHaveLength(1);
  });

  test('older than sixty days is not found without the scope for it', async () => {
    const { desk, call } = placed();
    await desk.clock.run({ until: desk.clock.now() + 61 * 86_400_000 });
    expect(await call('paid')).toMatchObject({ userErrors: [{ message: 'Order does not exist' }] });
  });

  test('cannot be changed by a mutation that the store does not carry out, which is named', async () => {
    const { desk, order } = placed();
    const { errors } = await desk.ask('mutation ($id: ID!) { orderDelete(orderId: $id) { deletedId } }', {
      id: idOf('Order', order),
    });
    expect(errors).toMatchObject([
      {
        message: "The sandbox's store cannot answer Mutation.orderDelete.",
        extensions: { code: 'SANDBOX_UNSUPPORTED' },
      },
    ]);
  });
});
