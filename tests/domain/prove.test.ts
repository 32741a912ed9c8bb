import { describe, expect, test } from 'vitest';
import { formatMoney } from '#domain/money.ts';
import type { Proof } from '#domain/proof.ts';
import { at, eur, type OrderStory, payment, sale, shipment } from '#tests/support/order-facts.ts';
import {
  type Around,
  differences,
  documented,
  leg,
  paid,
  proof,
  shipped,
} from '#tests/support/proof-facts.ts';

const hour = 60;

describe('an order', () => {
  test('of which store, ERP and cash say the same is matched', () => {
    const whole = proof(documented(shipped));
    expect(whole).toMatchObject({ state: 'matched', name: '#1001' });
    expect(whole.legs.map((one) => [one.leg, one.state])).toEqual([
      ['store', 'matched'],
      ['erp', 'matched'],
      ['cash', 'matched'],
      ['payout', 'unmeasured'],
    ]);
  });

  test.each<[string, OrderStory, Around, Proof['state']]>([
    ['a test order is only that', { header: { test: true } }, {}, 'test'],
    [
      'an order from long before the cut-over is proven like any other',
      { header: { placedAt: at(-9000) } },
      {},
      'matched',
    ],
    ['an order that nobody asked the store about is pending', { read: null }, {}, 'pending'],
    ['a cancelled order that agrees is cancelled', { header: { cancelledAt: at(3) } }, {}, 'cancelled'],
    ['a missing document within its time is pending', paid, {}, 'pending'],
    ['a missing document past its time is broken', paid, { now: at(5 + hour + 1) }, 'broken'],
    ['a test order stays one though it was deleted', { header: { test: true }, deleted: true }, {}, 'test'],
  ])('%s', (...[, story, rest, state]) => {
    expect(proof(story, rest).state).toBe(state);
  });
});

describe('the store leg', () => {
  test('matches when the sales add up to the total', () => {
    expect(leg('store', proof({}))).toMatchObject({
      state: 'matched',
      expected: eur('119.00'),
      seen: eur('119.00'),
      sentence: "Its sales add up to 119.00 EUR, the order's total.",
    });
  });

  test('breaks when they do not', () => {
    expect(leg('store', proof({ header: { total: eur('120.00') } }))).toMatchObject({
      state: 'broken',
      cause: 'AMOUNT',
      sentence: 'Its sales add up to 119.00 EUR, but the store shows a total of 120.00 EUR.',
    });
  });

  test('breaks when the order was deleted, even if it cannot be shown any more', () => {
    const gone = proof({ deleted: true, read: { readAt: at(9), found: false } });
    expect(leg('store', gone)).toMatchObject({ state: 'broken', cause: 'DELETED' });
  });

  test('breaks by the whole when the store does not show what it announced: it was deleted', () => {
    const read = { readAt: at(9), found: false };
    expect(differences({ ...shipped, read })).toEqual(['store DELETED 11900']);
  });

  test('says no more than that the store hides it when it is older than sixty days', () => {
    const read = { readAt: at(61 * 24 * hour), found: false };
    expect(differences({ read })).toEqual(['store OUT_OF_WINDOW 11900']);
  });

  test('waits for the read', () => {
    expect(leg('store', proof({ read: null }))).toMatchObject({ state: 'pending', cause: null });
  });
});

