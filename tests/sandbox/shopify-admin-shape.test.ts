import { describe, expect, test } from 'vitest';
import { allScopes, orderDocuments, shopDocuments } from './support/admin-document.ts';
import { idOf, openDesk } from './support/admin-desk.ts';
import { liveThroughEverything } from './support/webhook-life.ts';

const desk = openDesk({ scopes: allScopes, shop: { cashRoundingUnit: 5n } });
liveThroughEverything(desk.store);

/** Each question asks for much of what the bucket holds, so it refills in between. */
async function refill(): Promise<void> {
  await desk.clock.run({ until: desk.clock.now() + 20_000 });
}

describe('whatever happened to an order', () => {
  test.for(Object.entries(orderDocuments))(
    'its %s are shown in the words of the real schema',
    async ([, document]) => {
      for (const order of desk.store.state.orders) {
        await refill();
        const answer = await desk.ask(document, { id: idOf('Order', order) });
        expect(answer.errors).toEqual([]);
        expect(answer.data['order']).toBeTruthy();
      }
    },
  );
});

describe('the rest of a store', () => {
  test.for(Object.entries(shopDocuments))(
    'is shown in the words of the real schema: its %s',
    async ([, document]) => {
      await refill();
      desk.store.issuePayout();
      const answer = await desk.ask(document);
      expect(answer.errors).toEqual([]);
    },
  );
});

test('every kind of sale and of agreement is among the agreements of such a store', async () => {
  const kinds = new Set<string>();
  for (const order of desk.store.state.orders) {
    await refill();
    const { data } = await desk.ask(orderDocuments['agreements'] ?? '', { id: idOf('Order', order) });
    for (const [, kind = ''] of JSON.stringify(data).matchAll(/"__typename":"(\w+)"/g)) kinds.add(kind);
  }
  expect([...kinds].toSorted()).toEqual([
    'AdditionalFeeSale',
    'AdjustmentSale',
    'DutySale',
    'FeeSale',
    'GiftCardSale',
    'OrderAgreement',
    'OrderEditAgreement',
    'ProductSale',
    'RefundAgreement',
    'RestockingFee',
    'ReturnAgreement',
    'ReturnShippingFee',
    'ShippingLineSale',
    'TipSale',
  ]);
});
