/** What the ERP's column of a proof says of an order whose documents are summed. */
import { type Instant, later } from '#domain/instant.ts';
import { type Money, zero } from '#domain/money.ts';
import { summaryDay } from '#domain/summary.ts';
import type { Reading } from '#src/stabilize/reading.ts';
import { type Summed, summaryLateAt } from './summed.ts';

type Says = {
  readonly state: 'matched' | 'pending' | 'unmeasured';
  readonly sentence: string;
  readonly expected: Money;
  readonly seen: Money;
};

/** Where nothing of ours leaves, people sum the days or nobody does. */
export function isSummedByOthers({ summed }: { readonly summed?: Summed }, { posts }: Reading): boolean {
  return summed !== undefined && !posts;
}

/**
 * A summary that is late is a difference of its own subject, and so of none of its orders: they wait for it. Where
 * nothing is posted by us, nobody else's documents can be laid beside a day's sum.
 */
export function summedLeg({ in: all, invoiced }: Summed, { posts }: Reading): Says {
  const none = zero(invoiced.currency);
  const open = all.filter((one) => !one.isPosted);
  if (all.length === 0)
    return {
      state: 'matched',
      sentence: 'Nothing of it is in a daily summary yet.',
      expected: none,
      seen: none,
    };
  if (!posts)
    return {
      state: 'unmeasured',
      sentence: 'The daily summaries are not posted by Plumbline, so nothing in the ERP is compared.',
      expected: invoiced,
      seen: none,
    };
  if (open.length > 0)
    return {
      state: 'pending',
      sentence: `It waits for the daily ${named(open)}.`,
      expected: invoiced,
      seen: none,
    };
  return {
    state: 'matched',
    sentence: `It is summed in the daily ${named(all)}, as it ought to be.`,
    expected: invoiced,
    seen: invoiced,
  };
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function named(some: Summed['in']): string {
  const days = some.map(({ lane }) => summaryDay(lane).day);
  return `${days.length === 1 ? 'summary' : 'summaries'} of ${list.format(days)}`;
}

const dayMs = 86_400_000;

/** A summary stirs its orders when it is posted; whatever forgot that is found at the latest then, or a day later. */
export function summedAgainAt(summed: Summed | undefined, { now, shop }: Reading): Instant | null {
  const open = (summed?.in ?? []).filter((one) => !one.isPosted);
  const [first] = open.map(({ lane }) => later(summaryLateAt(lane, shop), 1)).toSorted();
  if (first === undefined) return null;
  return first > now ? first : later(now, dayMs);
}
