import type { z } from 'zod';
import { callbackExamples, documentExample, sentExamples } from './example.ts';
import type { LedgerLine } from './ledger.ts';
import type { Sweep, sweeps } from './sweep.ts';

const { id, modifiedAt } = documentExample;
const posted = {
  documentId: id,
  taxKey: null,
  date: '2026-11-23',
  period: '2026-11',
  reverses: null,
  modifiedAt,
};
const eur = (minor: string) => ({ minor, currency: 'EUR' });
const { lines, charges } = sentExamples.invoice;

const ledgerLines: LedgerLine[] = [
  { ...posted, id: `${id}.1`, account: '1400', amount: eur('11900') },
  { ...posted, id: `${id}.2`, account: '8400', amount: eur('-10000') },
  { ...posted, id: `${id}.3`, account: '1776', amount: eur('-1900'), taxKey: 'DE MwSt@0.19' },
];

export const sweepExamples: { [Each in Sweep]: z.output<(typeof sweeps)[Each]> } = {
  documents: {
    documents: [
      {
        ...documentExample,
        date: posted.date,
        period: posted.period,
        lines,
        charges,
        glLines: ledgerLines,
      },
    ],
    nextCursor: null,
  },
  'general-ledger-lines': { lines: ledgerLines, nextCursor: 'aW52b2ljZV8zLjM' },
  'stock-levels': { levels: [callbackExamples['stock.changed'].data], nextCursor: null },
  periods: {
    periods: [
      { id: '2026-10', from: '2026-10-01', to: '2026-10-31', status: 'closed', modifiedAt },
      { id: '2026-11', from: '2026-11-01', to: '2026-11-30', status: 'open', modifiedAt },
    ],
  },
};
