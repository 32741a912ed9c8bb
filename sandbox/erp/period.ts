/** Accounting periods: calendar months, open until somebody closes them. */
import type { z } from 'zod';
import type { period } from '#src/contract/ledger.ts';
import type { Clock } from '../clock.ts';
import type { Refusal } from './refusal.ts';

export type Period = z.output<typeof period>;

export type Periods = {
  /** Every month from the first that anything was dated in to the present one. */
  list(): Period[];
  set(id: string, status: Period['status']): void;
  /** Why nothing may be dated on that day, or undefined. */
  refusalOf(date: string): Refusal | undefined;
  /** Lets the list begin early enough for that day, and end late enough. */
  note(date: string): void;
};

export function periodOf(date: string): string {
  return date.slice(0, 7);
}

export function openPeriods(clock: Clock): Periods {
  const today = (): string => periodOf(new Date(clock.now()).toISOString());
  const changed = new Map<string, Pick<Period, 'status' | 'modifiedAt'>>();
  let first = today();
  let last = first;
  const widen = (id: string): void => {
    if (id < first) first = id;
    if (id > last) last = id;
  };
  return {
    list() {
      widen(today());
      const periods: Period[] = [];
      for (let id = first; id <= last; id = monthAfter(id)) {
        const { status = 'open', modifiedAt = `${id}-01T00:00:00.000Z` } = changed.get(id) ?? {};
        periods.push({ id, from: `${id}-01`, to: lastDayOf(id), status, modifiedAt });
      }
      return periods;
    },
    set(id, status) {
      widen(id);
      changed.set(id, { status, modifiedAt: new Date(clock.now()).toISOString() });
    },
    refusalOf(date) {
      const id = periodOf(date);
      if (changed.get(id)?.status !== 'closed') return undefined;
      return { code: 'period_closed', message: `The period ${id} is closed.` };
    },
    note: (date) => widen(periodOf(date)),
  };
}

function monthAfter(id: string): string {
  const next = new Date(`${id}-01T00:00:00.000Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return periodOf(next.toISOString());
}

function lastDayOf(id: string): string {
  const next = Date.parse(`${monthAfter(id)}-01T00:00:00.000Z`);
  return new Date(next - 1).toISOString().slice(0, 10);
}
