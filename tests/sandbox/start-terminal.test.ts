import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { timeLeft } from '#sandbox/run/past.ts';
import { plantedOf } from '#sandbox/traffic/fault/planted.ts';
import { summaryLines } from '#sandbox/run/summary.ts';
import type { Account } from '#sandbox/run/tally.ts';
import { progressBar, tableLines } from '#sandbox/run/terminal.ts';

describe('the terminal', () => {
  test('shows a share as a bar that is never longer than the whole', () => {
    expect(progressBar(0)).toBe(`${'░'.repeat(24)}   0 %`);
    expect(progressBar(0.5)).toBe(`${'█'.repeat(12)}${'░'.repeat(12)}  50 %`);
    expect(progressBar(7)).toBe(`${'█'.repeat(24)} 100 %`);
  });

  test('lines numbers up under their heading', () => {
    const lines = tableLines(
      ['Fruit', 'eaten'],
      [
        ['apples', 12345],
        ['figs', 7],
      ],
    );
    expect(lines.map(stripVTControlCharacters)).toEqual([
      'Fruit    eaten',
      'apples  12,345',
      'figs         7',
    ]);
  });

  test('says how long something takes once it can know', () => {
    expect(timeLeft(1000, 0.001)).toBe('how long is not known yet');
    expect(timeLeft(10_000, 0.25)).toBe('30 s left');
    expect(timeLeft(100_000, 0.25)).toBe('5 min left');
  });
});

describe('the summary of a run', () => {
  const stray = {
    lane: 'erp/9',
    key: 'erp/MISSING_STORE/INV-9',
    leg: 'erp',
    cause: 'MISSING_STORE',
    minor: 500n,
    currency: 'EUR',
    about: 'INV-9',
    name: null,
    sentence: 'Nobody knows what it is for.',
    isOpen: true,
  } as const;
  const at = Date.parse('2026-11-23T09:00:00Z');
  const fault = plantedOf({
    kind: 'document-forgotten',
    subject: 'gid://shopify/Fulfillment/7',
    order: 'gid://shopify/Order/1',
    at,
    amount: { minor: 1190n, currency: 'EUR' },
    note: '#1003: its invoice was never made',
  });
  const lost = plantedOf({
    kind: 'delivery-lost',
    subject: 'a',
    order: 'gid://shopify/Order/2',
    at,
    note: 'orders/paid',
  });
  const account: Account = {
    tally: {
      deliveries: { sent: 12, kept: 8, duplicates: 1, refused: 2, failed: 1, parked: 3, vanished: 4 },
      orders: 5,
      proofs: { matched: 4, broken: 1 },
      postings: { planned: 6, posted: 6, held: 0 },
      erpDocuments: { salesOrders: 3, deposits: 2, invoices: 1, duplicates: 0 },
      leftToProof: 2,
      planted: {
        total: 3,
        lasting: 1,
        found: 1,
        exactAmount: 1,
        fittingCause: 0,
        exactCause: 0,
        oneCause: 1,
        healed: 2,
        false: 1,
        unmeasured: 0,
        families: { deliveries: 2, people: 1 },
      },
      unexplained: { found: 0, planted: 0 },
      lost: 1,
      doubled: 0,
    },
    documents: {
      rows: [{ words: 'sales orders', expected: 4, found: 3 }],
      missing: ['#1001 ought to have 1 sales orders; the ERP holds 0'],
      surplus: [],
      leftToProof: [{ because: 'refunded', count: 2 }],
      planted: [{ because: 'a delivery of it was lost on its way', count: 1 }],
    },
    differences: Array.from({ length: 10 }, (_, index) => ({
      name: `#${2001 + index}`,
      cause: index === 0 ? 'SPLIT' : 'AMOUNT',
      sentence: 'Too little.',
    })),
    score: {
      findings: [
        {
          fault,
          breaks: [
            { ...stray, lane: 'order/1', name: '#1003', cause: 'AMOUNT', minor: -1190n, currency: 'EUR' },
          ],
          isFound: true,
          hasExactAmount: true,
          hasFittingCause: false,
          hasTrueCause: false,
        },
      ],
      unmeasured: [],
      healed: [
        { fault: lost, afterMs: 25 * 60_000 },
        { fault: { ...lost, kind: 'delivery-doubled' }, afterMs: null },
      ],
      unhealed: [],
      falseBreaks: [stray],
      unexplained: { found: 0, planted: 0 },
    },
    wrong: ['#1001 ought to have 1 sales orders; the ERP holds 0'],
  };

  test('tells what came, what was proven, what is owed and what was planted, and ends with what counts', () => {
    const lines = summaryLines(account).map(stripVTControlCharacters);
    expect(lines).toContain('sales orders     4           3');
    expect(lines).toContain(
      'by the world         3           2       1                  1          0       2',
    );
    expect(lines).toContain(
      'by its breaks                   1      1             1              0          0 of 1',
    );
    expect(lines).toContain(
      'other cause: document-forgotten  #1003: its invoice was never made (11.90 EUR MISSING_ERP or DELETED), ' +
        'seen as #1003 erp AMOUNT -11.90 EUR',
    );
    expect(lines).toContain('false: erp/9 erp MISSING_STORE 5.00 EUR  Nobody knows what it is for.');
    expect(lines).toContain('  orders/paid found by a sweep 25 min after it was lost');
    expect(lines).toContain('10 orders found to differ: 1 SPLIT, 9 AMOUNT');
    expect(lines.filter((one) => one.endsWith('Too little.'))).toHaveLength(8);
    expect(lines).toContain('  and 2 more');
    expect(lines).toContain('2 orders not counted: refunded; its proof says whether all is there');
    expect(lines).toContain('1 order not counted: a delivery of it was lost on its way (planted)');
    expect(lines.slice(-2)).toEqual([
      'wrong: #1001 ought to have 1 sales orders; the ERP holds 0',
      '1 lost, 0 doubled',
    ]);
  });
});
