import { describe, expect, test } from 'vitest';
import { actsFor, dutiesFor, erpDocument, toldStore } from '#tests/support/act-facts.ts';
import { at, eur, type OrderStory, payment, shipment, transactionId } from '#tests/support/order-facts.ts';

const unpaid: OrderStory = { transactions: [] };
const marks = (story: OrderStory, facts: Parameters<typeof actsFor>[1]) =>
  actsFor(story, facts).map(({ key, body, held }) => [
    key,
    'isWhole' in body && body.isWhole ? 'whole' : 'part',
    ...(held === undefined ? [] : [held]),
  ]);

describe('the store is told of money', () => {
  test('that people received in the ERP for an order that owes it', () => {
    expect(
      actsFor(unpaid, [erpDocument(5, 'payment', { total: eur('119.00'), method: 'bank_transfer' })]),
    ).toMatchObject([
      {
        key: 'plumb-demo-mark_paid-1-payment_5-1',
        happenedAt: at(5),
        body: {
          payment: { id: 'payment_5', number: 'DOC-5' },
          method: 'bank_transfer',
          isWhole: true,
          total: eur('119.00'),
        },
      },
    ]);
  });

  test('part by part, of which the last pays all that is outstanding', () => {
    const parts = [
      erpDocument(6, 'payment', { total: eur('69.00') }),
      erpDocument(5, 'customer_deposit', { total: eur('50.00') }),
    ];
    expect(marks(unpaid, parts)).toEqual([
      ['plumb-demo-mark_paid-1-customer_deposit_5-1', 'part'],
      ['plumb-demo-mark_paid-1-payment_6-1', 'whole'],
    ]);
  });

  test('in no case more than it waits for', () => {
    expect(marks(unpaid, [erpDocument(5, 'payment', { total: eur('120.00') })])).toEqual([
      [
        'plumb-demo-mark_paid-1-payment_5-1',
        'part',
        'DOC-5 of 120.00 EUR is more than the 119.00 EUR that the store waits for',
      ],
    ]);
  });

  test('whose id is any text under a name of its own', () => {
    const id = 'Zahlung Nr. 5/2026';
    const [told] = actsFor(unpaid, [erpDocument(5, 'payment', { total: eur('119.00'), documentId: id })]);
    expect(told?.key).toMatch(/^plumb-demo-mark_paid-[a-f0-9]{40}-1$/);
    expect(told).toMatchObject({ body: { payment: { id } } });
  });

  test('of an order cancelled in the store not at all, with a sentence', () => {
    const cancelled = { ...unpaid, header: { cancelledAt: at(9), outstanding: eur('119.00') } };
    expect(marks(cancelled, [erpDocument(5, 'payment', { total: eur('119.00') })])[0]?.[2]).toBe(
      'DOC-5 of 119.00 EUR came in for an order that is cancelled in the store',
    );
  });

  test.each([
    ['it knows of', { transactions: [payment(1, 5)] }, [erpDocument(6, 'payment', { total: eur('119.00') })]],
    [
      'it took itself and the ERP heard of first',
      { transactions: [payment(1, 7)] },
      [erpDocument(6, 'payment', { total: eur('119.00') })],
    ],
    [
      'that is our own document',
      unpaid,
      [erpDocument(6, 'payment', { total: eur('119.00'), postingKey: 'plumb-demo-payment-389179128261-1' })],
    ],
    ['that was canceled', unpaid, [erpDocument(6, 'payment', { total: eur('119.00'), status: 'canceled' })]],
    ['that went back', unpaid, [erpDocument(6, 'payment', { total: eur('-119.00') })]],
    ['of no receipt', unpaid, [erpDocument(6, 'invoice', { total: eur('119.00') })]],
  ] as const)('never of what %s', (_, story, facts) => {
    expect(actsFor(story, facts)).toEqual([]);
  });

  test('of one part though another of the same amount came in by card', () => {
    const half = { transactions: [payment(1, 5, { amount: eur('59.50') })] };
    const facts = [
      erpDocument(6, 'payment', { total: eur('59.50') }),
      erpDocument(7, 'payment', { total: eur('59.50') }),
    ];
    expect(marks(half, facts)).toEqual([['plumb-demo-mark_paid-1-payment_7-1', 'whole']]);
  });
});

describe('a payment that we told the store of', () => {
  const paid: OrderStory = { transactions: [payment(1, 9, { gateway: 'manual' })] };
  const byHand = erpDocument(5, 'payment', { total: eur('119.00') });
  const told = toldStore('mark_paid', 'payment_5', { thing: transactionId(1) });

  test('is the receipt of its transaction: we make none for it, nor apply one', () => {
    const shipped = { ...paid, fulfillments: [shipment(1, 60)] };
    const kinds = ['customer_deposit', 'payment', 'application'];
    expect(dutiesFor(shipped, [byHand, told], kinds)).toEqual([]);
    // The transaction is known before our receipt is where that was lost on its way.
    expect(dutiesFor(shipped, [byHand], kinds)).toEqual([]);
    expect(dutiesFor(shipped, [], kinds)).toHaveLength(2);
  });

  test('and that found an invoice is adopted like any payment that people typed in', () => {
    const shipped = { ...paid, fulfillments: [shipment(1, 6)] };
    expect(dutiesFor(shipped, [byHand, told], ['customer_deposit', 'payment'])).toMatchObject([
      { body: { kind: 'payment', transaction: transactionId(1) } },
    ]);
  });

  test('as a deposit of theirs is adopted, so that it can be applied', () => {
    const deposit = erpDocument(5, 'customer_deposit', { total: eur('119.00') });
    const act = toldStore('mark_paid', 'customer_deposit_5', { thing: transactionId(1) });
    expect(dutiesFor(paid, [deposit, act], ['customer_deposit'])).toHaveLength(1);
  });
});
