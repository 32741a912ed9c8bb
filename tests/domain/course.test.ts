import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { formatMoney, parseMoney } from '#domain/money.ts';
import { back, documents, totals, walk } from '#tests/support/course-story.ts';
import {
  agreed,
  charge,
  eur,
  known,
  lamp,
  line,
  type OrderStory,
  payment,
  sale,
  shipment,
  threeUnits,
} from '#tests/support/order-facts.ts';

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
    expect(totals(invoices)).toEqual(['169.00']);
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
