/** How the reading of a shop's past goes on: pure steps from what the store says of its bulk operation. */
import { type Instant, later } from '#domain/instant.ts';

/** Orders come last: an order's own read may not be taken for whole before its goods and refunds are known. */
export const resources = ['fulfillments', 'refunds', 'returns', 'orders'] as const;
export type Resource = (typeof resources)[number];

/** One resource's reading, as the database has it. Counts are of the file's roots: fulfillment orders in the first, orders in all others. */
export type Backfill = {
  readonly resource: Resource;
  readonly state: 'wanted' | 'running' | 'reading' | 'done' | 'failed';
  readonly since: Instant;
  readonly operationId: string | null;
  readonly startedAt: Instant | null;
  readonly roots: number;
  readonly rootsRead: number;
  readonly bytesRead: number;
  readonly attempts: number;
  readonly reason: string | null;
  readonly dueAt: Instant | null;
};

/** What the store says of a bulk operation. `url` is null when its file is empty, or gone after seven days. */
export type BulkState = {
  readonly status: string;
  readonly url: string | null;
  readonly roots: number;
  readonly errorCode: string | null;
};

const pollMs = 60_000;
const attemptsMax = 5;
const firstPauseMs = 5 * 60_000;

/** The store has taken our question. */
export function started(of: Backfill, operationId: string, now: Instant): Backfill {
  return { ...of, state: 'running', operationId, startedAt: now, reason: null, dueAt: later(now, pollMs) };
}

/** What follows from the store's word about its operation. */
export function told(of: Backfill, state: BulkState, now: Instant): Backfill {
  const counted = { ...of, roots: Math.max(of.roots, state.roots) };
  switch (state.status) {
    case 'CREATED':
    case 'RUNNING':
    case 'CANCELING':
      return { ...counted, dueAt: later(now, pollMs) };
    case 'COMPLETED':
      if (state.url === null && state.roots > 0) return again(of, 'the file of the operation is gone', now);
      return state.url === null ? finished(counted) : { ...counted, state: 'reading', dueAt: now };
    default:
      return again(
        of,
        `the operation ended as ${state.status} (${state.errorCode ?? 'no reason given'})`,
        now,
      );
  }
}

/** A part of the file is kept; the next begins behind it. */
export function advanced(of: Backfill, read: { readonly roots: number; readonly bytes: number }): Backfill {
  return { ...of, rootsRead: of.rootsRead + read.roots, bytesRead: of.bytesRead + read.bytes };
}

export function finished(of: Backfill): Backfill {
  return { ...of, state: 'done', dueAt: null, reason: null };
}

/** Asks anew from the start: what is kept already is recognized and costs nothing but time. */
export function again(of: Backfill, reason: string, now: Instant): Backfill {
  const attempts = of.attempts + 1;
  if (attempts >= attemptsMax) return given(of, reason);
  const fresh = { operationId: null, startedAt: null, roots: 0, rootsRead: 0, bytesRead: 0 };
  const dueAt = later(now, firstPauseMs * 2 ** (attempts - 1));
  return { ...of, ...fresh, state: 'wanted', attempts, reason, dueAt };
}

/** Nobody but a person can help. */
export function given(of: Backfill, reason: string): Backfill {
  return { ...of, state: 'failed', reason, dueAt: null };
}

export function postponed(of: Backfill, reason: string | null, dueAt: Instant): Backfill {
  return { ...of, reason, dueAt };
}
