/** The ERP's own stock: units of an item in a warehouse, and what one unit is valued at. */
import type { z } from 'zod';
import type { stock } from '#src/contract/callback.ts';
import type { Clock } from '../clock.ts';
import type { Units } from './substance.ts';

export type Level = z.output<typeof stock>;

export type Stock = {
  /** By `sku@location`. */
  readonly levels: ReadonlyMap<string, Level>;
  onHandOf(sku: string, location: string): number;
  /** The standard cost of one unit; nothing for an item that nobody has valued. */
  readonly costOf: (sku: string) => bigint;
  value(sku: string, cost: bigint): void;
  /** Moves units, and answers the levels that are new. */
  move(units: readonly Units[], reason: string): Level[];
};

export function levelName({ sku, location }: { readonly sku: string; readonly location: string }): string {
  return `${sku}@${location}`;
}

export function openStock(clock: Clock): Stock {
  const levels = new Map<string, Level>();
  const costs = new Map<string, bigint>();
  const onHandOf = (sku: string, location: string): number =>
    levels.get(levelName({ sku, location }))?.onHand ?? 0;

  function moveOne({ sku, location, quantity }: Units, reason: string): Level {
    const before = levels.get(levelName({ sku, location }));
    const onHand = onHandOf(sku, location) + quantity;
    const at = Math.max(clock.now(), before === undefined ? 0 : Date.parse(before.modifiedAt) + 1);
    // Nothing is promised here before it is picked, so all that lies there is available.
    const level = {
      sku,
      location,
      available: onHand,
      onHand,
      reason,
      modifiedAt: new Date(at).toISOString(),
    };
    levels.set(levelName(level), level);
    return level;
  }

  return {
    levels,
    onHandOf,
    costOf: (sku) => costs.get(sku) ?? 0n,
    value(sku, cost) {
      // A standard cost is set once: what already lies in the books at it would otherwise be worth something else.
      if (!costs.has(sku)) costs.set(sku, cost);
    },
    move(units, reason) {
      const changed = new Map<string, Level>();
      for (const one of units) if (one.quantity !== 0) changed.set(levelName(one), moveOne(one, reason));
      return [...changed.values()];
    },
  };
}
