import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  formatMoney,
  money,
  type Money,
  parseMoney,
  share,
  subtract,
  sum,
  zero,
} from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';

const anyMinor = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const anyCurrency = fc.constantFrom('JPY', 'EUR', 'KWD');

describe('decimal text', () => {
  test('every amount survives being written and read again, with no, two or three decimals', () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (minor, currency) => {
        expect(parseMoney(formatMoney({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
    );
  });

  test.each([
    ['119.00', 'EUR', 11900n],
    ['119.0', 'EUR', 11900n],
    ['119', 'EUR', 11900n],
    ['-0.05', 'EUR', -5n],
    ['1000', 'JPY', 1000n],
    ['1000.00', 'JPY', 1000n],
    ['1.234', 'KWD', 1234n],
    ['90071992547409.93', 'EUR', 9007199254740993n],
  ])('%s %s is %s minor units', (decimal, currency, minor) => {
    expect(parseMoney(decimal, currency)).toEqual({ minor, currency });
  });

  test.each([
    [5n, 'EUR', '0.05'],
    [-5n, 'EUR', '-0.05'],
    [0n, 'EUR', '0.00'],
    [7n, 'JPY', '7'],
    [-1234n, 'KWD', '-1.234'],
  ])('%s minor units of %s are written %s', (minor, currency, text) => {
    expect(formatMoney(money(minor, currency))).toBe(text);
  });

  test.each([
    ['more decimals than the currency has', '1.001', 'EUR'],
    ['decimals of a currency without any', '1.5', 'JPY'],
    ['a currency that is not in the table', '1.00', 'XBT'],
    ['a currency in small letters', '1.00', 'eur'],
    ['no text at all', '', 'EUR'],
    ['a float in scientific writing', '1e3', 'EUR'],
    ['a decimal comma', '1,50', 'EUR'],
    ['a sign alone', '-', 'EUR'],
  ])('%s parks instead of being rounded', (_, decimal, currency) => {
    expect(() => parseMoney(decimal, currency)).toThrow(Park);
  });
});

describe('arithmetic', () => {
  test('amounts of two currencies are never added, subtracted or summed', () => {
    const [euro, dollar] = [money(1n, 'EUR'), money(1n, 'USD')];
    expect(() => add(euro, dollar)).toThrow(TypeError);
    expect(() => subtract(euro, dollar)).toThrow(TypeError);
    expect(() => sum([euro, euro], 'USD')).toThrow(TypeError);
  });

  test('the sum of nothing is zero of the currency named', () => {
    expect(sum([], 'EUR')).toEqual(zero('EUR'));
  });

  test('a share is rounded half away from zero', () => {
    expect(share(money(1n, 'EUR'), 1n, 2n).minor).toBe(1n);
    expect(share(money(5n, 'EUR'), 1n, 10n).minor).toBe(1n);
    expect(share(money(4n, 'EUR'), 1n, 10n).minor).toBe(0n);
    expect(share(money(-1n, 'EUR'), 1n, 2n).minor).toBe(-1n);
  });

  test('the share of a negative amount mirrors that of the positive one', () => {
    fc.assert(
      fc.property(anyMinor, fc.bigInt(0n, 1000n), fc.bigInt(1n, 1000n), (minor, part, whole) => {
        const mirrored = share(money(-minor, 'EUR'), part, whole).minor;
        expect(mirrored).toBe(-share(money(minor, 'EUR'), part, whole).minor);
      }),
    );
  });

  test('shares of a growing part, each less the one before, sum to the whole', () => {
    const parts = fc.array(fc.bigInt(0n, 50n), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        anyMinor,
        parts.filter((some) => some.some((part) => part > 0n)),
        (minor, some) => {
          const whole = some.reduce((left, right) => left + right, 0n);
          const amount = money(minor, 'EUR');
          let reached = 0n;
          const slices: Money[] = some.map((part) => {
            const before = share(amount, reached, whole);
            reached += part;
            return subtract(share(amount, reached, whole), before);
          });
          expect(sum(slices, 'EUR')).toEqual(amount);
        },
      ),
    );
  });

  test('there is no share of an empty whole', () => {
    expect(() => share(money(1n, 'EUR'), 0n, 0n)).toThrow(RangeError);
  });
});
