import { expect, test } from 'vitest';
import { breaksOf, sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { card, lamp, paidOrder, unpaidOrder } from '#tests/support/checkout.ts';
import { booksOf, documentsOf, proofOf } from '#tests/support/witness.ts';
import { wholeLife } from '#tests/support/life.ts';
import { listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { laneOf } from '#tests/support/witness.ts';

const world = await testWorld({ runtime: 'process' });
const wire = listen(world);
async function show(order: any) {
  console.log(documentsOf(world, order), JSON.stringify(await proofOf(world, order), null, 1), await breaksOf(world, order), await booksOf(world, order));
}
test('probe 10', async () => {
  const order = await wholeLife(world, paidOrder({ taxesIncluded: false, lines: Array.from({length: 7}, (_, n) => lamp({ sku: `S-${n}`, unitPrice: 849n, taxes: [{title: 'BTW', rate: '0.21'}] })) }));
  await show(order);
});
test('probe 12', async () => {
  const held = world.store.issueGiftCard(3000n);
  const order = await wholeLife(world, paidOrder({ lines: [lamp(), lamp({ sku: 'CARD-50', title: 'Gift card', unitPrice: 5000n, taxes: [], giftCard: true, requiresShipping: false })],
    payment: [{ kind: 'sale', gateway: 'gift_card', giftCardId: held.id, amount: 3000n }, card] }));
  await show(order);
});
test('probe 11', async () => {
  const order = await wholeLife(world, paidOrder({ currency: 'USD', exchangeRate: '0.85', taxesIncluded: false, lines: [lamp({unitPrice: 10000n})], shipping: { title: 'DHL', price: 1000n, taxes: [{ title: 'DE MwSt', rate: '0.19'}] } }));
  const [line] = order.lines;
  if (!line) throw new Error();
  world.store.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'RETURN' }], shipping: 'all' });
  await live(world, 3 * minute);
  await show(order);
});
test('probe over-refund', async () => {
  const order = await wholeLife(world, paidOrder());
  const [line] = order.lines;
  if (!line) throw new Error();
  world.store.refund(order, { lines: [{ lineId: line.id, quantity: 1, restock: 'RETURN' }], amount: 15000n, allowOverRefunding: true, discrepancy: 'CUSTOMER' as never });
  await live(world, 3 * minute);
  await show(order);
});
test('probe unknown', async () => {
  wire.interfere = async (call, answer) => {
    const r = await answer();
    if (call.party !== 'store') return r;
    const text = await r.text();
    return new Response(text.replaceAll('"lineType":"PRODUCT"', '"lineType":"LEASE"').replaceAll('"actionType":"ORDER"', '"actionType":"RENT"'), r);
  };
  const order = await wholeLife(world, paidOrder());
  await show(order);
  wire.interfere = async (call, answer) => {
    const r = await answer();
    if (call.party !== 'store') return r;
    const text = await r.text();
    return new Response(text.replaceAll('"kind":"SALE"', '"kind":"BARTER"').replaceAll('"displayFinancialStatus":"PAID"', '"displayFinancialStatus":"ESCROWED"'), r);
  };
  const other = await wholeLife(world, paidOrder());
  await show(other);
  wire.interfere = undefined;
});
