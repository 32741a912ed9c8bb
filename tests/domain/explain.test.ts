import { describe, expect, test } from 'vitest';
import type { Decision, DecisionDetail, DecisionKind } from '#domain/decision.ts';
import { explain } from '#src/govern/explain.ts';

const document = { document: 'customer_deposit', minor: '35700', currency: 'EUR' };

/** Decided by people. */
const people: ReadonlySet<DecisionKind> = new Set<DecisionKind>([
  'approved',
  'declined',
  'mode changed',
  'paused',
]);

function decision(kind: DecisionKind, detail: DecisionDetail): Decision {
  return {
    lane: 'order/1',
    decidedAt: '2026-11-23T08:01:00.000Z',
    kind,
    subject: 'plumb-demo-customer_deposit-5-1',
    rule: 'invoice posting',
    ruleVersion: 1,
    detail,
    actor: people.has(kind) ? 'user 42' : 'rule',
  };
}

describe('explain', () => {
  const sentences: readonly [DecisionKind, DecisionDetail, string][] = [
    [
      'planned',
      { ...document, because: '#1001 was paid in full', reason: null },
      'The customer deposit of 357.00 EUR is due because #1001 was paid in full; planned by invoice posting, version 1.',
    ],
    [
      'held',
      { ...document, because: '#1001 was paid in full', reason: 'invoice posting is in mode shadow' },
      'The customer deposit of 357.00 EUR is due because #1001 was paid in full, and held: invoice posting is in mode shadow. Nothing leaves until that changes.',
    ],
    [
      'held',
      { ...document, reason: 'several documents fit' },
      'The customer deposit of 357.00 EUR is held: several documents fit. Nothing leaves until that changes.',
    ],
    [
      'approved',
      document,
      'The customer deposit of 357.00 EUR was approved as it stood then by user 42; no other content of it may leave on that word.',
    ],
    [
      'declined',
      { ...document, reason: 'a test of ours' },
      'The customer deposit of 357.00 EUR is kept from leaving by user 42: a test of ours.',
    ],
    [
      'mode changed',
      { workflow: 'invoice posting', from: 'shadow', to: 'auto', reason: 'sixty days agreed' },
      'Invoice posting went from mode shadow to auto by the word of user 42: sixty days agreed.',
    ],
    [
      'paused',
      { workflow: 'invoice posting', reason: 'the ERP is being moved' },
      'Invoice posting was paused by user 42: the ERP is being moved. Nothing leaves until it is resumed.',
    ],
    [
      'superseded',
      { ...document, because: '#1001 was paid in full', reason: null },
      'The customer deposit of 357.00 EUR was planned anew by invoice posting, version 1, because the facts changed before it left: #1001 was paid in full.',
    ],
    [
      'withdrawn',
      { ...document, reason: 'the facts no longer oblige it' },
      'The customer deposit of 357.00 EUR was withdrawn by invoice posting, version 1: the facts no longer oblige it.',
    ],
    [
      'attempted',
      { ...document, attempt: 2 },
      'Attempt 2 to post the customer deposit of 357.00 EUR; from here its content is fixed.',
    ],
    [
      'posted',
      { ...document, number: 'DEP-00001', note: null },
      'The customer deposit of 357.00 EUR was posted as DEP-00001.',
    ],
    [
      'adopted',
      { ...document, number: 'DEP-00001', note: 'made by hand as DEP-00001' },
      'The customer deposit of 357.00 EUR was found in the ERP as DEP-00001 and adopted (made by hand as DEP-00001); none was created.',
    ],
    [
      'retried',
      { ...document, reason: 'the ERP is out of reach', notBefore: '2026-11-23T08:01:30.000Z' },
      'The customer deposit of 357.00 EUR was put off: the ERP is out of reach. The next attempt is not before 2026-11-23T08:01:30.000Z.',
    ],
    [
      'rejected',
      { ...document, reason: 'the ERP refused: closed period (period_closed)' },
      'The customer deposit of 357.00 EUR was refused: the ERP refused: closed period (period_closed). A person has to decide.',
    ],
    [
      'gave up',
      { ...document, reason: 'gave up after 8 tries: the ERP is out of reach', tries: 8 },
      'The customer deposit of 357.00 EUR gave up after 8 tries: the ERP is out of reach. A person has to decide.',
    ],
    [
      'connection shut',
      { connection: 'erp', reason: 'the ERP is out of reach', until: '2026-11-23T08:01:30.000Z' },
      'The ERP does not serve (the ERP is out of reach), so nothing leaves for it before 2026-11-23T08:01:30.000Z.',
    ],
    [
      'connection probed',
      { connection: 'store', posting: 'plumb-demo-fulfill-1-1' },
      'The store is tried again with one posting, plumb-demo-fulfill-1-1.',
    ],
    [
      'connection reopened',
      { connection: 'erp', reason: 'it serves' },
      'The ERP serves again, and what waited for it leaves.',
    ],
    [
      'translated',
      { delivery: '4', source: 'shopify', topic: 'orders/paid', facts: 1, kinds: 'order' },
      'Delivery 4 (shopify orders/paid) was read: one fact (order).',
    ],
    [
      'parked',
      { delivery: '4', source: 'shopify', topic: 'orders/paid', reason: 'the body is not JSON' },
      'Delivery 4 (shopify orders/paid) was parked: the body is not JSON.',
    ],
  ];

  test.each(sentences)('tells a decision that something was %s', (kind, detail, sentence) => {
    expect(explain(decision(kind, detail))).toBe(sentence);
  });
});