describe('the ERP leg', () => {
  test('a document is pending to the last millisecond of its time and missing after it', () => {
    const due = Date.parse(at(5)) + hour * 60_000;
    const legAt = (ms: number) => leg('erp', proof(paid, { now: new Date(ms).toISOString() }));
    expect(legAt(due)).toMatchObject({
      state: 'pending',
      sentence: 'Not at the ERP yet: 1 sales order and 1 customer deposit.',
    });
    expect(legAt(due + 1)).toMatchObject({
      state: 'broken',
      cause: 'MISSING_ERP',
      sentence: `The ERP lacks the deposit for payment 389179128261 of 119.00 EUR, due since ${at(5)}. 1 more difference.`,
    });
  });

  test('a document that people make is missing only once the ERP was looked at after its time', () => {
    const read = (erpReadThrough: string) => ({ now: at(300), shopFacts: { erpReadThrough }, posts: false });
    expect(leg('erp', proof(paid, read(at(64))))).toMatchObject({
      state: 'pending',
      sentence: 'The ERP has yet to be looked at for 1 sales order and 1 customer deposit.',
    });
    expect(leg('erp', proof(paid, read(at(65)))).state).toBe('broken');
  });

  test('the time of each document runs from its own trigger', () => {
    const story = documented(paid);
    const later = { ...story, fulfillments: [shipment(1, 20)] };
    expect(leg('erp', proof(later, { now: at(5 + hour + 1) })).state).toBe('pending');
    expect(leg('erp', proof(later, { now: at(20 + hour + 1) }))).toMatchObject({
      cause: 'MISSING_ERP',
      expected: eur('119.00'),
      seen: eur('0'),
    });
  });

  test('a document of another amount breaks it, with both amounts in the sentence', () => {
    const wrong = documented(shipped, (one) =>
      one.kind === 'invoice' ? { total: eur('118.90'), number: 'INV-7' } : {},
    );
    expect(leg('erp', proof(wrong))).toMatchObject({
      state: 'broken',
      cause: 'AMOUNT',
      expected: eur('119.00'),
      seen: eur('118.90'),
      sentence: 'The ERP holds invoice INV-7 of 118.90 EUR where 119.00 EUR is due.',
    });
  });

  test('a document of the same figure in another currency differs by the whole', () => {
    const wrong = documented(shipped, (one) =>
      one.kind === 'invoice' ? { total: { ...one.total, currency: 'USD' } } : {},
    );
    expect(differences(wrong)).toEqual(['erp CURRENCY 11900']);
  });

  test('goods that were never sold break it', () => {
    const over = documented({ ...paid, fulfillments: [shipment(1, 9, { units: 2 })] });
    expect(leg('erp', proof(over))).toMatchObject({ state: 'broken', cause: 'STATUS' });
  });

  test('a payment after its invoice may be missing for a while', () => {
    const whole = documented({ transactions: [payment(1, 9)], fulfillments: [shipment(1, 5)] });
    const late = { ...whole, documents: whole.documents?.filter(({ kind }) => kind !== 'payment') ?? [] };
    expect(leg('erp', proof(late)).state).toBe('pending');
    expect(differences(late, { now: at(9 + hour + 1) })).toEqual(['erp MISSING_ERP 11900']);
  });

  test('an order that obliges nothing owes nothing', () => {
    expect(leg('erp', proof({}))).toMatchObject({
      state: 'matched',
      sentence: 'The ERP owes no document yet.',
    });
  });

  test('counts what is there', () => {
    expect(leg('erp', proof(documented(shipped))).sentence).toBe(
      'The ERP holds 1 sales order, 1 customer deposit, 1 invoice, and 1 application, as it ought to.',
    );
  });
});

describe('sentences', () => {
  test('every amount is written with its currency and as many decimals as that has', () => {
    const stories: OrderStory[] = [
      paid,
      shipped,
      documented(shipped),
      { header: { total: eur('7.00') } },
      { sales: [sale({ total: '1234.50' })] },
    ];
    const sentences = stories.flatMap((story) => proof(story).legs.map((one) => one.sentence));
    const amounts = sentences.flatMap((one) => one.match(/\d+[.,]\d+\S*( \w+)?/g) ?? []);
    expect(amounts.length).toBeGreaterThan(5);
    expect(amounts.filter((one) => !/^\d+\.\d{2} EUR$/.test(one))).toEqual([]);
    expect(sentences.join(' ')).toContain(`${formatMoney(eur('1234.5'))} EUR`);
  });
});

describe('what no rule may decide', () => {
  test.each<[string, OrderStory, string]>([
    [
      'a shipment of more than was sold',
      { ...paid, fulfillments: [shipment(1, 9, { units: 2 })] },
      'erp STATUS –',
    ],
    [
      'a refund of more than came in',
      { transactions: [payment(1, 5, { kind: 'refund' })] },
      'refund AMOUNT 11900',
    ],
  ])('%s is a break once the store was asked, for the rest may be on its way', (_, story, expected) => {
    expect(differences(story)).toContain(expected);
    expect(differences({ ...story, read: null })).toEqual([]);
  });

  test('a sale of an unknown type is a break, though it stands in suspense and the sums agree', () => {
    const story: OrderStory = {
      ...paid,
      sales: [sale({ total: '119.00' }, { lineType: 'PERPETUAL_MOTION' })],
    };
    expect(leg('store', proof(story))).toMatchObject({ state: 'broken', cause: 'UNKNOWN_TYPE' });
  });

  test('two documents for one obligation are a break that names both', () => {
    const story = documented(shipped);
    const invoice = story.documents?.find((one) => one.kind === 'invoice');
    if (invoice === undefined) throw new Error('the story has an invoice');
    const twin = { ...invoice, documentId: 'another', number: 'INV-TWIN' };
    const found = leg('erp', proof({ ...story, documents: [...(story.documents ?? []), twin] }));
    expect(found).toMatchObject({ state: 'broken', cause: 'DUPLICATE' });
    expect(found.sentence).toContain('INV-TWIN');
  });
});
