/** Faults between the store and the app's address. The facts stay as they are in the store, so none of them lasts. */
import type { FaultRecord } from './kind.ts';

const passing = {
  family: 'deliveries',
  subject: 'delivery',
  amount: null,
  lasting: 'heals',
  causes: [],
  exact: null,
  shows: 'journal',
} as const;

/** Until the sweep or the retry, what the delivery told is known to the store only. */
const late = { causes: ['PENDING', 'MISSING_ERP', 'MISSING_STORE', 'STATUS'], shows: 'proof' } as const;

export const deliveryKinds = {
  'delivery-lost': {
    ...passing,
    ...late,
    exact: 'PENDING',
    healsBy: 'sweep',
    sentence: 'A webhook is lost for ever: Shopify never sends it.',
  },
  'delivery-doubled': {
    ...passing,
    healsBy: 'retry',
    sentence: 'A webhook comes twice under the same webhook id.',
  },
  'delivery-delayed': {
    ...passing,
    ...late,
    exact: 'PENDING',
    healsBy: 'next-update',
    sentence: 'A webhook comes so late that later events of its order came before it.',
  },
  'delivery-reordered': {
    ...passing,
    healsBy: 'next-update',
    sentence: 'A webhook comes seconds after one that tells of a later state.',
  },
  'delivery-corrupted': {
    ...passing,
    healsBy: 'retry',
    sentence: 'A webhook is damaged on its way, so its signature does not fit, and comes again whole.',
  },
  'delivery-answered-late': {
    ...passing,
    healsBy: 'retry',
    sentence: 'A webhook is kept, but the answer takes longer than Shopify waits, so it comes again.',
  },
  'receiver-down': {
    ...passing,
    ...late,
    exact: 'PENDING',
    healsBy: 'retry',
    sentence: 'The app cannot be reached for an hour; every webhook of that hour comes by a later retry.',
  },
  'delivery-forged': {
    ...passing,
    healsBy: 'nothing',
    sentence:
      'Somebody sends a webhook about a real order with another total and a signature that does not fit.',
  },
  'delivery-truncated': {
    ...passing,
    healsBy: 'sweep',
    sentence: 'A webhook with a valid signature ends in the middle of its JSON.',
  },
  'delivery-unknown-topic': {
    ...passing,
    healsBy: 'nothing',
    sentence: 'A webhook comes with a topic that nobody has heard of.',
  },
  'delivery-unknown-shop': {
    ...passing,
    healsBy: 'nothing',
    sentence: 'A webhook comes with a valid signature for a shop that never installed the app.',
  },
  'delivery-unknown-value': {
    ...passing,
    causes: ['UNKNOWN_TYPE', 'STATUS', 'PENDING'],
    exact: 'UNKNOWN_TYPE',
    healsBy: 'next-update',
    shows: 'proof',
    sentence: 'A payload carries a payment status that no version of the API documents.',
  },
} as const satisfies Readonly<Record<string, FaultRecord>>;
