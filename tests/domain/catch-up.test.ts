import { later } from '#domain/instant.ts';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Fact } from '#domain/fact.ts';
import { lane } from '#domain/lane.ts';
import { compareHours, type Parts } from '#src/stabilize/catch-up/complete.ts';
import { type Known, suspectsAfter } from '#src/stabilize/catch-up/gone.ts';
import {
  closedThrough,
  countedFrom,
  hourOf,
  hoursBetween,
  listable,
  nextClosing,
} from '#src/stabilize/catch-up/hour.ts';
import { askDueAt, graceMs, missedBy } from '#src/stabilize/catch-up/missed.ts';
import {
  advanced,
  begun,
  ended,
  hindered,
  isWholeDue,
  overlapMs,
  type Pass,
  sinceLast,
  type Sweep,
} from '#src/stabilize/catch-up/step.ts';
import type { Dated } from '#src/stabilize/know.ts';

const noon = '2026-11-23T12:00:00.000Z';
const hourMs = 3_600_000;
const since = '2026-09-24T00:00:00.000Z';
const fresh: Sweep = {
  resource: 'erp-documents',
  since,
  wholeAt: null,
  readThrough: null,
  pass: null,
  rowsRead: 0,
  dueAt: noon,
  failures: 0,
  reason: null,
};

/** A pass of one page, begun where a sweep of the ERP begins. */
function swept(of: Sweep, now: string): Sweep {
  const from = isWholeDue(of, now) ? of.since : sinceLast(of);
  const after = advanced(begun(of, from, now), passOf(begun(of, from, now)), {
    rows: 3,
    cursor: null,
    isLast: true,
  });
  return ended(after, passOf(after), { through: now, dueAt: later(now, hourMs / 2) });
}

function passOf({ pass }: Sweep): Pass {
  if (pass === null) throw new Error('no pass has begun');
  return pass;
}

describe('a sweep', () => {
  test('asks for everything first and once a day, else for what changed since, and a little before', () => {
    const first = swept(fresh, noon);
    expect(first).toMatchObject({ readThrough: noon, wholeAt: noon, rowsRead: 3, pass: null });
    const soon = later(noon, hourMs / 2);
    expect(isWholeDue(first, soon)).toBe(false);
    expect(sinceLast(first)).toBe(later(noon, -overlapMs));
    const second = swept(first, soon);
    expect(second).toMatchObject({ readThrough: soon, wholeAt: noon });
    expect(isWholeDue(second, later(noon, 24 * hourMs))).toBe(true);
    const tomorrow = swept(second, later(noon, 24 * hourMs));
    expect(tomorrow.wholeAt).toBe(later(noon, 24 * hourMs));
  });

  test('waits longer with every failure in a row, and at least as long as it was asked to', () => {
    let of = fresh;
    const pauses: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      of = hindered(of, { reason: 'out of reach', afterMs: 1000, now: noon });
      pauses.push(Date.parse(of.dueAt ?? '') - Date.parse(noon));
    }
    expect(pauses.slice(0, 3)).toEqual([60_000, 120_000, 240_000]);
    expect(pauses.at(-1)).toBe(hourMs);
    const asked = hindered(fresh, { reason: 'patience', afterMs: 5 * hourMs, now: noon });
    expect(asked.dueAt).toBe(later(noon, 5 * hourMs));
  });

  test('that goes on after a failure keeps its place', () => {
    const at = advanced(begun(fresh, since, noon), passOf(begun(fresh, since, noon)), {
      rows: 250,
      cursor: 'next',
      isLast: false,
    });
    expect(hindered(at, { reason: 'patience', afterMs: 0, now: noon }).pass).toEqual({
      since,
      startedAt: noon,
      cursor: 'next',
      rows: 250,
      isRead: false,
    });
  });
});

