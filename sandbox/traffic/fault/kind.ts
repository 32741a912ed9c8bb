/** What a fault of the world is, in words that a detector is measured against. The product never reads any of this. */

/** The classes of `ACCOUNTING.md` §7, in its order. */
export const causes = [
  'PENDING',
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

export type Cause = (typeof causes)[number];

export type FaultFamily = 'deliveries' | 'data' | 'people' | 'infrastructure';

export type FaultSubject =
  | 'delivery'
  | 'order'
  | 'transaction'
  | 'refund'
  | 'document'
  | 'gift-card'
  | 'sku-location'
  | 'payout'
  | 'system';

/** What makes a passing fault good again; `nothing` for one that lasts. */
export type Healing = 'retry' | 'sweep' | 'next-update' | 'nothing';

export type FaultRecord = {
  readonly family: FaultFamily;
  /** What happens, for people. */
  readonly sentence: string;
  readonly subject: FaultSubject;
  /** How the planted amount is computed; null where no money differs. */
  readonly amount: string | null;
  /** Whether a difference stays that anybody can observe; `depends` where the state at planting decides. */
  readonly lasting: 'lasting' | 'heals' | 'depends';
  readonly healsBy: Healing;
  /** All classes that the facts bear out. Empty where no leg of any proof can differ. */
  readonly causes: readonly Cause[];
  /** The one true class; null where there is no difference to class. */
  readonly exact: Cause | null;
  /**
   * Where it can be seen: in the proof of an order, in stock, in a payout, in balances that no order carries, by
   * a check of prices or taxes (all legs agree with each other), or only in the journal of deliveries and calls.
   */
  readonly shows: 'proof' | 'stock' | 'payout' | 'balance' | 'check' | 'journal';
};
