import { describe, expect, test } from 'vitest';
import type { Decision, DecisionDetail, DecisionKind } from '#domain/decision.ts';
import { explain } from '#src/govern/explain.ts';

const document = { document: 'customer_deposit', minor: '35700', currency: 'EUR' };

function decision(kind: DecisionKind, detail: DecisionDetail): Decision {
  return {
    lane: 'order/1',
    decidedAt: '2026-11-23T08:01:00.000Z',
    kind,
    subject: 'plumb-demo-customer_deposit-5-1',
    rule: 'invoice posting',
    ruleVersion: 1,
    detail,
    actor: 'rule',
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
      'The customer deposit of 357.00 EUR is held: invoice posting is in mode shadow. Nothing leaves until that changes.',
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
