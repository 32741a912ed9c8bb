import { describe, expect, test } from 'vitest';
import { statusDifferences } from '#src/stabilize/payment-status.ts';
import { eur, known, type OrderStory, payment } from '#tests/support/order-facts.ts';

function found(story: OrderStory, financialStatus: string): string[] {
  return statusDifferences(known({ ...story, header: { ...story.header, financialStatus } })).map(
    ({ cause, amount }) => `${cause} ${amount === null ? '–' : String(amount.minor)}`,
  );
}

const sale = payment(1, 5);
const half = payment(1, 5, { amount: eur('60.00') });
const refund = (decimal: string) => payment(2, 9, { kind: 'refund', amount: eur(decimal) });

describe("the store's word on a payment", () => {
  test.each<[string, OrderStory, string]>([
    ['nothing came in', {}, 'pending'],
    ['money was promised', { transactions: [payment(1, 5, { kind: 'authorization' })] }, 'authorized'],
    ['the promise was let go', { transactions: [payment(1, 5, { kind: 'authorization' })] }, 'expired'],
    ['the promise was taken back', { transactions: [payment(1, 5, { kind: 'authorization' })] }, 'voided'],
    ['a payment is on its way', { transactions: [payment(1, 5, { status: 'pending' })] }, 'pending'],
    ['a payment failed', { transactions: [payment(1, 5, { status: 'failure' })] }, 'pending'],
    ['all came in', { transactions: [sale] }, 'paid'],
    ['a part was captured', { transactions: [half] }, 'partially_paid'],
    ['a part went back', { transactions: [sale, refund('19.00')] }, 'partially_refunded'],
    ['all went back', { transactions: [sale, refund('119.00')] }, 'refunded'],
    ['nothing is to be paid', { sales: [], header: { total: eur('0') } }, 'paid'],
  ])('agrees when %s', (...[, story, said]) => {
    expect(found(story, said)).toEqual([]);
  });

  test.each<[string, OrderStory, string, string]>([
    ['paid, and nothing came in', {}, 'paid', 'STATUS -11900'],
    ['pending, and all came in', { transactions: [sale] }, 'pending', 'STATUS 0'],
    ['paid, and a part came in', { transactions: [half] }, 'paid', 'STATUS -5900'],
    ['paid, and a part went back', { transactions: [sale, refund('19.00')] }, 'paid', 'STATUS -1900'],
    ['refunded, and a part is kept', { transactions: [sale, refund('19.00')] }, 'refunded', 'STATUS -1900'],
  ])('contradicts the money when it says %s', (...[, story, said, difference]) => {
    expect(found(story, said)).toEqual([difference]);
  });

  test('is near the edge in another currency, where each amount is converted by itself', () => {
    const short = { transactions: [payment(1, 5, { amount: eur('118.99') })] };
    const foreign = { ...short, header: { presentmentCurrency: 'USD' } };
    expect(found(foreign, 'paid')).toEqual([]);
    expect(found(foreign, 'partially_paid')).toEqual([]);
    expect(found(short, 'paid')).toEqual(['STATUS -1']);
    expect(found({ ...foreign, transactions: [half] }, 'paid')).toEqual(['STATUS -5900']);
  });

  test('that nobody has documented holds the order in suspense', () => {
    expect(found({ transactions: [sale] }, 'quantum_settled')).toEqual(['UNKNOWN_TYPE 11900']);
  });
});
