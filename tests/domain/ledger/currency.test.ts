import { describe, expect, test } from 'vitest';
import { parseMoney } from '#domain/money.ts';
import { balances, booksOf, chargeOf, goods, invoiced } from '#tests/support/course.ts';

const tax = '2000.DE MwSt@0.19';

describe.each([
  { currency: 'JPY', gross: '11000', vat: '1000', minor: 11000n, taxMinor: 1000n },
  { currency: 'KWD', gross: '11.005', vat: '1.005', minor: 11005n, taxMinor: 1005n },
  { currency: 'EUR', gross: '110.00', vat: '10.00', minor: 11000n, taxMinor: 1000n },
])('in $currency', ({ currency, gross, vat, minor, taxMinor }) => {
  const of = (lines: Parameters<typeof invoiced>[2]) =>
    booksOf({
      course: { invoices: [invoiced(1, 9, { ...lines, currency })] },
      story: {
        header: { currency, presentmentCurrency: currency, outstanding: parseMoney('1', currency) },
        sales: [],
      },
    });

  test('an invoice, tax on top, is booked to the minor unit', () => {
    const entries = of({ lines: [goods(1, { gross, tax: vat, currency })] });
    expect(entries.map((one) => one.currency)).toEqual([currency]);
    expect(balances(entries)).toEqual({ '1100': minor + taxMinor, '4000': -minor, [tax]: -taxMinor });
  });

  test('shipping goes to its own revenue', () => {
    const charge = { ...chargeOf('shipping', { gross: '0' }), gross: parseMoney(gross, currency) };
    expect(balances(of({ charges: [{ ...charge, discount: parseMoney('0', currency) }] }))).toEqual({
      '1100': minor,
      '4010': -minor,
    });
  });
});
