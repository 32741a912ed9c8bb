/** What a store lets us ask: a bucket of points that refills, as its last answer showed it. */
import { z } from 'zod';
import { Busy } from '#domain/obstacle.ts';
import type { Instant } from '#domain/instant.ts';

/** One store's bucket. */
export type Budget = {
  /** Takes what the question cost the last time; throws `Busy` when that is not there yet. */
  readonly spend: (document: string) => void;
  /** Reads what an answer says of its cost. */
  readonly learn: (document: string, extensions: unknown) => void;
};

/** Every store's bucket, by its domain. What is not known yet is asked, and Shopify itself refuses what is too much. */
export type Budgets = { readonly of: (shop: string) => Budget };

const said = z.object({
  cost: z.object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({
      maximumAvailable: z.number(),
      currentlyAvailable: z.number(),
      restoreRate: z.number().positive(),
    }),
  }),
});

type Bucket = { readonly max: number; readonly ratePerSecond: number; level: number; at: number };

export function openBudgets(now: () => Instant): Budgets {
  const budgets = new Map<string, Budget>();
  return {
    of(shop) {
      const known = budgets.get(shop);
      if (known !== undefined) return known;
      const budget = openBudget(now);
      budgets.set(shop, budget);
      return budget;
    },
  };
}

function openBudget(now: () => Instant): Budget {
  const costs = new Map<string, number>();
  let bucket: Bucket | undefined;
  const refilled = (of: Bucket): number => {
    const passed = Math.max(0, Date.parse(now()) - of.at);
    return Math.min(of.max, of.level + (passed * of.ratePerSecond) / 1000);
  };
  return {
    spend(document) {
      const cost = costs.get(nameOf(document));
      if (bucket === undefined || cost === undefined) return;
      const level = refilled(bucket);
      // A question dearer than the bucket is refused by the store in its own words.
      if (cost > level && cost <= bucket.max)
        throw new Busy(
          'Shopify is asked no more than it allows',
          Math.ceil(((cost - level) / bucket.ratePerSecond) * 1000),
        );
      bucket = { ...bucket, level: level - cost, at: Date.parse(now()) };
    },
    learn(document, extensions) {
      const read = said.safeParse(extensions);
      if (!read.success) return;
      const { requestedQueryCost, throttleStatus } = read.data.cost;
      costs.set(nameOf(document), requestedQueryCost);
      bucket = {
        max: throttleStatus.maximumAvailable,
        ratePerSecond: throttleStatus.restoreRate,
        level: throttleStatus.currentlyAvailable,
        at: Date.parse(now()),
      };
    },
  };
}

/** A question is known by its name, for its text may hold what is searched for. */
function nameOf(document: string): string {
  return /^\s*(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? document;
}
