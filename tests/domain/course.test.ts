import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { formatMoney, type Money, parseMoney } from '#domain/money.ts';
import { defaultPolicy, type Policy } from '#domain/policy.ts';
import type { Course } from '#src/stabilize/course.ts';
import { courseOf } from '#src/stabilize/course-of.ts';
import { documentFor } from '#tests/support/document-facts.ts';
import {
  agreed,
  at,
  charge,
  eur,
  fulfillmentId,
  known,
  lamp,
  line,
  type OrderStory,
  payment,
  refundOf,
  sale,
  shipment,
  shopSettings,
  threeUnits,
} from '#tests/support/order-facts.ts';
import { obligedInvoice } from '#tests/support/course.ts';

function under(policy: Partial<Policy>) {
  return shopSettings({
    policies: [{ version: 1, validFrom: at(-1000), policy: { ...defaultPolicy, ...policy } }],
  });
}

const walk = (story: OrderStory, policy: Partial<Policy> = {}): Course =>
  courseOf(known(story), under(policy));
const shown = (some: readonly { readonly total: Money }[]) => some.map(({ total }) => formatMoney(total));

/** What the story comes to in documents: invoices and credit memos, by their totals. */
function documents(story: OrderStory, policy: Partial<Policy> = {}) {
  const { invoices, credits } = walk(story, policy);
  return { invoices: shown(invoices), credits: shown(credits) };
}

const back = (total: string, tax = '0', rest: Parameters<typeof sale>[1] = {}) =>
  sale({ total: `-${total}`, tax: `-${tax}` }, { quantity: -1, ...rest });
