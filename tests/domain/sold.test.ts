import { describe, expect, test } from 'vitest';
import { parseMoney } from '#domain/money.ts';
import { courseOf } from '#src/stabilize/course-of.ts';
import { portion, totalOf, type Units } from '#src/stabilize/sold.ts';
import {
  charge,
  eur,
  known,
  lamp,
  line,
  type OrderStory,
  sale,
  shopSettings,
  threeUnits,
} from '#tests/support/order-facts.ts';

/** What an order of which nothing is invoiced holds. */
function held(story: OrderStory) {
  const ordered = courseOf(known(story), shopSettings()).ordered.at(-1);
  if (ordered === undefined) throw new Error('something was agreed');
  return ordered;
}
const sold = (story: OrderStory) => held(story).lines;

describe('what was sold', () => {
  test('gross is the total without tax and before the discount', () => {
    const [line1] = sold({ sales: [sale({ total: '107.10', tax: '17.10', discount: '10.00' })] });
    expect(line1).toMatchObject({ gross: eur('100.00'), discount: eur('10.00') });
    expect(line1 && totalOf(line1)).toEqual(eur('107.10'));
  });

  test('sales of one line in several agreements are one line of their sum', () => {
    const both = sold({ sales: [lamp, lamp] });
    expect(both).toHaveLength(1);
    expect(both[0]).toMatchObject({ lineItem: line(1), quantity: 2, gross: eur('200.00') });
    expect(both[0]?.taxes.map((tax) => tax.amount)).toEqual([eur('38.00')]);
  });

  test('taxes of another title, rate or debtor are kept apart', () => {
    const tax = { title: 'DE MwSt', rate: '0.19', channelLiable: false, amount: eur('1.00') };
    const taxes = [
      tax,
      { ...tax, rate: '0.07' },
      { ...tax, title: 'Other' },
      { ...tax, channelLiable: true },
    ];
    const [one] = sold({ sales: [sale({ total: '104.00', tax: '4.00' }, { taxes })] });
    expect(one?.taxes.map((each) => each.key)).toEqual([
      'DE MwSt@0.19',
      'DE MwSt@0.07',
      'Other@0.19',
      'channel:DE MwSt@0.19',
    ]);
  });

  test.each([
    ['SHIPPING', 'shipping'],
    ['TIP', 'tip'],
    ['DUTY', 'duty'],
    ['FEE', 'fee'],
    ['ADDITIONAL_FEE', 'fee'],
    ['ADJUSTMENT', 'unknown'],
    ['SOMETHING_NEW', 'unknown'],
  ])('a sale of type %s without a line is a charge: %s', (lineType, kind) => {
    const { lines, charges } = held({ sales: [lamp, charge(lineType, '5.00')] });
    expect(charges).toMatchObject([{ kind, gross: eur('5.00') }]);
    expect(lines).toHaveLength(1);
  });

  test('a tip is a charge though the store gives it a line', () => {
    const { lines, charges } = held({ sales: [sale({ total: '5.00' }, { lineType: 'TIP' })] });
    expect(charges).toMatchObject([{ kind: 'tip' }]);
    expect(lines).toEqual([]);
  });

  test('what an agreement takes back is taken off', () => {
    const back = sale({ total: '-119.00', tax: '-19.00' }, { quantity: -1 });
    const both = sale({ total: '238.00', tax: '38.00' }, { quantity: 2 });
    expect(sold({ sales: [both, back] })).toMatchObject([{ quantity: 1, gross: eur('100.00') }]);
  });
});

describe('a part of a line', () => {
  const unitsOf = (lines: ReturnType<typeof sold>, taxesIncluded: boolean): Units[] =>
    lines.map((one) => ({ ...one, taxesIncluded }));
  const [three] = unitsOf(sold({ sales: [threeUnits] }), false);

  test('three units of 100.00 and 19.00 tax part into 33.33, 33.34, 33.33 and 6.33, 6.34, 6.33', () => {
    const parts = [0, 1, 2].flatMap((from) => (three === undefined ? [] : [portion(three, from, from + 1)]));
    expect(parts.map((part) => part.gross)).toEqual(['33.33', '33.34', '33.33'].map(eur));
    expect(parts.map((part) => part.taxes[0]?.amount)).toEqual(['6.33', '6.34', '6.33'].map(eur));
  });

  test('where prices include tax the price is what is shared: two units of 66.96 are 33.48 each', () => {
    const tax = '10.69';
    const [pair] = unitsOf(
      sold({ sales: [sale({ total: '66.96', tax, discount: '6.25' }, { quantity: 2 })] }),
      true,
    );
    const parts = [0, 1].flatMap((from) => (pair === undefined ? [] : [portion(pair, from, from + 1)]));
    expect(parts.map(totalOf)).toEqual([eur('33.48'), eur('33.48')]);
    expect(parts.map((part) => part.taxes[0]?.amount)).toEqual([eur('5.35'), eur('5.34')]);
  });

  test('no unit is no amount, and all units are the whole line', () => {
    expect(three && totalOf(portion(three, 2, 2))).toEqual(eur('0'));
    expect(three && totalOf(portion(three, 0, 3))).toEqual(eur('119.00'));
  });

  test('a currency without decimals parts into whole units', () => {
    const jpy = (text: string) => parseMoney(text, 'JPY');
    const yen = { ...threeUnits, total: jpy('100'), tax: jpy('0'), discount: jpy('0'), taxes: [] };
    const [line1] = unitsOf(sold({ sales: [yen], header: { currency: 'JPY' } }), false);
    const parts = [0, 1, 2].map((from) => line1 && portion(line1, from, from + 1).gross);
    expect(parts).toEqual(['33', '34', '33'].map(jpy));
  });
});
