// How amounts of each currency are counted and held to multiples.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripeAmount } from '#sandbox/stripe/currency.ts';
import { basisPointsOf, convert, rateFrom } from '#sandbox/stripe/rate.ts';
import { openStripeWorld, refusalOf } from './stripe-world.ts';

test.for([
  ['USD', 1999n, 1999n],
  ['JPY', 500n, 500n],
  ['KWD', 5120n, 5120n],
  ['ISK', 5n, 500n],
  ['UGX', 5n, 500n],
  ['MGA', 500n, 5n],
] as const)('%s %i in ISO 4217 is %i to Stripe', ([currency, minor, amount]) => {
  expect(stripeAmount({ minor, currency })).toEqual({ amount, currency: currency.toLowerCase() });
});

test.for([
  ['KWD', 5124n],
  ['MGA', 50n],
  ['IQD', 1000n],
] as const)('%s %i cannot be said to Stripe', ([currency, minor]) => {
  expect(() => stripeAmount({ minor, currency })).toThrow(RangeError);
});

describe('the API', () => {
  const terms = { exchangeRate: () => '0.5' };

  test.for([
    [{ amount: 5124, currency: 'kwd' }, { param: 'amount' }],
    [{ amount: 501, currency: 'isk' }, { code: 'invalid_charge_amount_no_decimal_compatible' }],
    [{ amount: 501, currency: 'ugx' }, { code: 'invalid_charge_amount_no_decimal_compatible' }],
    [{ amount: 49, currency: 'usd' }, { code: 'amount_too_small' }],
    [{ amount: 100, currency: 'iqd' }, { param: 'currency' }],
  ] as const)('refuses $0', async ([asked, refusal]) => {
    const { client } = openStripeWorld({ terms });
    expect(await refusalOf(client.paymentIntents.create(asked))).toMatchObject({ status: 400, ...refusal });
  });

  test('holds refunds to the same multiples', async () => {
    const { client, stripe } = openStripeWorld({ terms });
    const { charge } = stripe.pay({ amount: { minor: 5120n, currency: 'KWD' } });
    expect(await refusalOf(client.refunds.create({ charge: charge.id, amount: 5 }))).toMatchObject({
      param: 'amount',
    });
    expect((await client.refunds.create({ charge: charge.id, amount: 10 })).status).toBe('succeeded');
  });

  test('answers 501 to a currency without a rate', async () => {
    const { client } = openStripeWorld();
    expect(await refusalOf(client.paymentIntents.create({ amount: 100, currency: 'eur' }))).toMatchObject({
      status: 501,
    });
  });
});

test('a rate is exact: converting rounds half away from zero and is symmetric', () => {
  const digits = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 99_999 }));
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), digits, (amount, [whole, decimals]) => {
      const rate = rateFrom(`${whole}.${String(decimals).padStart(5, '0')}`);
      const converted = convert(amount, rate);
      const twice = 2n * (converted * rate.denominator - amount * rate.numerator);
      expect(twice > -rate.denominator && twice <= rate.denominator).toBe(true);
      expect(convert(-amount, rate)).toBe(-converted);
    }),
  );
});

test('a share is rounded half up', () => {
  expect([50n, 150n, 49n].map((amount) => basisPointsOf(amount, 100n))).toEqual([1n, 2n, 0n]);
});
