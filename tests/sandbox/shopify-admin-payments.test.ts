import { expect, test } from 'vitest';
import { z } from 'zod';
import { allScopes } from './support/admin-document.ts';
import { idOf, openDesk } from './support/admin-desk.ts';

const dayMs = 86_400_000;
const thing = { sku: null, title: 'Thing', quantity: 1, unitPrice: 10000n, taxes: [] };
const spec = {
  lines: [thing],
  taxesIncluded: true,
  payment: { kind: 'sale', gateway: 'shopify_payments' },
} as const;

const amount = z.object({ amount: z.string() }).transform((money) => Math.round(Number(money.amount) * 100));
const account = z.object({
  shopifyPaymentsAccount: z.object({
    balance: z.array(amount),
    payouts: z.object({
      nodes: z.array(
        z.object({ id: z.string(), status: z.string(), net: amount, summary: z.record(z.string(), amount) }),
      ),
    }),
    balanceTransactions: z.object({
      nodes: z.array(
        z.object({
          type: z.string(),
          net: amount,
          associatedOrder: z.object({ id: z.string() }).nullable(),
          associatedPayout: z.object({ id: z.string().nullable(), status: z.string() }),
        }),
      ),
    }),
  }),
});

async function paidOut() {
  const desk = openDesk({ scopes: allScopes });
  const { store, clock } = desk;
  const order = store.placeOrder(spec);
  store.refund(order, { amount: 2500n });
  store.adjustBalance(-300n, 'App fee');
  await clock.run({ until: clock.now() + dayMs });
  const payout = store.issuePayout();
  const later = store.placeOrder(spec);
  if (payout === null) throw new Error('Something waited.');
  return { desk, order, payout, later };
}

async function read(desk: Awaited<ReturnType<typeof paidOut>>['desk'], query: string, hideTransfers = true) {
  const parts = `chargesGross chargesFee refundsFeeGross refundsFee adjustmentsGross adjustmentsFee
  reservedFundsGross reservedFundsFee retriedPayoutsGross retriedPayoutsFee`.split(/\s+/);
  const { data, errors } = await desk.ask(
    `query ($query: String, $hides: Boolean) { shopifyPaymentsAccount { balance { amount }
      payouts(first: 5) { nodes { id status net { amount } summary { ${parts.map((part) => `${part} { amount }`).join(' ')} } } }
      balanceTransactions(first: 50, query: $query, hideTransfers: $hides) { nodes {
        type net { amount } associatedOrder { id } associatedPayout { id status } } } } }`,
    { query, hides: hideTransfers },
  );
  expect(errors).toEqual([]);
  return account.parse(data).shopifyPaymentsAccount;
}

test('a payout is the sum of its balance transactions without the transfer, and of its summary', async () => {
  const { desk, payout } = await paidOut();
  const shown = await read(desk, `payments_transfer_id:${payout.id}`);
  const [first] = shown.payouts.nodes;
  expect(first).toMatchObject({ id: idOf('ShopifyPaymentsPayout', payout), status: 'SCHEDULED' });
  const { nodes } = shown.balanceTransactions;
  expect(nodes.map(({ type }) => type)).toEqual(['CHARGE', 'REFUND', 'ADJUSTMENT']);
  expect(nodes.reduce((sum, { net }) => sum + net, 0)).toBe(first?.net);
  const parts = Object.entries(first?.summary ?? {});
  const sum = parts.reduce((total, [name, part]) => total + (name.endsWith('Gross') ? part : -part), 0);
  expect(sum).toBe(first?.net);
});

test('hiding transfers hides the payout itself and nothing else', async () => {
  const { desk } = await paidOut();
  const all = await read(desk, '', false);
  const without = await read(desk, '');
  const transfers = all.balanceTransactions.nodes.filter(({ type }) => type === 'TRANSFER');
  expect(transfers).toHaveLength(1);
  expect(all.balanceTransactions.nodes.filter(({ type }) => type !== 'TRANSFER')).toEqual(
    without.balanceTransactions.nodes,
  );
});

test('what waits for a payout is pending, is the balance, and names its order', async () => {
  const { desk, later } = await paidOut();
  const shown = await read(desk, 'payout_status:pending');
  expect(shown.balanceTransactions.nodes).toMatchObject([
    {
      type: 'CHARGE',
      associatedOrder: { id: idOf('Order', later) },
      associatedPayout: { id: null, status: 'PENDING' },
    },
  ]);
  expect(shown.balance).toEqual(shown.balanceTransactions.nodes.map(({ net }) => net));
});

test('a charge tells its fee on the transaction of the order, and a dispute names its order', async () => {
  const { desk, order } = await paidOut();
  const [sale] = order.transactions;
  if (sale === undefined) throw new Error('The order was paid.');
  const dispute = desk.store.dispute(order, sale, { type: 'INQUIRY' });
  const { data } = await desk.ask(
    `query ($id: ID!, $dispute: ID!) { order(id: $id) { transactions(first: 1) { fees { amount { amount } } } disputes { id } }
      dispute(id: $dispute) { status order { id } } }`,
    { id: idOf('Order', order), dispute: idOf('ShopifyPaymentsDispute', dispute) },
  );
  expect(data).toEqual({
    order: {
      transactions: [{ fees: [{ amount: { amount: '3.2' } }] }],
      disputes: [{ id: idOf('ShopifyPaymentsDispute', dispute) }],
    },
    dispute: { status: 'NEEDS_RESPONSE', order: { id: idOf('Order', order) } },
  });
});

test('quantities of a level add up to what is on hand, and one that does not exist is refused', async () => {
  const desk = openDesk({ scopes: allScopes });
  const variant = desk.stocked(10);
  const { id: variantId, inventoryItemId } = variant;
  desk.store.placeOrder({ ...spec, lines: [{ ...thing, variantId, quantity: 3 }] });
  const ask = (names: readonly string[]) =>
    desk.ask(
      `query ($id: ID!, $at: ID!, $names: [String!]!) { inventoryItem(id: $id) {
        inventoryLevel(locationId: $at) { quantities(names: $names) { name quantity } } } }`,
      {
        id: `gid://shopify/InventoryItem/${inventoryItemId}`,
        at: `gid://shopify/Location/${desk.store.shop.locationId}`,
        names,
      },
    );
  expect((await ask(['available', 'committed', 'on_hand'])).data).toMatchObject({
    inventoryItem: {
      inventoryLevel: {
        quantities: [
          { name: 'available', quantity: 7 },
          { name: 'committed', quantity: 3 },
          { name: 'on_hand', quantity: 10 },
        ],
      },
    },
  });
  expect((await ask(['hidden'])).errors).toHaveLength(1);
});
