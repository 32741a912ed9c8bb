import { describe, expect, test } from 'vitest';

import { balanceOf } from '#sandbox/shopify/act/gift-card.ts';
import { netPaymentOf } from '#sandbox/shopify/order.ts';

import { idOf, openDesk } from './support/admin-desk.ts';

const answered =
  'return { id name status returnLineItems(first: 9) { nodes { id quantity } } } userErrors { field message code }';
const documents = {
  create: `mutation ($input: ReturnInput!) { answer: returnCreate(returnInput: $input) { ${answered} } }`,
  request: `mutation ($input: ReturnRequestInput!) { answer: returnRequest(input: $input) { ${answered} } }`,
  approve: `mutation ($id: ID!) { answer: returnApproveRequest(input: { id: $id }) { ${answered} } }`,
  decline: `mutation ($id: ID!) { answer: returnDeclineRequest(input: { id: $id, declineReason: FINAL_SALE }) { ${answered} } }`,
  process: `mutation ($input: ReturnProcessInput!) { answer: returnProcess(input: $input) { ${answered} } }`,
  close: `mutation ($id: ID!) { answer: returnClose(id: $id) { ${answered} } }`,
  reopen: `mutation ($id: ID!) { answer: returnReopen(id: $id) { ${answered} } }`,
  cancel: `mutation ($id: ID!) { answer: returnCancel(id: $id) { ${answered} } }`,
  dispose: `mutation ($inputs: [ReverseFulfillmentOrderDisposeInput!]!) {
    answer: reverseFulfillmentOrderDispose(dispositionInputs: $inputs) {
      reverseFulfillmentOrderLineItems { totalQuantity dispositions { type quantity } } userErrors { field message code } } }`,
};
const home = 'gid://shopify/Location/905684977';

function shipped() {
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
  const order = desk.store.placeOrder({
    lines: [line],
    taxesIncluded: true,
    shipping: { title: 'Parcel', price: 500n, taxes: [] },
    payment: { kind: 'sale', gateway: 'shopify_payments' },
  });
  const [item] = desk.store.fulfill(order).lines;
  const [payment] = order.transactions;
  if (item === undefined || payment === undefined) throw new Error('Nothing was shipped or paid.');
  const call = async (kind: keyof typeof documents, variables: Record<string, unknown>) => {
    const { data, errors } = await desk.ask(documents[kind], variables);
    expect(errors).toEqual([]);
    return data['answer'];
  };
  const lineInput = (quantity: number) => ({
    fulfillmentLineItemId: idOf('FulfillmentLineItem', item),
    quantity,
    returnReason: 'SIZE_TOO_LARGE',
  });
  const input = (quantity = 1, more: Record<string, unknown> = {}) => ({
    orderId: idOf('Order', order),
    returnLineItems: [{ ...lineInput(quantity), ...more }],
  });
  const opened = () => {
    const returned = order.returns.at(-1);
    const [first] = returned?.lines ?? [];
    const [reverse] = returned?.reverseFulfillmentOrders[0]?.lines ?? [];
    if (returned === undefined || first === undefined) throw new Error('There is no return.');
    return {
      returned,
      id: idOf('Return', returned),
      line: idOf('ReturnLineItem', first),
      reverse: reverse === undefined ? '' : idOf('ReverseFulfillmentOrderLineItem', reverse),
    };
  };
  const refundOf = (amount: string) => ({
    issueRefund: {
      orderTransactions: [
        { parentId: idOf('OrderTransaction', payment), transactionAmount: { amount, currencyCode: 'EUR' } },
      ],
    },
  });
  return { desk, variant, order, call, input, opened, refundOf };
}

