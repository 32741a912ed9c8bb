/** Chance that repeats itself: equal seeds give equal lives. */
export type Chance = {
  /** At least 0 and less than 1. */
  fraction(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
};

/** Mulberry32 by Tommy Ettinger (public domain), as published by bryc/code, PRNGs.md. */
export function chanceFrom(seed: number): Chance {
  let state = seed | 0;
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  const whole = (low: number, high: number): number => low + Math.floor(fraction() * (high - low + 1));
  return {
    fraction,
    whole,
    pick: (items) => items[whole(0, items.length - 1)] ?? items[0],
    percent: (share) => fraction() * 100 < share,
  };
}

/**
 * Chance of its own for each purpose, so that asking more or less for one purpose changes nothing for another:
 * a life with faults and one without share every honest decision.
 */
export function chanceOf(seed: number, ...purpose: readonly (string | number)[]): Chance {
  // FNV-1a, 32 bits (public domain, by Fowler, Noll and Vo).
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${purpose.join('/')}`)
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return chanceFrom(hash);
}