describe('a document that the ERP does not list', () => {
  const one = (documentId: string): Known => ({
    kind: 'invoice',
    documentId,
    modifiedAt: noon,
    order: null,
    also: [],
  });

  test('is suspected until a later page shows it', () => {
    const first = suspectsAfter([], { known: [one('a'), one('b')], shown: [one('a')] });
    expect(first).toEqual([one('b')]);
    expect(suspectsAfter(first, { known: [], shown: [one('c')] })).toEqual([one('b')]);
    expect(suspectsAfter(first, { known: [], shown: [one('b')] })).toEqual([]);
  });

  test('is another one than a document of the same id and another kind', () => {
    const shown = [{ kind: 'payment', documentId: 'a' }];
    expect(suspectsAfter([], { known: [one('a')], shown })).toEqual([one('a')]);
  });
});

describe('closed hours', () => {
  test('are counted from a quarter past on', () => {
    expect(closedThrough('2026-11-23T12:14:59.999Z')).toBe('2026-11-23T11:00:00.000Z');
    expect(closedThrough('2026-11-23T12:15:00.000Z')).toBe(noon);
    expect(nextClosing('2026-11-23T12:15:00.000Z')).toBe('2026-11-23T13:15:00.000Z');
    expect(nextClosing('2026-11-23T12:14:59.999Z')).toBe('2026-11-23T12:15:00.000Z');
  });

  test('of the last two days are counted again, and none that Shopify shows no more', () => {
    const never = { since: '2026-01-01T00:00:00.000Z', readThrough: null };
    const plainly = { now: noon, isRecheck: false, differingFrom: null };
    expect(countedFrom(never, plainly)).toBe('2026-09-24T13:00:00.000Z');
    const known = { since, readThrough: '2026-11-23T11:00:00.000Z' };
    expect(countedFrom(known, plainly)).toBe('2026-11-23T11:00:00.000Z');
    expect(countedFrom(known, { ...plainly, isRecheck: true })).toBe('2026-11-21T12:00:00.000Z');
    const differing = { ...plainly, differingFrom: '2026-11-23T03:00:00.000Z' };
    expect(countedFrom(known, differing)).toBe('2026-11-23T03:00:00.000Z');
    const longAgo = { ...plainly, differingFrom: '2026-10-01T00:00:00.000Z' };
    expect(countedFrom(known, longAgo)).toBe('2026-11-21T12:00:00.000Z');
    expect(
      countedFrom({ ...known, since: '2026-11-23T09:30:00.000Z' }, { ...plainly, isRecheck: true }),
    ).toBe('2026-11-23T09:00:00.000Z');
  });

  test('are asked for in spans that follow one another without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 96 }), (hours, max) => {
        const to = later(since, hours * hourMs);
        const spans = hoursBetween(since, to, max);
        expect(spans).toHaveLength(Math.min(hours, max));
        for (const [at, span] of spans.entries()) expect(span.from).toBe(later(since, at * hourMs));
        expect(spans.every((span) => hourOf(span.from) === span.from)).toBe(true);
      }),
    );
  });

  test('are listed as many as one page may hold, and one at least', () => {
    expect(listable([100, 100, 100], 250)).toBe(2);
    expect(listable([900, 1], 250)).toBe(1);
    expect(listable([0, 0, 0], 250)).toBe(3);
  });
});

