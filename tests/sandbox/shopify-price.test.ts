import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentOf } from '#domain/currency.ts';
import { allocate, discountShares, price, taxesOfOrder } from '#sandbox/shopify/price.ts';
import { bagAt, rateOf } from '#sandbox/shopify/rate.ts';
import type { TaxSpec } from '#sandbox/shopify/spec.ts';
import { totalOf } from '#sandbox/shopify/order.ts';
import { openShop } from './support/shop.ts';
import { lamp, openWorld, vat } from './shopify-world.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);
const amounts = fc.array(fc.oneof(fc.constant(0n), fc.bigInt(0n, 1_000_000n)), {
  minLength: 1,
  maxLength: 9,
});

describe("the store's prices", () => {
  test('119 incl. 19 %, 10 % off, is 107.10 with 17.10 tax and a discount of 10.00 without tax', () => {
    const { store } = openWorld();
    const order = store.placeOrder({
      lines: [lamp],
      taxesIncluded: true,
      discountCode: { code: 'TEN', percent: 10 },
    });
    expect(totalOf(order).shop).toBe(10710n);
    const [line] = order.lines;
    expect(line).toMatchObject({ total: { shop: 10710n }, tax: { shop: 1710n } });
    expect(line).toMatchObject({ discountBeforeTaxes: { shop: 1000n }, discountAfterTaxes: { shop: 1190n } });
  });

  test('without tax in the price, tax comes on top and the discount without tax is the one given', () => {
    expect(price({ price: 10000n, discount: 1000n, taxes: [vat], taxesIncluded: false })).toMatchObject({
      total: 10710n,
      tax: 1710n,
      discountBeforeTaxes: 1000n,
      discountAfterTaxes: 1190n,
    });
  });

  test('net 100, discount 20, tax 10 % is 88.00', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [{ ...lamp, unitPrice: 10000n, taxes: [{ title: 'Tax', rate: '0.1' }] }],
      taxesIncluded: false,
      discountCode: { code: 'TWENTY', amount: 2000n },
    });
    expect(totalOf(order).shop).toBe(8800n);
  });

  test.each([
    { taxRounding: 'line', tax: 1246n },
    { taxRounding: 'order', tax: 1248n },
  ] as const)(
    'seven lines of 8.49 at 21 percent, rounded per $taxRounding, carry $tax',
    ({ taxRounding, tax }) => {
      const shop = openShop({ taxRounding });
      const line = { ...lamp, unitPrice: 849n, taxes: [{ title: 'NL BTW', rate: '0.21' }] };
      const order = shop.placeOrder({ lines: Array.from({ length: 7 }, () => line), taxesIncluded: false });
      expect(sum(order.lines.map((one) => one.tax.shop))).toBe(tax);
      expect(totalOf(order).shop).toBe(5943n + tax);
    },
  );

  test('€85 are shown as $100.30 on the side of the shop', () => {
    const shop = openShop({ currency: 'USD' });
    const order = shop.placeOrder({
      lines: [{ ...lamp, unitPrice: 8500n }],
      taxesIncluded: true,
      currency: 'EUR',
      exchangeRate: '1.18',
    });
    expect(totalOf(order)).toEqual({ shop: 10030n, presentment: 8500n });
  });

  test('more than the lines cost cannot be taken off them', () => {
    const shop = openShop();
    const order = shop.placeOrder({
      lines: [lamp],
      taxesIncluded: true,
      discountCode: { code: 'BIG', amount: 99999n },
    });
    expect(totalOf(order).shop).toBe(0n);
  });

  test('a rate of more decimals than are kept is refused rather than cut', () => {
    const taxes = [{ title: 'Odd', rate: '0.1234567' }];
    expect(() => price({ price: 100n, discount: 0n, taxes, taxesIncluded: true })).toThrow('six decimals');
  });
});

describe('an allocation', () => {
  test('gives left-over units one at a time to the first lines, never to one without price', () => {
    expect(allocate(500n, [100n, 100n, 100n])).toEqual([167n, 167n, 166n]);
    expect(allocate(2n, [0n, 10n, 10n, 10n])).toEqual([0n, 1n, 1n, 0n]);
    expect(allocate(0n, [0n, 0n])).toEqual([0n, 0n]);
  });

  test('is exact, and whoever has one unit more than the rest stands before all who have not', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt(0n, 2_000_000n), (weights, amount) => {
        const shares = allocate(amount, weights);
        const whole = sum(weights);
        expect(sum(shares)).toBe(whole === 0n ? 0n : amount);
        const extras = shares.flatMap((share, index) => {
          const weight = weights[index] ?? 0n;
          if (weight === 0n) {
            expect(share).toBe(0n);
            return [];
          }
          // The exact share lies less than one unit away from what is given.
          const [exact, given] = [amount * weight, share * whole];
          expect(given > exact - whole && given < exact + whole).toBe(true);
          return [given > exact];
        });
        const firstWithout = extras.indexOf(false);
        expect(firstWithout < 0 ? [] : extras.slice(firstWithout)).not.toContain(true);
      }),
      { numRuns: 500 },
    );
  });

  test('of a discount never takes off more than a line costs', () => {
    const discount = fc.oneof(
      fc.record({ percent: fc.integer({ min: 0, max: 100 }) }),
      fc.record({ amount: fc.bigInt(0n, 2_000_000n) }),
    );
    fc.assert(
      fc.property(amounts, discount, (weights, wanted) => {
        const shares = discountShares(wanted, weights);
        for (const [index, share] of shares.entries())
          expect(share >= 0n && share <= (weights[index] ?? 0n)).toBe(true);
        const whole = sum(weights);
        const due = 'percent' in wanted ? (whole * BigInt(wanted.percent) + 50n) / 100n : wanted.amount;
        expect(sum(shares)).toBe(due < whole ? due : whole);
      }),
      { numRuns: 500 },
    );
  });
});

