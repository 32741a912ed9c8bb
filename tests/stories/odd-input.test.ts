import { describe, expect, onTestFinished, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { balanceOf, breaksOf, sweep } from '#tests/support/bookkeeper.ts';
import { lamp, paidOrder, unpaidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { booksOf, documentsOf, expectOneOfEach, postingsOf, proofOf } from '#tests/support/witness.ts';
import { listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const wire = listen(world);

function lineOf(order: StoreOrder): bigint {
  const [line] = order.lines;
  if (line === undefined) throw new Error('the order has a line');
  return line.id;
}

/** Until the test ends the store's answers about this order have one word for another. */
function speaksOf(order: StoreOrder, [word, instead]: readonly [string, string]): { end: () => void } {
  const end = () => void (wire.interfere = undefined);
  onTestFinished(end);
  wire.interfere = async (call, answer) => {
    const response = await answer();
    if (call.party !== 'store' || !call.body.includes(String(order.id))) return response;
    return new Response((await response.text()).replaceAll(word, instead), response);
  };
  return { end };
}

async function expectNoNegativeMoney(order: StoreOrder): Promise<void> {
  for (const [kind, minor] of documentsOf(world, order)) expect(minor, kind).toBeGreaterThanOrEqual(0);
  for (const { kind, body } of await postingsOf(world, order)) {
    expect(body.total.minor, kind).toBeGreaterThanOrEqual(0);
    for (const { gross, discount } of [...body.lines, ...body.charges])
      expect(gross.minor - discount.minor, kind).toBeGreaterThanOrEqual(0);
  }
}

describe('facts that contradict one another', () => {
  test('more refunded than was captured is a break of the surplus, owed by the customer, and no document is negative', async () => {
    const order = await wholeLife(world, paidOrder());
    world.store.refund(order, {
      lines: [{ lineId: lineOf(order), quantity: 1, restock: 'RETURN' }],
      amount: 15000n,
      allowOverRefunding: true,
    });
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual(['refund AMOUNT 3100']);
    expect((await proofOf(world, order))?.sentences['refund']).toContain(
      'More was refunded than was ever received for the order.',
    );
    expect(await balanceOf(world, order, '1020')).toBe(-3100);
    expect(await balanceOf(world, order, '1100')).toBe(3100);
    await expectNoNegativeMoney(order);
  });

  test('an order called paid for which no money came is a break of its total, and nothing is booked', async () => {
    const order = world.store.placeOrder(unpaidOrder());
    speaksOf(order, ['"displayFinancialStatus":"PENDING"', '"displayFinancialStatus":"PAID"']);
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual(['cash STATUS -11900']);
    expect(await booksOf(world, order)).toEqual([]);
    expect(documentsOf(world, order)).toEqual([]);
  });
});

describe('a word that nobody has documented', () => {
  test('for what a line is holds its revenue in suspense, beside a break, and its tax and its customer where they belong', async () => {
    const order = world.store.placeOrder(
      paidOrder({ lines: [lamp({ unitPrice: 10115n, discount: 1190n })] }),
    );
    speaksOf(order, ['"lineType":"PRODUCT"', '"lineType":"LEASE"']);
    await live(world, 3 * minute);
    world.store.fulfill(order);
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual(['store UNKNOWN_TYPE 8925']);
    expect((await proofOf(world, order))?.sentences['store']).toBe(
      'A sale of the unknown type LEASE stands in suspense until it is mapped.',
    );
    expect(await balanceOf(world, order, '9999')).toBe(-7500);
    expect(await balanceOf(world, order, '4000')).toBe(0);
    expect(await balanceOf(world, order, '4910')).toBe(0);
    expect(await balanceOf(world, order, '2000')).toBe(-1425);
    expect(await balanceOf(world, order, '1100')).toBe(0);
    expect(await balanceOf(world, order, '2120')).toBe(0);
  });

  test.each([
    ['kind', ['"kind":"SALE"', '"kind":"BARTER"'], 'is a “barter” in the state “success”'],
    ['state', ['"status":"SUCCESS"', '"status":"ESCROWED"'], 'is a “sale” in the state “escrowed”'],
  ] as const)(
    'for a payment’s %s leaves the customer’s money in suspense, beside one break, and no document says it came',
    async (_, words, said) => {
      const order = world.store.placeOrder(paidOrder({ quiet: true }));
      speaksOf(order, words);
      await sweep(world);
      expect(await breaksOf(world, order)).toEqual(['cash UNKNOWN_TYPE 11900']);
      expect((await proofOf(world, order))?.sentences['cash']).toBe(
        `A payment of 119.00 EUR ${said}: nobody has documented that.`,
      );
      expect(await booksOf(world, order)).toEqual(['suspense 9999 11900', 'suspense 1100 -11900']);
      expect(documentsOf(world, order)).toEqual([]);
    },
  );

  test('for a payment’s state is forgotten once the store calls it a success', async () => {
    const order = world.store.placeOrder(paidOrder({ quiet: true }));
    const odd = speaksOf(order, ['"status":"SUCCESS"', '"status":"YIELDING"']);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['cash UNKNOWN_TYPE 11900']);
    odd.end();
    await world.store.sendRaw('orders/updated', world.store.orderBody(order));
    await live(world, 3 * minute);
    world.store.fulfill(order);
    await sweep(world);
    expect(await breaksOf(world, order)).toEqual(['cash UNKNOWN_TYPE 11900 closed']);
    expect(documentsOf(world, order).map(([, minor]) => minor)).toEqual([11900, 11900, 11900, 11900]);
    for (const account of ['9999', '1100', '2120'])
      expect(await balanceOf(world, order, account), account).toBe(0);
    expect(await balanceOf(world, order, '1020')).toBe(11900);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('for the state of an order’s payment is a break of its total, and its documents are made all the same', async () => {
    const order = world.store.placeOrder(paidOrder());
    speaksOf(order, ['"displayFinancialStatus":"PAID"', '"displayFinancialStatus":"ESCROWED"']);
    await live(world, 3 * minute);
    world.store.fulfill(order);
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual(['cash UNKNOWN_TYPE 11900']);
    expect(documentsOf(world, order)).toHaveLength(4);
    expect(await balanceOf(world, order, '1020')).toBe(11900);
  });

  test('of one order is no matter of another', async () => {
    const [order, other] = [world.store.placeOrder(paidOrder()), world.store.placeOrder(paidOrder())];
    speaksOf(order, ['"kind":"SALE"', '"kind":"BARTER"']);
    await live(world, 3 * minute);
    world.store.fulfill(other);
    await live(world, 3 * minute);
    expect(await breaksOf(world, order)).toEqual(['cash UNKNOWN_TYPE 11900']);
    await expectOneOfEach(world, other);
    expect(await breaksOf(world, other)).toEqual([]);
  });
});
