import { describe, expect, test } from 'vitest';
import { lives } from '#sandbox/traffic/habit.ts';
import { namesOf } from '#sandbox/traffic/spread.ts';
import { expectedDocuments } from '#sandbox/traffic/truth.ts';
import { dayMs, digestOf, live, logOf, monday } from './traffic-world.ts';

const share = (count: number, whole: number): number => (100 * count) / whole;

describe('a seeded life', { timeout: 120_000 }, () => {
  test('is the same life for the same seed and another one for another seed', async () => {
    const [first, again, other] = [await live({ seed: 7 }), await live({ seed: 7 }), await live({ seed: 8 })];
    expect(digestOf(logOf(again))).toBe(digestOf(logOf(first)));
    expect(again.world.store.state.inventory).toEqual(first.world.store.state.inventory);
    expect(again.planted).toEqual(first.planted);
    expect(digestOf(logOf(other))).not.toBe(digestOf(logOf(first)));
  });

  test.each([
    ['DE', 3],
    ['CH', 4],
  ])('has the same honest orders whatever faults are planted (%s, seed %i)', async (country, seed) => {
    const whole = { seed, country, days: 45, rate: 40 };
    const [clean, usual, hostile] = [
      await live(whole),
      await live({ ...whole, faults: 'usual' }),
      await live({ ...whole, faults: 'hostile' }),
    ];
    const honest = logOf(clean);
    for (const faulty of [usual, hostile]) {
      expect(faulty.planted.length).toBeGreaterThan(0);
      expect(faulty.orders.map(({ name, order }) => [name, order.createdAt])).toEqual(
        clean.orders.map(({ name, order }) => [name, order.createdAt]),
      );
      for (const [index, line] of logOf(faulty).entries())
        if (faulty.orders[index]?.planted.length === 0) expect(line).toBe(honest[index]);
    }
    expect(hostile.planted.length).toBeGreaterThan(usual.planted.length);
    expect(clean.planted).toEqual([]);
  });

  test('brings as many orders as it is asked to, and nothing before its start or after its end', async () => {
    const counts = [];
    for (const seed of [1, 2, 3]) {
      const { orders, endsAt } = await live({ seed, days: 21, rate: 20 });
      counts.push(orders.length);
      for (const { order } of orders) {
        expect(order.createdAt).toBeGreaterThanOrEqual(monday);
        expect(order.updatedAt).toBeLessThan(endsAt);
      }
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length / 21;
    expect(mean).toBeGreaterThan(16);
    expect(mean).toBeLessThan(26);
  });

  test('has every way of paying, in about the shares it was asked for', async () => {
    const orders = [];
    for (const seed of [1, 2, 3, 4]) orders.push(...(await live({ seed, days: 20, rate: 40 })).orders);
    const whole = namesOf(lives).reduce((sum, name) => sum + lives[name], 0);
    for (const name of namesOf(lives)) {
      const found = orders.filter((one) => one.life === name && one.ring === null).length;
      const wanted = (lives[name] / whole) * orders.length;
      expect(found, name).toBeGreaterThan(wanted - 4.5 * Math.sqrt(wanted));
      expect(found, name).toBeLessThan(wanted + 4.5 * Math.sqrt(wanted));
    }
  });

  test('refunds between three and eight of a hundred orders, and shows every course an order can take', async () => {
    const orders = [];
    const refused = [];
    for (const seed of [1, 2, 3]) {
      const life = await live({ seed, days: 45, rate: 30 });
      orders.push(...life.orders);
      refused.push(...life.refused);
    }
    const refunded = orders.filter(({ order }) =>
      order.transactions.some((one) => one.kind === 'refund'),
    ).length;
    expect(share(refunded, orders.length)).toBeGreaterThan(3);
    expect(share(refunded, orders.length)).toBeLessThan(8);
    const some = (name: string, count: number): void => expect(count, name).toBeGreaterThan(5);
    some('split', orders.filter(({ order }) => order.fulfillments.length > 1).length);
    some(
      'edits',
      orders.filter(({ order }) => order.agreements.some((one) => one.reason === 'ORDER_EDIT')).length,
    );
    some(
      'exchanges',
      orders.filter(({ order }) => order.returns.some((one) => one.exchanges.length > 0)).length,
    );
    some('canceled', orders.filter(({ order }) => order.cancelledAt !== null).length);
    some('without customer', orders.filter(({ order }) => order.customer === null).length);
    some('foreign', orders.filter(({ order }) => order.presentmentCurrency !== order.currency).length);
    some(
      'gift cards',
      orders.filter(({ order }) => order.transactions.some((one) => one.giftCardId !== null)).length,
    );
    some(
      'cards bought with cards',
      orders.filter(
        ({ order }) =>
          order.lines.some((line) => line.giftCard) &&
          order.transactions.some((one) => one.giftCardId !== null),
      ).length,
    );
    some('tips', orders.filter(({ order }) => order.lines.some((line) => line.tip)).length);
    some('high risk', orders.filter(({ order }) => order.risks.at(-1)?.level === 'HIGH').length);
    some('rings', orders.filter((one) => one.ring !== null).length);
    expect(share(refused.length, orders.length)).toBeLessThan(0.5);
  });

  test('pays out what it earns, and disputes now and then', async () => {
    const { world } = await live({ seed: 2, days: 45, rate: 40 });
    const { payouts, disputes, transactions } = world.store.state.payments;
    expect(payouts.length).toBeGreaterThan(40);
    expect(payouts.filter((one) => one.status === 'PAID').length).toBeGreaterThan(35);
    for (const payout of payouts) {
      const parts = transactions.filter(
        (one) => one.payoutId === payout.id && !one.type.startsWith('TRANSFER'),
      );
      expect(parts.reduce((sum, one) => sum + one.net, 0n)).toBe(payout.net);
    }
    expect(disputes.length).toBeGreaterThan(0);
  });

  test.each(['DE', 'US', 'CH', 'JP', 'KW', 'CA'])('can be lived in %s', async (country) => {
    const { orders, refused } = await live({ seed: 5, country, days: 8 });
    expect(orders.length).toBeGreaterThan(100);
    expect(share(refused.length, orders.length)).toBeLessThan(2);
    const titles = new Set(
      orders.flatMap(({ order }) => order.lines.flatMap((line) => line.taxes.map((tax) => tax.title))),
    );
    if (country === 'US') expect(titles.size).toBeGreaterThan(8);
    if (country === 'CA') expect(titles).toEqual(new Set(['GST', 'QST', 'HST', 'PST']));
    if (country === 'KW') expect(titles.size).toBe(0);
    if (country === 'CH')
      expect(orders.some(({ order }) => order.transactions.some((one) => one.rounding !== null))).toBe(true);
  });

  test('of the plain repertoire is paid, shipped or left, and says what the ERP ought to hold', async () => {
    const { orders, refused } = await live({ repertoire: 'plain', days: 5 });
    expect(refused).toEqual([]);
    expect(new Set(orders.map((one) => one.life))).toEqual(
      new Set(['paid', 'captured-later', 'never-paid', 'canceled-unpaid', 'test', 'free']),
    );
    for (const truth of orders) {
      const { salesOrder, deposits } = expectedDocuments(truth);
      const settled = truth.life === 'paid' || truth.life === 'free';
      if (settled) expect({ name: truth.name, salesOrder }).toEqual({ name: truth.name, salesOrder: 1 });
      if (truth.life === 'paid') expect(deposits).toBe(1);
      if (truth.life === 'test' || truth.life === 'never-paid') expect(salesOrder).toBe(0);
      expect(truth.order.transactions.filter((one) => one.kind === 'refund')).toEqual([]);
    }
  });

  test('goes by faster for somebody who watches, from seven in the morning on', async () => {
    const { orders, clock } = await live({ past: false, days: 1, rate: 40, hurry: 60, repertoire: 'plain' });
    expect(orders.length).toBeGreaterThan(20);
    expect(clock.now() - monday).toBe(dayMs / 60);
    for (const { order } of orders) expect(order.createdAt - monday).toBeLessThan(dayMs / 60);
  });

  test('has a past of whole days, and goes by faster from an instant on, with what the past has begun', async () => {
    const hurryFrom = monday + 6 * dayMs;
    const plan = { seed: 4, days: 16, rate: 20, hurry: 240, hurryFrom, liveFrom: hurryFrom };
    const { orders, clock, endsAt } = await live(plan);
    expect(clock.now()).toBe(endsAt);
    expect(endsAt).toBe(hurryFrom + (10 * dayMs) / 240);
    const before = orders.filter(({ order }) => order.createdAt < hurryFrom);
    const after = orders.filter(({ order }) => order.createdAt >= hurryFrom);
    expect(before.length).toBeGreaterThan(60);
    expect(after.length).toBeGreaterThan(130);
    const perDay = Map.groupBy(before, ({ order }) => Math.floor((order.createdAt - monday) / dayMs));
    expect(perDay.size).toBe(6);
    const goneOn = before.filter(({ order }) => order.updatedAt >= hurryFrom && order.updatedAt <= endsAt);
    expect(goneOn.length).toBeGreaterThan(10);
  });

  test('of sixty busy days costs one core less than twenty seconds', async () => {
    const before = process.cpuUsage().user;
    const { orders } = await live({ seed: 9, days: 60, rate: 50, faults: 'hostile' });
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(20);
    expect(orders.length).toBeGreaterThan(2000);
  });
});
