/** How far the reading of a shop's past has come: pure, from what is kept of it. */
import type { Instant } from '#domain/instant.ts';
import type { SweepRow } from '#src/panel/query/sweep.ts';
import type { BackfillRow } from '#src/stabilize/backfill/store.ts';

/** What is read of one resource. `of` is null while nobody can say how much there is. */
export type ReadSoFar = {
  readonly resource: string;
  readonly state: 'waiting' | 'preparing' | 'reading' | 'done' | 'failed';
  readonly read: number;
  readonly of: number | null;
  readonly reason: string | null;
};

export type Progress = {
  readonly state: 'none' | 'running' | 'done' | 'failed';
  /** Whole percent of all that is to be read; 100 only once everything is read. */
  readonly percent: number;
  readonly secondsLeft: number | null;
  readonly resources: readonly ReadSoFar[];
};

const names: Readonly<Record<string, string>> = {
  orders: 'Orders',
  fulfillments: 'Fulfillments',
  refunds: 'Orders’ refunds',
  returns: 'Orders’ returns',
  'erp-documents': 'ERP documents',
};

const states = {
  wanted: 'waiting',
  running: 'preparing',
  reading: 'reading',
  done: 'done',
  failed: 'failed',
} as const satisfies Record<BackfillRow['state'], ReadSoFar['state']>;

/** The store's past comes by bulk operations, the ERP's documents by its first sweep. */
export function progressOf(past: readonly BackfillRow[], swept: readonly SweepRow[], now: Instant): Progress {
  const resources = [
    ...past.map((row): ReadSoFar => {
      const [read, roots] = [Number(row.roots_read), Number(row.roots)];
      const of = row.state === 'done' ? read : roots === 0 ? null : Math.max(read, roots);
      return {
        resource: names[row.resource] ?? row.resource,
        state: states[row.state],
        read,
        of,
        reason: row.reason,
      };
    }),
    ...swept.filter((one) => one.resource === 'erp-documents' && isAsked(one)).map(erpDocuments),
  ];
  if (past.length === 0) return { state: 'none', percent: 0, secondsLeft: null, resources };
  const failed = resources.some((one) => one.state === 'failed');
  const done = resources.every((one) => one.state === 'done');
  return {
    state: failed ? 'failed' : done ? 'done' : 'running',
    percent: done ? 100 : shareRead(resources),
    secondsLeft: failed || done ? null : secondsLeft(past, now),
    resources,
  };
}

/** Without an ERP nobody is asked. */
function isAsked({ read_through: through, pass_started_at: started, due_at: due }: SweepRow): boolean {
  return through !== null || started !== null || due !== null;
}

/** Later passes read some documents again, so how many there are is not known. */
function erpDocuments(row: SweepRow): ReadSoFar {
  const read = Number(row.rows_read);
  const state = row.read_through !== null ? 'done' : row.pass_started_at === null ? 'waiting' : 'reading';
  return {
    resource: names[row.resource] ?? row.resource,
    state,
    read,
    of: null,
    reason: row.failures > 0 ? row.reason : null,
  };
}

/** A resource whose size nobody knows counts as unread, so the bar never runs ahead of the reading. */
function shareRead(resources: readonly ReadSoFar[]): number {
  const parts = resources.map((one) =>
    one.of === null ? (one.state === 'done' ? 1 : 0) : one.of === 0 ? 1 : one.read / one.of,
  );
  const whole = parts.reduce((sum, part) => sum + part, 0) / Math.max(1, parts.length);
  return Math.min(99, Math.floor(whole * 100));
}

/** At the pace so far; null until something was read of something whose size is known. */
function secondsLeft(past: readonly BackfillRow[], now: Instant): number | null {
  const known = past.filter((row) => Number(row.roots) > 0 && row.started_at !== null);
  const began = known.map((row) => row.started_at ?? now).toSorted()[0];
  const read = known.reduce((sum, row) => sum + Number(row.roots_read), 0);
  const left = known.reduce((sum, row) => sum + Math.max(0, Number(row.roots) - Number(row.roots_read)), 0);
  if (began === undefined || read === 0 || left === 0) return null;
  return Math.ceil(((Date.parse(now) - Date.parse(began)) / 1000 / read) * left);
}
