import { offsetMinutes } from '../text.ts';

const quarterHourMs = 15 * 60_000;
const offsets = new Map<string, number>();

/** As `shopTime` of text.ts, at the price a busy life can pay: no zone changes its offset within a quarter of an hour. */
export function timeText(at: number, timeZone: string): string {
  const key = `${timeZone} ${Math.floor(at / quarterHourMs)}`;
  let minutes = offsets.get(key);
  if (minutes === undefined) {
    minutes = offsetMinutes(at, timeZone);
    offsets.set(key, minutes);
  }
  const local = new Date(at + minutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
}
