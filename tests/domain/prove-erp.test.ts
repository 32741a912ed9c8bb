import { describe, expect, test } from 'vitest';
import type { ErpDocument, Fact, OrderHeader } from '#domain/fact.ts';
import type { Obligation } from '#domain/posting.ts';
import type { Expectation } from '#src/stabilize/expect.ts';
import { type KnownOrder, knowOrder } from '#src/stabilize/know.ts';
import { erpLeg } from '#src/stabilize/prove-erp.ts';

const order = 'gid://shopify/Order/1';
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const at = (minute: number) => new Date(Date.parse('2026-11-23T08:00:00Z') + minute * 60_000).toISOString();

const header: OrderHeader = {
  order,
  name: '#1001',
  currency: 'EUR',
  test: false,
  taxesIncluded: true,
  presentmentCurrency: 'EUR',
  createdAt: at(0),
  dueAt: null,
  taxPlace: 'DE',
  merchantOfRecord: false,
  channel: 'web',
  location: null,
  placedAt: at(0),
  cancelledAt: null,
  financialStatus: 'PAID',
  poNumber: null,
  total: eur(11900n),
  outstanding: eur(0n),
  lines: [],
};

type Change = Partial<ErpDocument> & { readonly minute?: number };

/** One state of an ERP document, told by a callback unless it says otherwise. */
function told({ minute = 1, ...changes }: Change = {}): Fact {
  const body: ErpDocument = {
    connectionId: '7',
    kind: 'invoice',
    documentId: 'invoice_1',
    number: 'INV-1',
    postingKey: 'inv-1',
    adopted: false,
    told: 'callback',
    status: 'posted',
    total: eur(11900n),
    createdAt: null,
    date: null,
    ledgerLines: null,
    ...changes,
  };
  const key = `7/${body.kind}/${body.documentId}${body.told === 'callback' ? '/told' : ''}`;
  return { kind: 'erp_document', key, lanes: ['order/1'], happenedAt: at(minute), authority: true, body };
}

const receipt = (changes: Change = {}) => told({ told: 'receipt', ...changes });
const byHand = (changes: Change = {}) =>
  told({ postingKey: null, documentId: 'invoice_9', number: 'INV-9', ...changes });

function known(documents: readonly Fact[]): KnownOrder {
  const store = [
    { kind: 'order', key: order, lanes: ['order/1'], happenedAt: at(0), authority: true, body: header },
    {
      kind: 'order_read',
      key: order,
      lanes: ['order/1'],
      happenedAt: at(0),
      authority: true,
      body: { readAt: at(5), found: true },
    },
  ] satisfies Fact[];
  const found = knowOrder([...store, ...documents], at(5));
  if (found === undefined) throw new Error('the order is known');
  return found;
}

const invoice: Obligation = {
  key: 'inv-1',
  kind: 'invoice',
  anchor: '1',
  happenedAt: at(0),
  because: 'goods left',
  dependsOn: [],
  body: {
    kind: 'invoice',
    order: { id: order, name: '#1001', store: 'plumb-demo.myshopify.com' },
    salesOrder: 'so-1',
    fulfillment: 'gid://shopify/Fulfillment/1',
    invoicedOn: '2026-11-23',
    lines: [],
    charges: [],
    total: eur(11900n),
  },
};

function prove(documents: readonly Fact[], obligations: readonly Obligation[] = [invoice], minute = 10) {
  const expectation: Expectation = {
    obligations,
    entries: [],
    invoiced: eur(11900n * BigInt(obligations.length)),
    overshipped: [],
    latePayments: [],
  };
  return erpLeg(known(documents), expectation, { now: at(minute), erpSlaMs: 3_600_000 });
}

