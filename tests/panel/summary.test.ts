import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { wholeLife } from '#tests/support/life.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { eveningWorld, untilSummed } from '#tests/support/summary-day.ts';
import { live, minute } from '#tests/support/world.ts';
import { load, page, textOf, token } from './support.ts';

const path = '/summaries/2026-11-23-EUR';
const key = 'plumb-demo-journal-summary-2026-11-23-eur-1';
let world: World & AsyncDisposable;
let orders: readonly StoreOrder[];
let before: string;

beforeAll(async () => {
  world = await eveningWorld();
  orders = [await wholeLife(world, paidOrder()), await wholeLife(world, paidOrder())];
  before = textOf(await page(world, path));
  await live(world, untilSummed + 2 * minute);
}, 60_000);
afterAll(async () => world[Symbol.asyncDispose]());

describe('the page of a day that is summed', () => {
  test('says when it will be, and then as which document it is, in one round trip', async () => {
    expect(before).toContain('It is summed on 24 Nov 2026, 01:00, once its day is over.');
    expect(before).toContain('not yet');
    world.neon.resetLog();
    const html = await page(world, path);
    expect(world.neon.trips).toBe(1);
    expect(html).toContain(`href="/postings/${key}"`);
    expect(textOf(html)).toContain('Daily summary of 23 Nov 2026 (EUR)');
    expect(textOf(html)).toContain('JRN-00001 €238.00');
  });

  test('names every order with each of its entries, and the summary that sums it', async () => {
    const html = await page(world, path);
    for (const { id } of orders) expect(html).toContain(`href="/orders/${id}"`);
    const text = textOf(html);
    expect(text).toContain('6 entries of 2 orders.');
    expect(text).toContain('Payment €119.00, Invoice €119.00, Application €119.00 the summary');
  });

  test('goes on behind the last order that it showed', async () => {
    const [first, second] = orders.map(({ id }) => `order/${id}`).toSorted();
    const html = await page(world, `${path}?after=${encodeURIComponent(first ?? '')}`);
    expect(html).not.toContain(`href="/orders/${first?.slice('order/'.length)}"`);
    expect(html).toContain(`href="/orders/${second?.slice('order/'.length)}"`);
    expect(html).toContain('First orders');
  });

  test('of a day of which nothing is known is not found', async () => {
    for (const none of ['/summaries/2026-11-22-EUR', '/summaries/yesterday'])
      expect((await load(world, none, await token(world))).status).toBe(404);
  });
});

describe('what is summed is told', () => {
  test('on the page of its order, with the way to the day', async () => {
    const html = await page(world, `/orders/${orders[0]?.id}`);
    expect(html).toContain(`href="${path}"`);
    expect(textOf(html)).toContain('Summed in the daily summary of 23 Nov 2026 .');
  });

  test('on the page of its posting and in the list of its workflow', async () => {
    const html = await page(world, `/postings/${key}`);
    expect(html).toContain(`href="${path}"`);
    expect(textOf(html)).toContain('Sums Daily summary of 23 Nov 2026 (EUR)');
    const list = await page(world, '/automations/invoice-posting');
    expect(list).toContain(`href="${path}"`);
    expect(textOf(list)).toContain('Daily summary of 23 Nov 2026 (EUR)');
  });

  test('by a dry run of its order, which has no documents of its own', async () => {
    const html = await page(world, `/automations/invoice-posting?try=${orders[0]?.name.replace('#', '')}`);
    expect(textOf(html)).toContain('by policy it has no documents of its own');
  });
});
