import { describe, expect, test } from 'vitest';
import { totalOf } from '#sandbox/shopify/order.ts';
import { allocate, price } from '#sandbox/shopify/price.ts';
import { lamp, openWorld, vat } from './shopify-world.ts';

describe("the store's prices", () => {
  test('119 incl. 19 %, 10 % off, is 107.10 with 17.10 tax and a discount of 10.00 without tax', () => {
    const { store } = openWorld();
    const order = store.placeOrder({
      lines: [lamp],
      taxesIncluded: true,
      discountCode: { code: 'TEN', percent: 10 },
    });
    expect(totalOf(order)).toBe(10710n);
    expect(order.lines[0]).toMatchObject({
      total: 10710n,
      tax: 1710n,
      discountBeforeTaxes: 1000n,
      discountAfterTaxes: 1190n,
    });
  });

  test('without tax in the price, tax comes on top and the discount without tax is the one given', () => {
    expect(price({ price: 10000n, discount: 1000n, taxes: [vat], taxesIncluded: false })).toMatchObject({
      total: 10710n,
      tax: 1710n,
      discountBeforeTaxes: 1000n,
      discountAfterTaxes: 1190n,
    });
  });

  test('left-over units of an allocation go one at a time to the first lines, never to one without price', () => {
    expect(allocate(500n, [100n, 100n, 100n])).toEqual([167n, 167n, 166n]);
    expect(allocate(2n, [0n, 10n, 10n, 10n])).toEqual([0n, 1n, 1n, 0n]);
    expect(allocate(0n, [0n, 0n])).toEqual([0n, 0n]);
  });

  test('more than the lines cost cannot be taken off them', () => {
    const { store } = openWorld();
    const order = store.placeOrder({
      lines: [lamp],
      taxesIncluded: true,
      discountCode: { code: 'BIG', amount: 99999n },
    });
    expect(totalOf(order)).toBe(0n);
  });
});
