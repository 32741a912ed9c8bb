import { describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask } from './support/look.ts';
import { paid } from './support/order.ts';

const hour = 60 * minute;
const clearing = '1020.shopify_payments';
const open = async () => testWorld({ runtime: 'process' });

async function sweepNow(world: World) {
  await callTask(world, 'sweep', { shopId: world.shopId });
  await live(world, 2 * minute);
}

/** What the ledger says of each account, in minor units. */
async function balances(world: World): Promise<Record<string, string>> {
  const rows = await world.ask<{ account: string; minor: string }>(
    'select account, sum(minor)::text as minor from journal_line group by account having sum(minor) <> 0',
  );
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
}

async function breaksOf(world: World) {
  return world.ask<{ lane: string; leg: string; cause: string; minor: string; about: string }>(
    `select lane, leg, cause, minor::text, about from break where closed_at is null and (lane not like 'order/%' or leg = 'payout')
     order by lane, key`,
  );
}

describe('the balance of Shopify Payments', () => {
  test('its fees, reserves and payouts are booked, and clearing comes to the balance that the store shows', async () => {
    await using world = await open();
    world.store.placeOrder(paid);
    await live(world, 10 * minute);
    world.store.reserve(2000n);
    await sweepNow(world);
    const fee = 375n;
    expect(await balances(world)).toMatchObject({
      '6000': String(fee),
      '1030': '2000',
      [clearing]: String(11900n - fee - 2000n),
    });
    await live(world, 24 * hour);
    world.store.issuePayout();
    await sweepNow(world);
    const after = await balances(world);
    expect(after['1010']).toBe(String(11900n - fee - 2000n));
    expect(after[clearing]).toBeUndefined();
    expect(await breaksOf(world)).toEqual([]);
  });

  test('what it was before the books is opened, once', async () => {
    await using world = await open();
    const { payments } = world.store.state;
    const id = world.store.adjustBalance(50000n, 'earlier').id;
    const earlier = payments.transactions.find((one) => one.id === id);
    if (earlier !== undefined) Object.assign(earlier, { at: world.clock.now() - 90 * 24 * hour });
    world.store.placeOrder(paid);
    await live(world, 10 * minute);
    await sweepNow(world);
    await live(world, hour);
    await sweepNow(world);
    expect(await balances(world)).toMatchObject({
      '3000': '-50000',
      [clearing]: String(50000n + 11900n - 375n),
    });
    expect(await breaksOf(world)).toEqual([]);
  });

  test('an adjustment that nothing explains waits in suspense with a break of its own', async () => {
    await using world = await open();
    const taken = world.store.adjustBalance(-1234n, 'other');
    await sweepNow(world);
    expect(await balances(world)).toEqual({ '9999': '1234', [clearing]: '-1234' });
    expect(await breaksOf(world)).toEqual([
      {
        lane: `balance/${taken.id}`,
        leg: 'payout',
        cause: 'FEE_UNEXPLAINED',
        minor: '-1234',
        about: `gid://shopify/ShopifyPaymentsBalanceTransaction/${taken.id}`,
      },
    ]);
  });

  test('a chargeback takes its money and fee, and lost it is a loss', async () => {
    await using world = await open();
    const order = world.store.placeOrder(paid);
    await live(world, 10 * minute);
    const [transaction] = order.transactions;
    if (transaction === undefined) throw new Error('the order is paid');
    const dispute = world.store.dispute(order, transaction, {});
    await live(world, 10 * minute);
    await sweepNow(world);
    expect(await balances(world)).toMatchObject({ '1150': '11900', '6020': '1500' });
    world.store.resolveDispute(dispute, 'LOST');
    await live(world, 10 * minute);
    const after = await balances(world);
    expect(after).toMatchObject({ '6010': '11900', '6020': '1500' });
    expect(after['1150']).toBeUndefined();
  });

  test('a payout that the bank sends back is a break, and its money is in clearing again', async () => {
    await using world = await open();
    world.store.placeOrder(paid);
    await live(world, 24 * hour);
    const payout = world.store.issuePayout();
    if (payout === null) throw new Error('something is paid out');
    await sweepNow(world);
    world.store.settlePayout(payout, 'FAILED');
    await live(world, 7 * hour);
    await sweepNow(world);
    const after = await balances(world);
    expect(after[clearing]).toBe(String(payout.net));
    expect(await breaksOf(world)).toMatchObject([
      { lane: `payout/${payout.id}`, leg: 'payout', cause: 'STATUS', minor: String(payout.net) },
    ]);
  });

  test('a shop without Shopify Payments is asked once a day, and nothing follows', async () => {
    await using world = await open();
    world.intercept = async (request, answer) => {
      const text = request.method === 'POST' ? await request.clone().text() : '';
      return text.includes('shopifyPaymentsAccount')
        ? Response.json({ data: { shopifyPaymentsAccount: null } })
        : answer();
    };
    await sweepNow(world);
    const rows = await world.ask<{ failures: number; due: number }>(
      `select failures, round(extract(epoch from due_at - read_through) / 3600)::int as due from sweep
       where resource in ('balance-transactions', 'payouts')`,
    );
    expect(rows).toEqual([
      { failures: 0, due: 24 },
      { failures: 0, due: 24 },
    ]);
  });
});

