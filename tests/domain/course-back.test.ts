import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { formatMoney } from '#domain/money.ts';
import { back, documents, two, walk } from '#tests/support/course-story.ts';
import {
  agreed,
  at,
  charge,
  eur,
  line,
  type OrderStory,
  payment,
  refundOf,
  sale,
  shipment,
} from '#tests/support/order-facts.ts';

const discrepancy = (total: string) =>
  sale({ total }, { lineType: 'ADJUSTMENT', lineItem: null, quantity: 0 });

describe('goods that go back', () => {
  const refund = (rest: Partial<OrderStory> = {}): OrderStory => ({
    sales: [two],
    agreements: [
      agreed(2, 20, { reason: 'REFUND', refund: gid('Refund', '7'), sales: [back('119.00', '19.00')] }),
    ],
    fulfillments: [shipment(1, 10, { units: 2 })],
    ...rest,
  });

  test('after their invoice are credited, by the agreement that takes them back and on its day', () => {
    const { credits } = walk(refund());
    expect(credits).toMatchObject([
      {
        anchor: gid('SalesAgreement', '2'),
        refund: gid('Refund', '7'),
        happenedAt: at(20),
        total: eur('119.00'),
        lines: [{ lineItem: line(1), quantity: 1, gross: eur('100.00'), taxes: [{ amount: eur('19.00') }] }],
        discrepancy: null,
      },
    ]);
    expect([...(credits[0]?.shipped ?? [])]).toEqual([line(1)]);
  });

  test('before anything is invoiced are never invoiced and never credited', () => {
    expect(documents(refund({ fulfillments: [shipment(1, 30)] }))).toEqual({
      invoices: ['119.00'],
      credits: [],
    });
  });

  test('one minute after payment leave the deposit by a refund, and the rest is invoiced (SCENARIOS 5)', () => {
    const story = refund({
      header: { financialStatus: 'partially_refunded' },
      transactions: [
        payment(1, 0, { amount: eur('238.00') }),
        payment(2, 20, { kind: 'refund', amount: eur('119.00') }),
      ],
      fulfillments: [shipment(1, 30)],
    });
    expect(walk(story)).toMatchObject({
      refunds: [{ fromDeposits: eur('119.00'), fromReceivable: eur('0') }],
      invoices: [{ total: eur('119.00') }],
      credits: [],
      applications: [{ amount: eur('119.00') }],
    });
  });

  test.each([
    ['cancel', 'the unit still to be shipped', { invoices: ['40.00', '40.00'], credits: [] }],
    ['return', 'the one that was shipped', { invoices: ['40.00', '80.00'], credits: ['40.00'] }],
    [
      'no_restock',
      'what was invoiced, as far as there is any',
      { invoices: ['40.00', '80.00'], credits: ['40.00'] },
    ],
  ])('with restock type %s are %s', (restock, _, expected) => {
    const story: OrderStory = {
      sales: [sale({ total: '120.00' }, { quantity: 3 })],
      agreements: [agreed(2, 20, { reason: 'REFUND', refund: gid('Refund', '7'), sales: [back('40.00')] })],
      refunds: [refundOf(7, 20, { restock: [restock] })],
      fulfillments: [shipment(1, 10), shipment(2, 30, { units: restock === 'cancel' ? 1 : 2 })],
    };
    expect(documents(story)).toEqual(expected);
  });

  test('in two refunds of one line are two credit memos (SCENARIOS 21)', () => {
    const agreements = [2, 3].map((n) =>
      agreed(n, n * 10, {
        reason: 'REFUND',
        refund: gid('Refund', `${n}`),
        sales: [back('119.00', '19.00')],
      }),
    );
    expect(documents(refund({ agreements }))).toEqual({
      invoices: ['238.00'],
      credits: ['119.00', '119.00'],
    });
  });

  test('by a third of a line that does not divide leave nothing over', () => {
    const parts = ['39.67', '39.66', '39.67'];
    const agreements = parts.map((total, n) =>
      agreed(n + 2, 20 + n, { reason: 'RETURN', sales: [back(total)] }),
    );
    const story = refund({
      sales: [sale({ total: '119.00' }, { quantity: 3 })],
      fulfillments: [1, 2, 3].map((n) => shipment(n, 10 + n)),
      agreements,
    });
    expect(documents(story)).toEqual({ invoices: parts, credits: parts });
  });
});

