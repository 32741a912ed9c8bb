// A clock's appointments, the next one always at hand: a long life has tens of thousands of them.

export interface Appointment {
  readonly time: number;
  readonly label: string;
  readonly background: boolean;
  act(): Promise<void>;
}

export interface Agenda {
  add(appointment: Appointment): Entry;
  /** The earliest; of one instant, the one that was added first. */
  next(): Entry | undefined;
  /** Does nothing when it was removed before. */
  remove(entry: Entry): void;
  /** Whether any appointment is left that is not a background one. */
  hasForeground(): boolean;
}

export interface Entry {
  readonly appointment: Appointment;
  readonly sequence: number;
  isRemoved: boolean;
}

/** A binary heap by time and sequence; a removed entry stays in it until it comes to the top. */
export function openAgenda(): Agenda {
  const heap: Entry[] = [];
  let sequence = 0;
  let foreground = 0;
  return {
    add(appointment) {
      const entry = { appointment, sequence: (sequence += 1), isRemoved: false };
      if (!appointment.background) foreground += 1;
      heap.push(entry);
      rise(heap, entry);
      return entry;
    },
    next() {
      while (heap[0]?.isRemoved === true) takeTop(heap);
      return heap[0];
    },
    remove(entry) {
      if (entry.isRemoved) return;
      entry.isRemoved = true;
      if (!entry.appointment.background) foreground -= 1;
      if (heap[0] === entry) takeTop(heap);
    },
    hasForeground: () => foreground > 0,
  };
}

function isBefore(one: Entry, other: Entry): boolean {
  const apart = one.appointment.time - other.appointment.time;
  return apart === 0 ? one.sequence < other.sequence : apart < 0;
}

function rise(heap: Entry[], entry: Entry): void {
  let index = heap.length - 1;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || isBefore(parent, entry)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

function takeTop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const first = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
    if (first === undefined || isBefore(last, first)) break;
    heap[index] = first;
    index = 2 * index + (first === right ? 2 : 1);
  }
  heap[index] = last;
}
