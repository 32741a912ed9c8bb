import type { Break, BreakCause } from './break.ts';
import type { Gid } from './gid.ts';
import type { Instant } from './instant.ts';
import type { Money } from './money.ts';

/** The four columns of the proof, and `refund`: the store's refunds against the ERP's own general ledger. */
export type LegName = 'store' | 'erp' | 'cash' | 'payout' | 'refund';

/** One side of the four-way proof. `pending` is not due yet; `unmeasured` has no source of facts so far. */
export type Leg = {
  readonly leg: LegName;
  readonly state: 'matched' | 'pending' | 'broken' | 'unmeasured';
  readonly expected: Money | null;
  readonly seen: Money | null;
  readonly cause: BreakCause | null;
  readonly sentence: string;
};

export type ProofState = 'matched' | 'pending' | 'broken' | 'test' | 'cancelled';

/** What store, ERP, cash and payout say of one order. */
export type Proof = {
  readonly order: Gid<'Order'>;
  readonly name: string;
  readonly state: ProofState;
  readonly placedAt: Instant;
  /** The order's current total, as the store shows it. */
  readonly total: Money;
  readonly legs: readonly Leg[];
  readonly breaks: readonly Break[];
};
