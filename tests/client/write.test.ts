import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Ambiguous, Busy, Park } from '#domain/obstacle.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { adminSchema } from '#sandbox/shopify/graphql/schema.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { openAdmin } from '#src/client/shopify/admin.ts';
import { openBudgets } from '#src/client/shopify/budget.ts';
import { readFulfillmentOrders } from '#src/client/shopify/read-routing.ts';
import * as documents from '#src/client/shopify/write-documents.ts';
import { parcelsInStore, shipInStore, trackInStore } from '#src/client/shopify/write-fulfillment.ts';
import { markPaidInStore, owingInStore, payInStore } from '#src/client/shopify/write-payment.ts';
import { gid } from '#domain/gid.ts';
import { lamp, unpaidOrder } from '#tests/support/checkout.ts';
import { eur } from '#tests/support/order-facts.ts';
import { clientSecret, shopify } from '#tests/support/shopify-delivery.ts';

const accessToken = 'shpat_the-store-token';
const clock = virtualClock(Date.parse('2026-11-02T12:00:00Z'));
const open = () =>
  openStore({
    clock,
    clientSecret,
    accessToken,
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    deliver: async () => new Response(),
  });
let store = open();
let loses = false;

const server = setupServer(
  http.all('https://plumb-demo.myshopify.com/*', async ({ request }) => {
    try {
      const answer = await store.fetch(request);
      return loses ? HttpResponse.error() : answer;
    } catch {
      return HttpResponse.error();
    }
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());
beforeEach(() => {
  store = open();
  loses = false;
});

const admin = openAdmin(shopify, {
  shop: 'plumb-demo.myshopify.com',
  accessToken,
  budgets: openBudgets(() => new Date(clock.now()).toISOString()),
});

const refused = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

function placed(quantity = 2) {
  const order = store.placeOrder(unpaidOrder({ lines: [lamp({ quantity, unitPrice: 5950n })] }));
  return { order, id: gid('Order', String(order.id)) };
}

async function shipping(id: ReturnType<typeof placed>['id'], quantity: number) {
  const [work] = (await readFulfillmentOrders(admin, id))?.fulfillmentOrders ?? [];
  const lines = (work?.lineItems.nodes ?? []).map((one) => ({ id: one.id, quantity }));
  return { parts: [{ fulfillmentOrder: work?.id ?? '', lines }] };
}

const dhl = { numbers: ['001'], company: 'DHL', urls: [] };

test.each(Object.entries(documents))('%s is of the real schema', (_, text) => {
  expect(validate(adminSchema(), parse(text)).map((one) => one.message)).toEqual([]);
});

describe('a parcel', () => {
  test('is shipped with its number, and shown among those of its order', async () => {
    const { id } = placed();
    const made = await shipInStore(admin, { ...(await shipping(id, 1)), tracking: dhl });
    expect(await parcelsInStore(admin, id)).toMatchObject([
      {
        id: made.id,
        name: '#1001-F1',
        status: 'SUCCESS',
        trackingInfo: [{ company: 'DHL', number: '001' }],
        fulfillmentLineItems: { nodes: [{ quantity: 1 }] },
      },
    ]);
  });

  test('of more than is left is refused in the words of the store', async () => {
    const { id } = placed();
    const error = await refused(shipInStore(admin, { ...(await shipping(id, 3)), tracking: null }));
    expect(error).toBeInstanceOf(Park);
    expect(String(error)).toContain('Invalid fulfillment order line item quantity requested');
  });

  test('gets another number, which takes the place of the first', async () => {
    const { id } = placed();
    const made = await shipInStore(admin, { ...(await shipping(id, 2)), tracking: dhl });
    const tracked = await trackInStore(admin, made.id, { ...dhl, numbers: ['002'] });
    expect(tracked).toMatchObject({ id: made.id, trackingInfo: [{ number: '002' }] });
  });

  test('may have been shipped when the answer is lost, and was not when the store throttles', async () => {
    const { order, id } = placed();
    const parts = await shipping(id, 1);
    store.failNextAdminCalls(1, 'throttled');
    expect(await refused(shipInStore(admin, { ...parts, tracking: null }))).toBeInstanceOf(Busy);
    expect(order.fulfillments).toEqual([]);
    loses = true;
    expect(await refused(shipInStore(admin, { ...parts, tracking: null }))).toBeInstanceOf(Ambiguous);
    expect(order.fulfillments).toHaveLength(1);
  });

  test('of an order that the store does not show is not there', async () => {
    expect(await parcelsInStore(admin, gid('Order', '1'))).toBeNull();
    expect(await owingInStore(admin, gid('Order', '1'))).toBeNull();
  });

  test('of an order of many parcels is found behind the first page', async () => {
    const { order, id } = placed(12);
    const [line] = order.lines;
    if (line === undefined) throw new Error('the order has a line');
    for (let n = 0; n < 12; n += 1) store.fulfill(order, [{ line, quantity: 1 }]);
    expect(await parcelsInStore(admin, id)).toHaveLength(12);
  });
});

describe('money', () => {
  test('of a part is recorded by its method, and the rest marks the order paid', async () => {
    const { id } = placed();
    const part = await payInStore(admin, id, { amount: eur('50.00'), method: 'bank_transfer' });
    expect(part).toMatchObject({ totalOutstandingSet: eur('69.00'), canMarkAsPaid: true });
    const whole = await markPaidInStore(admin, id);
    expect(whole).toMatchObject({ totalOutstandingSet: eur('0'), canMarkAsPaid: false });
    expect(whole.transactions.map(({ kind, amountSet }) => [kind, amountSet])).toEqual([
      ['SALE', eur('50.00')],
      ['SALE', eur('69.00')],
    ]);
  });

  test('beyond what is owed is refused in the words of the store', async () => {
    const { id } = placed();
    expect(await refused(payInStore(admin, id, { amount: eur('119.01'), method: 'x' }))).toEqual(
      new Park('Shopify refuses: Amount exceeds the remaining balance.'),
    );
  });

  test('for an order that is paid is refused', async () => {
    const { id } = placed();
    await markPaidInStore(admin, id);
    expect(await refused(markPaidInStore(admin, id))).toEqual(
      new Park('Shopify refuses: Order cannot be marked as paid.'),
    );
  });
});
