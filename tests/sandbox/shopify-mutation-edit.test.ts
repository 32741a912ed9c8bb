import { describe, expect, test } from 'vitest';

import { totalOf } from '#sandbox/shopify/order.ts';

import { idOf, openDesk } from './support/admin-desk.ts';

const calculated = `calculatedOrder { id totalPriceSet { presentmentMoney { amount } }
  totalOutstandingSet { presentmentMoney { amount } } subtotalPriceSet { presentmentMoney { amount } }
  subtotalLineItemsQuantity taxLines { title priceSet { presentmentMoney { amount } } }
  lineItems(first: 9) { nodes { id quantity editableQuantity } }
  addedLineItems(first: 9) { nodes { id title quantity } } shippingLines { title stagedStatus } }`;

const documents = {
  begin: `mutation ($id: ID!) { answer: orderEditBegin(id: $id) {
    ${calculated} orderEditSession { id } userErrors { field message } } }`,
  quantity: `mutation ($id: ID!, $line: ID!, $quantity: Int!) {
    answer: orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity, restock: true) {
      ${calculated} calculatedLineItem { quantity restocking } userErrors { field message } } }`,
  variant: `mutation ($id: ID!, $variant: ID!, $quantity: Int!, $again: Boolean) {
    answer: orderEditAddVariant(id: $id, variantId: $variant, quantity: $quantity, allowDuplicates: $again) {
      ${calculated} calculatedLineItem { id title originalUnitPriceSet { presentmentMoney { amount } } }
      userErrors { field message } } }`,
  custom: `mutation ($id: ID!, $price: MoneyInput!) {
    answer: orderEditAddCustomItem(id: $id, title: "Wrapping", quantity: 1, price: $price) {
      ${calculated} userErrors { field message } } }`,
  shipping: `mutation ($id: ID!, $line: OrderEditAddShippingLineInput!) {
    answer: orderEditAddShippingLine(id: $id, shippingLine: $line) {
      ${calculated} calculatedShippingLine { stagedStatus } userErrors { field message code } } }`,
  commit: `mutation ($id: ID!) { answer: orderEditCommit(id: $id, notifyCustomer: true) {
    order { currentTotalPriceSet { presentmentMoney { amount } } totalOutstandingSet { presentmentMoney { amount } }
      currentSubtotalPriceSet { presentmentMoney { amount } } currentTotalTaxSet { presentmentMoney { amount } } }
    successMessages userErrors { field message } } }`,
};

const vat = { title: 'DE MwSt', rate: '0.19' };
const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const set = (amount: string) => ({ presentmentMoney: { amount } });

async function begun() {
  const desk = openDesk();
  const variant = desk.stocked(10);
  const line = {
    sku: 'LAMP',
    title: 'Lamp',
    quantity: 2,
    unitPrice: 5000n,
    taxes: [vat],
    variantId: variant.id,
  };
  const order = desk.store.placeOrder({
    lines: [line],
    taxesIncluded: true,
    payment: { kind: 'sale', gateway: 'shopify_payments' },
  });
  const edit = async (kind: keyof typeof documents, variables: Record<string, unknown>) => {
    const { data, errors } = await desk.ask(documents[kind], variables);
    expect(errors).toEqual([]);
    return data['answer'];
  };
  const opened = await edit('begin', { id: idOf('Order', order) });
  const id = `gid://shopify/${/CalculatedOrder\/\d+/.exec(JSON.stringify(opened))?.[0]}`;
  const [first] = order.lines;
  if (first === undefined) throw new Error('The order has no line.');
  return { desk, variant, order, edit, opened, id, line: idOf('CalculatedLineItem', first) };
}

