import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, digest, type Json } from '#domain/canonical.ts';
import { decode, encode } from '#domain/encode.ts';
import { money } from '#domain/money.ts';

const anyMoney = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.constantFrom('EUR', 'JPY'))
  .map(([minor, currency]) => money(minor, currency));
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    anyMoney,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('canonical text', () => {
  test('the digest does not depend on the order of keys, at any depth', () => {
    const one: Json = { a: 1, b: { c: [1, { d: null, e: 'x' }], f: true } };
    const other: Json = { b: { f: true, c: [1, { e: 'x', d: null }] }, a: 1 };
    expect(digest(one)).toBe(digest(other));
  });

  test('the digest does depend on the order of a list and on every value', () => {
    const digests = [
      [1, 2],
      [2, 1],
      ['1', '2'],
      [1, 2, null],
    ].map((value) => digest(value));
    expect(new Set(digests).size).toBe(4);
  });

  test('a key without a value is as good as no key', () => {
    expect(canonical({ a: 1, b: undefined })).toBe(canonical({ a: 1 }));
  });

  test('the digest is 64 hex digits', () => {
    expect(digest(null)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('encoding', () => {
  test('every value comes back as it was, amounts as amounts, through any JSON reader', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const stored = encode(JSON.parse(JSON.stringify(encode(value))));
        expect(decode(stored)).toEqual(value);
      }),
    );
  });

  test('an amount above 2^53 keeps its last digit', () => {
    expect(encode(money(9007199254740993n, 'EUR'))).toEqual({ minor: '9007199254740993', currency: 'EUR' });
  });

  test('a record that has more than an amount stays a record', () => {
    const body = { minor: '5', currency: 'EUR', note: 'no amount' };
    expect(decode(encode(body))).toEqual(body);
  });
});
