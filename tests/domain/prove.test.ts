import { describe, expect, test } from 'vitest';
import type { ErpDocument } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { formatMoney } from '#domain/money.ts';
import type { LegName, Proof } from '#domain/proof.ts';
import { nothingKnown, type ShopFacts } from '#domain/shop.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { prove, type Proven } from '#src/stabilize/prove.ts';
import {
  at,
  documentFor,
  eur,
  known,
  type OrderStory,
  payment,
  sale,
  shipment,
  shopSettings,
} from '#tests/support/order-facts.ts';

const hour = 60;

type Around = { readonly now?: Instant; readonly shopFacts?: Partial<ShopFacts>; readonly posts?: boolean };

/** Half an hour after nine, by an app that posts by itself. */
function proven(story: OrderStory, { now = at(30), shopFacts = {}, posts = true }: Around = {}): Proven {
  const order = known(story);
  const shop = shopSettings();
  const { dues, obligations, course } = expectOrder(order, shop);
  return prove(
    order,
    { dues, obligations, anomalies: course.anomalies, conflicts: [] },
    { now, shop, shopFacts: { ...nothingKnown, ...shopFacts }, claims: [], posts },
  );
}

function proof(story: OrderStory, around: Around = {}): Proof {
  return proven(story, around).proof;
}

/** "erp AMOUNT -1": each difference with its leg and its minor units. */
function differences(story: OrderStory, around: Around = {}): string[] {
  return proof(story, around).breaks.map(
    ({ leg: of, cause, amount }) => `${of} ${cause} ${amount === null ? '–' : String(amount.minor)}`,
  );
}

function leg(name: LegName, of: Proof) {
  const found = of.legs.find((one) => one.leg === name);
  if (found === undefined) throw new Error(`a proof has the leg ${name}`);
  return found;
}

const paid: OrderStory = { transactions: [payment(1, 5)] };
const shipped: OrderStory = { ...paid, fulfillments: [shipment(1, 9)] };
/** The story with every document that it obliges, changed by `alter` where it answers one. */
function documented(
  story: OrderStory,
  alter: (one: ErpDocument) => Partial<ErpDocument> = () => ({}),
): OrderStory {
  const { obligations } = expectOrder(known(story), shopSettings());
  const documents = obligations.map((one) => documentFor(one));
  return { ...story, documents: documents.map((one) => ({ ...one, ...alter(one) })) };
}

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
    ['an order from long before the cut-over is proven like any other', { header: { placedAt: at(-9000) } }, {}, 'matched'],
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

  test('breaks when the store does not show what it announced', () => {
    expect(leg('store', proof({ read: { readAt: at(9), found: false } }))).toMatchObject({
      state: 'broken',
      cause: 'MISSING_STORE',
    });
  });

  test('waits for the read', () => {
    expect(leg('store', proof({ read: null }))).toMatchObject({ state: 'pending', cause: null });
  });
});

describe('the ERP leg', () => {
  test('a document is pending to the last millisecond of its time and missing after it', () => {
    const due = Date.parse(at(5)) + context.erpSlaMs;
    const legAt = (ms: number) => leg('erp', proof(paid, { now: new Date(ms).toISOString() }));
    expect(legAt(due)).toMatchObject({
      state: 'pending',
      sentence: 'Not at the ERP yet: 1 sales order and 1 customer deposit.',
    });
    expect(legAt(due + 1)).toMatchObject({
      state: 'broken',
      cause: 'MISSING_ERP',
      sentence: `The ERP still lacks 1 sales order and 1 customer deposit; the oldest was due since ${at(5)}.`,
    });
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
      one.kind === 'invoice' ? { total: eur('118.99'), number: 'INV-7' } : {},
    );
    expect(leg('erp', proof(wrong))).toMatchObject({
      state: 'broken',
      cause: 'AMOUNT',
      expected: eur('119.00'),
      seen: eur('118.99'),
      sentence: 'The ERP holds invoice INV-7 of 118.99 EUR where 119.00 EUR is due.',
    });
  });

  test('a document of the same figure in another currency is another amount', () => {
    const wrong = documented(shipped, (one) => ({ total: { ...one.total, currency: 'USD' } }));
    expect(leg('erp', proof(wrong))).toMatchObject({ state: 'broken', cause: 'AMOUNT' });
  });

  test('goods that were never sold break it', () => {
    const over = documented({ ...paid, fulfillments: [shipment(1, 9, { units: 2 })] });
    expect(leg('erp', proof(over))).toMatchObject({ state: 'broken', cause: 'STATUS' });
  });

  test('a payment after its invoice waits for a person', () => {
    const late = documented({ transactions: [payment(1, 9)], fulfillments: [shipment(1, 5)] });
    expect(leg('erp', proof(late))).toMatchObject({ state: 'broken', cause: 'MISSING_ERP' });
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

describe('the time at which a pending proof is to be read again', () => {
  test('is when the first document that is missing will be late', () => {
    const order = known(shipped);
    const expectation = expectOrder(order, shopSettings());
    expect(lateAt(order, expectation, { ...context, now: at(10) })).toBe(
      new Date(Date.parse(at(5)) + context.erpSlaMs + 1).toISOString(),
    );
  });

  test('is never for an order that has all its documents, or whose documents are late already', () => {
    const whole = known(documented(shipped));
    expect(lateAt(whole, expectOrder(whole, shopSettings()), context)).toBeNull();
    const order = known(shipped);
    expect(lateAt(order, expectOrder(order, shopSettings()), { ...context, now: at(600) })).toBeNull();
  });
});
