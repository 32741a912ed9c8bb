import { sweepExamples } from './example-sweep.ts';
import { json, shared } from './operation.ts';
import { pageSize, type Sweep } from './sweep.ts';

type Read = {
  readonly sweep: Sweep;
  readonly operation: string;
  readonly body: string;
  readonly summary: string;
  readonly description: string;
};

const again =
  'What changes between two pages comes once more at the end. A slow ERP may show a thing later than its modifiedAt says, so whoever sweeps asks again from somewhat earlier.';

/** What is said of each read without a key; `body` names its schema. */
export const read: readonly Read[] = [
  {
    sweep: 'documents',
    operation: 'list_documents',
    body: 'DocumentPage',
    summary: 'Documents of every kind by the time of their last change',
    description: `A document that was deleted is not among them. ${again}`,
  },
  {
    sweep: 'general-ledger-lines',
    operation: 'list_general_ledger_lines',
    body: 'LedgerLinePage',
    summary: 'Lines of the general ledger by the time of their posting',
    description: `Canceling or editing a document adds lines that take its former ones back. ${again}`,
  },
  {
    sweep: 'stock-levels',
    operation: 'list_stock_levels',
    body: 'StockLevelPage',
    summary: 'Stock levels by the time of their last change',
    description: again,
  },
  {
    sweep: 'periods',
    operation: 'list_periods',
    body: 'PeriodList',
    summary: 'Accounting periods, open and closed',
    description: 'Few, so they come at once.',
  },
];

/** How what happened in the ERP is read. */
export function readItem({ sweep, operation, body, summary, description }: Read) {
  return {
    get: {
      operationId: operation,
      summary,
      description,
      parameters: sweep === 'periods' ? [] : paging,
      responses: {
        '200': { description: 'What there is.', content: json(body, sweepExamples[sweep]) },
        '401': shared('Unauthorized'),
        '422': shared('Refused'),
        '429': shared('TooManyRequests'),
        '5XX': shared('ServerError'),
      },
    },
  };
}

const paging = [
  {
    name: 'modifiedSince',
    in: 'query',
    description: 'Only what changed at this instant or later, in ISO 8601 with an offset; all when left out.',
    schema: { type: 'string', format: 'date-time' },
  },
  {
    name: 'cursor',
    in: 'query',
    description: 'The nextCursor of the page before; every other parameter stays as it was.',
    schema: { type: 'string' },
  },
  {
    name: 'limit',
    in: 'query',
    description: `Rows of a page: ${pageSize.usual} when left out, ${pageSize.max} at most.`,
    schema: { type: 'integer', minimum: 1, maximum: pageSize.max },
  },
];
