/** Where a posting is carried out, as far as carrying out goes: look first, then do it once. */
import type { Lease } from './carry-out.ts';
import type { Identified } from './identify.ts';

/** What stands at the target, by the target's own id and the number people know it by. */
export type Found = {
  readonly id: string;
  readonly number: string;
  /** What the target said of it, as it is kept as a delivery. */
  readonly said: {
    readonly source: 'erp-receipt' | 'store-receipt';
    readonly topic: string;
    readonly document: object;
    /** The posting whose document it is, where ours changed the document of another. */
    readonly standsFor?: string;
  };
};

export type Target = {
  /** What discharges the posting already: made under our key, or by others. */
  readonly find: (lease: Lease) => Promise<Identified<Found>>;
  /** Does it. Throws `Park` for a refusal, `Ambiguous` when it cannot know, `RetryLater` for what passes. */
  readonly create: (lease: Lease) => Promise<Found>;
  /** All that stands there under our key, oldest first; asked where the target does not know keys as unique. */
  readonly findOurs: (lease: Lease) => Promise<readonly Found[]>;
  /** Why nothing is done before an attempt that nobody heard of has surely ended. */
  readonly stillRunning: string;
};
