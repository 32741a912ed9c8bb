// When QStash tries again: its own ladder, or what the destination asks for.

import type { Expression } from './expression.ts';
import { Invalid } from './refusal.ts';

const dayMs = 86_400_000;
const unitMs = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', dayMs],
]);

/** Reads `50s` or `1d10h30m`. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new Invalid(`"${text}" is not a duration`);
  return ms;
}

function parseDuration(text: string): number | undefined {
  if (!/^(\d+[smhd])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)([smhd])/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitMs.get(unit) ?? 0), 0);
}

/** The documented ladder, min(86400, e^(2.5 n)) whole seconds before the n-th retry: 12 s, 2 m 28 s, 30 m 8 s, 6 h 7 m, a day. */
function ladderMs(retry: number): number {
  return Math.min(dayMs, Math.floor(Math.exp(2.5 * retry)) * 1000);
}

/**
 * The wait before the n-th retry, by the publisher's own expression when there is one, and never more than a day. What
 * an expression makes of no number at all is our reading of it: the ladder holds.
 */
export function retryAfterMs(retry: number, expression: Expression | undefined): number {
  const ms = expression?.of(retry - 1) ?? Number.NaN;
  return Number.isNaN(ms) ? ladderMs(retry) : Math.round(Math.min(Math.max(ms, 0), dayMs));
}

const asking = ['retry-after', 'x-ratelimit-reset', 'x-ratelimit-reset-requests', 'x-ratelimit-reset-tokens'];

/** How long the destination asks to be left alone: seconds, a date or a duration, at most a day. */
export function askedMs(headers: Headers, now: number): number | undefined {
  for (const name of asking) {
    const ms = waitMs(headers.get(name) ?? '', now);
    if (ms !== undefined) return Math.min(Math.max(ms, 0), dayMs);
  }
  return undefined;
}

function waitMs(text: string, now: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? parseDuration(text) : date - now;
}
