/** The store as the target of acts: it takes no key of ours, so what stands there is looked at first. */
import type { ActKind, Tracking } from '#domain/act.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lease } from './carry-out.ts';
import type { Found } from './target.ts';

export const storeStillRunning = 'an earlier call may still be running at the store';

/** The store's clock and ours may differ by so much. */
const skewMs = 10_000;

/** Whether what the store made at that time may be of an attempt of this posting. */
export function isSinceFirstTry(at: string, { firstTriedAt }: Pick<Lease, 'firstTriedAt'>): boolean {
  return Date.parse(at) >= Date.parse(firstTriedAt) - skewMs;
}

type Standing = {
  readonly kind: ActKind;
  readonly thing: string;
  /** The ERP's id of what the act rests on. */
  readonly about: string;
  readonly tracking: Tracking | null;
  readonly at: Instant;
};

/** What the store shows, as the receipt of an act; `id` is its own unless one thing is told of more than once. */
export function foundInStore(standing: Standing, { id, number }: Pick<Found, 'id' | 'number'>): Found {
  return { id, number, said: { source: 'store-receipt', topic: standing.kind, document: standing } };
}