describe('gift cards', () => {
  /** Long enough for a change to be late, and for the ERP to have been looked at since. */
  async function settle(world: World) {
    await world.worker.scheduled('*/5 * * * *');
    await sweepNow(world);
    await live(world, 2 * hour);
    await sweepNow(world);
    await live(world, hour);
    await world.worker.scheduled('*/5 * * * *');
    await live(world, 2 * minute);
  }

  function journal(world: World, minor: bigint) {
    return world.erp.enterByHand('journal', {
      order: null,
      total: { minor: String(minor), currency: 'EUR' },
      entries: [
        { account: '8720', taxKey: null, minor },
        { account: '1790', taxKey: null, minor: -minor },
      ],
    });
  }

  test('one that staff give away and change is owed, and the journals of the ERP make it good', async () => {
    await using world = await open();
    const card = world.store.issueGiftCard(5000n);
    journal(world, 5000n);
    await live(world, 10 * minute);
    world.store.adjustGiftCard(card, -2500n);
    journal(world, -2500n);
    await settle(world);
    expect(await balances(world)).toEqual({ '2200': '-2500', '4900': '2500' });
    expect(await breaksOf(world)).toEqual([]);
  });

  test('one that staff change without a word in the ERP is a break about the card, with the exact amount', async () => {
    await using world = await open();
    const card = world.store.issueGiftCard(5000n);
    journal(world, 5000n);
    await live(world, 10 * minute);
    world.store.adjustGiftCard(card, 1500n);
    await settle(world);
    expect(await balances(world)).toEqual({ '2200': '-6500', '4900': '6500' });
    expect(await breaksOf(world)).toMatchObject([
      { leg: 'erp', cause: 'MISSING_ERP', minor: '1500', about: `gid://shopify/GiftCard/${card.id}` },
    ]);
  });

  test('one whose journal is deleted in the ERP is a break again', async () => {
    await using world = await open();
    const card = world.store.issueGiftCard(5000n);
    const booked = journal(world, 5000n);
    await settle(world);
    expect(await breaksOf(world)).toEqual([]);
    world.erp.deleteByHand(booked);
    await live(world, 26 * hour);
    await sweepNow(world);
    expect(await breaksOf(world)).toMatchObject([
      { leg: 'erp', cause: 'MISSING_ERP', minor: '5000', about: `gid://shopify/GiftCard/${card.id}` },
    ]);
  });

  test('one that an order sold and another was paid with is explained by both', async () => {
    await using world = await open();
    const line = {
      sku: 'CARD-50',
      title: 'Gift card',
      quantity: 1,
      unitPrice: 5000n,
      giftCard: true,
      taxes: [],
    };
    const sale = world.store.placeOrder({ ...paid, lines: [line] });
    await live(world, 10 * minute);
    const card = world.store.state.giftCards.find(({ soldBy }) => soldBy?.orderId === sale.id);
    if (card === undefined) throw new Error('a card was sold');
    const payments = [
      { kind: 'sale', gateway: 'gift_card', giftCardId: card.id, amount: 3000n },
      { kind: 'sale', gateway: 'shopify_payments', amount: 8900n },
    ] as const;
    world.store.placeOrder({ ...paid, payment: payments });
    await settle(world);
    expect((await breaksOf(world)).filter(({ about }) => about.includes('GiftCard'))).toEqual([]);
    const entries = await world.ask(`select from journal_entry where key like 'gift-card/%'`);
    expect(entries).toEqual([]);
  });

  test('what one was worth before the books is opened', async () => {
    await using world = await open();
    const card = world.store.issueGiftCard(4000n);
    const at = world.clock.now() - 90 * 24 * hour;
    Object.assign(card, { createdAt: at, movements: [{ ...card.movements[0], at }] });
    await settle(world);
    expect(await balances(world)).toEqual({ '2200': '-4000', '3000': '4000' });
    expect(await breaksOf(world)).toEqual([]);
  });
});