describe('a return by the app', () => {
  test('is requested, approved, processed with money and goods, closed and reopened, and each step is told', async () => {
    const { desk, variant, order, call, input, opened, refundOf } = shipped();
    await desk.told();
    expect(await call('request', { input: input() })).toMatchObject({
      return: { name: `${order.name}-R1`, status: 'REQUESTED' },
      userErrors: [],
    });
    const { id } = opened();
    expect(await call('approve', { id })).toMatchObject({ return: { status: 'OPEN' } });
    expect(await desk.told()).toEqual([
      'orders/updated',
      'orders/updated',
      'returns/approve',
      'returns/request',
    ]);
    const { line, reverse } = opened();
    const disposition = { reverseFulfillmentOrderLineItemId: reverse, quantity: 1, locationId: home };
    const dispositions = [{ ...disposition, dispositionType: 'RESTOCKED' }];
    const returnLineItems = [{ id: line, quantity: 1, dispositions }];
    const processing = {
      returnId: id,
      note: 'as new',
      returnLineItems,
      financialTransfer: refundOf('50.00'),
    };
    expect(await call('process', { input: processing })).toMatchObject({ return: { id }, userErrors: [] });
    expect(order.agreements.at(-1)).toMatchObject({ reason: 'RETURN' });
    expect(order.refunds).toMatchObject([{ note: 'as new', returnId: opened().returned.id }]);
    expect(netPaymentOf(order).presentment).toBe(5500n);
    expect(desk.availableOf(variant)).toBe(9);
    const told = await desk.told();
    for (const topic of ['returns/process', 'refunds/create', 'reverse_fulfillment_orders/dispose'])
      expect(told).toContain(topic);
    expect(await call('close', { id })).toMatchObject({ return: { status: 'CLOSED' } });
    expect(await call('reopen', { id })).toMatchObject({ return: { status: 'OPEN' } });
    expect(await call('cancel', { id })).toMatchObject({
      return: null,
      userErrors: [{ field: ['id'], code: 'INVALID_STATE' }],
    });
  });

  test('sends no money back without a financial transfer, and to store credit when that is asked for', async () => {
    const { order, call, input, opened } = shipped();
    await call('create', { input: input(2) });
    const { id, line } = opened();
    const process = (more: Record<string, unknown>) =>
      call('process', { input: { returnId: id, returnLineItems: [{ id: line, quantity: 1 }], ...more } });
    await process({});
    expect(netPaymentOf(order).presentment).toBe(10500n);
    const amount = { amount: '50.00', currencyCode: 'EUR' };
    const credit = { orderTransactions: [], refundMethods: [{ storeCreditRefund: { amount } }] };
    await process({ financialTransfer: { issueRefund: credit } });
    expect(order.transactions.at(-1)).toMatchObject({
      gateway: 'shopify_store_credit',
      amount: { presentment: 5000n },
    });
  });

  test('keeps its reason, note and fee, and exchanges goods', async () => {
    const { desk, order, call, input, opened } = shipped();
    const shade = desk.stocked(5, 'Shade');
    const withFee = input(1, { restockingFee: { percentage: 10 }, returnReasonNote: 'Too big' });
    const exchangeLineItems = [{ variantId: idOf('ProductVariant', shade), quantity: 1 }];
    expect(await call('create', { input: { ...withFee, exchangeLineItems } })).toMatchObject({
      userErrors: [],
    });
    const { returned, id, line } = opened();
    expect(returned.lines).toMatchObject([
      { reason: 'SIZE_TOO_LARGE', note: 'Too big', restockingFee: { amount: { presentment: 500n } } },
    ]);
    const exchanged = returned.exchanges.map((each) => ({ id: idOf('ExchangeLineItem', each), quantity: 1 }));
    await call('process', {
      input: { returnId: id, returnLineItems: [{ id: line, quantity: 1 }], exchangeLineItems: exchanged },
    });
    expect(order.lines.at(-1)).toMatchObject({ title: 'Shade', addedBy: 'exchange' });
  });

  test('is declined or canceled before anything came back', async () => {
    const { call, input, opened } = shipped();
    await call('request', { input: input() });
    expect(await call('decline', { id: opened().id })).toMatchObject({ return: { status: 'DECLINED' } });
    expect(await call('approve', { id: opened().id })).toMatchObject({
      return: null,
      userErrors: [{ field: ['input', 'id'], code: 'INVALID_STATE' }],
    });
    await call('create', { input: input() });
    expect(await call('cancel', { id: opened().id })).toMatchObject({ return: { status: 'CANCELED' } });
  });

  test('is refused for units that cannot come back, unknown things and foreign money, and changes nothing', async () => {
    const { desk, order, call, input, opened, refundOf } = shipped();
    await desk.told();
    expect(await call('create', { input: input(3) })).toMatchObject({
      return: null,
      userErrors: [{ field: ['returnLineItems'], code: 'INVALID' }],
    });
    const unknown = { fulfillmentLineItemId: 'gid://shopify/FulfillmentLineItem/9' };
    expect(await call('create', { input: input(1, unknown) })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect(order.returns).toEqual([]);
    expect(await call('close', { id: 'gid://shopify/Return/9' })).toMatchObject({
      userErrors: [{ field: ['id'], code: 'NOT_FOUND' }],
    });
    await call('create', { input: input() });
    await desk.told();
    const { id, line } = opened();
    const process = (more: Record<string, unknown>) =>
      call('process', { input: { returnId: id, returnLineItems: [{ id: line, quantity: 1 }], ...more } });
    expect(await process({ financialTransfer: refundOf('105.01') })).toMatchObject({
      return: null,
      userErrors: [{ message: 'Refund amount 105.01 is greater than net payment received 105.00' }],
    });
    expect(await process({ returnLineItems: [{ id: line, quantity: 2 }] })).toMatchObject({
      userErrors: [{ code: 'INVALID' }],
    });
    expect(order.refunds).toEqual([]);
    expect(await desk.told()).toEqual([]);
  });
});

describe('reverseFulfillmentOrderDispose', () => {
  test('puts restocked units back on the shelf, and needs to know on which', async () => {
    const { desk, variant, call, input, opened } = shipped();
    await call('create', { input: input(2) });
    await desk.told();
    const part = { reverseFulfillmentOrderLineItemId: opened().reverse, quantity: 1 };
    const missing = { ...part, dispositionType: 'MISSING' };
    const restocked = { ...part, dispositionType: 'RESTOCKED' };
    expect(await call('dispose', { inputs: [missing, restocked] })).toMatchObject({
      reverseFulfillmentOrderLineItems: null,
      userErrors: [{ field: ['locationId'], code: 'BLANK' }],
    });
    expect(await call('dispose', { inputs: [missing, { ...restocked, locationId: home }] })).toMatchObject({
      reverseFulfillmentOrderLineItems: [
        { totalQuantity: 2, dispositions: [{ type: 'MISSING' }, { type: 'RESTOCKED' }] },
      ],
      userErrors: [],
    });
    expect(desk.availableOf(variant)).toBe(9);
    expect(await desk.told()).toContain('reverse_fulfillment_orders/dispose');
    expect(await call('dispose', { inputs: [missing] })).toMatchObject({ userErrors: [{ code: 'INVALID' }] });
  });
});

describe('a gift card by the app', () => {
  const money = (amount: string, currencyCode = 'EUR') => ({ amount, currencyCode });

  test('is issued, credited and debited without a webhook, within its balance and currency', async () => {
    const desk = openDesk();
    const issue = `mutation ($amount: MoneyInput!) { answer: giftCardCreate(input: { initialAmount: $amount }) {
      giftCard { id balance { amount } } giftCardCode userErrors { field code } } }`;
    const credit = `mutation ($id: ID!, $amount: MoneyInput!) {
      answer: giftCardCredit(id: $id, creditInput: { creditAmount: $amount }) {
        giftCardCreditTransaction { amount { amount } giftCard { balance { amount } } } userErrors { field code } } }`;
    const debit = credit
      .replace(
        'giftCardCredit(id: $id, creditInput: { creditAmount',
        'giftCardDebit(id: $id, debitInput: { debitAmount',
      )
      .replace('giftCardCreditTransaction', 'giftCardDebitTransaction');
    const ask = async (document: string, variables: Record<string, unknown>) =>
      (await desk.ask(document, variables)).data['answer'];
    expect(await ask(issue, { amount: money('0.00') })).toMatchObject({
      giftCard: null,
      userErrors: [{ field: ['input', 'initialValue'], code: 'GREATER_THAN' }],
    });
    expect(await ask(issue, { amount: money('25.00') })).toMatchObject({
      giftCard: { balance: { amount: '25.0' } },
    });
    const [card] = desk.store.state.giftCards;
    if (card === undefined) throw new Error('There is no card.');
    const id = idOf('GiftCard', card);
    expect(await ask(credit, { id, amount: money('5.00') })).toMatchObject({
      giftCardCreditTransaction: { amount: { amount: '5.0' }, giftCard: { balance: { amount: '30.0' } } },
    });
    expect(await ask(debit, { id, amount: money('10.00') })).toMatchObject({
      giftCardDebitTransaction: { amount: { amount: '-10.0' } },
    });
    for (const [given, code] of [
      [money('20.01'), 'INSUFFICIENT_FUNDS'],
      [money('1.00', 'USD'), 'MISMATCHING_CURRENCY'],
      [money('0.00'), 'NEGATIVE_OR_ZERO_AMOUNT'],
    ] as const)
      expect(await ask(debit, { id, amount: given })).toMatchObject({
        giftCardDebitTransaction: null,
        userErrors: [{ field: ['debitInput', 'debitAmount', 'amount'], code }],
      });
    expect(balanceOf(card)).toBe(2000n);
    expect(await desk.told()).toEqual([]);
  });
});
