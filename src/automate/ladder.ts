/** How long what failed waits before it is tried again: longer each time, and no two quite as long. */
import { digest } from '#domain/canonical.ts';

const minute = 60_000;
const waitsMs = [10_000, minute / 2, 2 * minute, 8 * minute, 20 * minute, 60 * minute, 180 * minute] as const;
const longestMs = 360 * minute;

/** A wait is made longer by up to this share, so that what failed together does not come back together. */
const spreadShare = 0.2;

/** After so many failed tries; the same posting and the same count always wait the same time. */
export function waitMs(postingKey: string, tries: number): number {
  return spread(waitsMs[Math.max(tries, 1) - 1] ?? longestMs, [postingKey, tries]);
}

/** Makes a wait longer by a share that follows from what it is for. */
export function spread(ms: number, of: readonly (string | number)[]): number {
  const drawn = Number.parseInt(digest([...of]).slice(0, 8), 16) / 2 ** 32;
  return Math.round(ms * (1 + drawn * spreadShare));
}
