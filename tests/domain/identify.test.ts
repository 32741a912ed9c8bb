import { describe, expect, test } from 'vitest';
import { identify } from '#src/automate/identify.ts';
import { answer, depositBody, salesOrderBody } from '#tests/support/posting-facts.ts';

const other = { minor: '11899', currency: 'EUR' };

describe('recognizing a document', () => {
  test('our key comes first, whatever people made besides', () => {
    const ours = answer('DEP-1', { key: 'k' });
    expect(identify(depositBody, [ours], [answer('DEP-9')])).toEqual({
      outcome: 'ours',
      document: ours,
      duplicates: [],
    });
  });

  test('of several under our key the oldest is the document and the others are duplicates', () => {
    const [first, second] = [answer('DEP-1', { key: 'k' }), answer('DEP-2', { key: 'k' })];
    expect(identify(depositBody, [first, second], [])).toMatchObject({
      document: first,
      duplicates: [second],
    });
  });

  test('the one document made by hand with the amount due is adopted', () => {
    const made = answer('DEP-9');
    expect(identify(depositBody, [], [made])).toEqual({ outcome: 'adopt', document: made });
  });

  test('among several made by hand, the only one with the amount due is adopted', () => {
    const [small, meant] = [answer('DEP-8', { total: other }), answer('DEP-9')];
    expect(identify(depositBody, [], [small, meant])).toEqual({ outcome: 'adopt', document: meant });
  });

  test('two with the amount due are a tie that names both', () => {
    expect(identify(depositBody, [], [answer('DEP-8'), answer('DEP-9')])).toEqual({
      outcome: 'tie',
      reason: 'the ERP holds DEP-8, DEP-9 made by hand for this order; 119.00 EUR is due: which one is it?',
    });
  });

  test.each([
    ['another amount', other],
    ['the same figure in another currency', { minor: '11900', currency: 'USD' }],
  ])('one by hand of %s is a tie, never adopted and never doubled', (_, total) => {
    expect(identify(depositBody, [], [answer('DEP-9', { total })])).toMatchObject({ outcome: 'tie' });
  });

  test('a sales order made by hand is adopted whatever its amount', () => {
    const made = answer('SO-9', { kind: 'sales_order', total: other });
    expect(identify(salesOrderBody, [], [made])).toEqual({ outcome: 'adopt', document: made });
  });

  test('two sales orders made by hand are a tie', () => {
    const two = [answer('SO-8', { total: other }), answer('SO-9')];
    expect(identify(salesOrderBody, [], two)).toMatchObject({ outcome: 'tie' });
  });

  test("the order's documents under other keys are not made by hand", () => {
    expect(identify(depositBody, [], [answer('DEP-1', { key: 'of another payment' })])).toEqual({
      outcome: 'absent',
    });
  });

  test('where nothing is, nothing is found', () => {
    expect(identify(depositBody, [], [])).toEqual({ outcome: 'absent' });
  });
});
