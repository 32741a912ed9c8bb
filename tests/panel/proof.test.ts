import { describe, expect, test } from 'vitest';
import { accountTitle, byDuty, sentence, spoken, topicName } from '#src/panel/voice.ts';
import { amount, percent } from '#src/panel/words.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { lamp, page, paid, textOf } from './support.ts';

describe('the page of an order', () => {
  test('shows the four-way proof, documents, ledger and every decision of an invoiced order', async () => {
    await using world = await testWorld();
    const order = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    await live(world, 2 * minute);
    world.store.fulfill(order);
    await live(world, 5 * minute);

    const html = await page(world, `/orders/${order.id}`);
    expect(textOf(html)).toContain('Ordered €119.00 €119.00 SO-00001 – –');
    expect(textOf(html)).toContain('Now €119.00 ✓ €119.00 ✓ €119.00 ✓ not measured yet');
    for (const said of [
      'INV-00001',
      'DEP-00001',
      '1 attempt',
      'Dr 1020 Clearing (Shopify Payments)',
      'Cr 4000 Product revenue',
    ])
      expect(html).toContain(said);
    const [log] = await world.ask<{ rows: string }>(
      `select count(*) as rows from decision where lane = $1 and kind <> 'translated'`,
      [`order/${order.id}`],
    );
    const [kept] = await world.ask<{ rows: string }>(
      `select count(*) as rows from inbox where lane = $1 and source <> 'erp-receipt'`,
      [`order/${order.id}`],
    );
    const [done] = await world.ask<{ rows: string }>(
      `select count(*) as rows from fact where home = $1 and kind in ('transaction', 'fulfillment', 'refund')`,
      [`order/${order.id}`],
    );
    const times = [...html.matchAll(/<time datetime="([^"]+)">/g)].map(([, at]) => at);
    expect(times).toHaveLength(1 + Number(log?.rows) + Number(kept?.rows) + Number(done?.rows));
    expect(times.every((at, before) => before === 0 || (times[before - 1] ?? '') <= (at ?? ''))).toBe(true);
    expect(html).toContain('The invoice of €119.00 was posted as INV-00001.');
  });
});

describe('words', () => {
  test('an amount keeps each of its digits and the decimals of its currency', () => {
    expect(amount({ minor: 9_007_199_254_740_993_01n, currency: 'EUR' })).toBe('€9,007,199,254,740,993.01');
    expect(amount({ minor: -5950n, currency: 'EUR' })).toBe('−€59.50');
    expect(amount({ minor: 1200n, currency: 'JPY' })).toBe('¥1,200');
    expect(amount({ minor: 1234n, currency: 'KWD' })).toMatch(/1\.234/);
  });

  test('one difference among a hundred thousand is not 100 %', () => {
    expect(percent(99_999, 100_000)).toBe('99.99 %');
    expect(percent(7, 7)).toBe('100 %');
  });

  test('turn what rules, senders and the books say into what people say', () => {
    expect(spoken('it says 1702.78 EUR where -20 JPY was posted; 19.999 EUR and 3 NEW are none')).toBe(
      'it says €1,702.78 where −¥20 was posted; 19.999 EUR and 3 NEW are none',
    );
    expect(spoken('shopify_payments took the money, cash_on_delivery did not')).toBe(
      'Shopify Payments took the money, cash on delivery did not',
    );
    expect(sentence('invoice posting is in mode shadow')).toBe('Invoice posting is in mode shadow.');
    expect(accountTitle('2000.DE MwSt@0.19')).toBe('2000 Tax payable (DE MwSt 19 %)');
    expect(accountTitle('1020.shopify_payments')).toBe('1020 Clearing (Shopify Payments)');
    expect(['orders/create', 'order_transactions/create', 'invoice.posted', 'order'].map(topicName)).toEqual([
      'order created',
      'order transaction created',
      'invoice posted',
      'order',
    ]);
    expect(byDuty([{ kind: 'application' }, { kind: 'sales_order' }]).map(({ kind }) => kind)).toEqual([
      'sales_order',
      'application',
    ]);
  });
});
