import { describe, expect, test } from 'vitest';
import type { ErpDocument, Fact } from '#domain/fact.ts';
import { nothingKnown } from '#domain/shop.ts';
import { knowOrder } from '#src/stabilize/know.ts';
import { erpLeg } from '#src/stabilize/prove-erp.ts';
import { due } from '#tests/support/due-facts.ts';
import { at, eur, orderFacts, shopSettings } from '#tests/support/order-facts.ts';

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
    total: eur('119.00'),
    createdAt: null,
    date: null,
    ledgerLines: null,
    ...changes,
  };
  const ends = { callback: '/told', sweep: '/seen', receipt: '' } as const;
  const key = `7/${body.kind}/${body.documentId}${ends[body.told]}`;
  return { kind: 'erp_document', key, lanes: ['order/1'], happenedAt: at(minute), authority: true, body };
}

const receipt = (changes: Change = {}) => told({ told: 'receipt', ...changes });
const byHand = (changes: Change = {}) =>
  told({ postingKey: null, documentId: 'invoice_9', number: 'INV-9', ...changes });

function gone(minute: number): Fact {
  const body = {
    connectionId: '7',
    kind: 'invoice',
    documentId: 'invoice_1',
    modifiedAt: at(minute),
  } as const;
  return {
    kind: 'erp_document_gone',
    key: '7/invoice/invoice_1/gone',
    lanes: ['order/1'],
    happenedAt: at(minute),
    authority: true,
    body,
  };
}

const invoice = due({ postingKey: 'inv-1' });

/** Ten minutes after nine, unless another minute is named: the invoice has time until ten. */
function prove(documents: readonly Fact[], dues = [invoice], minute = 10) {
  const order = knowOrder([...orderFacts(), ...documents], at(5));
  if (order === undefined) throw new Error('the order is known');
  const now = at(minute);
  const reading = { now, shop: shopSettings(), shopFacts: nothingKnown, claims: [], posts: true };
  const ought = { dues, obligations: [], anomalies: [], conflicts: [] };
  return erpLeg({ order, ought, reading }).leg;
}

describe('a document of ours', () => {
  test('agrees, whether the receipt, the callback or both told of it, in any order', () => {
    for (const documents of [[receipt()], [told()], [receipt(), told()], [told(), receipt()]])
      expect(prove(documents)).toMatchObject({ state: 'matched', seen: eur('119.00') });
  });

  test('stands in its newest state, whichever came last', () => {
    const edited = told({ total: eur('120.00'), minute: 3 });
    for (const documents of [
      [receipt(), edited],
      [edited, receipt()],
    ])
      expect(prove(documents)).toMatchObject({
        state: 'broken',
        cause: 'EDITED_BY_HAND',
        expected: eur('119.00'),
        seen: eur('120.00'),
        sentence:
          "The ERP's invoice INV-1 was changed by hand: it says 120.00 EUR where 119.00 EUR was posted.",
      });
    expect(prove([told({ total: eur('120.00'), minute: 0 }), receipt()])).toMatchObject({ state: 'matched' });
  });

  test('that never had the amount that is due differs without anyone having edited it', () => {
    expect(prove([receipt({ total: eur('118.00') })])).toMatchObject({ cause: 'AMOUNT' });
  });

  test('is not in effect once it is canceled, and was canceled by hand if it was posted', () => {
    expect(prove([receipt(), told({ status: 'canceled', minute: 2 })])).toMatchObject({
      cause: 'EDITED_BY_HAND',
      seen: eur('0'),
      sentence: "The ERP's invoice INV-1 was canceled by hand; 119.00 EUR is due.",
    });
    expect(prove([told({ status: 'canceled' })])).toMatchObject({ cause: 'STATUS' });
    expect(prove([receipt(), told({ status: 'open', minute: 2 })])).toMatchObject({
      cause: 'EDITED_BY_HAND',
      sentence: "The ERP's invoice INV-1 of 119.00 EUR was posted and is open again: a person reopened it.",
    });
  });

  test('was deleted when a whole pass misses it in its newest state, and is there again when it changes', () => {
    const lost = [receipt(), told({ told: 'sweep', minute: 4 }), gone(4)];
    expect(prove(lost)).toMatchObject({
      cause: 'DELETED',
      seen: eur('0'),
      sentence: "The ERP's invoice INV-1 of 119.00 EUR was deleted; the invoice for shipment 1 is due.",
    });
    expect(prove([...lost, told({ minute: 5 })])).toMatchObject({ state: 'matched' });
    expect(prove([receipt(), gone(0)])).toMatchObject({ state: 'matched' });
  });

  test('that came twice under one key is a duplicate until one of them is canceled', () => {
    const second = (status: string) => told({ documentId: 'invoice_2', number: 'INV-2', status });
    expect(prove([receipt(), second('posted')])).toMatchObject({ cause: 'DUPLICATE', seen: eur('238.00') });
    expect(prove([receipt(), second('canceled')])).toMatchObject({ state: 'matched', seen: eur('119.00') });
  });

  test('that was adopted keeps its posting when the ERP tells of it without our key', () => {
    const adopted = receipt({ documentId: 'invoice_9', number: 'INV-9', adopted: true });
    expect(prove([adopted, byHand({ minute: 2 })])).toMatchObject({
      state: 'matched',
      sentence: 'The ERP holds 1 invoice, as it ought to.',
    });
    expect(prove([adopted, byHand({ minute: 2, total: eur('1.00') })])).toMatchObject({
      cause: 'EDITED_BY_HAND',
    });
  });
});

