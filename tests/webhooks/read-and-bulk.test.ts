import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Fact } from '#domain/fact.ts';
import { Refused } from '#sandbox/shopify/model/act.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { bulkFacts, lamp, openRead, readFacts, type StoreRead } from '#tests/support/store-read.ts';

type Act = (read: StoreRead, order: StoreOrder, amount: bigint) => void;

/** What may become of an order; the store refuses what cannot. */
const acts: Readonly<Record<string, Act>> = {
  pay: ({ store }, order, amount) => store.pay(order, { kind: 'sale', gateway: 'shopify_payments', amount }),
  'pay later': ({ store }, order) =>
    store.pay(order, { kind: 'sale', gateway: 'paypal', status: 'pending', amount: 100n }),
  cash: ({ store }, order) => store.pay(order, { kind: 'sale', gateway: 'cash' }),
  ship: ({ store }, order) => {
    const [line] = order.lines;
    if (line !== undefined) store.fulfill(order, [{ line, quantity: 1 }]);
  },
  refund: ({ store }, order, amount) =>
    store.refund(order, { amount, lines: order.lines.slice(0, 1).map(({ id }) => ({ lineId: id, quantity: 1 })) }),
  return: ({ store }, order) => {
    const [shipped] = order.fulfillments.flatMap(({ lines }) => lines);
    if (shipped !== undefined)
      store.createReturn(order, {
        lines: [{ fulfillmentLineId: shipped.id, quantity: 1 }],
        exchanges: store.products.flatMap(({ variants }) => variants.map(({ id }) => ({ variantId: id, quantity: 1 }))),
      });
  },
  'take back': ({ store }, order) => {
    const [opened] = order.returns;
    if (opened === undefined) return;
    const lines = opened.lines.map(({ id, quantity }) => ({ returnLineId: id, quantity }));
    const exchanges = opened.exchanges.map(({ id, quantity }) => ({ exchangeLineId: id, quantity }));
    store.processReturn(order, opened, { lines, exchanges });
  },
  edit: ({ store }, order) => store.editOrder(order, { add: [{ ...lamp, sku: 'SHADE', unitPrice: 990n }] }),
  cancel: ({ store }, order) => store.cancel(order, { refund: true, restock: true }),
};

function live(read: StoreRead, order: StoreOrder, steps: readonly (readonly [string, bigint])[]): void {
  for (const [name, amount] of steps)
    try {
      acts[name]?.(read, order, amount);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
}

const texts = (facts: readonly Fact[]) => new Set(facts.map((fact) => canonical(encode(fact))));

describe('the past of a shop', () => {
  test('read from its files is to the letter what a read of each order says', async () => {
    const step = fc.tuple(fc.constantFrom(...Object.keys(acts)), fc.bigInt(1n, 20_000n));
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), async (lives) => {
        const read = openRead({ cashRoundingUnit: 5n });
        read.store.addProduct({ title: 'Shade', variants: [{ title: 'White', sku: 'SHADE', price: 5902n }] });
        const one: Fact[] = [];
        for (const steps of lives) {
          const order = read.store.placeOrder({ lines: [{ ...lamp, quantity: 3 }], taxesIncluded: true, netDays: 14 });
          live(read, order, steps);
        }
        const files = await bulkFacts(read);
        for (const order of read.store.orders) one.push(...(await readFacts(read, order.id)));
        for (const { kind } of one) kinds.add(kind);
        expect(texts(files)).toEqual(texts(one));
      }),
      { numRuns: 40, seed: 11 },
    );
    expect([...kinds].toSorted()).toEqual([
      'agreement',
      'fulfillment',
      'order',
      'order_read',
      'refund',
      'return',
      'transaction',
    ]);
  }, 60_000);
});
