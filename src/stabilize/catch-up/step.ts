/** How the asking for changes goes on: pure steps of one resource's passes. */
import { type Instant, later } from '#domain/instant.ts';

/** In this order, so that a document is known before the order it names is proven. */
export const resources = [
  'erp-periods',
  'erp-documents',
  'orders',
  'completeness',
  'balance-transactions',
  'payouts',
  'gift-cards',
] as const;
export type Resource = (typeof resources)[number];

/** One resource's sweep, as the database has it. */
export type Sweep = {
  readonly resource: Resource;
  /** Where a whole pass begins; the last one began at `wholeAt`. */
  readonly since: Instant;
  readonly wholeAt: Instant | null;
  /** Everything that changed before this is known. */
  readonly readThrough: Instant | null;
  readonly pass: Pass | null;
  readonly rowsRead: number;
  readonly dueAt: Instant | null;
  readonly failures: number;
  readonly reason: string | null;
};

/** A pass reads page after page; `isRead` when it has all of them. `cursor` is the resource's own. */
export type Pass = {
  readonly since: Instant;
  readonly startedAt: Instant;
  readonly cursor: string | null;
  readonly rows: number;
  readonly isRead: boolean;
};

/** A page that was read: its rows, and what the next one, or the end of the pass, has to know. */
export type PageRead = { readonly rows: number; readonly cursor: string | null; readonly isLast: boolean };

/** What is asked again with every pass, for a thing may show itself later than its own time says. */
export const overlapMs = 10 * 60_000;
/** How often everything is asked anew, and not only what changed: that shows what is gone. */
const wholeEveryMs = 86_400_000;
const firstPauseMs = 60_000;
const pauseMsMax = 3_600_000;

/** Begins a pass of what changed since an instant. */
export function begun(of: Sweep, since: Instant, now: Instant): Sweep {
  return { ...of, pass: { since, startedAt: now, cursor: null, rows: 0, isRead: false } };
}

/** Where a pass begins that asks for what changed since the last one, and a little before. */
export function sinceLast({ since, readThrough }: Sweep): Instant {
  return readThrough === null ? since : later(readThrough, -overlapMs);
}

/** Whether everything is to be asked for anew. */
export function isWholeDue({ readThrough, wholeAt }: Sweep, now: Instant): boolean {
  return readThrough === null || wholeAt === null || wholeAt <= later(now, -wholeEveryMs);
}

/** A page is kept; the next begins behind it. */
export function advanced(of: Sweep, pass: Pass, page: PageRead): Sweep {
  const { rows, cursor, isLast } = page;
  return {
    ...of,
    pass: { ...pass, cursor, rows: pass.rows + rows, isRead: isLast },
    rowsRead: of.rowsRead + rows,
    failures: 0,
    reason: null,
  };
}

/** All of the pass is understood: what it asked for is known through `through`. */
export function ended(of: Sweep, pass: Pass, next: { through: Instant; dueAt: Instant }): Sweep {
  const isWhole = of.readThrough === null || pass.since < sinceLast(of);
  return {
    ...of,
    pass: null,
    readThrough: next.through,
    wholeAt: isWhole ? pass.startedAt : of.wholeAt,
    dueAt: next.dueAt,
    failures: 0,
    reason: null,
  };
}

/** Goes on from the same place later; the pause grows with every failure in a row, and is never less than asked for. */
export function hindered(
  of: Sweep,
  { reason, afterMs, now }: { reason: string; afterMs: number; now: Instant },
): Sweep {
  const pause = Math.min(firstPauseMs * 2 ** Math.min(of.failures, 10), pauseMsMax);
  return { ...of, failures: of.failures + 1, reason, dueAt: later(now, Math.max(afterMs, pause)) };
}

/** Waits for something else to happen first, without having failed. */
export function waiting(of: Sweep, reason: string, dueAt: Instant): Sweep {
  return { ...of, reason, dueAt };
}