describe('a document of ours', () => {
  test('agrees, whether the receipt, the callback or both told of it, in any order', () => {
    for (const documents of [[receipt()], [told()], [receipt(), told()], [told(), receipt()]])
      expect(prove(documents)).toMatchObject({ state: 'matched', seen: eur(11900n) });
  });

  test('stands in its newest state, whichever came last', () => {
    const edited = told({ total: eur(12000n), minute: 3 });
    for (const documents of [
      [receipt(), edited],
      [edited, receipt()],
    ])
      expect(prove(documents)).toMatchObject({
        state: 'broken',
        cause: 'EDITED_BY_HAND',
        expected: eur(11900n),
        seen: eur(12000n),
      });
    expect(prove([told({ total: eur(12000n), minute: 0 }), receipt()])).toMatchObject({ state: 'matched' });
  });

  test('that never had the amount that is due differs without anyone having edited it', () => {
    expect(prove([receipt({ total: eur(11800n) })])).toMatchObject({
      cause: 'AMOUNT',
      sentence: 'The ERP holds invoice INV-1 of 118.00 EUR where 119.00 EUR is due.',
    });
    expect(prove([told({ total: { minor: 11900n, currency: 'USD' } })])).toMatchObject({
      cause: 'AMOUNT',
      seen: eur(0n),
    });
  });

  test('that is canceled or open again is no longer seen as posted', () => {
    expect(prove([receipt(), told({ status: 'canceled', minute: 2 })])).toMatchObject({
      cause: 'EDITED_BY_HAND',
      seen: eur(0n),
      sentence: "The ERP's invoice INV-1 was canceled by hand; 119.00 EUR is due.",
    });
    expect(prove([told({ status: 'canceled' })])).toMatchObject({ cause: 'STATUS' });
    expect(prove([receipt(), told({ status: 'open', minute: 2 })])).toMatchObject({
      cause: 'EDITED_BY_HAND',
      sentence: "The ERP's invoice INV-1 of 119.00 EUR was posted and is open again: a person reopened it.",
    });
  });

  test('that came twice under one key is a duplicate until one of them is canceled', () => {
    const second = (status: string) => told({ documentId: 'invoice_2', number: 'INV-2', status });
    expect(prove([receipt(), second('posted')])).toMatchObject({ cause: 'DUPLICATE', seen: eur(23800n) });
    expect(prove([receipt(), second('canceled')])).toMatchObject({ state: 'matched', seen: eur(11900n) });
  });

  test('that was adopted keeps its posting when the ERP tells of it without our key', () => {
    const adopted = receipt({ documentId: 'invoice_9', number: 'INV-9', adopted: true });
    expect(prove([adopted, byHand({ minute: 2 })])).toMatchObject({
      state: 'matched',
      sentence: 'The ERP holds 1 invoice, as it ought to.',
    });
    expect(prove([adopted, byHand({ minute: 2, total: eur(1n) })])).toMatchObject({
      cause: 'EDITED_BY_HAND',
    });
  });
});

describe('a document that people made', () => {
  test('counts as seen, stands for the missing one of its amount, and is named', () => {
    expect(prove([byHand()])).toMatchObject({
      state: 'matched',
      seen: eur(11900n),
      sentence: 'The ERP holds 1 invoice, as it ought to. Entered by hand: invoice INV-9 of 119.00 EUR.',
    });
  });

  test('of another amount is named while ours is missing, and no substitute', () => {
    expect(prove([byHand({ total: eur(10000n) })])).toMatchObject({
      state: 'pending',
      seen: eur(10000n),
      sentence: 'Not at the ERP yet: 1 invoice. Entered by hand: invoice INV-9 of 100.00 EUR.',
    });
    expect(prove([byHand({ total: eur(10000n) })], [invoice], 100)).toMatchObject({ cause: 'MISSING_ERP' });
  });

  test('beside ours is a duplicate, or an amount that nothing calls for', () => {
    expect(prove([receipt(), byHand()])).toMatchObject({ cause: 'DUPLICATE', seen: eur(23800n) });
    expect(prove([receipt(), byHand({ total: { minor: 500n, currency: 'USD' } })])).toMatchObject({
      cause: 'AMOUNT',
      seen: eur(11900n),
      sentence:
        'The ERP also holds invoice INV-9 of 5.00 USD, which nothing in the store calls for. ' +
        'Entered by hand: invoice INV-9 of 5.00 USD.',
    });
    expect(prove([byHand()], [])).toMatchObject({ cause: 'AMOUNT' });
  });

  test('is only named when it is a sales order or a deposit, and not at all when it is canceled', () => {
    expect(prove([receipt(), byHand({ kind: 'customer_deposit', number: 'DEP-9' })])).toMatchObject({
      state: 'matched',
      sentence:
        'The ERP holds 1 invoice, as it ought to. Entered by hand: customer deposit DEP-9 of 119.00 EUR.',
    });
    expect(prove([receipt(), byHand({ status: 'canceled' })]).sentence).toBe(
      'The ERP holds 1 invoice, as it ought to.',
    );
  });
});
