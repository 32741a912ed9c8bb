/** Keeps the deliveries of one flow control key within its rate and its parallelism; the others wait in line. */
import type { Clock } from '#sandbox/clock.ts';

export interface FlowControl {
  readonly key: string;
  readonly parallelismMax: number;
  readonly rateMax: number;
  readonly periodMs: number;
}

export interface Gate {
  /** A message was published: what it says of its key holds for all messages of the key from now on. */
  learn(control: FlowControl): void;
  /** Starts a delivery as soon as its key has room; it says whether it really left. */
  enter(key: string, start: () => boolean): void;
  /** A delivery has ended, which makes room for the next. */
  leave(key: string): void;
}

type Line = {
  control: FlowControl;
  active: number;
  /** When the deliveries of the current period left. */
  left: number[];
  readonly waiting: (() => boolean)[];
  /** An appointment for the end of the period has been made. */
  isExpecting: boolean;
};

export function openGate(clock: Clock): Gate {
  const lines = new Map<string, Line>();

  function admit(line: Line): void {
    const { key, parallelismMax, rateMax, periodMs } = line.control;
    while (line.waiting.length > 0 && line.active < parallelismMax) {
      const now = clock.now();
      line.left = line.left.filter((time) => time > now - periodMs);
      const [first = now] = line.left;
      if (line.left.length >= rateMax) return expect(line, { key, time: first + periodMs });
      if (line.waiting.shift()?.() !== true) continue;
      line.active += 1;
      if (Number.isFinite(rateMax)) line.left.push(now);
    }
  }
  function expect(line: Line, { key, time }: { key: string; time: number }): void {
    if (line.isExpecting) return;
    line.isExpecting = true;
    clock.at(time, `QStash lets ${key} go on`, async () => {
      line.isExpecting = false;
      admit(line);
    });
  }

  return {
    learn(control) {
      const line = lines.get(control.key);
      if (line === undefined)
        lines.set(control.key, { control, active: 0, left: [], waiting: [], isExpecting: false });
      else line.control = control;
    },
    enter(key, start) {
      const line = lines.get(key);
      if (line === undefined) throw new Error(`No message told of the flow control key ${key}.`);
      line.waiting.push(start);
      admit(line);
    },
    leave(key) {
      const line = lines.get(key);
      if (line === undefined) return;
      line.active -= 1;
      admit(line);
    },
  };
}
