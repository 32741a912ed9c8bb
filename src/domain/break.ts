import type { Instant } from './instant.ts';
import type { Money } from './money.ts';
import type { LegName } from './proof.ts';

/** Why something does not agree (ACCOUNTING §7), in the order of its table. `PENDING` is no break and not among them. */
export const breakCauses = [
  'MISSING_ERP',
  'MISSING_STORE',
  'MISSING_PAYOUT',
  'MISSING_BANK',
  'OUT_OF_WINDOW',
  'AMOUNT',
  'SPLIT',
  'TAX_ROUNDING',
  'CASH_ROUNDING',
  'FX',
  'CURRENCY',
  'DATE',
  'PERIOD',
  'STATUS',
  'DUPLICATE',
  'AMBIGUOUS',
  'IDENTITY',
  'UNMAPPED',
  'FEE_UNEXPLAINED',
  'UNKNOWN_TYPE',
  'DELETED',
  'EDITED_BY_HAND',
  'INVENTORY_DRIFT',
  'TAMPER',
] as const;

export type BreakCause = (typeof breakCauses)[number];

/** Causes whose money nobody can explain yet; their sum is the unexplained residual (ACCOUNTING §7). */
export const unexplainedCauses: ReadonlySet<BreakCause> = new Set(['AMBIGUOUS', 'UNKNOWN_TYPE']);

/** One difference of one subject, as the facts show it. */
export type Break = {
  /** Its name within its lane, equal whenever the same difference is found again: `leg/CAUSE/about`. */
  readonly key: string;
  readonly leg: LegName;
  readonly cause: BreakCause;
  /** What the difference comes to: what is there less what ought to be. Null where no money differs. */
  readonly amount: Money | null;
  /** The thing it is about: a Shopify gid, a document number, or the source of a mapping (`gateway moonbeam_pay`). */
  readonly about: string;
  readonly sentence: string;
  /**
   * The named values a person would look at to check it; no personal data. `on`, its day in the general ledger, and
   * `taxKey` say which budget a rounding difference is counted against.
   */
  readonly evidence: Readonly<Record<string, string>>;
};

/** Ages in days from first seen (ACCOUNTING §7). */
export const ageBuckets = ['0–1', '2–3', '4–7', '8–30', '30+'] as const;
export type AgeBucket = (typeof ageBuckets)[number];

/** The whole days with which each bucket begins. */
const firstDays = [0, 2, 4, 8, 31] as const;
const dayMs = 86_400_000;

/** The bucket of a difference at an instant: while it is open now, and afterwards when it closed. */
export function ageBucket(firstSeenAt: Instant, at: Instant): AgeBucket {
  const days = Math.floor((Date.parse(at) - Date.parse(firstSeenAt)) / dayMs);
  return ageBuckets[firstDays.findLastIndex((first) => first <= days)] ?? ageBuckets[0];
}

/**
 * How a rounding difference closes that is within the policy's tolerance and budget: it is still there, and counted
 * against the budget of its month.
 */
export const tolerated = 'within tolerance, to 7100';