describe('a document that people made', () => {
  test('counts as seen, stands for the missing one of its amount, and is named', () => {
    expect(prove([byHand()])).toMatchObject({
      state: 'matched',
      seen: eur('119.00'),
      sentence: 'The ERP holds 1 invoice, as it ought to. Entered by hand: invoice INV-9 of 119.00 EUR.',
    });
  });

  test('of another amount is named while ours is missing, and the missing one typed wrongly once its time is over', () => {
    expect(prove([byHand({ total: eur('100.00') })])).toMatchObject({
      state: 'pending',
      seen: eur('100.00'),
      sentence: 'Not at the ERP yet: 1 invoice. Entered by hand: invoice INV-9 of 100.00 EUR.',
    });
    expect(prove([byHand({ total: eur('100.00') })], [invoice], 100)).toMatchObject({ cause: 'AMOUNT' });
  });

  test('beside ours is a duplicate, or an amount that nothing calls for', () => {
    expect(prove([receipt(), byHand()])).toMatchObject({ cause: 'DUPLICATE', seen: eur('238.00') });
    expect(prove([receipt(), byHand({ total: { minor: 500n, currency: 'USD' } })])).toMatchObject({
      cause: 'AMOUNT',
      seen: eur('119.00'),
      sentence:
        'The ERP also holds invoice INV-9 of 5.00 USD, which nothing in the store calls for. ' +
        'Entered by hand: invoice INV-9 of 5.00 USD.',
    });
    expect(prove([byHand()], [])).toMatchObject({ cause: 'AMOUNT' });
  });

  test('beside ours is a second payment also under another name, and nothing when it is canceled', () => {
    const deposit = due({ kind: 'customer_deposit', group: 'receipt', ref: 'due/customer_deposit/1' });
    const paid = byHand({ kind: 'payment', number: 'PAY-1', documentId: 'payment_1' });
    const twice = byHand({ kind: 'customer_deposit', number: 'DEP-1', documentId: 'deposit_1' });
    expect(prove([paid], [deposit])).toMatchObject({ state: 'matched' });
    expect(prove([paid, twice], [deposit])).toMatchObject({ cause: 'DUPLICATE' });
    expect(prove([receipt(), byHand({ status: 'canceled' })]).sentence).toBe(
      'The ERP holds 1 invoice, as it ought to.',
    );
  });

  test('that moves goods, or joins what is compared by itself, is no part of the proof', () => {
    const aside = (['shipment', 'stock_adjustment', 'journal', 'application'] as const).map((kind) =>
      byHand({ kind, documentId: kind }),
    );
    expect(prove([receipt(), ...aside])).toMatchObject({ state: 'matched' });
  });
});

describe('what a sweep tells of a document', () => {
  test('holds as long as nobody told of a later state', () => {
    const swept = told({ told: 'sweep', minute: 3, date: '2026-10-31', createdAt: at(1) });
    const order = (...documents: readonly Fact[]) =>
      knowOrder([...orderFacts(), ...documents], null)?.documents[0];
    expect(order(swept, told({ minute: 3 }), receipt())).toMatchObject({
      date: '2026-10-31',
      createdAt: at(1),
    });
    expect(order(swept, told({ minute: 4 }))).toMatchObject({ date: null, createdAt: at(1) });
  });
});
