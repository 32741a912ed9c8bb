import { describe, expect, test } from 'vitest';
import { ask, lamp, openWorld, vat } from './shopify-world.ts';

const money = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }';
const orderFields = `
  id name createdAt processedAt updatedAt cancelledAt test displayFinancialStatus displayFulfillmentStatus
  taxesIncluded currencyCode presentmentCurrencyCode poNumber
  currentTotalPriceSet ${money} totalPriceSet ${money} totalOutstandingSet ${money} totalReceivedSet ${money}
  lineItems(first: 250) { pageInfo { hasNextPage endCursor }
    nodes { id sku title quantity currentQuantity requiresShipping isGiftCard } }
  transactions(first: 50) { id kind status gateway amountSet ${money} processedAt createdAt test parentTransaction { id } }
  fulfillments(first: 50) { id status createdAt updatedAt location { id }
    fulfillmentLineItems(first: 100) { nodes { id quantity lineItem { id } } } }
  agreements(first: 10) { nodes { id happenedAt reason sales(first: 100) { nodes {
    id actionType lineType quantity totalAmount ${money} totalTaxAmount ${money}
    totalDiscountAmountBeforeTaxes ${money} totalDiscountAmountAfterTaxes ${money}
    taxes { id amount ${money} taxLine { title rate ratePercentage channelLiable source } }
    ... on ProductSale { lineItem { id } } ... on ShippingLineSale { shippingLine { id title } } } } } }
  refunds(first: 10) { id }`;

function soldLamp() {
  const world = openWorld();
  const order = world.store.placeOrder({
    lines: [lamp],
    taxesIncluded: true,
    shipping: { title: 'DHL Paket', price: 490n, taxes: [vat] },
    discountCode: { code: 'TEN', percent: 10 },
    payment: { kind: 'authorization', gateway: 'shopify_payments' },
  });
  return { ...world, order, id: `gid://shopify/Order/${order.id}` };
}