describe('completeness', () => {
  const hours = hoursBetween(noon, later(noon, 2 * hourMs), 2);
  const parts: Parts = { transactions: 1, fulfillments: 0, refunds: 0, returns: 0 };
  const at = (minutes: number) => later(noon, minutes * 60_000);
  const order = (id: string, createdAt: string, of: Partial<Parts> = {}) => ({
    id,
    createdAt,
    updatedAt: createdAt,
    parts: { ...parts, ...of },
  });
  const settledBefore = at(200);

  test('agrees where both sides have the same', () => {
    const both = [order('a', at(1)), order('b', at(61))];
    const found = compareHours({ hours, counts: [1, 1], theirs: both, ours: both, settledBefore });
    expect(found).toMatchObject({ unknown: [], doubtful: [] });
    expect(found.counts.every((one) => one.ours === one.theirs && one.missing.length === 0)).toBe(true);
    expect(found.counts).toHaveLength(10);
  });

  test('names an order that we lack in its hour, and one that the store does not list', () => {
    const found = compareHours({
      hours,
      counts: [1, 1],
      theirs: [order('a', at(1)), order('b', at(61))],
      ours: [order('a', at(1)), order('c', at(2))],
      settledBefore,
    });
    expect(found).toMatchObject({ unknown: ['b'], doubtful: ['c'] });
    expect(found.counts.filter(({ resource }) => resource === 'orders')).toEqual([
      { resource: 'orders', hour: noon, theirs: 1, ours: 2, missing: [] },
      { resource: 'orders', hour: at(60), theirs: 1, ours: 0, missing: ['b'] },
    ]);
  });

  test('asks after an order of which we lack a refund, unless it has only just changed', () => {
    const theirs = [order('a', at(1), { refunds: 2 })];
    const ours = [order('a', at(1), { refunds: 1 })];
    const refunds = (before: string) => {
      const found = compareHours({ hours, counts: [1, 0], theirs, ours, settledBefore: before });
      return { doubtful: found.doubtful, hour: found.counts.find(({ resource }) => resource === 'refunds') };
    };
    expect(refunds(settledBefore)).toEqual({
      doubtful: ['a'],
      hour: { resource: 'refunds', hour: noon, theirs: 2, ours: 1, missing: ['a'] },
    });
    expect(refunds(at(1))).toMatchObject({ doubtful: [], hour: { theirs: 0, ours: 0, missing: [] } });
  });

  test('does not judge what the store does not count', () => {
    const theirs = [order('a', at(1), { returns: null })];
    const ours = [order('a', at(1), { returns: 3 })];
    const found = compareHours({ hours, counts: [1, 0], theirs, ours, settledBefore });
    expect(found.doubtful).toEqual([]);
    expect(found.counts.filter(({ resource }) => resource === 'returns')).toMatchObject([
      { theirs: 0, ours: 0 },
      { theirs: 0, ours: 0 },
    ]);
  });
});

describe('a change that only a sweep saw', () => {
  const home = lane('order', '1');
  const changedAt = later(noon, -hourMs);
  const seen: Fact = {
    kind: 'order_seen',
    key: 'gid://shopify/Order/1',
    lanes: [home],
    happenedAt: changedAt,
    authority: true,
    body: { updatedAt: changedAt, foundAt: noon },
  };
  const read = (readAt: string, found = true): Fact => ({
    kind: 'order_read',
    key: 'gid://shopify/Order/1',
    lanes: [home],
    happenedAt: readAt,
    authority: true,
    body: { readAt, found },
  });
  const dated = (fact: Fact): Dated => ({ fact, digest: fact.kind });
  const answer = (fact: Fact) => ({ ...dated(fact), deliveryId: '7' });

  test('has the store asked at once, or when its delivery has had its time', () => {
    expect(askDueAt([seen], noon)).toBe(noon);
    expect(askDueAt([seen], changedAt)).toBe(later(changedAt, graceMs));
    expect(askDueAt([], noon)).toBeNull();
  });

  test('is asked after once, also when the store does not show the order', () => {
    expect(askDueAt([seen, read(later(noon, 1))], noon)).toBeNull();
    expect(askDueAt([seen, read(later(noon, 1), false)], noon)).toBeNull();
    expect(askDueAt([seen, read(later(noon, -1))], noon)).toBe(noon);
  });

  test('is recorded once, with how long it took to find it', () => {
    const missed = { happenedAt: changedAt, foundAt: noon, afterMs: hourMs };
    expect(missedBy([dated(seen)], [answer(read(later(noon, 1)))])).toEqual(missed);
    const known = [dated(seen), dated(read(later(noon, 1)))];
    expect(missedBy(known, [answer(read(later(noon, 2)))])).toBeNull();
    expect(missedBy([dated(seen)], [])).toBeNull();
    expect(missedBy([], [answer(read(noon))])).toBeNull();
  });

  test('is none where the store does not show the order', () => {
    expect(missedBy([dated(seen)], [answer(read(later(noon, 1), false))])).toBeNull();
  });
});
