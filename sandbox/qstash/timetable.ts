// QStash's schedules: each publishes its message at every time its cron expression names.

import { Cron } from 'croner';

import type { Clock } from '#sandbox/clock.ts';

import { type Order, orderJson } from './message.ts';
import { Invalid } from './refusal.ts';

export interface Timetable {
  /** Adds a schedule; one with the same id is replaced. */
  add(schedule: { scheduleId: string; cron: string; order: Order }): void;
  find(scheduleId: string): Schedule | undefined;
  remove(scheduleId: string): boolean;
  /** Pauses or resumes. */
  pause(scheduleId: string, isPaused: boolean): boolean;
  list(): readonly Schedule[];
}

export interface Schedule {
  readonly scheduleId: string;
  readonly cron: string;
  readonly order: Order;
  readonly createdAt: number;
  /** The cron expression, read once: a schedule of each minute asks it often. */
  readonly pattern: Cron;
  isPaused: boolean;
  lastTime: number | undefined;
  nextTime: number | undefined;
  appointment: { cancel(): void } | undefined;
}

export function openTimetable(clock: Clock, publish: (order: Order, scheduleId: string) => void): Timetable {
  const schedules = new Map<string, Schedule>();

  function arrange(schedule: Schedule): void {
    const next = schedule.pattern.nextRun(new Date(clock.now()))?.getTime();
    schedule.nextTime = next;
    if (next === undefined) return;
    const fire = async () => {
      if (!schedule.isPaused) {
        schedule.lastTime = next;
        publish(schedule.order, schedule.scheduleId);
      }
      arrange(schedule);
    };
    schedule.appointment = clock.at(next, `QStash schedule ${schedule.scheduleId}`, fire, {
      background: true,
    });
  }
  function remove(scheduleId: string): boolean {
    schedules.get(scheduleId)?.appointment?.cancel();
    return schedules.delete(scheduleId);
  }

  return {
    add({ scheduleId, cron, order }) {
      const pattern = patternOf(cron);
      remove(scheduleId);
      const rest = {
        createdAt: clock.now(),
        isPaused: false,
        lastTime: undefined,
        nextTime: undefined,
        appointment: undefined,
      };
      const schedule: Schedule = { scheduleId, cron, order, pattern, ...rest };
      schedules.set(scheduleId, schedule);
      arrange(schedule);
    },
    find: (scheduleId) => schedules.get(scheduleId),
    remove,
    pause(scheduleId, isPaused) {
      const schedule = schedules.get(scheduleId);
      if (schedule !== undefined) schedule.isPaused = isPaused;
      return schedule !== undefined;
    },
    list: () => [...schedules.values()],
  };
}

/** Five fields in UTC, or in the zone named in front of them. */
function patternOf(cron: string): Cron {
  const [, timezone = 'UTC', pattern = ''] = /^(?:CRON_TZ=(\S+)\s+)?(.*)$/.exec(cron) ?? [];
  try {
    const read = new Cron(pattern, { timezone, mode: '5-part' });
    // An unknown zone shows only when it is asked for.
    read.nextRun(new Date(0));
    return read;
  } catch (cause) {
    throw new Invalid(`invalid cron "${cron}"`, { cause });
  }
}

/** A schedule as QStash's API writes it. */
export function scheduleJson({ order, ...schedule }: Schedule): Record<string, unknown> {
  return {
    scheduleId: schedule.scheduleId,
    cron: schedule.cron,
    createdAt: schedule.createdAt,
    destination: order.url,
    ...orderJson(order),
    retries: order.retriesMax,
    delay: order.delayMs / 1000,
    isPaused: schedule.isPaused,
    lastScheduleTime: schedule.lastTime,
    nextScheduleTime: schedule.nextTime,
  };
}
