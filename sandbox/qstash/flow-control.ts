// Keeps the deliveries of one flow control key within its rate and its parallelism.

import type { FlowControl } from './message.ts';

export interface Gate {
  /** Lets a delivery through and returns nothing, or returns when to ask again. */
  enter(control: FlowControl, now: number): number | undefined;
  leave(control: FlowControl): void;
}

// QStash hands a free place to the next in a list; looking again is near enough for a stand-in.
const lookAgainMs = 1_000;

export function openGate(): Gate {
  const started = new Map<string, number[]>();
  const active = new Map<string, number>();

  return {
    enter({ key, parallelismMax, rateMax, periodMs }, now) {
      const inside = active.get(key) ?? 0;
      if (inside >= parallelismMax) return now + lookAgainMs;
      const recent = (started.get(key) ?? []).filter((time) => time > now - periodMs);
      const [oldest = now] = recent;
      if (recent.length >= rateMax) return oldest + periodMs;
      started.set(key, [...recent, now]);
      active.set(key, inside + 1);
      return undefined;
    },
    leave({ key }) {
      active.set(key, (active.get(key) ?? 1) - 1);
    },
  };
}
