import { describe, expect, test } from 'vitest';
import { at, eur, type OrderStory, payment } from '#tests/support/order-facts.ts';
import {
  type Around,
  differences,
  documented,
  leg,
  paid,
  proof,
  proven,
  shipped,
} from '#tests/support/proof-facts.ts';

const hour = 60;

describe('the cash leg', () => {
  test('matches when what was received is what the store counts as paid', () => {
    expect(leg('cash', proof(paid))).toMatchObject({
      state: 'matched',
      sentence: '119.00 EUR was received, as the store says.',
    });
  });

  test('matches when nothing was received and nothing is paid', () => {
    expect(leg('cash', proof({})).state).toBe('matched');
  });

  test('breaks when the store counts a payment that never came', () => {
    expect(leg('cash', proof({ header: { outstanding: eur('0') } }))).toMatchObject({
      state: 'broken',
      cause: 'AMOUNT',
      expected: eur('119.00'),
      seen: eur('0'),
      sentence: '0.00 EUR was received where the store counts 119.00 EUR as paid.',
    });
  });

  test('takes refunds that succeeded from what was received, and no others', () => {
    const refund = { kind: 'refund', amount: eur('19.00') };
    const transactions = [
      payment(1, 5),
      payment(2, 8, refund),
      payment(3, 9, { ...refund, status: 'pending' }),
      payment(4, 9, { ...refund, test: true }),
    ];
    expect(leg('cash', proof({ transactions, header: { outstanding: eur('19.00') } }))).toMatchObject({
      state: 'matched',
      seen: eur('100.00'),
    });
  });

  test('waits for the read', () => {
    expect(leg('cash', proof({ ...paid, read: null })).state).toBe('pending');
  });
});

describe('the time at which a proof is to be read again', () => {
  const again = (story: OrderStory, around: Around = {}) => proven(story, around).againAt;

  test('is when the first document that is missing will be late', () => {
    expect(again(shipped, { now: at(10) })).toBe(new Date(Date.parse(at(5 + hour)) + 1).toISOString());
  });

  test('is a sweep later while the ERP has yet to be looked at', () => {
    const waiting = { now: at(600), shopFacts: { erpReadThrough: at(30) }, posts: false };
    expect(again(shipped, waiting)).toBe(at(630));
  });

  test('is never for an order that has all its documents, or whose documents are late already', () => {
    expect(again(documented(shipped))).toBeNull();
    expect(again(shipped, { now: at(600) })).toBeNull();
  });

  test('is when terms of payment run out', () => {
    const terms: OrderStory = { header: { dueAt: at(100), financialStatus: 'pending' } };
    expect(proof(terms)).toMatchObject({ state: 'pending', breaks: [] });
    expect(again(terms)).toBe(new Date(Date.parse(at(100)) + 1).toISOString());
    expect(differences(terms, { now: at(101) })).toEqual(['cash STATUS 11900']);
    expect(again({ ...terms, transactions: [payment(1, 5)] })).not.toBe(again(terms));
  });
});
