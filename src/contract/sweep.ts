/** What can be read of an ERP from an instant on, whoever made it: the other half of its callbacks. */
import { z } from 'zod';
import { stock } from './callback.ts';
import { anyDocument } from './document.ts';
import { ledgerLine, period } from './ledger.ts';
import { text } from './part.ts';

const nextCursor = text('Asks for the next page; null when there is none.', 'MTc2MzM3').nullable();

const rows = <Row extends z.ZodType>(row: Row, description: string) => z.array(row).meta({ description });

/** Answers of the reads, by the last part of their path. */
export const sweeps = {
  documents: z.object({
    documents: rows(anyDocument, 'Of every kind and status, by modifiedAt.'),
    nextCursor,
  }),
  'general-ledger-lines': z.object({ lines: rows(ledgerLine, 'By modifiedAt.'), nextCursor }),
  'stock-levels': z.object({ levels: rows(stock, 'As they now stand, by modifiedAt.'), nextCursor }),
  periods: z.object({ periods: rows(period, 'All that the ERP knows, oldest first.') }),
} as const;

export type Sweep = keyof typeof sweeps;

export const sweepPaths = {
  documents: '/v1/documents',
  'general-ledger-lines': '/v1/general-ledger-lines',
  'stock-levels': '/v1/stock-levels',
  periods: '/v1/periods',
} as const satisfies Record<Sweep, string>;

/** How many rows a page has. */
export const pageSize = { usual: 100, max: 250 } as const;