const two = sale({ total: '238.00', tax: '38.00' }, { quantity: 2 });
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
    ['cancel', 'the unit still to be shipped', ['40.00', '40.00'], []],
    ['return', 'the one that was shipped', ['40.00', '80.00'], ['40.00']],
    ['no_restock', 'what was invoiced, as far as there is any', ['40.00', '80.00'], ['40.00']],
  ])('with restock type %s are %s', (restock, _, invoices, credits) => {
    const story: OrderStory = {
      sales: [sale({ total: '120.00' }, { quantity: 3 })],
      agreements: [agreed(2, 20, { reason: 'REFUND', refund: gid('Refund', '7'), sales: [back('40.00')] })],
      refunds: [refundOf(7, 20, { restock: [restock] })],
      fulfillments: [shipment(1, 10), shipment(2, 30, { units: restock === 'cancel' ? 1 : 2 })],
    };
    expect(documents(story)).toEqual({ invoices, credits });
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

describe('an edit', () => {
  const edit = (sales: OrderStory['sales'] = []) => [agreed(2, 20, { sales })];

  test('of 2 × 48.00 with 20 % off to one unit leaves 38.40 (SCENARIOS 17)', () => {
    const sales = [sale({ total: '76.80', discount: '19.20' }, { quantity: 2 })];
    const agreements = edit([sale({ total: '-38.40', discount: '-9.60' }, { quantity: -1 })]);
    expect(walk({ sales, agreements, fulfillments: [shipment(1, 30)] }).invoices).toMatchObject([
      { total: eur('38.40'), lines: [{ quantity: 1, gross: eur('48.00'), discount: eur('9.60') }] },
    ]);
  });

  test('that removes a line takes its tax out of the invoice (SCENARIOS 18)', () => {
    const other = sale({ total: '59.50', tax: '9.50' }, { lineItem: line(2) });
    const agreements = edit([back('59.50', '9.50', { lineItem: line(2) })]);
    const [invoice] = walk({ sales: [lamp, other], agreements, fulfillments: [shipment(1, 30)] }).invoices;
    expect(invoice).toMatchObject({ total: eur('119.00'), lines: [{ lineItem: line(1) }] });
    expect(invoice?.lines[0]?.taxes.map((tax) => tax.amount)).toEqual([eur('19.00')]);
  });

  test('after the invoice swaps 119.00 for 142.80: a credit memo and an invoice, net 261.80', () => {
    const other = sale({ total: '119.00', tax: '19.00' }, { lineItem: line(2) });
    const swapped = sale({ total: '142.80', tax: '22.80' }, { lineItem: line(3) });
    const agreements = edit([back('119.00', '19.00', { lineItem: line(2) }), swapped]);
    expect(documents({ sales: [lamp, other], agreements }, { invoiceAt: 'order' })).toEqual({
      invoices: ['238.00', '142.80'],
      credits: ['119.00'],
    });
  });

  test('that adds units after a shipment waits for them to leave', () => {
    const story = { agreements: edit([lamp]), fulfillments: [shipment(1, 10)] };
    expect(documents(story).invoices).toEqual(['119.00']);
    expect(documents({ ...story, fulfillments: [shipment(1, 10), shipment(2, 30)] }).invoices).toEqual([
      '119.00',
      '119.00',
    ]);
  });

  test('of what is charged beside shipped goods is a document of its own, in either direction', () => {
    const fulfillments = [shipment(1, 10)];
    const more = walk({ agreements: edit([charge('SHIPPING', '4.90')]), fulfillments });
    expect(more.invoices).toMatchObject([
      {},
      { anchor: gid('SalesAgreement', '2'), total: eur('4.90'), lines: [] },
    ]);
    const less = {
      sales: [lamp, charge('SHIPPING', '4.90')],
      agreements: edit([charge('SHIPPING', '-4.90')]),
    };
    expect(documents({ ...less, fulfillments })).toEqual({ invoices: ['123.90'], credits: ['4.90'] });
  });

  test('of the price of shipped goods is an invoice or a credit memo of the difference', () => {
    const price = (total: string) => edit([sale({ total }, { quantity: 0 })]);
    const fulfillments = [shipment(1, 10)];
    expect(documents({ agreements: price('10.00'), fulfillments }).invoices).toEqual(['119.00', '10.00']);
    expect(documents({ agreements: price('-10.00'), fulfillments }).credits).toEqual(['10.00']);
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

describe('money', () => {
  test('of a refund that is pending moves nothing, though its goods are credited', () => {
    const agreements = [agreed(2, 20, { reason: 'REFUND', sales: [back('119.00', '19.00')] })];
    const story = { agreements, fulfillments: [shipment(1, 10)] };
    const refunded = payment(2, 20, { kind: 'refund', status: 'pending' });
    expect(walk({ ...story, transactions: [payment(1, 1), refunded] })).toMatchObject({
      credits: [{}],
      refunds: [],
    });
    const settled = { ...refunded, status: 'success' };
    expect(walk({ ...story, transactions: [payment(1, 1), settled] }).refunds).toMatchObject([
      { fromReceivable: eur('119.00'), fromDeposits: eur('0') },
    ]);
  });

  test('of a gift card and of a card are two deposits; a card sold is on the invoice (SCENARIOS 12)', () => {
    const card = sale({ total: '50.00' }, { lineItem: line(2), lineType: 'GIFT_CARD' });
    const transactions = [
      payment(1, 1, { gateway: 'gift_card', amount: eur('30.00') }),
      payment(2, 1, { amount: eur('139.00') }),
    ];
    const lines = [1, 2].map((n) => ({ lineItem: line(n), quantity: 1 }));
    const { invoices, payments } = walk({
      sales: [lamp, card],
      transactions,
      fulfillments: [shipment(1, 9, { lines })],
    });
    expect(shown(invoices)).toEqual(['169.00']);
    expect(invoices[0]?.lines.map((one) => one.giftCard)).toEqual([false, true]);
    expect(payments.map((one) => formatMoney(one.deposited))).toEqual(['30.00', '139.00']);
  });

  test('that goes back beyond all that came in is named with the exact amount', () => {
    const refunded = payment(2, 20, { kind: 'refund', amount: eur('143.00') });
    expect(walk({ transactions: [payment(1, 1), refunded] }).anomalies).toMatchObject([
      { kind: 'refunded-beyond-receipts', about: refunded.transaction, amount: eur('24.00') },
    ]);
  });
});

describe('a discount and taxes', () => {
  test('of net 100, 20 off and 10 % are invoiced at 88.00 (SCENARIOS 9)', () => {
    const [invoice] = walk({
      sales: [sale({ total: '88.00', tax: '8.00', discount: '20.00' })],
      fulfillments: [shipment(1, 9)],
    }).invoices;
    expect(invoice).toMatchObject({
      total: eur('88.00'),
      lines: [{ gross: eur('100.00'), discount: eur('20.00') }],
    });
  });

  test('of seven lines keep the 12.46 of the store, whatever an ERP would reckon (SCENARIOS 10)', () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7];
    const sales = numbers.map((n) => sale({ total: '10.27', tax: '1.78' }, { lineItem: line(n) }));
    const lines = numbers.map((n) => ({ lineItem: line(n), quantity: 1 }));
    const [invoice] = walk({ sales, fulfillments: [shipment(1, 9, { lines })] }).invoices;
    const taxes = invoice?.lines.flatMap((one) => one.taxes.map((tax) => tax.amount.minor)) ?? [];
    expect(taxes.reduce((sum, tax) => sum + tax, 0n)).toBe(1246n);
  });

  test('of one article on two lines are told apart by line, not by article (SCENARIOS 23)', () => {
    const free = sale({ total: '0', discount: '100.00' }, { lineItem: line(2) });
    const header = { lines: known().header.lines.map((one) => ({ ...one, sku: 'SAME' })) };
    const ship = (n: number) => shipment(n, n * 10, { lines: [{ lineItem: line(n), quantity: 1 }] });
    expect(documents({ header, sales: [lamp, free], fulfillments: [ship(1), ship(2)] }).invoices).toEqual([
      '119.00',
      '0.00',
    ]);
  });

  test.each([
    ['JPY', '100', ['33', '34', '33']],
    ['KWD', '1.000', ['0.333', '0.334', '0.333']],
  ])('in %s part into its own minor units', (currency, total, parts) => {
    const amount = (text: string) => parseMoney(text, currency);
    const sales = [
      { ...threeUnits, total: amount(total), tax: amount('0'), discount: amount('0'), taxes: [] },
    ];
    const fulfillments = [1, 2, 3].map((n) => shipment(n, n * 10));
    expect(documents({ header: { currency }, sales, fulfillments }).invoices).toEqual(parts);
  });
});

describe('a shipment that was called back', () => {
  const cancelled = shipment(1, 10, { status: 'cancelled' });
  const itsInvoice = documentFor(obligedInvoice({ fulfillments: [shipment(1, 10)] }));

  test('is as good as none while the ERP has no invoice of it', () => {
    expect(documents({ fulfillments: [cancelled] }).invoices).toEqual([]);
    expect(walk({ fulfillments: [cancelled, shipment(2, 30)] }).invoices).toMatchObject([
      { anchor: fulfillmentId(2), force: 'due' },
    ]);
  });

  test.each([
    ['ours', itsInvoice],
    ['by hand', { ...itsInvoice, postingKey: null }],
  ])(
    'leaves its invoice standing where the ERP has one (%s), and units that leave again are invoiced once',
    (_, one) => {
      const story = { fulfillments: [cancelled], documents: [one] };
      expect(walk(story).invoices).toMatchObject([{ anchor: fulfillmentId(1), force: 'stands' }]);
      expect(walk({ ...story, fulfillments: [cancelled, shipment(2, 30)] }).invoices).toMatchObject([
        { anchor: fulfillmentId(1), force: 'due', total: eur('119.00') },
      ]);
    },
  );

  test('and the order with it has its invoice credited (SCENARIOS 24)', () => {
    const agreements = [agreed(2, 20, { reason: 'REFUND', sales: [back('119.00', '19.00')] })];
    const story = { header: { cancelledAt: at(20) }, agreements, fulfillments: [cancelled] };
    expect(walk({ ...story, documents: [itsInvoice] })).toMatchObject({
      invoices: [{ force: 'due', total: eur('119.00') }],
      credits: [{ total: eur('119.00') }],
    });
    expect(documents(story)).toEqual({ invoices: [], credits: [] });
  });
});

describe('by policy', () => {
  const cod = 'Cash on Delivery (COD)';
  const story: OrderStory = {
    sales: [two, charge('SHIPPING', '4.90')],
    transactions: [payment(1, 5, { amount: eur('242.90') })],
    fulfillments: [shipment(1, 10), shipment(2, 20)],
  };

  test.each([
    ['fulfillment', [10, 20], ['123.90', '119.00']],
    ['payment', [5], ['242.90']],
    ['order', [0], ['242.90']],
  ] as const)(
    'an invoice at %s is due then, and what it holds is invoiced once',
    (invoiceAt, minutes, totals) => {
      const { invoices } = walk(story, { invoiceAt });
      expect(invoices.map((one) => one.happenedAt)).toEqual(minutes.map(at));
      expect(shown(invoices)).toEqual(totals);
    },
  );

  test('one gateway may have its invoice before the money (SCENARIOS 13)', () => {
    const pending = payment(1, 0, { gateway: cod, status: 'pending', amount: eur('242.90') });
    const paid = { ...pending, status: 'success', processedAt: at(30) };
    const policy = { invoiceAtByGateway: { [cod]: 'order' } } as const;
    expect(walk({ ...story, transactions: [pending] }, policy).invoices).toMatchObject([
      { happenedAt: at(0) },
    ]);
    expect(walk({ ...story, transactions: [paid] }, policy).payments).toMatchObject([
      { settled: eur('242.90'), deposited: eur('0') },
    ]);
    expect(walk(story, policy).invoices).toHaveLength(2);
  });

  test('goods that leave unpaid are invoiced as they leave, though the policy waits for payment', () => {
    expect(documents({ ...story, transactions: [] }, { invoiceAt: 'payment' }).invoices).toEqual([
      '123.90',
      '119.00',
    ]);
  });

  test('revenue of an early invoice waits for its goods: shipping with the first, each unit with its own', () => {
    const { invoices, recognitions } = walk(story, { invoiceAt: 'order', revenueAt: 'fulfillment' });
    expect(invoices).toMatchObject([{ earned: false }]);
    expect(recognitions).toMatchObject([
      {
        fulfillment: fulfillmentId(1),
        lines: [{ quantity: 1, gross: eur('100.00') }],
        charges: [{ kind: 'shipping' }],
      },
      { fulfillment: fulfillmentId(2), lines: [{ quantity: 1, gross: eur('100.00') }], charges: [] },
    ]);
    expect(walk(story, { revenueAt: 'fulfillment' })).toMatchObject({
      invoices: [{ earned: true }, {}],
      recognitions: [],
    });
  });

  test('a new version rules orders placed from then on, and no order placed before', () => {
    const versions = (validFrom: string) =>
      shopSettings({
        policies: [
          { version: 1, validFrom: at(-1000), policy: defaultPolicy },
          { version: 2, validFrom, policy: { ...defaultPolicy, invoiceAt: 'order' } },
        ],
      });
    const before = courseOf(known(story), versions(at(1)));
    expect(before).toEqual(courseOf(known(story), under({})));
    expect(courseOf(known(story), versions(at(0))).invoices).toMatchObject([{ happenedAt: at(0) }]);
  });
});
