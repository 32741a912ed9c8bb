/** Random carts with everything a checkout can ask for, and random edits of them. */
import fc from 'fast-check';
import type { EditSpec, LineSpec, OrderSpec, ShippingSpec, TaxSpec } from '#sandbox/shopify/spec.ts';

const money = (max: bigint) => fc.bigInt(1n, max);

const taxes = fc.constantFrom<readonly TaxSpec[]>(
  [],
  [{ title: 'DE MwSt', rate: '0.19' }],
  [{ title: 'DE MwSt', rate: '0.07' }],
  [
    { title: 'GST', rate: '0.05' },
    { title: 'QST', rate: '0.09975' },
  ],
  [
    { title: 'Illinois State Tax', rate: '0.0625' },
    { title: 'Cook County Tax', rate: '0.0175' },
    { title: 'Chicago Municipal Tax', rate: '0.0225' },
  ],
  [{ title: 'Illinois State Tax', rate: '0.0625', channelLiable: true }],
  [{ title: 'Unknown Tax', rate: '0.08', channelLiable: null }],
);

const line: fc.Arbitrary<LineSpec> = fc
  .record({
    quantity: fc.integer({ min: 1, max: 5 }),
    unitPrice: fc.oneof(fc.bigInt(1n, 50_000n), fc.constantFrom(0n, 849n, 3333n, 9999n)),
    taxes,
    off: fc.option(fc.nat({ max: 100 }), { freq: 3 }),
    kind: fc.constantFrom('goods', 'goods', 'goods', 'service', 'gift card'),
    duty: fc.option(fc.record({ amount: money(3000n), taxes, hsCode: fc.constant('940540') }), { freq: 4 }),
  })
  .map(({ off, kind, duty, ...rest }) => ({
    ...rest,
    sku: null,
    title: kind,
    requiresShipping: kind === 'goods',
    ...(kind === 'gift card' && { giftCard: true }),
    ...(off !== null && { discount: (rest.unitPrice * BigInt(rest.quantity) * BigInt(off)) / 100n }),
    ...(duty !== null && kind === 'goods' && { duty }),
  }));

const shipping: fc.Arbitrary<ShippingSpec> = fc
  .record({ price: fc.bigInt(0n, 2500n), taxes, free: fc.boolean() })
  .map(({ free, ...rest }) => ({ ...rest, title: 'Parcel', ...(free && { discount: rest.price }) }));

const off = fc.oneof(
  fc.record({ percent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ amount: fc.bigInt(1n, 20_000n) }),
);

const currencies = fc.constantFrom(
  {},
  {},
  { currency: 'USD', exchangeRate: '0.853' },
  { currency: 'JPY', exchangeRate: '0.0061' },
  { currency: 'KWD', exchangeRate: '2.79' },
);

/** Nobody has paid yet. */
export const cart: fc.Arbitrary<OrderSpec> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    taxesIncluded: fc.boolean(),
    currencies,
    shipping: fc.option(shipping),
    code: fc.option(off),
    automatic: fc.option(off),
    tip: fc.option(money(1000n), { freq: 3 }),
    fee: fc.option(fc.record({ amount: money(300n), taxes }), { freq: 3 }),
  })
  .map(({ lines, taxesIncluded, currencies: currency, ...rest }) => ({
    lines,
    taxesIncluded,
    ...currency,
    ...(rest.shipping !== null && { shipping: rest.shipping }),
    ...(rest.code !== null && { discountCode: { code: 'CODE', ...rest.code } }),
    ...(rest.automatic !== null && { automaticDiscount: { title: 'Members', ...rest.automatic } }),
    ...(rest.tip !== null && { tip: rest.tip }),
    ...(rest.fee !== null && { fees: [{ name: 'Packaging', ...rest.fee }] }),
  }));

/** An edit before it is known which lines there are: each pair says which line comes to how many units. */
export type EditPlan = Omit<EditSpec, 'quantities'> & {
  readonly quantities: readonly (readonly [which: number, quantity: number])[];
};

export const editPlan: fc.Arbitrary<EditPlan> = fc
  .record({
    quantities: fc.uniqueArray(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 6 })), {
      selector: ([which]) => which,
      maxLength: 3,
    }),
    add: fc.option(fc.array(line, { minLength: 1, maxLength: 2 }), { freq: 3 }),
    remove: fc.option(fc.boolean(), { freq: 3 }),
    shipping: fc.option(shipping, { freq: 4 }),
  })
  .map(({ quantities, add, remove, shipping: parcel }) => ({
    quantities,
    ...(add !== null && { add }),
    shipping: { ...(remove !== null && { remove }), ...(parcel !== null && { add: parcel }) },
  }));
