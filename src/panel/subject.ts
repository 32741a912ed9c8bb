import type { Lane } from '#domain/lane.ts';
import { isSummary, summaryDay } from '#domain/summary.ts';
import { dayOf } from './words.ts';

/** What people call the subject of a lane: an order's name, the day that is summed, or else the lane itself. */
export function subjectName(of: Lane, orderName: string | null): string {
  if (!isSummary(of)) return orderName ?? of;
  const { day, currency } = summaryDay(of);
  return `Daily summary of ${dayOf(day)} (${currency})`;
}