describe('Admin GraphQL', () => {
  test('answers all that the product reads of an order, in the words of the real schema', async () => {
    const { store, order, id } = soldLamp();
    store.pay(order, { kind: 'capture', gateway: 'shopify_payments' });
    store.fulfill(order);
    const { status, answer } = await ask(store, `query ($id: ID!) { order(id: $id) { ${orderFields} } }`, {
      id,
    });
    expect(status).toBe(200);
    expect(answer).not.toHaveProperty('errors');
    expect(answer).toMatchObject({
      data: {
        order: {
          id,
          name: '#1001',
          createdAt: '2026-11-02T05:00:00Z',
          displayFinancialStatus: 'PAID',
          displayFulfillmentStatus: 'FULFILLED',
          totalPriceSet: { shopMoney: { amount: '112.0', currencyCode: 'EUR' } },
          totalOutstandingSet: { shopMoney: { amount: '0.0' } },
          transactions: [
            { kind: 'AUTHORIZATION', parentTransaction: null },
            {
              kind: 'CAPTURE',
              parentTransaction: { id: `gid://shopify/OrderTransaction/${order.transactions[0]?.id}` },
            },
          ],
          fulfillments: [{ status: 'SUCCESS', fulfillmentLineItems: { nodes: [{ quantity: 1 }] } }],
          agreements: {
            nodes: [
              {
                reason: 'ORDER',
                sales: {
                  nodes: [
                    {
                      lineType: 'PRODUCT',
                      totalAmount: { shopMoney: { amount: '107.1' } },
                      totalTaxAmount: { shopMoney: { amount: '17.1' } },
                      totalDiscountAmountBeforeTaxes: { shopMoney: { amount: '10.0' } },
                      totalDiscountAmountAfterTaxes: { shopMoney: { amount: '11.9' } },
                      taxes: [{ taxLine: { rate: 0.19, ratePercentage: 19 } }],
                    },
                    { lineType: 'SHIPPING', totalAmount: { shopMoney: { amount: '4.9' } } },
                  ],
                },
              },
            ],
          },
        },
      },
      extensions: { cost: { throttleStatus: { maximumAvailable: 2000, restoreRate: 100 } } },
    });
  });

  test('refuses a field the schema does not have, and says which field of it the store does not know', async () => {
    const { store, id } = soldLamp();
    const unknown = await ask(store, `{ order(id: "${id}") { totalWealth } }`);
    expect(JSON.stringify(unknown.answer)).toMatch(/Cannot query field .*totalWealth/);
    expect((await ask(store, `{ order(id: "${id}") { clientIp } }`)).answer).toMatchObject({
      errors: [
        {
          message: "The sandbox's store cannot answer Order.clientIp.",
          extensions: { code: 'SANDBOX_UNSUPPORTED' },
        },
      ],
    });
    expect(
      (await ask(store, 'mutation { orderClose(input: { id: "1" }) { order { id } } }')).answer,
    ).toHaveProperty('errors');
  });

  test('refuses a connection without first or last', async () => {
    const { store, id } = soldLamp();
    expect((await ask(store, `{ order(id: "${id}") { lineItems { nodes { id } } } }`)).answer).toMatchObject({
      errors: [{ message: 'you must provide one of first or last' }],
    });
  });

  test('has null for an order that is unknown or was deleted, and an error for what is no order id', async () => {
    const { store, order, id } = soldLamp();
    expect((await ask(store, '{ order(id: "gid://shopify/Order/1") { id } }')).answer).toMatchObject({
      data: { order: null },
    });
    store.deleteOrder(order);
    expect((await ask(store, `{ order(id: "${id}") { id } }`)).answer).toMatchObject({
      data: { order: null },
    });
    expect((await ask(store, '{ order(id: "17") { id } }')).answer).toHaveProperty('errors');
  });

  test('pages through the orders updated since an instant, each once, while new ones arrive', async () => {
    const { store, clock } = openWorld();
    const place = () => store.placeOrder({ lines: [lamp], taxesIncluded: true });
    place();
    await clock.run({ until: clock.now() + 3_600_000 });
    const since = new Date(clock.now()).toISOString();
    const recent = [place(), place(), place()];
    const query = `query ($after: String) {
      orders(first: 2, after: $after, sortKey: UPDATED_AT, query: "updated_at:>='${since}'") {
        nodes { name } pageInfo { hasNextPage endCursor } } }`;
    const first = await ask(store, query);
    expect(first.answer).toMatchObject({
      data: { orders: { nodes: [{ name: '#1002' }, { name: '#1003' }], pageInfo: { hasNextPage: true } } },
    });
    recent.push(place());
    const endCursor = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first.answer))?.[1];
    expect((await ask(store, query, { after: endCursor })).answer).toMatchObject({
      data: { orders: { nodes: [{ name: '#1004' }, { name: '#1005' }], pageInfo: { hasNextPage: false } } },
    });
    expect(
      (await ask(store, '{ orders(first: 1, query: "mood:good") { nodes { id } } }')).answer,
    ).toHaveProperty('errors');
  });

  test('throttles as a 200 when the bucket is empty, and refills it with the clock', async () => {
    const { store, clock, id } = soldLamp();
    const dear = `{ ${['a', 'b', 'c', 'd'].map((alias) => `${alias}: order(id: "${id}") { ${orderFields} }`).join(' ')} }`;
    const answers = [];
    for (let call = 0; call < 60; call += 1) answers.push(await ask(store, dear));
    expect(answers[0]?.answer).toHaveProperty('extensions.cost.requestedQueryCost');
    const throttled = answers.filter(({ answer }) => JSON.stringify(answer).includes('"THROTTLED"'));
    expect(throttled.length).toBeGreaterThan(0);
    expect(throttled[0]).toMatchObject({ status: 200, answer: { errors: [{ message: 'Throttled' }] } });
    await clock.run({ until: clock.now() + 20_000 });
    expect((await ask(store, dear)).answer).not.toHaveProperty('errors');
  });

  test('refuses a single query of more than a thousand points', async () => {
    const { store, id } = soldLamp();
    const copies = Array.from(
      { length: 12 },
      (_, index) => `o${index}: order(id: "${id}") { ${orderFields} }`,
    );
    expect((await ask(store, `{ ${copies.join(' ')} }`)).answer).toMatchObject({
      errors: [{ extensions: { code: 'MAX_COST_EXCEEDED' } }],
    });
  });

  test('fails on request as the network, the gateway and the limiter fail', async () => {
    const { store } = openWorld();
    store.failNextAdminCalls(1, '503');
    store.failNextAdminCalls(1, '429');
    store.failNextAdminCalls(1, 'throttled');
    store.failNextAdminCalls(1, 'network');
    expect((await ask(store, '{ shop { id } }')).status).toBe(503);
    expect((await ask(store, '{ shop { id } }')).status).toBe(429);
    expect((await ask(store, '{ shop { id } }')).answer).toMatchObject({
      errors: [{ extensions: { code: 'THROTTLED' } }],
    });
    await expect(ask(store, '{ shop { id } }')).rejects.toThrow('fetch failed');
    expect((await ask(store, '{ shop { id } }')).answer).toMatchObject({
      data: { shop: { id: 'gid://shopify/Shop/548380009' } },
    });
  });

  test('answers 401 without the right token and 404 for another version', async () => {
    const { store } = openWorld();
    const call = (version: string, token: string) =>
      store.fetch(
        new Request(`https://${store.shop.domain}/admin/api/${version}/graphql.json`, {
          method: 'POST',
          headers: { 'X-Shopify-Access-Token': token },
          body: '{}',
        }),
      );
    expect((await call('2026-10', 'guess')).status).toBe(401);
    expect((await call('2019-04', 'shpat_sandbox')).status).toBe(404);
  });
});
