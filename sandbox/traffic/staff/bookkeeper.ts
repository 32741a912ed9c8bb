/** Closes the books of the months before a life, so that whatever is dated in them later is somebody's mistake. */
import { periodOf } from '#sandbox/erp/period.ts';
import type { Site } from './site.ts';

const dayMs = 86_400_000;

/**
 * The last month that is closed is the one before the month of two days ago: the first days of a month its
 * predecessor is still being worked on, whatever the time zone.
 */
export function closeBooks(site: Site, opensAt: number): void {
  const current = `${periodOf(new Date(opensAt - 2 * dayMs).toISOString())}-01`;
  const closed = periodOf(new Date(Date.parse(current) - dayMs).toISOString());
  site.at(opensAt, 'the books are closed', () => site.world.erp.closePeriod(closed));
}
