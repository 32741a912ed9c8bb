/** Brings the books from what is written to what ought to be: what is missing is added, what changed is reversed. */
import type { ErpPeriod } from '#domain/fact.ts';
import { entryDigest, type JournalEntry } from '#domain/journal.ts';
import { ledgerRuleVersion, turned } from './context.ts';
import { postingDay } from './period.ts';

/** An entry as it was written, with the digest that was written beside it. */
export type BookedEntry = JournalEntry & { readonly digest: string };

/**
 * The entries to write. Nothing written is ever changed: an entry that the facts took back is reversed on its own
 * day, and one that they tell differently now is reversed and written anew, so that whatever the order of arrival
 * the sums of each day come out the same. An entry of an earlier rule version stands, however it would read today.
 */
export function amendments(
  due: readonly JournalEntry[],
  booked: readonly BookedEntry[],
  periods: readonly ErpPeriod[],
): readonly JournalEntry[] {
  const generations = generationsOf(booked);
  const named = new Map(due.map((one) => [one.key, one]));
  const taken = [...generations].flatMap(([key, of]) =>
    of.active === undefined || named.has(key) ? [] : [reversal(key, of.active, of.count)],
  );
  const written = due.flatMap((entry) => {
    const of = generations.get(entry.key);
    if (of === undefined) return [entry];
    const next = { ...entry, key: `${entry.key}/${of.count + 1}` };
    if (of.active === undefined) return [next];
    return stands(of.active, entry) ? [] : [reversal(entry.key, of.active, of.count), next];
  });
  return [...taken, ...written].map((one) => ({ ...one, postingDate: postingDay(one.effectiveOn, periods) }));
}

type Generations = { readonly count: number; readonly active: BookedEntry | undefined };

/** All writings of one entry: `invoice/7`, and after a reversal `invoice/7/2`; at most one of them is not reversed. */
function generationsOf(booked: readonly BookedEntry[]): ReadonlyMap<string, Generations> {
  const reversed = new Set(booked.map((one) => one.reverses));
  const own = booked.filter((one) => one.reverses === null);
  const byKey = Map.groupBy(own, ({ key }) => key.split('/').slice(0, 2).join('/'));
  return new Map(
    [...byKey].map(([key, of]) => [
      key,
      { count: of.length, active: of.find((one) => !reversed.has(one.key)) },
    ]),
  );
}

function stands(active: BookedEntry, due: JournalEntry): boolean {
  return active.ruleVersion !== due.ruleVersion || active.digest === entryDigest({ ...due, key: active.key });
}

function reversal(key: string, active: BookedEntry, n: number): JournalEntry {
  return {
    ...active,
    key: `reversal/${key}/${n}`,
    ruleVersion: ledgerRuleVersion,
    reverses: active.key,
    lines: turned(active.lines),
  };
}
