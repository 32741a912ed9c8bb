import { describe, expect, test } from 'vitest';
import { advanced, again, type Backfill, started, told } from '#src/stabilize/backfill/step.ts';

const now = '2026-11-23T08:00:00.000Z';
const wanted: Backfill = {
  resource: 'orders',
  state: 'wanted',
  since: '2026-09-24T08:00:00.000Z',
  operationId: null,
  startedAt: null,
  roots: 0,
  rootsRead: 0,
  bytesRead: 0,
  attempts: 0,
  reason: null,
  dueAt: now,
};
const running = started(wanted, 'gid://shopify/BulkOperation/1', now);
const said = { status: 'RUNNING', url: null, roots: 12, errorCode: null };

describe("the reading of a shop's past", () => {
  test('is looked at again a minute after the operation was started, and remembers when that was', () => {
    expect(running).toMatchObject({
      state: 'running',
      startedAt: now,
      dueAt: '2026-11-23T08:01:00.000Z',
    });
  });

  test('waits while the operation runs, and shows how much it has found', () => {
    expect(told(running, said, now)).toMatchObject({ state: 'running', roots: 12 });
  });

  test('reads the file of an operation that has ended', () => {
    const done = { ...said, status: 'COMPLETED', url: 'https://files.example.com/1', roots: 3000 };
    expect(told(running, done, now)).toMatchObject({ state: 'reading', roots: 3000, dueAt: now });
  });

  test('is done at once when the shop has no past', () => {
    expect(told(running, { ...said, status: 'COMPLETED', roots: 0 }, now)).toMatchObject({
      state: 'done',
      dueAt: null,
    });
  });

  test('begins anew when the file is gone, or when the operation failed, was canceled or ran out of time', () => {
    for (const status of ['COMPLETED', 'FAILED', 'CANCELED', 'EXPIRED'])
      expect(told(running, { ...said, status }, now), status).toMatchObject({
        state: 'wanted',
        operationId: null,
        bytesRead: 0,
        attempts: 1,
        dueAt: '2026-11-23T08:05:00.000Z',
      });
  });

  test('goes on behind what is kept', () => {
    const reading = advanced(advanced(running, { roots: 250, bytes: 9000 }), { roots: 50, bytes: 1000 });
    expect(reading).toMatchObject({ rootsRead: 300, bytesRead: 10_000 });
  });

  test('is given to a person after five failures, each pause before it twice as long', () => {
    const pauses: number[] = [];
    let of = running;
    while (of.state !== 'failed') {
      of = again(of, 'the operation ended as FAILED', now);
      if (of.dueAt !== null) pauses.push((Date.parse(of.dueAt) - Date.parse(now)) / 60_000);
    }
    expect(pauses).toEqual([5, 10, 20, 40]);
    expect(of.reason).toBe('the operation ended as FAILED');
  });
});
