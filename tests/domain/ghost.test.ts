import { describe, expect, test } from 'vitest';
import type { ErpDocument, Fact } from '#domain/fact.ts';
import type { Lane } from '#domain/lane.ts';
import type { Claim } from '#domain/open-item.ts';
import { nothingKnown } from '#domain/shop.ts';
import type { Around } from '#tests/support/lane-facts.ts';
import { run } from '#tests/support/lane-facts.ts';
import { at, dated, eur, orderId, orderLane, readFact, shopSettings } from '#tests/support/order-facts.ts';

/** A document that only a sweep of the ERP has told of, made hours before nine. */
function document(rest: Partial<ErpDocument> = {}, lane: Lane = orderLane): Fact {
  const body: ErpDocument = {
    connectionId: '1',
    kind: 'invoice',
    documentId: 'invoice_1',
    number: 'INV-1',
    postingKey: null,
    adopted: false,
    told: 'sweep',
    status: 'posted',
    total: eur('119.00'),
    createdAt: at(-300),
    date: '2026-11-02',
    ledgerLines: null,
    ...rest,
  };
  const key = `1/${body.kind}/${body.documentId}/seen`;
  return { kind: 'erp_document', key, lanes: [lane], happenedAt: at(-300), authority: true, body };
}

const salesOrder = document({
  kind: 'sales_order',
  documentId: 'so_1',
  number: 'SO-1',
  total: eur('150.00'),
});
const deletion: Fact = {
  kind: 'order_deleted',
  key: orderId,
  lanes: [orderLane],
  happenedAt: at(1),
  authority: false,
  body: {},
};

function found(facts: readonly Fact[], around: Around = {}) {
  const { breaks, proof, openItems, readDueAt } = run([], { facts: dated(facts), ...around });
  const names = breaks.map(
    ({ leg, cause, about, amount }) =>
      `${leg} ${cause} ${about} ${amount === null ? '–' : String(amount.minor)}`,
  );
  return { breaks: names, proof, openItems: openItems.map(({ ref }) => ref), readDueAt };
}

describe('an order of which only the ERP knows', () => {
  test('says nothing before the store was asked, and the store is asked a quiet minute later', () => {
    expect(found([document()])).toMatchObject({ breaks: [], proof: null, readDueAt: at(31) });
  });

  test('is not even asked about while the past is being read', () => {
    const shopFacts = { ...nothingKnown, pastRead: false };
    expect(found([document()], { shopFacts })).toMatchObject({ breaks: [], proof: null, readDueAt: null });
  });

  test('is missing in the store by its sales order, or else by its invoices, once the store does not show it', () => {
    const asked = readFact(at(10), false);
    expect(found([document(), salesOrder, asked])).toMatchObject({
      breaks: [`store MISSING_STORE ${orderId} 15000`],
      proof: { state: 'broken', name: 'order 820982911946154508', total: eur('150.00') },
      openItems: ['document/invoice/invoice_1', 'document/sales_order/so_1'],
      readDueAt: null,
    });
    expect(found([document(), asked]).breaks).toEqual([`store MISSING_STORE ${orderId} 11900`]);
  });

  test('was deleted if the store said so, and nothing of it is looked for elsewhere', () => {
    expect(found([document(), salesOrder, deletion])).toMatchObject({
      breaks: [`store DELETED ${orderId} 15000`],
      openItems: [],
      readDueAt: null,
    });
  });

  test('is beyond what the store shows when its documents are sixty days older than the installation', () => {
    const installedLater = shopSettings({ installedAt: at(61 * 24 * 60) });
    const asked = readFact(at(62 * 24 * 60), false);
    expect(found([document(), asked]).breaks).toEqual([`store MISSING_STORE ${orderId} 11900`]);
    expect(found([document(), asked], { shop: installedLater }).breaks).toEqual([
      `store OUT_OF_WINDOW ${orderId} 11900`,
    ]);
  });

  test('is no order at all where its only document belongs to another', () => {
    const claims: readonly Claim[] = [
      {
        due: 'due/invoice/7',
        dueLabel: '#1007',
        documents: [{ ref: 'document/invoice/invoice_1', label: 'INV-1' }],
        state: 'claimed',
        claimedAt: at(11),
      },
    ];
    expect(found([document(), readFact(at(10), false)], { claims }).breaks).toEqual([
      'erp IDENTITY INV-1 11900',
    ]);
  });

  test('is nothing when its documents are canceled', () => {
    expect(found([document({ status: 'canceled' })])).toMatchObject({ breaks: [], readDueAt: null });
  });
});

describe('a document that names no order', () => {
  const lane: Lane = 'erp/invoice_1';
  const claim = {
    due: 'due/invoice/7',
    dueLabel: '#1007',
    documents: [{ ref: 'document/invoice/invoice_1', label: 'INV-1' }],
    claimedAt: at(11),
  };

  test('belongs to the order that lacks it, to one of several, or to none', () => {
    const stray = [document({}, lane)];
    expect(found(stray, { lane })).toMatchObject({
      breaks: ['erp MISSING_STORE INV-1 11900'],
      proof: null,
      openItems: ['document/invoice/invoice_1'],
    });
    const claims = (state: Claim['state']) => ({ lane, claims: [{ ...claim, state }] });
    expect(found(stray, claims('claimed')).breaks).toEqual(['erp IDENTITY INV-1 11900']);
    expect(found(stray, claims('tied')).breaks).toEqual(['erp AMBIGUOUS INV-1 11900']);
  });

  test('of money that went back is a difference of the refunds', () => {
    expect(found([document({ kind: 'credit_memo' }, lane)], { lane }).breaks).toEqual([
      'refund MISSING_STORE INV-1 11900',
    ]);
  });

  test('waits an hour, and for the past to be read', () => {
    expect(found([document({ createdAt: at(0) }, lane)], { lane })).toMatchObject({
      breaks: [],
      openItems: [],
    });
    const shopFacts = { ...nothingKnown, pastRead: false };
    expect(found([document({}, lane)], { lane, shopFacts })).toMatchObject({ breaks: [], openItems: [] });
  });

  test.each(['journal', 'shipment', 'stock_adjustment', 'sales_order'] as const)(
    'concerns no order as a %s',
    (kind) => {
      expect(found([document({ kind }, lane)], { lane })).toMatchObject({ breaks: [], openItems: [] });
    },
  );
});
