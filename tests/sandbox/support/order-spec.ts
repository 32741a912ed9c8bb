/** Random orders as customers place them: taxes included or not, several currencies, discounts, tips, duties, fees. */
import fc from 'fast-check';

import type { LineSpec, OrderSpec, PaymentSpec, ShippingSpec, TaxSpec } from '#sandbox/shopify/spec.ts';

const taxes = fc.constantFrom<readonly TaxSpec[]>(
  [],
  [{ title: 'DE MwSt', rate: '0.19' }],
  [{ title: 'DE MwSt', rate: '0.07' }],
  [
    { title: 'CA State Tax', rate: '0.0725' },
    { title: 'City Tax', rate: '0.0125' },
  ],
);

/** Custom items, or the variants given. */
function lineSpec(variants: readonly { readonly id: bigint }[]): fc.Arbitrary<LineSpec> {
  return fc
    .record({
      quantity: fc.integer({ min: 1, max: 5 }),
      unitPrice: fc.oneof(fc.bigInt(1n, 50_000n), fc.constantFrom(0n, 849n, 3333n)),
      taxes,
      discounted: fc.option(fc.nat({ max: 100 })),
      requiresShipping: fc.boolean(),
      sold: variants.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...variants), { freq: 3 }),
      duty: fc.option(fc.bigInt(1n, 5000n), { freq: 5 }),
    })
    .map(({ discounted, sold, duty, ...line }) => ({
      ...line,
      sku: sold === null ? null : `SKU-${sold.id}`,
      title: 'Thing',
      ...(discounted !== null && {
        discount: (line.unitPrice * BigInt(line.quantity) * BigInt(discounted)) / 100n,
      }),
      ...(sold !== null && { variantId: sold.id }),
      ...(duty !== null && { duty: { amount: duty, hsCode: '940540' } }),
    }));
}

const shippingSpec: fc.Arbitrary<ShippingSpec> = fc.record({
  title: fc.constant('Parcel'),
  price: fc.bigInt(0n, 2000n),
  taxes,
});

const money = fc.constantFrom(
  {},
  {},
  { currency: 'USD', exchangeRate: '0.853' },
  { currency: 'JPY', exchangeRate: '0.0061' },
  { currency: 'KWD', exchangeRate: '2.79' },
);

const payment = fc.constantFrom<PaymentSpec | readonly PaymentSpec[] | undefined>(
  undefined,
  { kind: 'sale', gateway: 'shopify_payments' },
  { kind: 'sale', gateway: 'paypal' },
  [
    { kind: 'sale', gateway: 'shopify_payments', amount: 1n },
    { kind: 'sale', gateway: 'paypal' },
  ],
);

/** An order of one to four lines that sells custom items or the variants given. */
export function orderSpec(variants: readonly { readonly id: bigint }[]): fc.Arbitrary<OrderSpec> {
  return fc
    .record({
      lines: fc.array(lineSpec(variants), { minLength: 1, maxLength: 4 }),
      taxesIncluded: fc.boolean(),
      money,
      payment,
      shipping: fc.option(shippingSpec),
      tip: fc.option(fc.bigInt(1n, 1000n), { freq: 4 }),
      fee: fc.option(fc.bigInt(1n, 300n), { freq: 4 }),
    })
    .map(({ money: currency, payment: paid, shipping, tip, fee, ...order }) => ({
      ...order,
      ...currency,
      ...(paid !== undefined && { payment: paid }),
      ...(shipping !== null && { shipping }),
      // Two tenders need something to pay even when everything else is free.
      ...((tip !== null || Array.isArray(paid)) && { tip: tip ?? 100n }),
      ...(fee !== null && { fees: [{ name: 'Packaging', amount: fee }] }),
    }));
}
