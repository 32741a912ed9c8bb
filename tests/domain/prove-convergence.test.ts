import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '#domain/encode.ts';
import type { ErpDocument, Fact } from '#domain/fact.ts';
import { type Dated, learn } from '#src/stabilize/know.ts';
import { flow } from '#src/flow.ts';
import { nothingKnown } from '#domain/shop.ts';
import {
  at,
  dated,
  eur,
  headerFact,
  orderFacts,
  orderLane,
  payment,
  readFact,
  shipment,
  shopSettings,
  transactionFact,
} from '#tests/support/order-facts.ts';

const told = ['callback', 'sweep'] as const;
const kinds = [
  'sales_order',
  'customer_deposit',
  'payment',
  'invoice',
  'credit_memo',
  'refund_payment',
] as const;

/** One state of one of few documents, so that states of the same one meet. */
const anyState = fc
  .record({
    kind: fc.constantFrom(...kinds),
    id: fc.constantFrom('a', 'b'),
    total: fc.constantFrom('119.00', '118.99', '19.00'),
    status: fc.constantFrom('posted', 'posted', 'open', 'canceled'),
    by: fc.constantFrom(...told),
    minute: fc.integer({ min: 1, max: 4 }),
    date: fc.constantFrom('2026-11-02', '2026-10-31', null),
  })
  .map(({ kind, id, total, status, by, minute, date }): Fact => {
    const body: ErpDocument = {
      connectionId: '1',
      kind,
      documentId: `${kind}_${id}`,
      number: `${kind}-${id}`,
      postingKey: null,
      adopted: false,
      told: by,
      status,
      total: eur(total),
      createdAt: at(1),
      date: by === 'sweep' ? date : null,
      ledgerLines: null,
    };
    const key = `1/${kind}/${body.documentId}/${by === 'sweep' ? 'seen' : 'told'}`;
    return { kind: 'erp_document', key, lanes: [orderLane], happenedAt: at(minute), authority: true, body };
  });

const anyGone = fc
  .record({
    kind: fc.constantFrom(...kinds),
    id: fc.constantFrom('a', 'b'),
    minute: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ kind, id, minute }): Fact => {
    const body = { connectionId: '1', kind, documentId: `${kind}_${id}`, modifiedAt: at(minute) };
    const key = `1/${kind}/${body.documentId}/gone`;
    return {
      kind: 'erp_document_gone',
      key,
      lanes: [orderLane],
      happenedAt: at(minute),
      authority: true,
      body,
    };
  });

const store: readonly Fact[] = [
  ...orderFacts({
    transactions: [payment(1, 5), payment(2, 90, { kind: 'refund', amount: eur('19.00') })],
    fulfillments: [shipment(1, 9)],
  }),
  transactionFact(payment(2, 90, { kind: 'refund', amount: eur('19.00'), status: 'pending' })),
  { ...headerFact({ financialStatus: 'pending' }), authority: false },
  readFact(at(590)),
];

const closed = { period: '2026-10', from: '2026-10-01', to: '2026-10-31', status: 'closed' } as const;

function conclusions(facts: readonly Dated[]) {
  const outcome = flow(
    {
      lane: orderLane,
      heardAt: at(0),
      readDueAt: null,
      deliveries: [],
      facts,
      postings: [],
      entries: [],
      claims: [],
    },
    {
      shop: shopSettings(),
      shopFacts: { ...nothingKnown, periods: [closed], erpReadThrough: at(700) },
      now: at(700),
      translators: new Map(),
    },
  );
  return encode({ proof: outcome.proof, breaks: outcome.breaks, items: outcome.openItems });
}

describe('a proof', () => {
  test('is the same whatever the order, the repetition and the grouping in which its facts came', () => {
    fc.assert(
      fc.property(
        fc.array(anyState, { maxLength: 6 }),
        fc.array(anyGone, { maxLength: 2 }),
        fc.tuple(fc.array(fc.nat(), { minLength: 25, maxLength: 25 }), fc.nat()),
        (states, gone, [order, cut]) => {
          const all = dated([...store, ...states, ...gone]);
          const whole = conclusions(learn([], all));
          const shuffled = [...all, ...all.slice(0, 3)]
            .map((one, n) => ({ one, rank: order[n] ?? n }))
            .toSorted((left, right) => left.rank - right.rank)
            .map(({ one }) => one);
          const half = cut % (shuffled.length + 1);
          const again = learn(learn([], shuffled.slice(0, half)), shuffled.slice(half)).toReversed();
          expect(conclusions(again)).toEqual(whole);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('names each difference once, and no key twice', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 8 }), (states) => {
        const outcome = flow(
          {
            lane: orderLane,
            heardAt: at(0),
            readDueAt: null,
            deliveries: [],
            facts: learn([], dated([...store, ...states])),
            postings: [],
            entries: [],
            claims: [],
          },
          { shop: shopSettings(), shopFacts: nothingKnown, now: at(700), translators: new Map() },
        );
        const keys = outcome.breaks.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        const refs = outcome.openItems.map(({ ref }) => ref);
        expect(new Set(refs).size).toBe(refs.length);
        expect(outcome.proof?.state === 'broken').toBe(outcome.breaks.length > 0);
      }),
      { numRuns: 250 },
    );
  });
});
