/** Which orders have no documents of their own, and which of their entries go to a day's summary instead. */
import type { OrderHeader } from '#domain/fact.ts';
import { type Instant, later } from '#domain/instant.ts';
import type { JournalEntry } from '#domain/journal.ts';
import type { Lane } from '#domain/lane.ts';
import type { Money } from '#domain/money.ts';
import { policyAt } from '#domain/policy.ts';
import { type ShopSettings, workflowNamed } from '#domain/shop.ts';
import { summaryDay, summaryLane, summedFrom } from '#domain/summary.ts';
import { isOfSettlement } from '#src/stabilize/settlement/settle-lane.ts';

/** Orders from before the cut-over are people's, whatever the policy says of them. */
export function isSummed({ placedAt }: Pick<OrderHeader, 'placedAt'>, shop: ShopSettings): boolean {
  const workflow = workflowNamed(shop, 'invoice posting');
  const { granularity } = policyAt(shop.policies, placedAt);
  return granularity === 'daily summary' && workflow !== undefined && placedAt >= workflow.cutOverAt;
}

/** The summary of an entry of such an order; null where it is no part of what the ERP gets of orders. */
export function summaryOfEntry(entry: JournalEntry): Lane | null {
  const isOpening = (entry.reverses ?? entry.key).startsWith('opening/');
  if (isOpening || isOfSettlement(entry)) return null;
  return summaryLane({ day: entry.postingDate, currency: entry.currency });
}

/** One of the summaries that an order has a part in; `isPosted`: all of that part is in the ERP. */
export type SummedIn = { readonly lane: Lane; readonly isPosted: boolean };

/** What of an order the ERP gets by summaries. */
export type Summed = { readonly in: readonly SummedIn[]; readonly invoiced: Money };

type Written = {
  /** What this very drain writes to the ledger. */
  readonly entries: readonly JournalEntry[];
  readonly now: Instant;
  readonly shop: ShopSettings;
};

/** What is in the ledger, and what is written to it now. Nothing of a day that is not over is posted. */
export function summedIn(known: readonly SummedIn[], { entries, now, shop }: Written): readonly SummedIn[] {
  const written = new Set(entries.flatMap((one) => summaryOfEntry(one) ?? []));
  return [
    ...known
      .filter(({ lane }) => !written.has(lane))
      .map((one) => ({ ...one, isPosted: one.isPosted && now >= summedFrom(summaryDay(one.lane), shop) })),
    ...[...written].map((lane) => ({ lane, isPosted: false })),
  ].toSorted((one, other) => (one.lane < other.lane ? -1 : 1));
}

/** The last instant at which a summary may still be missing. */
export function summaryLateAt(of: Lane, shop: ShopSettings): Instant {
  return later(summedFrom(summaryDay(of), shop), shop.policy.erpSlaMs);
}
