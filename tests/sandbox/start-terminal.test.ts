import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { timeLeft } from '#sandbox/run/past.ts';
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
  const account: Account = {
    tally: {
      deliveries: { sent: 12, kept: 8, duplicates: 1, refused: 2, failed: 1, parked: 3, vanished: 4 },
      orders: 5,
      proofs: { matched: 4, broken: 1 },
      postings: { planned: 6, posted: 6, held: 0 },
      erpDocuments: { salesOrders: 3, deposits: 2, invoices: 1, duplicates: 0 },
      noRuleYet: 2,
      planted: {
        total: 3,
        lasting: 1,
        passing: 2,
        families: { people: { total: 3, lasting: 1, passing: 2 } },
      },
      lost: 1,
      doubled: 0,
    },
    documents: {
      rows: [{ words: 'sales orders', expected: 4, found: 3 }],
      missing: ['#1001 ought to have 1 sales orders; the ERP holds 0'],
      surplus: [],
      noRuleYet: [{ because: 'refunded', count: 2 }],
      planted: [{ because: 'a delivery of it was lost on its way', count: 1 }],
    },
    differences: Array.from({ length: 10 }, (_, index) => ({
      name: `#${2001 + index}`,
      cause: index === 0 ? 'SPLIT' : 'AMOUNT',
      sentence: 'Too little.',
    })),
    wrong: ['#1001 ought to have 1 sales orders; the ERP holds 0'],
  };

  test('tells what came, what was proven, what is owed and what was planted, and ends with what counts', () => {
    const lines = summaryLines(account).map(stripVTControlCharacters);
    expect(lines).toContain('sales orders     4           3');
    expect(lines).toContain('people               3        1        2');
    expect(lines).toContain('10 orders found to differ: 1 SPLIT, 9 AMOUNT');
    expect(lines.filter((one) => one.endsWith('Too little.'))).toHaveLength(8);
    expect(lines).toContain('  and 2 more');
    expect(lines).toContain('2 orders not counted: refunded, for which no rule posts yet');
    expect(lines).toContain('1 order not counted: a delivery of it was lost on its way (planted)');
    expect(lines.slice(-2)).toEqual([
      'wrong: #1001 ought to have 1 sales orders; the ERP holds 0',
      '1 lost, 0 doubled',
    ]);
  });
});
