/** How old a difference is, in the buckets of the books: whole days since it was first seen. */
import type { AgeBucket } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';

const dayMs = 86_400_000;

/** What an address calls a bucket, the whole days it begins with, and those at which the next begins. */
export const ages = {
  '0-1': { bucket: '0–1', from: 0, to: 2 },
  '2-3': { bucket: '2–3', from: 2, to: 4 },
  '4-7': { bucket: '4–7', from: 4, to: 8 },
  '8-30': { bucket: '8–30', from: 8, to: 31 },
  'over-30': { bucket: '30+', from: 31, to: null },
} as const satisfies Record<string, { bucket: AgeBucket; from: number; to: number | null }>;

export type AgeName = keyof typeof ages;
export const ageNames = ['0-1', '2-3', '4-7', '8-30', 'over-30'] as const satisfies readonly AgeName[];

/** "5 min", "7 h", "12 days". */
export function aged(since: Instant, until: Instant): string {
  const ms = Math.max(0, Date.parse(until) - Date.parse(since));
  if (ms < 2 * 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  return ms < 2 * dayMs ? `${Math.floor(ms / 3_600_000)} h` : `${Math.floor(ms / dayMs)} days`;
}
