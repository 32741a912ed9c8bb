/** Faults of machines and networks. Each passes; what must not pass is a document made twice or a fact lost. */
import type { FaultRecord } from './kind.ts';

const passing = {
  family: 'infrastructure',
  subject: 'system',
  amount: null,
  lasting: 'heals',
  healsBy: 'retry',
  causes: ['PENDING', 'MISSING_ERP'],
  exact: 'PENDING',
  shows: 'journal',
} as const;

const unseen = { ...passing, causes: [], exact: null } as const;

export const infrastructureKinds = {
  'erp-error-after-success': { ...unseen, sentence: 'The ERP makes a document and answers 500.' },
  'erp-error': { ...passing, sentence: 'The ERP answers 500 and makes nothing.' },
  'erp-timeout-executed': { ...unseen, sentence: 'The ERP makes a document and its answer is lost.' },
  'erp-timeout-not-executed': { ...passing, sentence: 'A call to the ERP is lost before it is executed.' },
  'erp-throttled': { ...passing, sentence: 'The ERP answers 429 for a while.' },
  'erp-outage': { ...passing, sentence: 'The ERP is down for about an hour.' },
  'erp-slow-day': {
    ...passing,
    sentence: 'For hours every other call to the ERP is answered too late, though it was executed.',
  },
  'wake-up-lost': { ...passing, sentence: 'QStash loses wake-ups.' },
  'wake-up-doubled': { ...unseen, sentence: 'QStash delivers wake-ups twice.' },
  'postgres-down': { ...passing, sentence: 'Postgres cannot be reached for some minutes.' },
  'postgres-answer-lost': { ...unseen, sentence: 'Postgres commits and its answer is lost.' },
  'shopify-throttled': { ...passing, sentence: 'Shopify answers THROTTLED for a while.' },
  'shopify-unavailable': { ...passing, sentence: 'Shopify answers 503 for a while.' },
  'token-revoked': { ...passing, sentence: 'Shopify refuses the access token for a while.' },
  'worker-crash': { ...unseen, sentence: 'The Worker dies in the middle of its work.' },
} as const satisfies Readonly<Record<string, FaultRecord>>;
