// The one clock of the world: whoever waits in the sandbox has an appointment here, so that a month passes in a second.

import { type Agenda, openAgenda } from './agenda.ts';

/** Virtual: time moves only when `run()` jumps to the next appointment. Live: time follows the wall clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Makes an appointment; those of one instant are kept in the order made, and one in the past is due at once.
   * A background appointment (a timetable that renews itself for ever) does not keep `run()` from ending.
   */
  at(
    time: number,
    label: string,
    act: () => Promise<void>,
    options?: { background?: boolean },
  ): { cancel(): void };
  /**
   * Keeps appointments in time order until `until` has come, or without it until no appointment but background
   * ones is left. What an act throws is thrown here. The virtual clock awaits each act before the next and then
   * stands at `until`; the live one starts each act when it is due and awaits all it started.
   */
  run(options?: { until?: number }): Promise<void>;
}

// A timer cannot be set further ahead than a 32-bit count of milliseconds.
const timerMsMax = 2 ** 31 - 1;

/** A clock that stands at `start` until it is run. */
export function virtualClock(start: number): Clock {
  return virtualClockOf(openDiary(), start);
}

/** Virtual from `start` on until it goes live, with all appointments that are left. */
export function clockWithPast(start: number): Clock & { goLive(): void } {
  const diary = openDiary();
  let clock = virtualClockOf(diary, start);
  return {
    now: () => clock.now(),
    at: diary.add,
    run: (options) => clock.run(options),
    goLive() {
      clock = liveClockOf(diary);
    },
  };
}

function virtualClockOf({ agenda, add }: Diary, start: number): Clock {
  let now = start;
  let running: string | undefined;

  return {
    now: () => now,
    at: add,
    async run({ until } = {}) {
      if (running !== undefined) throw new Error(`run() was called again while "${running}" was being kept`);
      try {
        for (;;) {
          const next = agenda.next();
          if (next === undefined) break;
          const { time, label } = next.appointment;
          if (until === undefined ? !agenda.hasForeground() : time > until) break;
          agenda.remove(next);
          now = Math.max(now, time);
          running = label;
          await next.appointment.act();
          running = undefined;
        }
      } finally {
        running = undefined;
      }
      if (until !== undefined) now = Math.max(now, until);
    },
  };
}

/** A clock that shows the time of this machine. */
export function liveClock(): Clock {
  return liveClockOf(openDiary());
}

function liveClockOf(diary: Diary): Clock {
  let running = false;
  return {
    now: () => Date.now(),
    at: diary.add,
    async run({ until } = {}) {
      if (running) throw new Error('run() was called while the live clock is already running');
      running = true;
      await keepLive(diary, until).finally(() => (running = false));
    },
  };
}

async function keepLive(diary: Diary, until: number | undefined): Promise<void> {
  const { agenda } = diary;
  const dueTime = () => agenda.next()?.appointment.time ?? Infinity;
  const started = new Set<Promise<void>>();
  const failures: unknown[] = [];

  for (;;) {
    for (let next = agenda.next(); next !== undefined && dueTime() <= Date.now(); next = agenda.next()) {
      agenda.remove(next);
      const act = next.appointment
        .act()
        .catch((error: unknown) => failures.push(error))
        .then(() => {
          started.delete(act);
          diary.changed();
        });
      started.add(act);
    }
    if (failures.length > 0) throw failures[0];
    if (until === undefined ? !agenda.hasForeground() && started.size === 0 : Date.now() >= until) break;
    const wakeAt = Math.min(dueTime(), until ?? Infinity);
    await change(diary, wakeAt - Date.now());
  }
  await Promise.all(started);
  if (failures.length > 0) throw failures[0];
}

/** Resolves when the agenda changes or an act has ended, at the latest after the time given. */
async function change(diary: Diary, msMax: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  diary.changed = resolve;
  const timer = setTimeout(resolve, Math.min(Math.max(msMax, 0), timerMsMax));
  await promise;
  clearTimeout(timer);
}

interface Diary {
  readonly add: Clock['at'];
  readonly agenda: Agenda;
  /** Called at every change; the live clock puts its alarm here. */
  changed: () => void;
}

function openDiary(): Diary {
  const agenda = openAgenda();
  const diary: Diary = {
    agenda,
    add(...[time, label, act, { background = false } = {}]) {
      if (!Number.isFinite(time)) throw new RangeError(`"${label}" has no time: ${time}`);
      const entry = agenda.add({ time, label, background, act });
      diary.changed();
      return {
        cancel() {
          agenda.remove(entry);
          diary.changed();
        },
      };
    },
    changed: () => undefined,
  };
  return diary;
}
