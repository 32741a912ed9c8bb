import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { lamp, paidOrder, reducedRate } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import {
  eveningWorld,
  journalsOf,
  ledgerOf,
  offOf,
  saidOf,
  summariesOf,
  summaryBreaksOf,
  tuesday,
  untilSummed,
} from '#tests/support/summary-day.ts';
import { documentsOf, expectOneOfEach, postingsOf, proofOf } from '#tests/support/witness.ts';
import { listen } from '#tests/support/wire.ts';
import { live, minute } from '#tests/support/world.ts';

const aWhile = 5 * minute;
const hour = 60 * minute;

/** Orders of one day: one of two taxes, one with gift cards sold and used, one that is yet to be shipped. */
async function threeOrders(world: World): Promise<StoreOrder[]> {
  const held = world.store.issueGiftCard(3000n);
  const orders = [
    world.store.placeOrder(
      paidOrder({ lines: [lamp(), lamp({ sku: 'BOOK-01', unitPrice: 1070n, taxes: [reducedRate] })] }),
    ),
    world.store.placeOrder(
      paidOrder({
        lines: [
          lamp(),
          lamp({ sku: 'CARD-50', unitPrice: 5000n, taxes: [], giftCard: true, requiresShipping: false }),
        ],
        payment: [
          { kind: 'sale', gateway: 'gift_card', giftCardId: held.id, amount: 3000n },
          { kind: 'sale', gateway: 'shopify_payments' },
        ],
      }),
    ),
    world.store.placeOrder(paidOrder({ lines: [lamp({ quantity: 2 })] })),
  ];
  await live(world, aWhile);
  for (const order of orders.slice(0, 2)) world.store.fulfill(order);
  await live(world, aWhile);
  return orders;
}

function refund(world: World, order: StoreOrder): void {
  const [line] = order.lines;
  world.store.refund(order, { lines: [{ lineId: line?.id ?? 0n, quantity: 1, restock: 'RETURN' }] });
}

describe('a day that is summed', () => {
  test('is one journal once it is over, and a refund of the next day is in the next', async () => {
    await using world = await eveningWorld();
    const orders = await threeOrders(world);
    expect(world.erp.documents).toEqual([]);
    for (const order of orders) {
      expect(await postingsOf(world, order)).toEqual([]);
      const legs = { store: 'matched', erp: 'pending', cash: 'matched' };
      expect(await proofOf(world, order)).toMatchObject({ state: 'pending', legs });
    }
    await live(world, untilSummed);
    const key = 'plumb-demo-journal-summary-2026-11-23-eur-1';
    expect(world.erp.documents).toMatchObject([{ kind: 'journal', order: null, date: '2026-11-23', key }]);
    expect(await summariesOf(world)).toEqual(['1 posted']);
    const lines = [
      '1020.shopify_payments 50670',
      '2000.DE DE MwSt@0.07 DE MwSt@0.07 -70',
      '2000.DE DE MwSt@0.19 DE MwSt@0.19 -3800',
      '2120 -23800',
      '2200 -2000',
      '4000 -21000',
    ];
    expect(await saidOf(world)).toEqual(lines);
    expect(await ledgerOf(world)).toEqual(lines);
    for (const order of orders) {
      const proof = await proofOf(world, order);
      expect(proof?.state).toBe('matched');
      expect(proof?.sentences['erp']).toBe(
        'It is summed in the daily summary of 2026-11-23, as it ought to be.',
      );
    }

    const [first] = orders;
    if (first === undefined) throw new Error('there are three');
    refund(world, first);
    await live(world, aWhile);
    expect((await proofOf(world, first))?.sentences['erp']).toBe(
      'It waits for the daily summary of 2026-11-24.',
    );
    await live(world, 24 * hour);
    expect(journalsOf(world).map(({ date }) => date)).toEqual(['2026-11-23', '2026-11-24']);
    expect(await saidOf(world, tuesday)).toEqual([
      '1020.shopify_payments -11900',
      '2000.DE DE MwSt@0.19 DE MwSt@0.19 1900',
      '4900 10000',
    ]);
    expect((await proofOf(world, first))?.state).toBe('matched');
    expect(await offOf(world)).toEqual([]);
    expect([...(await summaryBreaksOf(world)), ...(await summaryBreaksOf(world, tuesday))]).toEqual([]);
  });

  test('of which more is told late has a further journal with the difference, and nothing of it twice', async () => {
    await using world = await eveningWorld();
    const early = await wholeLife(world, paidOrder());
    const wire = listen(world);
    wire.interfere = async ({ party }, answer) =>
      party === 'store' ? new Response('', { status: 503 }) : answer();
    const late = world.store.placeOrder(paidOrder({ lines: [lamp({ quantity: 3 })] }));
    await live(world, untilSummed);
    expect(await summariesOf(world)).toEqual(['1 posted']);
    const before = await ledgerOf(world);
    wire.interfere = undefined;
    await live(world, hour);
    expect(await ledgerOf(world)).not.toEqual(before);
    expect(await summariesOf(world)).toEqual(['1 posted', '2 posted']);
    expect(journalsOf(world).map(({ date, total }) => [date, total.minor])).toEqual([
      ['2026-11-23', '11900'],
      ['2026-11-23', '35700'],
    ]);
    expect(await saidOf(world)).toEqual(await ledgerOf(world));
    expect(await offOf(world)).toEqual([]);
    for (const order of [early, late]) expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('leaves orders from before the policy their own documents', async () => {
    await using world = await eveningWorld({ shop: { policy: {} } });
    const before = world.store.placeOrder(paidOrder());
    await live(world, aWhile);
    await world.ask(
      `insert into policy (shop_id, version, valid_from, body, set_at, set_by)
       values ($1, 1, $2, '{"granularity": "daily summary"}', $2, 'accountant')`,
      [world.shopId, new Date(world.clock.now()).toISOString()],
    );
    await live(world, aWhile);
    const after = await wholeLife(world, paidOrder());
    world.store.fulfill(before);
    await live(world, untilSummed);
    await expectOneOfEach(world, before);
    expect(documentsOf(world, after)).toEqual([]);
    expect(await saidOf(world)).toEqual(await ledgerOf(world));
    expect(journalsOf(world)).toMatchObject([{ total: { minor: '11900' } }]);
    expect(await offOf(world)).toEqual([]);
  });
});