const rates = fc.constantFrom<readonly TaxSpec[]>(
  [],
  [vat],
  [{ title: 'DE MwSt', rate: '0.07' }],
  [
    { title: 'GST', rate: '0.05' },
    { title: 'QST', rate: '0.09975' },
  ],
  [
    { title: 'GST', rate: '0.05' },
    { title: 'PST', rate: '0.07' },
  ],
  [
    { title: 'New York State Tax', rate: '0.04' },
    { title: 'New York City Tax', rate: '0.045' },
    { title: 'Metropolitan Commuter Transportation District Tax', rate: '0.00375' },
  ],
);

describe('taxes', () => {
  const charges = fc.array(fc.record({ amount: fc.bigInt(0n, 500_000n), taxes: rates }), {
    minLength: 1,
    maxLength: 8,
  });

  /** The exact tax as a fraction over one denominator that all rates share. */
  function exactTax(
    charge: { amount: bigint; taxes: readonly TaxSpec[] },
    rate: string,
    isIncluded: boolean,
  ) {
    const inMillion = (text: string) => BigInt(Math.round(Number(text) * 1_000_000));
    const all = sum(charge.taxes.map((tax) => inMillion(tax.rate)));
    return { over: charge.amount * inMillion(rate), under: isIncluded ? 1_000_000n + all : 1_000_000n };
  }

  test('that are rounded on the order come to the rounded tax of the sum, and a charge of nothing carries none', () => {
    fc.assert(
      fc.property(charges, fc.boolean(), (taxed, taxesIncluded) => {
        const shares = taxesOfOrder(taxed, { taxesIncluded, rounding: 'order' });
        const titles = new Set(
          taxed.flatMap(({ taxes }) => taxes.map(({ title, rate }) => `${title} ${rate}`)),
        );
        for (const title of titles) {
          let [over, under, given] = [0n, 1n, 0n];
          for (const [row, charge] of taxed.entries())
            for (const [column, tax] of charge.taxes.entries()) {
              if (`${tax.title} ${tax.rate}` !== title) continue;
              const exact = exactTax(charge, tax.rate, taxesIncluded);
              [over, under] = [over * exact.under + exact.over * under, under * exact.under];
              const share = shares[row]?.[column] ?? 0n;
              given += share;
              if (charge.amount === 0n) expect(share).toBe(0n);
            }
          // Half up: the nearest whole number, and the upper one of two that are equally near.
          expect(2n * over - under < 2n * given * under && 2n * given * under <= 2n * over + under).toBe(
            true,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('that are rounded on the line are each the nearest whole number', () => {
    fc.assert(
      fc.property(charges, fc.boolean(), (taxed, taxesIncluded) => {
        const shares = taxesOfOrder(taxed, { taxesIncluded, rounding: 'line' });
        for (const [row, charge] of taxed.entries())
          for (const [column, tax] of charge.taxes.entries()) {
            const { over, under } = exactTax(charge, tax.rate, taxesIncluded);
            const given = shares[row]?.[column] ?? -1n;
            expect(2n * over - under < 2n * given * under && 2n * given * under <= 2n * over + under).toBe(
              true,
            );
          }
      }),
      { numRuns: 300 },
    );
  });

  test('are part of a price that includes them, and come on top of one that does not', () => {
    fc.assert(
      fc.property(
        fc.record({
          whole: fc.bigInt(0n, 900_000n),
          off: fc.nat({ max: 100 }),
          taxes: rates,
          taxesIncluded: fc.boolean(),
        }),
        ({ whole, off, taxes, taxesIncluded }) => {
          const discount = (whole * BigInt(off)) / 100n;
          const priced = price({ price: whole, discount, taxes, taxesIncluded });
          expect(priced.tax).toBe(sum(priced.taxes.map(({ amount }) => amount)));
          expect(priced.total).toBe(taxesIncluded ? whole - discount : whole - discount + priced.tax);
          expect(priced.total - priced.tax >= 0n).toBe(true);
          expect(priced.discountAfterTaxes >= priced.discountBeforeTaxes).toBe(true);
          expect(priced.discountBeforeTaxes >= 0n).toBe(true);
          expect(taxesIncluded ? priced.discountAfterTaxes : priced.discountBeforeTaxes).toBe(discount);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a conversion respects the decimals of both currencies and rounds half up, alike for what is taken back', () => {
  const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'BHD');
  const cents = fc.integer({ min: 1, max: 5_000_000 });
  fc.assert(
    fc.property(
      fc.record({
        amount: fc.bigInt(-1_000_000n, 1_000_000n),
        shop: currency,
        presentment: currency,
        parts: cents,
      }),
      ({ amount, shop, presentment, parts }) => {
        const text = (parts / 10_000).toFixed(4);
        const bag = bagAt(rateOf(text, { shop, presentment }), amount);
        const oneToOne = shop === presentment;
        const power = (code: string) => 10n ** BigInt(exponentOf(code) ?? 0);
        const over = oneToOne ? amount : amount * BigInt(parts) * power(shop);
        const under = oneToOne ? 1n : 10_000n * power(presentment);
        const error = 2n * (bag.shop * under - over);
        expect(error <= under && error >= -under).toBe(true);
        expect(bagAt(rateOf(text, { shop, presentment }), -amount).shop).toBe(-bag.shop);
        expect(bag.presentment).toBe(amount);
      },
    ),
    { numRuns: 300 },
  );
});