describe('a return', () => {
  test('whose fee is kept is credited whole, and the fee is invoiced', () => {
    const sales = [back('119.00', '19.00'), charge('FEE', '10.00')];
    const agreements = [agreed(2, 20, { reason: 'RETURN', return: gid('Return', '3'), sales })];
    const { invoices, credits } = walk({ agreements, fulfillments: [shipment(1, 10)] });
    expect(invoices).toMatchObject([{}, { total: eur('10.00'), charges: [{ kind: 'fee' }], earned: true }]);
    expect(credits).toMatchObject([{ total: eur('119.00'), return: gid('Return', '3') }]);
  });

  test('in exchange, 100 back and 250 out: credit memo, invoice when it leaves, the credit used on it', () => {
    const sales = [back('100.00'), sale({ total: '250.00' }, { lineItem: line(2) })];
    const story: OrderStory = {
      sales: [sale({ total: '100.00' })],
      agreements: [agreed(2, 20, { reason: 'RETURN', sales })],
      transactions: [payment(1, 1, { amount: eur('100.00') }), payment(2, 25, { amount: eur('150.00') })],
      fulfillments: [shipment(1, 10), shipment(2, 30, { lines: [{ lineItem: line(2), quantity: 1 }] })],
    };
    expect(documents(story)).toEqual({ invoices: ['100.00', '250.00'], credits: ['100.00'] });
    expect(
      walk(story).applications.map(({ from, amount }) => [Object.keys(from)[0], formatMoney(amount)]),
    ).toEqual([
      ['deposit', '100.00'],
      ['deposit', '150.00'],
      ['credit', '100.00'],
    ]);
  });

  test('of everything but one article nets to the price of that article: 2,258 less 1,893 is 365 (SCENARIOS 20)', () => {
    const sales = [sale({ total: '1893.00' }), sale({ total: '365.00' }, { lineItem: line(2) })];
    const lines = [1, 2].map((n) => ({ lineItem: line(n), quantity: 1 }));
    const agreements = [agreed(2, 20, { reason: 'RETURN', sales: [back('1893.00')] })];
    expect(documents({ sales, agreements, fulfillments: [shipment(1, 10, { lines })] })).toEqual({
      invoices: ['2258.00'],
      credits: ['1893.00'],
    });
  });
});

describe('an amount without goods', () => {
  const given = (amount: string, minutes: number, rest: Partial<OrderStory> = {}): OrderStory => ({
    agreements: [
      agreed(2, minutes, { reason: 'REFUND', refund: gid('Refund', '7'), sales: [discrepancy(amount)] }),
    ],
    refunds: [refundOf(7, minutes, { reasons: ['DAMAGE'] })],
    fulfillments: [shipment(1, 10)],
    ...rest,
  });

  test('is credited with its reason', () => {
    expect(walk(given('-20.00', 20)).credits).toMatchObject([
      {
        total: eur('20.00'),
        discrepancy: 'DAMAGE',
        lines: [],
        charges: [{ kind: 'unknown', gross: eur('20.00') }],
      },
    ]);
  });

  test('that goes back before the invoice is credited when there is one', () => {
    expect(walk(given('-20.00', 5)).credits).toMatchObject([{ total: eur('20.00'), happenedAt: at(10) }]);
    expect(walk(given('-20.00', 5, { fulfillments: [] })).credits).toEqual([]);
  });

  test('beyond what is invoiced is credited only as far as there is something to credit', () => {
    expect(documents(given('-200.00', 20)).credits).toEqual(['119.00']);
  });

  test('that is kept back of goods makes their credit memo smaller', () => {
    const sales = [back('119.00', '19.00'), discrepancy('30.00')];
    const agreements = [agreed(2, 20, { reason: 'REFUND', refund: gid('Refund', '7'), sales })];
    expect(documents({ ...given('0', 20), agreements }).credits).toEqual(['89.00']);
  });

  test('that offsets a refund while its money is pending leaves no credit memo of 0, but one when it is released (SCENARIOS 19)', () => {
    const pending = agreed(2, 20, {
      reason: 'REFUND',
      sales: [back('119.00', '19.00'), discrepancy('119.00')],
    });
    const refunded = payment(2, 20, { kind: 'refund', status: 'pending' });
    const story: OrderStory = {
      ...given('0', 20),
      agreements: [pending],
      transactions: [payment(1, 1), refunded],
    };
    expect(walk(story)).toMatchObject({ credits: [], refunds: [] });
    const released = agreed(3, 60, { reason: 'REFUND', sales: [discrepancy('-119.00')] });
    const settled = { ...refunded, status: 'success', processedAt: at(60) };
    const later = { ...story, agreements: [pending, released], transactions: [payment(1, 1), settled] };
    expect(walk(later)).toMatchObject({
      credits: [{ happenedAt: at(60), total: eur('119.00'), lines: [{ lineItem: line(1), quantity: 1 }] }],
      refunds: [{ fromReceivable: eur('119.00') }],
    });
  });
});
