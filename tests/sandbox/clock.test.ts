import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Clock, clockWithPast, liveClock, virtualClock } from '#sandbox/clock.ts';

const noon = Date.parse('2026-11-02T12:00:00Z');

function diary(clock: Clock) {
  const kept: string[] = [];
  const meet = (after: number, label: string, options?: { background?: boolean }) =>
    clock.at(
      clock.now() + after,
      label,
      async () => void kept.push(`${label} ${clock.now() - noon}`),
      options,
    );
  return { kept, meet };
}

describe('the virtual clock', () => {
  test('keeps appointments in time order, those of one instant in the order made, and shows their time', async () => {
    const clock = virtualClock(noon);
    const { kept, meet } = diary(clock);
    meet(60_000, 'late');
    meet(10, 'first');
    meet(10, 'second');
    await clock.run();
    expect(kept).toEqual(['first 10', 'second 10', 'late 60000']);
    expect(clock.now()).toBe(noon + 60_000);
  });

  test('awaits an act, and keeps what it arranged, before it moves on', async () => {
    const clock = virtualClock(noon);
    const { kept, meet } = diary(clock);
    clock.at(noon, 'planner', async () => {
      await Promise.resolve();
      meet(5, 'planned');
    });
    meet(7, 'last');
    await clock.run();
    expect(kept).toEqual(['planned 5', 'last 7']);
  });

  test('stops at `until`, keeps what is due then and leaves the rest for later', async () => {
    const clock = virtualClock(noon);
    const { kept, meet } = diary(clock);
    meet(1_000, 'due');
    meet(1_001, 'later');
    await clock.run({ until: noon + 1_000 });
    expect(kept).toEqual(['due 1000']);
    await clock.run({ until: noon + 5_000 });
    expect(kept).toEqual(['due 1000', 'later 1001']);
    expect(clock.now()).toBe(noon + 5_000);
  });

  test('ends when only background appointments are left, having kept those on the way', async () => {
    const clock = virtualClock(noon);
    const { kept, meet } = diary(clock);
    const tick = () =>
      clock.at(clock.now() + 60_000, 'tick', async () => void (kept.push('tick'), tick()), {
        background: true,
      });
    tick();
    meet(150_000, 'order');
    await clock.run();
    expect(kept).toEqual(['tick', 'tick', 'order 150000']);
  });

  test('never keeps a canceled appointment, and keeps one in the past at once', async () => {
    const clock = virtualClock(noon);
    const { kept, meet } = diary(clock);
    meet(5, 'canceled').cancel();
    meet(-5_000, 'overdue');
    await clock.run();
    expect(kept).toEqual(['overdue 0']);
  });

  test('keeps any appointments by time and then in the order made, but for the canceled ones', async () => {
    const appointment = fc.record({ after: fc.integer({ min: -5, max: 20 }), isCanceled: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(appointment, { maxLength: 60 }), async (made) => {
        const clock = virtualClock(noon);
        const kept: number[] = [];
        const appointments = made.map(({ after }, index) =>
          clock.at(noon + after, 'any', async () => void kept.push(index)),
        );
        for (const [index, { isCanceled }] of made.entries()) if (isCanceled) appointments[index]?.cancel();
        await clock.run();
        const expected = [...made.entries()]
          .filter(([, { isCanceled }]) => !isCanceled)
          .toSorted(([, one], [, other]) => one.after - other.after);
        expect(kept).toEqual(expected.map(([index]) => index));
      }),
    );
  });

  test('throws what an act throws, and can be run again', async () => {
    const clock = virtualClock(noon);
    const { kept, meet } = diary(clock);
    clock.at(noon, 'bad', () => Promise.reject(new Error('the act failed')));
    meet(1, 'good');
    await expect(clock.run()).rejects.toThrow('the act failed');
    await clock.run();
    expect(kept).toEqual(['good 1']);
  });

  test('refuses to be run from inside an appointment', async () => {
    const clock = virtualClock(noon);
    clock.at(noon, 'tick', () => clock.run());
    await expect(clock.run()).rejects.toThrow('"tick" was being kept');
  });
});

describe('the live clock', () => {
  test('keeps appointments when the wall clock has come to them, and awaits them all', async () => {
    const clock = liveClock();
    const kept: string[] = [];
    const started = clock.now();
    clock.at(started + 20, 'second', async () => void kept.push('second'));
    clock.at(started, 'first', async () => void kept.push('first'));
    clock.at(started + 3_600_000, 'tick', async () => void kept.push('tick'), { background: true });
    await clock.run();
    expect(kept).toEqual(['first', 'second']);
    expect(Date.now()).toBeGreaterThanOrEqual(started + 20);
  });

  test('wakes for an appointment made while it waits', async () => {
    const clock = liveClock();
    const kept: string[] = [];
    const until = clock.now() + 50;
    const running = clock.run({ until });
    clock.at(clock.now(), 'sudden', async () => void kept.push('sudden'));
    await running;
    expect(kept).toEqual(['sudden']);
    expect(Date.now()).toBeGreaterThanOrEqual(until);
  });

  test('throws what an act throws', async () => {
    const clock = liveClock();
    clock.at(clock.now(), 'bad', () => Promise.reject(new Error('the act failed')));
    await expect(clock.run()).rejects.toThrow('the act failed');
  });
});

describe('the clock with a past', () => {
  test('is virtual until it goes live, and then keeps what is left by the wall clock', async () => {
    const started = Date.now();
    const clock = clockWithPast(started - 3_600_000);
    const kept: string[] = [];
    const meet = (time: number, label: string) => clock.at(time, label, async () => void kept.push(label));
    meet(started - 1_800_000, 'long ago');
    meet(started - 1, 'while it went live');
    meet(started + 40, 'to come');
    await clock.run({ until: started - 60_000 });
    expect(kept).toEqual(['long ago']);
    expect(clock.now()).toBe(started - 60_000);
    clock.goLive();
    expect(clock.now()).toBeGreaterThanOrEqual(started);
    await clock.run();
    expect(kept).toEqual(['long ago', 'while it went live', 'to come']);
    expect(Date.now()).toBeGreaterThanOrEqual(started + 40);
  });
});
