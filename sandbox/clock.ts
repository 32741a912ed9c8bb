// The one clock of the world: whoever waits in the sandbox has an appointment here, so that a month passes in a second.

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

interface Appointment {
  readonly time: number;
  readonly label: string;
  readonly background: boolean;
  act(): Promise<void>;
}

// A timer cannot be set further ahead than a 32-bit count of milliseconds.
const timerMsMax = 2 ** 31 - 1;

/** A clock that stands at `start` until it is run. */
export function virtualClock(start: number): Clock {
  const agenda = openAgenda();
  let now = start;
  let running: string | undefined;

  return {
    now: () => now,
    at: agenda.add,
    async run({ until } = {}) {
      if (running !== undefined) throw new Error(`run() was called again while "${running}" was being kept`);
      try {
        for (;;) {
          const next = agenda.next();
          if (next === undefined) break;
          if (until === undefined ? !agenda.hasForeground() : next.time > until) break;
          agenda.remove(next);
          now = Math.max(now, next.time);
          running = next.label;
          await next.act();
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
  const agenda = openAgenda();
  let running = false;
  return {
    now: () => Date.now(),
    at: agenda.add,
    async run({ until } = {}) {
      if (running) throw new Error('run() was called while the live clock is already running');
      running = true;
      await keepLive(agenda, until).finally(() => (running = false));
    },
  };
}

async function keepLive(agenda: Agenda, until: number | undefined): Promise<void> {
  const started = new Set<Promise<void>>();
  const failures: unknown[] = [];

  for (;;) {
    for (let next = agenda.next(); next !== undefined && next.time <= Date.now(); next = agenda.next()) {
      agenda.remove(next);
      const act = next
        .act()
        .catch((error: unknown) => failures.push(error))
        .then(() => {
          started.delete(act);
          agenda.changed();
        });
      started.add(act);
    }
    if (failures.length > 0) throw failures[0];
    if (until === undefined ? !agenda.hasForeground() && started.size === 0 : Date.now() >= until) break;
    const wakeAt = Math.min(agenda.next()?.time ?? Infinity, until ?? Infinity);
    await change(agenda, wakeAt - Date.now());
  }
  await Promise.all(started);
  if (failures.length > 0) throw failures[0];
}

/** Resolves when the agenda changes or an act has ended, at the latest after the time given. */
async function change(agenda: Agenda, msMax: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  agenda.changed = resolve;
  const timer = setTimeout(resolve, Math.min(Math.max(msMax, 0), timerMsMax));
  await promise;
  clearTimeout(timer);
}

interface Agenda {
  readonly add: Clock['at'];
  remove(appointment: Appointment): void;
  next(): Appointment | undefined;
  hasForeground(): boolean;
  /** Called at every change; the live clock puts its alarm here. */
  changed: () => void;
}

function openAgenda(): Agenda {
  const appointments: Appointment[] = [];
  const agenda: Agenda = {
    add(...[time, label, act, { background = false } = {}]) {
      if (!Number.isFinite(time)) throw new RangeError(`"${label}" has no time: ${time}`);
      const appointment = { time, label, background, act };
      const before = appointments.findLastIndex((other) => other.time <= time);
      appointments.splice(before + 1, 0, appointment);
      agenda.changed();
      return { cancel: () => agenda.remove(appointment) };
    },
    remove(appointment) {
      const index = appointments.indexOf(appointment);
      if (index >= 0) appointments.splice(index, 1);
      agenda.changed();
    },
    next: () => appointments[0],
    hasForeground: () => appointments.some((appointment) => !appointment.background),
    changed: () => undefined,
  };
  return agenda;
}
