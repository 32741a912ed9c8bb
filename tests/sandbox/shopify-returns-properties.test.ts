import fc from 'fast-check';
import { expect, test } from 'vitest';

import { totalOf } from '#sandbox/shopify/order.ts';

import { actOn, expectSoundGoods, expectSoundMoney, orderAct } from './support/order-act.ts';
import { orderSpec } from './support/order-spec.ts';
import { openShop } from './support/shop.ts';

function openStockedShop(returnProcess: 'with-adjustment' | 'without-adjustment' = 'with-adjustment') {
  const shop = openShop({ returnProcess });
  const stocked = [shop.stocked('Lamp', { units: 6 }), shop.stocked('Cable', { units: 3, price: 1999n })];
  const second = shop.addLocation({ name: 'Second', country: 'DE', kind: 'warehouse' });
  for (const { inventoryItemId } of stocked)
    shop.setQuantity({ inventoryItemId, locationId: second.id }, 'available', {
      quantity: 4,
      reason: 'received',
    });
  return { shop, stocked };
}

// Every shop that is opened the same way has the same ids.
const variants = openStockedShop().stocked;

test('whatever is shipped, refunded, returned, exchanged or cancelled, money and goods stay sound', () => {
  const behavior = fc.constantFrom('with-adjustment' as const, 'without-adjustment' as const);
  const acts = fc.array(orderAct, { minLength: 5, maxLength: 40, size: 'max' });
  fc.assert(
    fc.property(
      fc.array(orderSpec(variants), { minLength: 1, maxLength: 2 }),
      acts,
      behavior,
      (specs, all, how) => {
        const { shop } = openStockedShop(how);
        const orders = specs.map((spec) => shop.placeOrder(spec));
        for (const [index, act] of all.entries()) {
          const order = orders[index % orders.length];
          if (order === undefined) continue;
          actOn(shop, order, act);
          expectSoundMoney(order);
          expectSoundGoods(shop, order);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('an order that is refunded unit by unit comes to nothing, to the last minor unit on both sides', () => {
  fc.assert(
    fc.property(orderSpec(variants), (spec) => {
      const { shop } = openStockedShop();
      const order = shop.placeOrder({ ...spec, payment: { kind: 'sale', gateway: 'paypal' } });
      for (const line of order.lines)
        for (let unit = 0; unit < line.quantity; unit += 1)
          shop.refund(order, {
            lines: [{ lineId: line.id, quantity: 1 }],
            duties: line.duties.map(({ id }) => ({ dutyId: id, type: 'PROPORTIONAL' })),
          });
      if (order.shipping.length + order.fees.length > 0 && totalOf(order).presentment > 0n)
        shop.refund(order, { shipping: 'all', fees: 'all' });
      expect(totalOf(order)).toEqual({ shop: 0n, presentment: 0n });
      expectSoundMoney(order);
    }),
    { numRuns: 200 },
  );
});