describe('an edit', () => {
  test('gathers changes that show in the calculated order, and makes them all on commit', async () => {
    const { desk, variant, order, edit, opened, id, line } = await begun();
    expect(opened).toMatchObject({
      calculatedOrder: {
        totalPriceSet: set('100.0'),
        totalOutstandingSet: set('0.0'),
        lineItems: { nodes: [{ id: line, quantity: 2, editableQuantity: 2 }] },
      },
      orderEditSession: { id: id.replace('CalculatedOrder', 'OrderEditSession') },
    });
    const shade = desk.stocked(5, 'Shade');
    await desk.told();
    expect(await edit('quantity', { id, line, quantity: 1 })).toMatchObject({
      calculatedLineItem: { quantity: 1, restocking: true },
      calculatedOrder: { totalPriceSet: set('50.0') },
    });
    expect(await edit('variant', { id, variant: idOf('ProductVariant', shade), quantity: 2 })).toMatchObject({
      calculatedLineItem: { title: 'Shade', originalUnitPriceSet: set('119.0') },
    });
    await edit('custom', { id, price: eur('3.50') });
    expect(await edit('shipping', { id, line: { title: 'Courier', price: eur('9.00') } })).toMatchObject({
      calculatedShippingLine: { stagedStatus: 'ADDED' },
      calculatedOrder: {
        subtotalLineItemsQuantity: 4,
        subtotalPriceSet: set('291.5'),
        totalPriceSet: set('300.5'),
        totalOutstandingSet: set('200.5'),
        taxLines: [{ title: 'DE MwSt', priceSet: set('47.98') }],
        addedLineItems: { nodes: [{ title: 'Shade', quantity: 2 }, { title: 'Wrapping' }] },
        shippingLines: [{ title: 'Courier', stagedStatus: 'ADDED' }],
      },
    });
    expect(totalOf(order).presentment).toBe(10000n);
    expect(await desk.told()).toEqual([]);
    expect(await edit('commit', { id })).toEqual({
      order: {
        currentTotalPriceSet: set('300.5'),
        totalOutstandingSet: set('200.5'),
        currentSubtotalPriceSet: set('291.5'),
        currentTotalTaxSet: set('47.98'),
      },
      successMessages: ['Order updated', 'Notification sent'],
      userErrors: [],
    });
    expect(desk.availableOf(variant)).toBe(9);
    expect(await desk.told()).toContain('orders/edited');
    expect(await edit('commit', { id })).toMatchObject({
      order: null,
      userErrors: [{ field: ['id'], message: 'The calculated order does not exist.' }],
    });
  });

  test('takes back what it added before', async () => {
    const { desk, edit, id } = await begun();
    const shade = desk.stocked(5, 'Shade');
    const added = await edit('variant', { id, variant: idOf('ProductVariant', shade), quantity: 2 });
    const line = /"calculatedLineItem":\{"id":"([^"]+)"/.exec(JSON.stringify(added))?.[1];
    expect(await edit('quantity', { id, line, quantity: 1 })).toMatchObject({
      calculatedOrder: { totalPriceSet: set('219.0') },
    });
    expect(await edit('quantity', { id, line, quantity: 0 })).toMatchObject({
      calculatedOrder: { totalPriceSet: set('100.0'), addedLineItems: { nodes: [] } },
    });
  });

  test('refuses bad quantities, shipped units, unknown things and an empty commit, and stays open', async () => {
    const { desk, variant, order, edit, id, line } = await begun();
    const refusal = (field: string, message: string) => ({
      calculatedOrder: null,
      userErrors: [{ field: [field], message }],
    });
    expect(await edit('quantity', { id, line, quantity: -1 })).toMatchObject(
      refusal('quantity', 'must be greater than or equal to 0'),
    );
    const own = { id, variant: idOf('ProductVariant', variant) };
    expect(await edit('variant', { ...own, quantity: 0 })).toMatchObject(
      refusal('quantity', 'must be greater than 0'),
    );
    expect(await edit('variant', { ...own, quantity: 1 })).toMatchObject({
      userErrors: [{ field: ['variantId'] }],
    });
    const unknown = { id: 'gid://shopify/CalculatedOrder/9', line, quantity: 1 };
    expect(await edit('quantity', unknown)).toMatchObject(
      refusal('id', 'The calculated order does not exist.'),
    );
    expect(await edit('begin', { id: 'gid://shopify/Order/1' })).toMatchObject(
      refusal('id', 'The order does not exist.'),
    );
    expect(await edit('commit', { id })).toMatchObject({ order: null, userErrors: [{ field: ['id'] }] });
    desk.store.fulfill(order);
    expect(await edit('quantity', { id, line, quantity: 0 })).toMatchObject(
      refusal('quantity', 'Fulfilled items cannot be removed.'),
    );
    expect(await edit('variant', { ...own, quantity: 1, again: true })).toMatchObject({
      calculatedOrder: { addedLineItems: { nodes: [{ quantity: 1 }] } },
      userErrors: [],
    });
    expect(totalOf(order).presentment).toBe(10000n);
  });
});
